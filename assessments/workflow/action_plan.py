"""Making an action plan from the ideas in a submission, and keeping it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from frameworks.models import Area, Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..field_merge import Merge, Value, Values
from ..models import Action, ActionRevision, Assessment
from . import lists
from .common import Kind
from .revisions import History, day
from .supplements import (
    forget_files,
    hold_submitted,
    record_change,
    save_row,
    store,
    with_date,
)

TEXTS = ("text", "owner", "note", "measure")
PROGRESS = ("state", "note")
GONE = "Somebody else has removed this action. Put it back to change it."


@dataclass(frozen=True)
class ChosenIdea:
    """An idea to make an action of, with the code of its statement."""

    code: str
    text: str


def content_of(action: Action) -> dict[str, Value]:
    """Return what people write of an action, as `save_action` takes it.

    The measure is last, as a page that was opened before there was one did not show it.
    """
    return {
        "text": action.text,
        "owner": action.owner,
        "due_on": day(action.due_on),
        "state": action.state,
        "note": action.note,
        "measure": action.measure,
    }


def kept_of(action: Action) -> dict[str, Value]:
    """Return the content of an action's revision, without a measure that is blank.

    So an older version of the site can restore it.
    """
    content = content_of(action)
    if not action.measure:
        del content["measure"]
    return content


def progress_values(action: Action) -> dict[str, Value]:
    """Return an action's {"state", "note"}, as `tick_off` takes them."""
    return {name: getattr(action, name) for name in PROGRESS}


STORED = with_date("due_on")
HISTORY: History[Action] = History(ActionRevision, kept_of, TEXTS)


@transaction.atomic
def add_ideas(
    *, assessment: Assessment, chosen: Sequence[ChosenIdea], by: User
) -> list[Action]:
    """Make an action of each idea that the plan does not have yet; return them."""
    held = hold_submitted(assessment)
    statements = {
        statement.code: statement
        for statement in Statement.objects.filter(
            area__framework=held.round.framework_id
        ).select_related("area")
    }
    there = {
        (action.statement_id, action.idea)
        for action in Action.objects.listed().filter(assessment=held)
    }
    start = lists.next_position(Action.objects.filter(assessment=held))
    new = [
        each
        for each in dict.fromkeys(chosen)
        if (statements[each.code].pk, each.text) not in there
    ]
    actions = Action.objects.bulk_create(
        Action(
            assessment=held,
            area=statements[each.code].area,
            statement=statements[each.code],
            idea=each.text,
            text=each.text,
            position=start + place,
            updated_at=timezone.now(),
            updated_by=by,
        )
        for place, each in enumerate(new)
    )
    _record(held, by, actions)
    return actions


@transaction.atomic
def add_action(
    *, assessment: Assessment, values: Values, area: Area | None, by: User
) -> Action:
    """Add an action that is not made from an idea. Sent twice, it is one.

    `values` as `content_of` has them.
    """
    held = hold_submitted(assessment)
    listed = Action.objects.listed().filter(assessment=held, statement=None)
    same = listed.filter(area=area, updated_by=by, **STORED(values))
    if there := same.first():
        return there
    action = Action(
        assessment=held,
        area=area,
        position=lists.next_position(Action.objects.filter(assessment=held)),
        updated_at=timezone.now(),
        updated_by=by,
        **STORED(values),
    )
    action.save()
    _record(held, by, [action])
    return action


def _record(held: Assessment, by: User, added: Sequence[Action]) -> None:
    HISTORY.keep([(action, None) for action in added], by, timezone.now())
    count = f"{len(added)} action{'s' * (len(added) != 1)}"
    record_change(held, Kind.PLANNED, by, f"{count} added" if added else "")


@transaction.atomic
def save_action(*, action: Action, token: str, values: Values, by: User) -> Merge:
    """Store what `content_of` returns of an action, and return the Merge.

    Values that clash are not stored. Raises Refused if it has been removed.
    """
    held = hold_submitted(action.assessment)
    row = Action.objects.select_related("updated_by").get(pk=action.pk)
    if row.removed_at:
        raise Refused(GONE)
    before = HISTORY.before(row)
    merged = store(row, content_of, token, values, by, read=STORED)
    if merged.changes:
        HISTORY.keep([(row, before)], by, timezone.now())
    record_change(held, Kind.PLANNED, by, "an action" if merged.changes else "")
    return merged


@transaction.atomic
def tick_off(
    *,
    assessment: Assessment,
    answers: Mapping[int, tuple[str, Values]],
    by: User,
) -> dict[int, Merge]:
    """Store {action's pk: (token, {"state", "note"})}, and return {pk: Merge}.

    An action removed meanwhile is left out.
    """
    held = hold_submitted(assessment)
    rows = {row.pk: row for row in actions_of(held) if row.pk in answers}
    befores = {pk: HISTORY.before(row) for pk, row in rows.items()}
    merges = {
        pk: store(row, progress_values, *answers[pk], by) for pk, row in rows.items()
    }
    changed = [row for pk, row in rows.items() if merges[pk].changes]
    HISTORY.keep([(row, befores[row.pk]) for row in changed], by, timezone.now())
    count = f"progress on {len(changed)} action{'s' * (len(changed) != 1)}"
    record_change(held, Kind.PLANNED, by, count if changed else "")
    return merges


def actions_of(assessment: Assessment) -> list[Action]:
    """Return the plan's actions, in order. One query."""
    rows = Action.objects.listed().filter(assessment=assessment)
    return list(rows.select_related("area", "statement__area", "updated_by"))


def removed_from(assessment: Assessment) -> list[Action]:
    """Return the actions that were removed, the last first. One query."""
    rows = Action.objects.filter(assessment=assessment, removed_at__isnull=False)
    rows = rows.select_related("area", "statement__area", "updated_by")
    return list(rows.order_by("-removed_at", "pk"))


@transaction.atomic
def move(*, action: Action, way: str) -> None:
    """Move an action "up", "down" or "first" in the plan."""
    held = hold_submitted(action.assessment)
    rows = Action.objects.listed().filter(assessment=held)
    if lists.move(rows, action, way):
        forget_files(held)


@transaction.atomic
def remove(*, action: Action, by: User) -> None:
    """Take an action out of the plan. It can be put back."""
    held = hold_submitted(action.assessment)
    gone = lists.remove(action, by)
    record_change(held, Kind.PLANNED, by, "an action removed" if gone else "")


@transaction.atomic
def put_back(*, action: Action, by: User) -> None:
    """Put a removed action back in the plan."""
    held = hold_submitted(action.assessment)
    back = lists.put_back(action, by)
    record_change(held, Kind.PLANNED, by, "an action put back" if back else "")


@transaction.atomic
def restore(*, action: Action, revision: ActionRevision, by: User) -> None:
    """Restore an earlier state of an action. The current one stays in the history."""
    held = hold_submitted(action.assessment)
    row = Action.objects.get(pk=action.pk)
    values = {"measure": "", **revision.content}
    if content_of(row) == values:
        return  # pressed twice
    before = HISTORY.before(row)
    save_row(row, STORED(values), by)
    HISTORY.keep([(row, before)], by, timezone.now())
    record_change(held, Kind.PLANNED, by, "an action")
