"""Plain functions that make what tests need; every argument has a dull default."""

from datetime import date
from itertools import count

from django.utils import timezone

from assessments.models import (
    AgreedArea,
    AgreedResponse,
    Draft,
    DraftResponse,
    LocalAuthority,
    Membership,
    Round,
)
from assessments.workflow import setting_up, submitting
from frameworks.models import Framework
from leavingcare.models import User

_number = count(1)


def make_user(name=None, **fields):
    name = name or f"person{next(_number)}"
    return User.objects.create_user(
        email=f"{name}@example.org", name=name.title(), **fields
    )


def make_authority(name=None):
    name = name or f"Authority {next(_number)}"
    return LocalAuthority.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def make_member(authority, role="contributor", name=None):
    user = make_user(name)
    Membership.objects.create(user=user, authority=authority, role=role)
    return user


def make_round(edition="2020"):
    name = f"Round {next(_number)}"
    return Round.objects.create(
        name=name,
        slug=name.lower().replace(" ", "-"),
        framework=Framework.objects.get(edition=edition),
        opens_on=date(2020, 2, 1),
    )


def make_assessment(authority, by, edition="2020"):
    return setting_up.start(authority=authority, round=make_round(edition), by=by)


def make_group(assessment, by, *members, areas=None, name=None):
    """Return a group of the members, with drafts of the areas numbered, or of all."""
    every_area = assessment.round.framework.areas.all()
    group = setting_up.add_group(
        assessment=assessment,
        name=name or f"Group {next(_number)}",
        areas=every_area if areas is None else every_area.filter(number__in=areas),
        by=by,
    )
    group.members.set(members)
    return group


def rate(group, value, evidence=""):
    """Have the group give every statement it was given the same rating."""
    point = group.assessment.round.framework.scale.get(value=value)
    DraftResponse.objects.filter(draft__group=group).update(
        rating=point, evidence=evidence, updated_at=timezone.now()
    )


def hand_in(group, by):
    """Hand in all the group's drafts, in bulk."""
    Draft.objects.filter(group=group).update(
        handed_in_at=timezone.now(), handed_in_by=by
    )


def open_discussions(assessment, by):
    """Open the discussion of every area, in bulk."""
    AgreedArea.objects.filter(assessment=assessment).update(
        discussion_opened_at=timezone.now(), discussion_opened_by=by
    )


def complete(assessment, by, value=3):
    """Settle and fill in everything an assessment needs to be submitted, in bulk."""
    open_discussions(assessment, by)
    assessment.agreed_responses.update(
        outcome=AgreedResponse.Outcome.AGREED,
        rating=assessment.round.framework.scale.get(value=value),
        rationale="As discussed.",
        evidence="What we agreed.",
        settled_by=by,
        settled_at=timezone.now(),
    )
    assessment.agreed_areas.update(
        global_score=6, scored_at=timezone.now(), scored_by=by
    )
    assessment.completed_on = date(2020, 6, 5)
    assessment.how_completed = "Ten working groups met online."
    assessment.who_was_involved = "Many people."
    assessment.lead_name = "Lee"
    assessment.lead_email = "lead@example.org"
    assessment.lead_job_title = "Service manager"
    assessment.save()


def submit(assessment, by):
    """Complete and submit the assessment, whatever was in it."""
    complete(assessment, by)
    return submitting.submit(
        assessment=assessment,
        by=by,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
