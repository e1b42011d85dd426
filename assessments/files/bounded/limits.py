"""The limits on a child process that makes or reads a file."""

from typing import NamedTuple


class Limits(NamedTuple):
    """The most that one file may take, and how many are worked on at once.

    seconds    of a processor
    megabytes  of address space
    at_once    files of this kind on one server
    """

    seconds: int
    megabytes: int
    at_once: int


# The worst that people may type takes 96 s with eight other processes at work.
MAKING = Limits(seconds=120, megabytes=1024, at_once=2)
READING = Limits(seconds=15, megabytes=1024, at_once=2)
