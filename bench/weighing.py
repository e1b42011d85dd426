"""The time and memory that some work takes in its child process; without Django."""

import pkgutil
import resource


def weighed(work, args):
    """Do the work, "package.module:function"; return what `child.weigh` reads."""
    call = pkgutil.resolve_name(work)
    before = resource.getrusage(resource.RUSAGE_SELF)
    call(*args)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return f"{used.ru_maxrss} {used.ru_maxrss - before.ru_maxrss} {seconds}".encode()
