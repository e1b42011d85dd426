"""The next duties of a moderator or an approver, by the counts of an assessment."""

from typing import Protocol

from ..models import Reminder
from ..stages import Stage

Reason = Reminder.Reason
FOLLOW_UP = {Stage.FOLLOW_UP_ASKED, Stage.FOLLOW_UP_BEGUN}
APPROVE = "read what was agreed, and approve it"
OF_STAGE = {
    Stage.INVITED: Reason.SETTING_UP,
    Stage.JOINED: Reason.SETTING_UP,
    Stage.READY: Reason.SUBMITTING,
}


class Counts(Protocol):
    """The counts that decide the duties; see `progress.of_assessments`."""

    stage: Stage
    is_approval_asked: bool
    has_approvers: bool
    is_follow_up_owed: bool
    group_count: int
    uncovered_count: int
    empty_count: int
    waiting_count: int
    to_open_count: int
    to_settle_count: int
    to_score_count: int


def waits_for_approver(counts: Counts) -> bool:
    """Return whether the next step is an approver's, so that no moderator is next."""
    return (
        counts.stage == Stage.READY
        and counts.is_approval_asked
        and counts.has_approvers
    )


def duties_of(counts: Counts) -> tuple[Reason, list[str]]:
    """Return the reason to remind the next person, and a line for each thing left to do.

    There is always a line: an assessment that is not submitted needs its moderator.
    """
    if waits_for_approver(counts):
        return Reason.APPROVAL, [APPROVE]
    if counts.stage in FOLLOW_UP and counts.is_follow_up_owed:
        return Reason.FOLLOW_UP, ["score the areas again, and submit the follow-up"]
    left = [*_setting_up(counts), *_moderating(counts)]
    reason = OF_STAGE.get(counts.stage, Reason.MODERATING)
    return reason, left or ["see that it is completed"]


def _setting_up(counts: Counts) -> list[str]:
    left = []
    if not counts.group_count:
        left.append("set up the working groups")
    elif counts.uncovered_count:
        left.append(f"give {_many(counts.uncovered_count, 'area')} to a group")
    if counts.empty_count:
        left.append(f"add people to {_many(counts.empty_count, 'group')}")
    return left


def _moderating(counts: Counts) -> list[str]:
    left = []
    if counts.waiting_count:
        drafts = _many(counts.waiting_count, "draft")
        left.append(f"see that the groups hand in {drafts}: the site can remind them")
    if counts.to_open_count:
        left.append(f"open {_many(counts.to_open_count, 'discussion')}")
    if counts.to_settle_count:
        left.append(f"settle {_many(counts.to_settle_count, 'statement')}")
    if counts.to_score_count:
        areas = _many(counts.to_score_count, "area")
        left.append(f"decide the global scores of {areas}")
    if counts.stage == Stage.READY:
        left.append("check and submit it")
    return left


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
