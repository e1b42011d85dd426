"""The authority of a demonstration whose groups are still rating."""

from datetime import timedelta

from assessments.models import Draft, Reminder, Role
from assessments.submission import previous_answers
from assessments.submission.last_time import newest
from assessments.workflow import (
    draft_notes,
    draft_reminders,
    drafting,
    presets,
    reuse_evidence,
    setting_up,
)

DAY = timedelta(days=1)
HANDED_IN, HANDED_BACK = 4, 8  # places among the groups that have one area each
CARRIED = 4  # statements started from last time's evidence


def rate(demonstration, assessment, moderator):
    """Set up one group per area, each at a different stage, and one with several."""
    members = demonstration.members(assessment, Role.CONTRIBUTOR)
    presets.apply_preset(
        assessment=assessment, preset=presets.Preset.GROUP_PER_AREA, by=moderator
    )
    groups = list(assessment.groups.order_by("pk"))
    writer = demonstration.writer
    for place, group in enumerate(groups):
        member = members[place % len(members)]
        group.members.add(member)
        is_complete = place in (HANDED_IN, HANDED_BACK)
        if place % 2 == 0:
            writer.answer(
                group, [member], share=1.0 if is_complete else 0.3 + place / 15
            )
    set_due_dates(groups, demonstration.today)
    hand_in(groups, moderator, demonstration.texts)
    carry(groups[2], demonstration)
    together = setting_up.add_group(
        assessment=assessment,
        name=demonstration.texts["groups"][-1],
        areas=list(demonstration.framework.areas.all())[::3],
        by=moderator,
        members=members,
    )
    writer.answer(together, members, share=0.95)
    talk(together, members, demonstration.texts)
    remind(assessment, moderator, members[-1], demonstration.now)


def set_due_dates(groups, today):
    """Make one group late and one nearly due; the others have until the round closes."""
    for group, days in [(groups[1], -2), (groups[0], 3)]:
        group.due_on = today + days * DAY
        group.save()


def hand_in(groups, moderator, texts):
    for place in (HANDED_IN, HANDED_BACK):
        group = groups[place]
        drafting.hand_in(draft=draft_of(group), by=group.members.get())
    drafting.hand_back(
        draft=draft_of(groups[HANDED_BACK]), by=moderator, reason=texts["handed_back"]
    )


def carry(group, demonstration):
    """Start some statements from last time's evidence, if there is a last time."""
    draft = draft_of(group)
    submission = newest(group.assessment).first()
    if submission is None:
        return
    statements = list(draft.area.statements.all())
    then = previous_answers.look_back(
        submission.pk,
        statements,
        demonstration.framework,
        authority=group.assessment.authority_id,
    )
    blank = draft.responses.filter(evidence="").values_list(
        "statement__letter", flat=True
    )
    offered = [letter for letter in blank if then.by_letter[letter].is_offered]
    previous = {letter: then.by_letter[letter] for letter in offered[:CARRIED]}
    reuse_evidence.start(draft=draft, previous=previous, by=group.members.get())


def talk(group, members, texts):
    """Add notes, a URL in a text, and something still to be filled in."""
    first, *_ = group.drafts.order_by("area__number")
    asked, answered, linked, unfinished = first.responses.select_related(
        "draft__group__assessment"
    ).order_by("statement__letter")[:4]
    for response, text, by in [
        (asked, texts["notes"][0], members[0]),
        (answered, texts["notes"][1], members[-1]),
    ]:
        draft_notes.add_note(response=response, text=text, by=by)
    draft_notes.resolve_note(note=answered.notes.get(), by=members[0])
    drafting.rewrite([(linked, {"evidence": texts["link"]})], members[0])
    drafting.rewrite([(unfinished, {"evidence": texts["leftover"]})], members[-1])


def remind(assessment, moderator, person, now):
    """Record a reminder that was sent some days ago."""
    chosen = {
        one.choice
        for one in draft_reminders.outstanding_people(assessment)
        if one.person == person
    }
    draft_reminders.remind(assessment=assessment, chosen=chosen, by=moderator)
    Reminder.objects.update(at=now - 4 * DAY)


def draft_of(group):
    """Return the draft of a group that has one area."""
    drafts = Draft.objects.select_related("group__assessment", "area")
    return drafts.get(group=group)
