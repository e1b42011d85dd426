"""The assessments to measure, with a completed form, and the people in them."""

from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from assessments.models import Assessment, LocalAuthority, Submission
from assessments.workflow import (
    fill_from_form,
    past_import,
    past_import_reading,
    presets,
    room,
)
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_authority,
    make_group,
    make_member,
    open_discussions,
)
from tests.support.clients import client_of

PAST = "Measured"


@dataclass(frozen=True)
class Site:
    """The rows, and a client signed in for each part."""

    submission: Submission  # all of the form, submitted
    sender: object  # the client of its moderator
    draft: object  # of the area with the most statements
    rater: object  # the client of a member of its group
    moderated: dict  # {number of groups: (assessment, client of its moderator)}


def build(form, groups):
    """Build a site with the form submitted, in drafts, and rated by so many groups."""
    submission, _ = past_import.import_submission(
        found=past_import_reading.of_word(form),
        authority=PAST,
        slug="measured",
        by=None,
    )
    complete_cover(submission.assessment_id)
    sender = make_member(LocalAuthority.objects.get(name=PAST), "moderator")
    draft, rater = in_drafts(form)
    site = Site(
        submission=submission,
        sender=client_of(sender),
        draft=draft,
        rater=client_of(rater),
        moderated={number: rated_by(number, form) for number in groups},
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a site's own database does automatically
    return site


def load_editions():
    call_command("load_frameworks", verbosity=0)


def complete_cover(pk):
    """Fill what the form left blank on its cover sheet, so that it can be submitted."""
    assessment = Assessment.objects.get(pk=pk)
    for name in Assessment.COVER_FIELDS:
        if not getattr(assessment, name):
            blank = (
                timezone.localdate() if name == "completed_on" else "lead@example.org"
            )
            setattr(assessment, name, blank)
    assessment.save()


def in_drafts(form):
    """Fill one draft per area from the form; return the largest, and a member."""
    authority = make_authority()
    moderator = make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator, form.edition)
    presets.apply_preset(
        assessment=assessment,
        preset=presets.Preset.GROUP_PER_AREA,
        by=moderator,
    )
    member = make_member(authority)
    for group in assessment.groups.all():
        group.members.add(member)
        fill_from_form.fill_drafts(group=group, form=form, by=member)
    drafts = [
        draft for group in assessment.groups.all() for draft in group.drafts.all()
    ]
    return max(drafts, key=lambda draft: draft.responses.count()), member


def rated_by(number, form):
    """Return an assessment that so many groups handed in whole, and its moderator.

    Its meeting has come to the first statement.
    """
    authority = make_authority()
    moderator = make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator, form.edition)
    for _ in range(number):
        group = make_group(assessment, moderator, make_member(authority))
        fill_from_form.fill_drafts(group=group, form=form, by=moderator)
        hand_in(group, moderator)
    open_discussions(assessment, moderator)
    statement = assessment.agreed_responses.first().statement
    room.move(assessment=assessment, statement=statement, shown=None, by=moderator)
    return assessment, client_of(moderator)
