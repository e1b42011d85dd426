"""Several people settling at once: the second always sees what the first did."""

import json

import pytest
from django.utils import timezone

from assessments.access import access_to
from assessments.models import AgreedArea, Dissent, Draft, Submission
from assessments.workflow import (
    drafting,
    moderating,
    reopening,
    second_ratings,
    settling_together,
    submitting,
)
from leavingcare.refusals import Refused
from tests.support.builders import complete, hand_in, make_group, rate
from tests.support.clients import client_of
from tests.support.racing import at_once
from tests.support.settling import agreed, settles

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TRIALS = range(15)


@pytest.fixture
def groups(assessment, mo, cass, dee):
    """East and West, which gave every statement of area 7 the same rating."""
    made = []
    for name, member in [("East", cass), ("West", dee)]:
        group = make_group(assessment, mo, member, areas=[7], name=name)
        rate(group, 3, f"What {name} saw.")
        hand_in(group, member)
        made.append(group)
    return made


def open_area(assessment, by):
    AgreedArea.objects.filter(assessment=assessment, area__number=7).update(
        discussion_opened_at=timezone.now(), discussion_opened_by=by
    )


def test_two_moderators_on_two_statements_both_keep_theirs(assessment, groups, mo, zoe):
    open_area(assessment, mo)
    for trial in TRIALS:
        outcomes = at_once(
            settles(agreed(assessment, "a"), mo, f"Mo, {trial}"),
            settles(agreed(assessment, "b"), zoe, f"Zoe, {trial}"),
        )
        assert not any(isinstance(outcome, Refused) for outcome in outcomes)
        assert agreed(assessment, "a").evidence == f"Mo, {trial}"
        assert agreed(assessment, "b").evidence == f"Zoe, {trial}"


def test_two_moderators_on_one_statement_the_second_is_told(
    assessment, groups, mo, zoe
):
    open_area(assessment, mo)
    for trial in TRIALS:
        texts = [f"Mo, {trial}", f"Zoe, {trial}"]
        response = agreed(assessment, "a")
        outcomes = at_once(
            settles(response, mo, texts[0]), settles(response, zoe, texts[1])
        )
        clashed = [bool(outcome.merge.clashes) for outcome in outcomes]
        assert sorted(clashed) == [False, True]
        assert agreed(assessment, "a").evidence == texts[clashed.index(False)]
        loser = outcomes[clashed.index(True)]
        assert loser.merge.clashes["evidence"] == texts[clashed.index(False)]


def test_accepting_together_never_overwrites_what_is_settled(
    assessment, groups, mo, zoe
):
    open_area(assessment, mo)
    access = access_to(zoe, assessment, role="moderator")
    for letter in "abcdefgh":
        response = agreed(assessment, letter)
        settled, accepted = at_once(
            settles(response, mo, "Mo wrote this."),
            lambda pk=response.statement_id: settling_together.settle_together(
                access=access, statements=[pk], by=zoe
            ),
        )
        now = agreed(assessment, letter)
        if accepted[0]:
            assert settled.merge.clashes
            assert now.evidence == "East: What East saw.\n\nWest: What West saw."
        else:
            assert now.evidence == "Mo wrote this."
        assert now.revisions.count() == 1


def test_handing_in_while_the_discussion_opens(assessment, groups, mo, cass, zoe):
    """Handing in before the discussion opens is not late; afterwards it is."""
    late = make_group(assessment, mo, cass, areas=[7], name="Late")
    draft = Draft.objects.select_related("group__assessment", "area").get(group=late)
    area = AgreedArea.objects.select_related("area").get(
        assessment=assessment, area__number=7
    )
    for _ in TRIALS:
        at_once(
            lambda: drafting.hand_in(draft=draft, by=cass),
            lambda: moderating.open_discussion(agreed_area=area, by=mo),
        )
        events = list(
            assessment.events.filter(kind__in=["handed_in", "opened"])
            .order_by("-pk")
            .values_list("kind", flat=True)[:2]
        )
        draft.refresh_from_db()
        area.refresh_from_db()
        is_late = draft.handed_in_at > area.discussion_opened_at
        assert events == (
            ["handed_in", "opened"] if is_late else ["opened", "handed_in"]
        )
        Draft.objects.filter(pk=draft.pk).update(handed_in_at=None, handed_in_by=None)
        AgreedArea.objects.filter(pk=area.pk).update(
            discussion_opened_at=None, discussion_opened_by=None
        )


def test_dissent_while_submitting_is_in_the_submission_or_refused(
    assessment, groups, mo, dee, val
):
    complete(assessment, mo)
    response = Draft.objects.get(group=groups[1]).responses.get(statement__letter="h")
    response.draft.group.assessment = assessment
    for trial in TRIALS:
        note = Dissent.objects.filter(withdrawn_at=None).first()
        seen = note and note.pk
        said, submission = at_once(
            lambda trial=trial, seen=seen: second_ratings.dissent(
                response=response, text=f"No, {trial}.", seen=seen, by=dee
            ),
            lambda: submitting.submit(assessment=assessment, by=mo),
        )
        assert isinstance(submission, Submission)
        is_in = f"No, {trial}." in json.dumps(submission.content)
        assert is_in == (not isinstance(said, Refused))
        reopening.reopen(assessment=assessment, by=val, reason="Again.")


def test_reopening_while_downloading_gives_the_numbered_version(
    assessment, mo, val, zoe
):
    complete(assessment, mo)
    for trial in TRIALS:
        submission = submitting.submit(assessment=assessment, by=mo)
        client = client_of(val)
        url = f"/submissions/{submission.reference}.json"

        def downloads(client=client, url=url):
            return json.loads(client.get(url).content)

        def reopens():
            return reopening.reopen(assessment=assessment, by=val, reason="Again.")

        got, _ = at_once(downloads, reopens)
        assert (got["number"], got["digest"]) == (trial + 1, submission.digest)
        assert assessment.events.filter(kind="downloaded").count() == trial + 1
