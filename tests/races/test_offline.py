"""A form imported at the same moment as something else happens to its drafts."""

import pytest

from assessments.field_merge import seen_token
from assessments.models import FormUpload
from assessments.workflow import drafting, offline, submitting
from assessments.workflow.drafting import Sent, values_of
from leavingcare.refusals import Refused
from tests.support.builders import complete
from tests.support.offline_forms import response
from tests.support.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def upload(housing, cass):
    """A form with evidence for every statement of the group."""
    codes = [
        f"{draft.area.number}{one.statement.letter}"
        for draft in housing.drafts.select_related("area")
        for one in draft.responses.select_related("statement")
    ]
    return FormUpload.objects.create(
        group=housing,
        by=cass,
        at="2020-06-05T12:00Z",
        content={
            "answers": {
                code: {"ratings": [3], "evidence": f"Form, {code}.", "ideas": ""}
                for code in codes
            },
            "scores": {},
            "unplaced": [],
        },
    )


def bring(upload, by):
    found = offline.compared(upload)
    seen = {one.key: offline.seen_of(one) for one in found.differences}

    def act():
        try:
            return offline.import_upload(upload=upload, choices={}, seen=seen, by=by)
        except offline.ChangedSince as since:
            return since

    return act


def test_eight_times_at_once_is_once(upload, housing, assessment, cass, dee):
    outcomes = at_once(*[bring(upload, person) for person in (cass, dee) * 4])
    assert sorted(outcome is None for outcome in outcomes) == [False] + [True] * 7
    assert assessment.events.filter(kind="imported").count() == 1
    assert response(housing, "7h").revisions.count() == 1


def test_while_a_colleague_saves_nothing_is_lost(upload, housing, dee, cass):
    """Either the colleague was first and all of the form waits, or second and told."""
    draft = housing.drafts.get(area__number=7)
    stored = response(housing, "7h")
    sent = Sent("h", seen_token(0, values_of(stored)), {"evidence": "Dee's."})

    def save():
        return drafting.save_draft(draft=draft, sent=[sent], by=dee)

    brought, saved = at_once(bring(upload, cass), save)
    evidence = response(housing, "7h").evidence
    if isinstance(brought, offline.ChangedSince):
        assert evidence == "Dee's."
        assert response(housing, "7a").evidence == ""
    else:
        assert saved.has_clashes
        assert evidence == "Form, 7h."
        assert response(housing, "7a").evidence == "Form, 7a."


def test_while_submitting_it_is_all_or_nothing(upload, housing, assessment, mo, cass):
    complete(assessment, mo)
    brought, _ = at_once(
        bring(upload, cass), lambda: submitting.submit(assessment=assessment, by=mo)
    )
    texts = set(
        housing.drafts.get(area__number=7).responses.values_list("evidence", flat=True)
    )
    assert ("" in texts) == isinstance(brought, Refused)
    assert len(texts) == 1 or "" not in texts
