"""The time and memory of the child process that makes a PDF; without Django."""

import resource

from assessments.files.pdf.render import render


def weighed(page, css):
    """Make a PDF; return this process's most memory (KB) and its processor time (s)."""
    render(page, css)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return f"{used.ru_maxrss} {used.ru_utime + used.ru_stime}".encode()
