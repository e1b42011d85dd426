"""The page to check and submit links to what can be corrected, and back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.field_merge import seen_token
from assessments.models import AgreedArea, AgreedResponse, Assessment, Dissent
from assessments.submission import warnings
from assessments.submission.agreed import agreed_of
from assessments.workflow import cover_sheet, moderating, scores, submitting
from tests.support.builders import complete, make_assessment, make_group
from tests.support.clients import client_of
from tests.support.markup import markup


@pytest.fixture
def ready(assessment, mo):
    make_group(assessment, mo, areas=[9], name="Skills")
    complete(assessment, mo)
    return assessment


def to_check(assessment):
    return reverse("check", args=[assessment.pk])


def statement(assessment, number=9, letter="a"):
    return AgreedResponse.objects.select_related("rating").get(
        assessment=assessment, statement__area__number=number, statement__letter=letter
    )


def settled_again(assessment):
    response = statement(assessment)
    return reverse("settle", args=[assessment.pk, 9, "a"]), {
        "9a-seen": moderating.token_of(response),
        "9a-answer": "3",
        "9a-rationale": "As discussed.",
        "9a-evidence": "More is known.",
        "go": "next",
    }


def scored_again(assessment):
    area = AgreedArea.objects.get(assessment=assessment, area__number=7)
    return reverse("scores", args=[assessment.pk]), {
        "area-7-seen": scores.score_token_of(area),
        "area-7-score": "5",
        "area-7-note": "",
    }


def cover_again(assessment):
    held = Assessment.objects.get(pk=assessment.pk)
    names = ["completed_on", "how_completed", "who_was_involved"]
    stored = cover_sheet.stored_answers(held, names)
    return reverse("cover", args=[assessment.pk]), stored | {
        "seen": seen_token(held.version, stored),
        "completed_on": "5 June 2020",
        "how_completed": "By post.",
    }


@pytest.mark.parametrize("again", [settled_again, scored_again, cover_again])
def test_what_was_come_to_from_the_check_page_goes_back_to_it(ready, mo, again):
    client = client_of(mo)
    url, sent = again(ready)
    html = markup(client.get(f"{url}?from=check"))
    assert f'class="govuk-back-link" href="{to_check(ready)}"' in html
    assert f'class="govuk-back-link" href="{to_check(ready)}"' not in (
        markup(client.get(url))
    )
    response = client.post(f"{url}?from=check", sent)
    assert (response.status_code, response.url) == (302, to_check(ready))
    url, sent = again(ready)
    assert client.post(url, sent).url != to_check(ready)


def test_a_leftover_links_to_its_box(ready, mo):
    ready.agreed_responses.filter(pk=statement(ready).pk).update(
        evidence="We do this, need case eg", ideas="tbc", rationale="xxx"
    )
    html = markup(client_of(mo).get(to_check(ready)))
    link = reverse("settle", args=[ready.pk, 9, "a"]) + "?from=check#id_9a-"
    for box in ["evidence", "ideas", "rationale"]:
        assert html.count(f'href="{link}{box}"') == 1


def test_a_score_far_from_the_ratings_is_pointed_out(ready, mo):
    assert warnings.scores_apart(agreed_of(ready)) == []
    areas = ready.agreed_areas
    areas.filter(area__number=4).update(global_score=10)
    areas.filter(area__number=5).update(global_score=3)
    areas.filter(area__number=6).update(global_score=4)
    areas.filter(area__number=8).update(global_score=None)
    found = warnings.scores_apart(agreed_of(ready))
    assert [(area.number, word) for area, word in found] == [(4, "high"), (5, "low")]
    client = client_of(mo)
    assert "the global score looks high compared" in (
        markup(client.get(to_check(ready)))
    )
    html = markup(client.get(reverse("scores", args=[ready.pk])))
    assert html.count("The global score looks high compared with these ratings") == 1
    assert html.count("The global score looks low compared with these ratings") == 1


def test_what_could_not_be_agreed_is_submitted_as_that(ready, mo):
    ready.agreed_responses.filter(pk=statement(ready).pk).update(
        outcome="not_agreed", rating=None, candidates=[3, 2], rationale="Two views."
    )
    words = "9a: could not agree: mostly agree or mostly disagree"
    client = client_of(mo)
    client.post(reverse("submit", args=[ready.pk]), {"confirmed": words})
    content = ready.submissions.get().content
    answer = content["responses"]["9a"]
    assert (answer["outcome"], answer["rating"]) == ("not_agreed", None)
    assert (answer["candidates"], answer["rationale"]) == ([3, 2], "Two views.")
    html = markup(client.get(reverse("submission", args=[content["reference"]])))
    assert html.count("Could not agree: Mostly agree or Mostly disagree") == 2
    assert "105 of 106 statements have a rating" in html


def test_after_submitting_it_leads_to_the_confirmation(ready, mo, cass):
    submitting.submit(assessment=ready, by=mo)
    response = client_of(mo).get(to_check(ready))
    assert response.url == reverse("submit", args=[ready.pk])
    assert client_of(cass).get(to_check(ready)).status_code == 403


def test_a_page_that_is_not_for_now_offers_nothing_to_send(ready, mo):
    submitting.submit(assessment=ready, by=mo)
    response = client_of(mo).get(reverse("remind", args=[ready.pk]))
    html = markup(response)
    assert response.status_code == 409
    assert "This assessment has been submitted, so you cannot change it." in html
    assert "Send again" not in html
    assert "not been saved" not in html


def test_the_middle_of_a_scale_needs_no_evidence(northmoor, mo):
    odd = make_assessment(northmoor, mo, "2026")
    complete(odd, mo, value=3)
    AgreedResponse.objects.filter(assessment=odd).update(evidence="")
    assert warnings.missing_evidence(agreed_of(odd)) == []
    higher = odd.round.framework.scale.get(value=4)
    first = odd.agreed_responses.first()
    AgreedResponse.objects.filter(pk=first.pk).update(rating=higher)
    assert warnings.missing_evidence(agreed_of(odd)) == [first]


def test_a_note_that_was_taken_back_is_no_warning(ready, mo):
    group = ready.groups.get()
    notes = [
        Dissent.objects.create(
            response=statement(ready),
            group=group,
            text=text,
            by=mo,
            at=timezone.now(),
            withdrawn_at=withdrawn_at,
        )
        for text, withdrawn_at in [("Taken back.", timezone.now()), ("Stands.", None)]
    ]
    assert warnings.dissents(ready) == notes[1:]
