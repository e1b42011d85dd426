"""What comes after a submission: young people's scores and the follow-up.

They belong to the assessment, open or closed, once it has been submitted. No
submission changes; the files kept of them are made anew, as they show these too.
"""

from django.db import transaction
from django.utils import timezone

from frameworks.models import Statement
from leavingcare.refusals import Refused

from ..field_merge import merge, seen_token
from ..files.json.supplements import read_supplements
from ..models import (
    Assessment,
    FollowUp,
    FollowUpScore,
    SubmissionFile,
    YoungPeopleScore,
)
from ..submission.supplements import COMMENTS, stage_one, submitted_scores
from .common import Kind, numbers, record

NOT_YET = "This opens once the assessment has been submitted."
YOUNG_PEOPLE = ["score", "how_gathered"]
FOLLOW_UP = ["stage_one", "stage_two", *COMMENTS]


def last_submission(assessment):
    """What was submitted last, be it open again by now; Refused if nothing was."""
    last = assessment.submissions.first()
    if last is None:
        raise Refused(NOT_YET)
    return last


def make_rows(assessment):
    """Make every blank row there is to write in, for a first submission."""
    areas = list(assessment.round.framework.areas.all())
    YoungPeopleScore.objects.bulk_create(
        YoungPeopleScore(assessment=assessment, area=area) for area in areas
    )
    follow_up = FollowUp.objects.create(assessment=assessment)
    FollowUpScore.objects.bulk_create(
        FollowUpScore(follow_up=follow_up, area=area) for area in areas
    )


def young_people_rows(assessment):
    """{area number: YoungPeopleScore}, by number. One query."""
    rows = assessment.young_people_scores.select_related("area", "updated_by")
    return {row.area.number: row for row in rows}


def follow_up_rows(follow_up):
    """{area number: FollowUpScore}, by number. One query."""
    rows = follow_up.scores.select_related("area", "updated_by")
    return {row.area.number: row for row in rows}


def young_people_values(row):
    """A YoungPeopleScore as `save_young_people` takes it: {"score", "how_gathered"}."""
    return {name: getattr(row, name) for name in YOUNG_PEOPLE}


def score_values(row):
    """A FollowUpScore as `save_follow_up` takes it: {"stage_one", "stage_two",
    "what_helped", "barriers", "next_steps"}, without what was submitted."""
    return {name: getattr(row, name) for name in FOLLOW_UP}


def date_values(follow_up):
    """A FollowUp's date as JSON, {"completed_on"}: what a page's token marks."""
    day = follow_up.completed_on
    return {"completed_on": day and day.isoformat()}


def idea_values(follow_up, codes):
    """{code: what has become of its ideas, or ""}: what a page's token marks."""
    return {code: follow_up.ideas.get(code, "") for code in codes}


def token_of(row, values):
    """What a form carries of a row, whose values these are."""
    return seen_token(row.version, values)


@transaction.atomic
def save_young_people(*, assessment, answers, by):
    """Store {area number: (token, values of `young_people_values`)}.

    Returns {area number: Merge}. What clashes is left; the rest is stored.
    """
    held = _hold(assessment)
    rows = young_people_rows(held)
    merges = {
        number: _store(rows[number], young_people_values, token, values, by)
        for number, (token, values) in answers.items()
    }
    changed = [rows[number].area for number in merges if merges[number].changes]
    _has_changed(held, Kind.YOUNG_PEOPLE, by, changed and numbers(changed))
    return merges


@transaction.atomic
def save_follow_up(*, assessment, completed_on, answers, by):
    """Store a (token, date or None) and {area number: (token, values)}.

    The values are some of `score_values`. A stage one that was submitted stays: any
    other clashes. Returns the date's Merge and {area number: Merge}. What clashes is
    left; the rest is stored.
    """
    held = _hold(assessment)
    follow_up = FollowUp.objects.get(assessment=held)
    rows = follow_up_rows(follow_up)
    submitted = submitted_scores([held.pk])[held.pk]
    token, day = completed_on
    of_day = merge(
        token=token,
        version=follow_up.version,
        stored=date_values(follow_up),
        sent={"completed_on": day and day.isoformat()},
    )
    if of_day.changes:
        _save(follow_up, {"completed_on": day}, by)
    merges = {
        number: _store(
            rows[number],
            score_values,
            token,
            values,
            by,
            locked={"stage_one": submitted.get(str(number))},
        )
        for number, (token, values) in answers.items()
    }
    changed = [rows[number].area for number in merges if merges[number].changes]
    what = [
        *(["date"] if of_day.changes else []),
        *([numbers(changed)] * bool(changed)),
    ]
    _has_changed(held, Kind.FOLLOWED_UP, by, ", ".join(what))
    return of_day, merges


