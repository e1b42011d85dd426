"""The statements that a report names first, and the moderator's other choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.submission.shown.content import Document, Supplements
from assessments.submission.shown.document import AgreedShown
from assessments.submission.shown.highlights import MOST, suggestions
from assessments.submission.shown.report_choices import ReportChoices, requests_of
from assessments.submission.shown.since import Previous

from .left_out import ASKED, NOT_PRINTED, key_of, personal_texts


@dataclass(frozen=True)
class Chosen:
    """The choices for a report: codes of statements, and requests to the Board.

    reasons  {code: the reason for suggesting it}; empty if the moderator chose
    hidden   keys of texts that are not printed, as they may name someone (see `Personal`)
    """

    strengths: list[str]
    priorities: list[str]
    asked: list[str]
    reasons: Mapping[str, str]
    hidden: set[str]
    is_chosen: bool


def hidden_in(
    content: Document, supplements: Supplements | None, choices: ReportChoices | None
) -> set[str]:
    """Return the keys of the texts that are not printed."""
    printed = set(choices["printed"]) if choices else set()
    asked = requests_of(choices["asked"]) if choices else []
    personal = personal_texts(content, supplements, asked)
    return {each.key for each in personal} - printed


def chosen_of(
    shaped: AgreedShown,
    content: Document,
    last: Previous | None,
    supplements: Supplements | None,
    choices: ReportChoices | None,
    hidden: set[str],
) -> Chosen:
    """Return the moderator's choices, or the suggestions if there are none yet."""
    if choices:
        return Chosen(
            strengths=choices["strengths"],
            priorities=choices["priorities"],
            asked=[
                NOT_PRINTED if key_of(ASKED, line) in hidden else line
                for line in requests_of(choices["asked"])
            ],
            reasons={},
            hidden=hidden,
            is_chosen=True,
        )
    found = suggestions(shaped, content, last, supplements)
    first = {name: each[:MOST] for name, each in found.items()}
    return Chosen(
        strengths=[each.code for each in first["strengths"]],
        priorities=[each.code for each in first["priorities"]],
        asked=[],
        reasons={
            each.code: ", ".join(each.reasons)
            for suggested in first.values()
            for each in suggested
        },
        hidden=hidden,
        is_chosen=False,
    )
