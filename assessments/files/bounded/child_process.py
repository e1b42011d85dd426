"""Work in a child process, with limits on its time and memory.

The child is forked from a small server that has imported what the work needs, once,
and has neither Django nor a database connection. The work is given by name, so the
calling process does not need to import it.
"""

import logging
import multiprocessing
import os
import pkgutil
import resource
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

from leavingcare.stack import in_one_piece

MEGABYTE = 1024 * 1024
DONE, FAILED = b"+", b"-"

context = multiprocessing.get_context("forkserver")
preloaded: list[str] = []


class Failed(Exception):
    """The child gave no result; the message says why, in a few fixed words."""


def prepare(*modules: str) -> None:
    """Add modules that the fork server imports before it forks the first child."""
    preloaded.extend(modules)
    context.set_forkserver_preload(preloaded)


def run(
    work: str,
    args: Sequence[object],
    *,
    seconds: int,
    megabytes: int,
    patience: int = 3,
) -> bytes:
    """Return the bytes that `work`, "package.module:function", makes of `args`.

    Raises Failed if it takes more than `seconds` of a processor, `patience` times that
    by the clock, or `megabytes` of address space, or raises an error; the child is then
    killed.
    """
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(
        target=run_in_child, args=(sender, work, args, seconds, megabytes), daemon=True
    )
    child.start()
    sender.close()
    try:
        return receive(receiver, patience * seconds)
    finally:
        receiver.close()
        child.kill()
        child.join()
        child.close()


def receive(connection: "Connection[object, object]", seconds: int) -> bytes:
    """Return the child's result; raise Failed after `seconds` or if there is none."""
    if not connection.poll(seconds):
        raise Failed("too long")
    try:
        result = connection.recv_bytes()
    except EOFError:
        raise Failed("killed") from None
    if not result.startswith(DONE):
        raise Failed("raised an error")
    return result.removeprefix(DONE)


def run_in_child(
    connection: "Connection[object, object]",
    work: str,
    args: Sequence[object],
    seconds: int,
    megabytes: int,
) -> None:
    """Do the work and send its result. Never log what it was given."""
    logging.disable()
    threading.Thread(target=end_with_parent, daemon=True).start()
    limit(seconds, megabytes)
    result = FAILED
    with suppress(Exception):  # the caller must hear of any error
        result = DONE + in_one_piece(pkgutil.resolve_name(work))(*args)
    connection.send_bytes(result)
    connection.close()


def limit(seconds: int, megabytes: int) -> None:
    """Limit the processor time and the address space of this process."""
    for kind, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def end_with_parent() -> None:
    """End this process when the one that started it has ended."""
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)
