"""Writing supplements as the pages do, in one call each."""

from assessments.models import FollowUp
from assessments.workflow import action_plan, consent, follow_up, young_people
from assessments.workflow.action_plan import ChosenIdea
from assessments.workflow.supplements import token_of

from .pages import form_of


def save_young_people(assessment, by, answers, record=None):
    """Store answers, {area number: values}, and values of the record, if any."""
    rows, held = young_people.score_rows(assessment), young_people.record_of(assessment)
    stored = young_people.record_values(held)
    gathered = (token_of(held, stored), record) if record else None
    _, merges = young_people.save_young_people(
        assessment=assessment,
        gathered=gathered,
        answers={
            number: (
                token_of(rows[number], young_people.score_values(rows[number])),
                values,
            )
            for number, values in answers.items()
        },
        by=by,
    )
    return merges


def save_follow_up(assessment, by, answers, day=None):
    """Store answers, {area number: values}, and the day it was completed."""
    held = FollowUp.objects.get(assessment=assessment)
    rows = follow_up.score_rows(held)
    date = {"completed_on": day.isoformat() if day else None}
    return follow_up.save_follow_up(
        assessment=assessment,
        completed_on=(token_of(held, follow_up.date_values(held)), date),
        answers={
            number: (
                token_of(rows[number], follow_up.score_values(rows[number])),
                values,
            )
            for number, values in answers.items()
        },
        by=by,
    )


def return_follow_up(assessment, by):
    """Submit the follow-up, whatever it leaves blank."""
    held = FollowUp.objects.get(assessment=assessment)
    return follow_up.submit(
        assessment=assessment, by=by, confirmed=follow_up.blanks(held)
    )


def save_consent(assessment, by, *names):
    """Choose these, and none of the other choices."""
    return consent.save_consent(
        assessment=assessment,
        token=consent.token_of(consent.consent_of(assessment)),
        values=consent.chosen(names),
        by=by,
    )


def plan_ideas(assessment, by, **ideas):
    """Make actions of ideas, {"_7h": text}, and return them."""
    chosen = [ChosenIdea(code.strip("_"), text) for code, text in ideas.items()]
    return action_plan.add_ideas(assessment=assessment, chosen=chosen, by=by)


def save_action(action, by, **changed):
    """Change an action, as its own page does."""
    values = action_plan.content_of(action)
    return action_plan.save_action(
        action=action,
        token=token_of(action, values),
        values=values | changed,
        by=by,
    )


def seen(client, path, name="area-7-seen"):
    """Return the token that a page of supplements has for an area."""
    [token] = form_of(client.get(path))[name]
    return token


def save_area(client, path, number=7, *, boxes, **values):
    """Save one area as our script does, with the boxes blank that have no value."""
    sent = dict.fromkeys(boxes, "") | values
    sent = {f"area-{number}-{name}": value for name, value in sent.items()}
    return client.post(path, sent, headers={"Accept": "application/json"})
