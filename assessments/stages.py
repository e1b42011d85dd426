"""The stages of an assessment, from the invitation to the return of its follow-up.

A stage follows from what is stored, each time, so it is never out of date.
"""

from typing import Protocol

from django.db import models


class Stage(models.TextChoices):
    """The stages in their order."""

    INVITED = "invited", "Invited"
    JOINED = "joined", "Joined"
    SET_UP = "set_up", "Set up"
    RATING = "rating", "Rating"
    MODERATING = "moderating", "Moderating"
    READY = "ready", "Ready to submit"
    SUBMITTED = "submitted", "Submitted"
    FOLLOW_UP_ASKED = "follow_up_asked", "Follow-up asked for"
    FOLLOW_UP_BEGUN = "follow_up_begun", "Follow-up begun"
    FOLLOW_UP_RETURNED = "follow_up_returned", "Follow-up returned"
    WITHDRAWN = "withdrawn", "Taken out"


class Counted(Protocol):
    """The counts that decide the stage; see `progress.of_assessments`."""

    moderator_count: int  # moderators who can sign in
    area_count: int
    covered_count: int  # areas that some group rates
    draft_count: int
    handed_in_count: int
    opened_count: int  # discussions
    settled_count: int
    statement_count: int
    has_ratings: bool  # something is written in a draft
    follow_up_stage: Stage | None  # its own stage, if there is one

    @property
    def is_open(self) -> bool: ...

    @property
    def is_withdrawn(self) -> bool: ...


def stage_of(counted: Counted) -> Stage:
    """Return the stage that follows from the counts.

    Invited: nobody who moderates has joined. Joined: somebody has, and there is an
    area that no group rates. Set up: every area has a group, and nothing is written.
    """
    if counted.is_withdrawn:
        return Stage.WITHDRAWN
    if not counted.is_open:
        return counted.follow_up_stage or Stage.SUBMITTED
    if counted.settled_count == counted.statement_count:
        return Stage.READY
    is_covered = counted.covered_count == counted.area_count
    is_handed_in = is_covered and counted.handed_in_count == counted.draft_count
    if counted.opened_count or is_handed_in:
        return Stage.MODERATING
    if counted.has_ratings or counted.handed_in_count:
        return Stage.RATING
    if is_covered:
        return Stage.SET_UP
    return Stage.JOINED if counted.moderator_count else Stage.INVITED
