"""Work in a child process with a limit on its time and memory.

The child is forked from a small server that has imported what the work needs, once,
and holds neither Django nor the database. What the work is goes by name, so that
the asking process need not import it.
"""

import logging
import multiprocessing
import os
import pkgutil
import resource
import threading
from contextlib import suppress

MEGABYTE = 1024 * 1024
DONE, FAILED = b"+", b"-"

children = multiprocessing.get_context("forkserver")
prepared = []


class Failed(Exception):
    """The child gave no result; the message says why, in a word of ours."""


def prepare(*modules):
    """Name more modules that the server of children is to import."""
    prepared.extend(modules)
    children.set_forkserver_preload(prepared)


def run(work, args, *, seconds, megabytes):
    """Return the bytes that `work`, "package.module:function", makes of `args`.

    Raises Failed if it takes more than `seconds` or `megabytes` of address space,
    or ends badly; the child is then killed.
    """
    ours, theirs = children.Pipe(duplex=False)
    child = children.Process(
        target=answer, args=(theirs, work, args, seconds, megabytes), daemon=True
    )
    child.start()
    theirs.close()
    try:
        return received(ours, seconds)
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()


def received(connection, seconds):
    if not connection.poll(seconds):
        raise Failed("too long")
    try:
        result = connection.recv_bytes()
    except EOFError:
        raise Failed("killed") from None
    if not result.startswith(DONE):
        raise Failed("raised an error")
    return result.removeprefix(DONE)


def answer(connection, work, args, seconds, megabytes):
    """Send what came of the work, as the child. Never logs what it was given."""
    logging.disable()
    threading.Thread(target=end_with_parent, daemon=True).start()
    limit(seconds, megabytes)
    result = FAILED
    with suppress(Exception):  # whatever it is, the one who asked must hear
        result = DONE + pkgutil.resolve_name(work)(*args)
    connection.send_bytes(result)
    connection.close()


def limit(seconds, megabytes):
    """Let this process have so much processor time and address space, no more."""
    for kind, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def end_with_parent():
    """End this process when the one that asked has ended."""
    multiprocessing.parent_process().join()
    os._exit(1)
