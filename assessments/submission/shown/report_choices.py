"""The moderator's choices for the report for members and the board."""

from typing import TypedDict


class ReportChoices(TypedDict):
    """The codes of statements, the requests to the Board, and texts to print.

    printed  codes and keys of cover questions whose text could identify someone, but is
             printed anyway
    """

    strengths: list[str]
    priorities: list[str]
    asked: str
    printed: list[str]
