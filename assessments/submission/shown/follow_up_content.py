"""The types of the document of a returned follow-up, as JSON holds them."""

from typing import TypedDict

from .content import FollowUp, Named, Round


class FollowUpAreaNamed(TypedDict):
    """An area as a follow-up names it."""

    number: int
    theme: str
    title: str


class FollowUpDocument(TypedDict):
    """A returned follow-up, complete in itself; see `submission.follow_up_document`."""

    format: str
    version: int
    reference: str
    number: int
    submitted_at: str
    submitted_by: str
    on_paper: bool
    reopened_because: str
    submission: dict[str, str]  # the reference and digest of what it follows up
    edition: str
    title: str
    authority: Named
    round: Round
    areas: list[FollowUpAreaNamed]
    follow_up: FollowUp
