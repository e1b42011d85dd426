"""The time and memory of the child process that reads a Word form; without Django."""

import resource

from assessments.files.word_form.reader.form import read_form


def weighed(data, editions):
    """Read a form; return this process's most memory (KB) and processor time (s)."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    read_form(data, editions)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return f"{used.ru_maxrss} {seconds}".encode()