@transaction.atomic
def save_ideas(*, assessment, token, codes, ideas, by):
    """Store what has become of ideas, {code: a value of FollowUp.Idea or ""}.

    `codes` are the edition's, in the order in which the token marks them. Returns
    the Merge. What clashes is left; the rest is stored.
    """
    held = _hold(assessment)
    follow_up = FollowUp.objects.get(assessment=held)
    merged = merge(
        token=token,
        version=follow_up.version,
        stored=idea_values(follow_up, codes),
        sent=ideas,
    )
    if merged.changes:
        now = follow_up.ideas | merged.changes
        _save(follow_up, {"ideas": {code: is_ for code, is_ in now.items() if is_}}, by)
    _has_changed(held, Kind.FOLLOWED_UP, by, merged.changes and "ideas")
    return merged


@transaction.atomic
def take_in(*, assessment, beside, by):
    """Fill in what `beside`, as `supplements.of` gives it, holds.

    Only blanks are filled. Returns [(where, text)] of what is there already and says
    otherwise, which stays. Raises Refused with the path of every fault, if any, and
    stores nothing then.
    """
    held = _hold(assessment)
    framework = held.round.framework
    read = read_supplements(
        beside,
        numbers=framework.areas.values_list("number", flat=True),
        codes=[each.code for each in _statements(framework)],
        statuses=FollowUp.Idea.values,
    )
    if read.faults:
        raise Refused(" ".join(read.faults))
    left = []
    rows = young_people_rows(held)
    for number, values in read.young_people.items():
        where = f"Area {number}, young people’s score"
        _fill(rows[number], young_people_values(rows[number]), values, by, where, left)
    if read.has_follow_up:
        _fill_follow_up(held, read, by, left)
    _has_changed(held, Kind.IMPORTED, by, _what(read))
    return left


def _fill_follow_up(held, read, by, left):
    follow_up = FollowUp.objects.get(assessment=held)
    submitted = submitted_scores([held.pk])[held.pk]
    rows = follow_up_rows(follow_up)
    for number, values in read.areas.items():
        row = rows[number]
        stored = score_values(row) | {"stage_one": stage_one(row, submitted)}
        _fill(row, stored, values, by, f"Area {number}, follow-up", left)
    stored = {"completed_on": follow_up.completed_on}
    day = {"completed_on": read.completed_on} if read.completed_on else {}
    _fill(follow_up, stored, day, by, "Follow-up", left)
    ideas = read.ideas | follow_up.ideas
    if ideas != follow_up.ideas:
        _save(follow_up, {"ideas": ideas}, by)
    left += [
        (f"Statement {code}, its ideas", FollowUp.Idea(status).label)
        for code, status in read.ideas.items()
        if ideas[code] != status
    ]


def _fill(row, stored, values, by, where, left):
    """Set what is blank of the row; add to `left` what is not and says otherwise."""
    blank = {name for name in values if stored[name] in ("", None)}
    if blank:
        _save(row, {name: values[name] for name in blank}, by)
    left += [
        (f"{where}, {name.replace('_', ' ')}", str(value))
        for name, value in values.items()
        if name not in blank and stored[name] != value
    ]


def _what(read):
    parts = ["young people’s scores"] * bool(read.young_people)
    return " and ".join([*parts, *["the follow-up"] * read.has_follow_up])


def _statements(framework):
    return Statement.objects.filter(area__framework=framework).select_related("area")


def _hold(assessment):
    """Hold the assessment's row until the transaction ends."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not held.submissions.exists():
        raise Refused(NOT_YET)
    return held


def _store(row, values_of, token, values, by, locked=()):
    """Store what was changed of a row, and return the Merge.

    `locked` maps names of values that are not for anybody to change to what they are.
    """
    merged = merge(token=token, version=row.version, stored=values_of(row), sent=values)
    for name, value in dict(locked).items():
        if value is not None and merged.changes.pop(name, value) != value:
            merged.clashes[name] = value
    if merged.changes:
        _save(row, merged.changes, by)
    return merged


def _save(row, values, by):
    row.save_version(**values, updated_at=timezone.now(), updated_by=by)


def _has_changed(assessment, kind, by, what):
    """Record what changed, if anything, and have the files that show it made anew."""
    if what:
        record(assessment, kind, by, what)
        SubmissionFile.objects.filter(submission__assessment=assessment).delete()
