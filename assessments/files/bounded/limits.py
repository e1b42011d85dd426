"""The limits on a child process that makes or reads a file."""

from typing import NamedTuple


class Limits(NamedTuple):
    """The most that one file may take, and how many are worked on at once.

    seconds    of a processor
    megabytes  of address space
    patience   times as long by the clock, as others may have the processor meanwhile
    at_once    files of this kind on one server
    """

    seconds: int
    megabytes: int
    patience: int
    at_once: int

    @property
    def of_one(self) -> dict[str, int]:
        """The limits of one file, as `child_process.run` takes them."""
        return {
            "seconds": self.seconds,
            "megabytes": self.megabytes,
            "patience": self.patience,
        }


# The worst that people may type takes 123 s with eight other processes at work. Who has
# sent a file waits for it to be read, which a proxy allows for two minutes.
MAKING = Limits(seconds=180, megabytes=1024, patience=8, at_once=2)
READING = Limits(seconds=15, megabytes=1024, patience=3, at_once=2)
