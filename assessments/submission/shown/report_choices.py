"""The moderator's choices for the report for members and the board."""

from math import ceil
from typing import TypedDict

ACROSS = 100  # characters in a line of the first page
MOST_ASKED = 10  # lines of requests, which fit below the longest statements


class ReportChoices(TypedDict):
    """The codes of statements, the requests to the Board, and texts to print.

    printed  codes and keys of cover questions whose text could identify someone, but is
             printed anyway
    """

    strengths: list[str]
    priorities: list[str]
    asked: str
    printed: list[str]


def requests_of(asked: str) -> list[str]:
    """Return the requests to the Board, one on each line."""
    return [line.strip() for line in asked.splitlines() if line.strip()]


def lines_asked(asked: str) -> int:
    """Return how many lines of the first page the requests take, at most."""
    return sum(ceil(len(each) / ACROSS) for each in requests_of(asked))
