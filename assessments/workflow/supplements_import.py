"""Importing the supplements of a submission from a document."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from frameworks.models import Framework, Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..analysis.sentences import join_and
from ..field_merge import Values
from ..files.json import supplements as reading
from ..models import Action, Assessment, FollowUp, SupplementModel
from ..submission.action_plan import of_many as plans_of
from ..submission.follow_ups import stage_one, submitted_scores
from ..submission.shown.actions import progress_of
from ..submission.shown.content import Response
from . import follow_up as following
from . import lists, young_people
from .common import Kind
from .supplements import hold_submitted, record_change, save_row

NO_FINDING = {"text": "", "asked": None, "answered": None, "source": ""}
FIELDS = {"stage_one": "stage 1", "stage_two": "stage 2"}
OTHER_PLAN = "The plan has other actions already"
Left = list[tuple[str, str]]  # (where, text) of what differs from what is stored


@transaction.atomic
def take_in(
    *,
    assessment: Assessment,
    supplements: Mapping[str, object],
    by: User | None,
    is_past: bool = False,
) -> Left:
    """Fill blank supplements from a document, as `submission.supplements.of` makes it.

    Existing values stay: returns [(where, text)] of those in the document that differ
    from them. With `is_past` the document describes a past submission, so that a
    follow-up in it has been returned. Raises Refused with every fault in the document, and stores
    nothing.
    """
    held = hold_submitted(assessment)
    framework = held.round.framework
    read = reading.read_supplements(
        supplements,
        numbers=framework.areas.values_list("number", flat=True),
        codes=[each.code for each in _statements(framework)],
        statuses=Action.State.values,
    )
    if read.faults:
        raise Refused(" ".join(read.faults))
    left: Left = []
    _fill_young_people(held, read, by, left)
    if read.has_follow_up:
        _fill_follow_up(held, read, by, left)
    _fill_plan(held, read, by, left)
    if is_past and read.is_returned:
        follow_up = FollowUp.objects.get(assessment=held)
        if follow_up.is_open:
            following.freeze(
                held, follow_up, by=by, at=timezone.now(), on_paper=read.on_paper
            )
    record_change(held, Kind.IMPORTED, by, _what(read))
    return left


def _fill_young_people(
    held: Assessment, read: reading.ReadSupplements, by: User | None, left: Left
) -> None:
    rows = young_people.score_rows(held)
    for number, values in read.young_people.items():
        where = f"Area {number}, young people’s score"
        stored = young_people.score_values(rows[number])
        _fill(rows[number], stored, values, by, where, left)
    if read.young_people_record:
        row = young_people.record_of(held)
        stored = {name: getattr(row, name) for name in read.young_people_record}
        _fill(row, stored, read.young_people_record, by, "Young people’s scores", left)
    there = [
        (row.area.number, young_people.finding_values(row))
        for row in young_people.findings_of(held)
    ]
    areas = {area.number: area for area in held.round.framework.areas.all()}
    for number, findings in read.findings.items():
        for given in findings:
            finding = NO_FINDING | given
            if (number, finding) not in there:
                young_people.add_finding(
                    assessment=held,
                    area=areas[number],
                    values=cast("Values", finding),
                    by=by,
                )


def _fill_follow_up(
    held: Assessment,
    read: reading.ReadSupplements,
    by: User | None,
    left: Left,
) -> None:
    follow_up = FollowUp.objects.get(assessment=held)
    submitted = submitted_scores([held.pk])[held.pk]
    rows = following.score_rows(follow_up)
    for number, values in read.areas.items():
        row = rows[number]
        scores = following.score_values(row) | {"stage_one": stage_one(row, submitted)}
        _fill(row, scores, values, by, f"Area {number}, follow-up", left)
    stored = {"completed_on": follow_up.completed_on}
    day = {"completed_on": read.completed_on} if read.completed_on else {}
    _fill(follow_up, stored, day, by, "Follow-up", left)


def _fill_plan(
    held: Assessment, read: reading.ReadSupplements, by: User | None, left: Left
) -> None:
    """Fill an empty plan from the document's, or from its progress on ideas."""
    stored = plans_of([held.pk]).get(held.pk, [])
    same = [{"measure": "", **each} for each in stored]  # as they are read
    plan = read.action_plan or _actions_of_ideas(held, read.ideas)
    if not stored:
        _add_actions(held, plan, by)
    elif read.action_plan and [*map(dict, read.action_plan)] != same:
        left += [(OTHER_PLAN, str(each["text"])) for each in read.action_plan]
    elif not read.action_plan:
        progress = progress_of(stored, _responses(held))
        missing = [each for each in plan if each["code"] not in progress]
        _add_actions(held, missing, by)
        left += [
            (f"Statement {code}, its ideas", Action.State(status).label)
            for code, status in read.ideas.items()
            if progress.get(code, status) != status
        ]


def _actions_of_ideas(
    held: Assessment, ideas: Mapping[str, str]
) -> list[reading.ReadAction]:
    """Return an action for each statement on whose ideas progress is given."""
    responses = _responses(held) if ideas else {}
    found: list[reading.ReadAction] = []
    for code, state in ideas.items():
        idea = responses.get(code, {}).get("ideas", "")
        found.append(
            {
                "area": None,
                "code": code,
                "idea": idea,
                "text": idea or f"Improve {code}",
                "owner": "",
                "due_on": None,
                "state": state,
                "note": "",
                "measure": "",
            }
        )
    return found


def _responses(held: Assessment) -> Mapping[str, Response]:
    return cast("dict[str, Response]", held.submissions.all()[0].content["responses"])


def _add_actions(
    held: Assessment, plan: list[reading.ReadAction], by: User | None
) -> None:
    framework = held.round.framework
    statements = {each.code: each for each in _statements(framework)} if plan else {}
    areas = {area.number: area for area in framework.areas.all()} if plan else {}
    start = lists.next_position(Action.objects.filter(assessment=held))
    Action.objects.bulk_create(
        Action(
            assessment=held,
            statement=(statement := statements.get(each["code"])),
            area=statement.area if statement else areas.get(each["area"] or 0),
            idea=each["idea"],
            text=each["text"],
            owner=each["owner"],
            due_on=date.fromisoformat(each["due_on"]) if each["due_on"] else None,
            state=each["state"],
            note=each["note"],
            measure=each["measure"],
            position=start + place,
            updated_at=timezone.now(),
            updated_by=by,
        )
        for place, each in enumerate(plan)
    )


def _fill(
    row: SupplementModel,
    stored: Mapping[str, object],
    values: Mapping[str, object],
    by: User | None,
    where: str,
    left: Left,
) -> None:
    """Fill the row's blank values. Add values that differ from stored ones to `left`."""
    blank = {name for name in values if stored[name] in ("", None)}
    if blank:
        save_row(row, {name: values[name] for name in blank}, by)
    left += [
        (f"{where}, {FIELDS.get(name) or name.replace('_', ' ')}", str(value))
        for name, value in values.items()
        if name not in blank and stored[name] != value
    ]


def _what(read: reading.ReadSupplements) -> str:
    has_young = read.young_people or read.young_people_record or read.findings
    parts = ["young people’s scores"] * bool(has_young)
    parts += ["the follow-up"] * read.has_follow_up
    parts += ["the action plan"] * bool(read.action_plan)
    return join_and(parts) if parts else ""


def _statements(framework: Framework) -> QuerySet[Statement]:
    return Statement.objects.filter(area__framework=framework).select_related("area")
