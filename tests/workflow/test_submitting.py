"""Checking, submitting, reopening, and what a submission promises."""

import json
import re
from datetime import date

import pytest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from assessments.models import (
    AgreedResponse,
    AuditEvent,
    Dissent,
    Immutable,
    Submission,
)
from assessments.submission import digests, warnings
from assessments.submission.agreed import agreed_of
from assessments.workflow import reopening, submitting
from leavingcare.refusals import Refused
from tests.support.builders import (
    complete,
    make_assessment,
    make_group,
    make_member,
    submit,
)
from tests.support.markup import markup

WHO_WAS_INVOLVED = (
    "Who was involved in completing the self-assessment? (number of people, types of "
    "roles of people involved etc.)"
)
URL = "/assessments/{pk}/{page}/"


def address(assessment, page):
    return URL.format(pk=assessment.pk, page=page)


def test_blockers_of_a_new_assessment(assessment):
    questions = [
        "Date self-assessment completed",
        "Describe how the self-assessment was completed",
        WHO_WAS_INVOLVED,
    ]
    assert submitting.blockers(agreed_of(assessment)) == [
        *(
            f"Cover sheet: there is no answer to ‘{question}’."
            for question in questions
        ),
        "106 statements are not settled.",
    ]


def test_one_unsettled_statement_is_named(assessment, mo):
    complete(assessment, mo)
    assessment.agreed_responses.filter(
        statement__area__number=7, statement__letter="h"
    ).update(outcome="not_settled", rating=None, settled_at=None, settled_by=None)
    assert submitting.blockers(agreed_of(assessment)) == [
        "Statement 7h is not settled."
    ]


def test_blanks_are_named_by_kind(assessment, mo):
    complete(assessment, mo)
    rows = assessment.agreed_responses.filter(statement__area__number=9)
    rows.filter(statement__letter="a").update(
        outcome="not_agreed", rating=None, candidates=[3, 2]
    )
    rows.filter(statement__letter__in="bc").update(outcome="not_rated", rating=None)
    assessment.agreed_areas.filter(area__number__in=[1, 10]).update(global_score=None)
    assert submitting.unconfirmed_blanks(assessment) == [
        "9a: could not agree: mostly agree or mostly disagree",
        "9b: not rated",
        "9c: not rated",
        "No global score for area 1",
        "No global score for area 10",
    ]


def test_submitting_freezes_what_was_agreed(assessment, mo):
    complete(assessment, mo, 3)
    submission = submitting.submit(assessment=assessment, by=mo)
    content = submission.content
    assert re.fullmatch(
        r"BD-[2-9CFGHJMPQRVWX]{4}-[2-9CFGHJMPQRVWX]{4}", submission.reference
    )
    assert content["reference"] == submission.reference
    assert (content["number"], content["submitted_by"]) == (1, "Mo")
    assert content["authority"] == {"name": "Northmoor"}
    assert content["cover"]["completed_on"] == "2020-06-05"
    assert len(content["responses"]) == 106
    assert content["responses"]["7h"] == {
        "outcome": "agreed",
        "rating": 3,
        "candidates": [],
        "evidence": "What we agreed.",
        "ideas": "",
        "rationale": "As discussed.",
        "ratings": [],
        "dissents": [],
        "changes": [],
    }
    assert content["sign_off"] is None
    assert content["global_scores"] == {str(number): 6 for number in range(1, 11)}
    assert [area["number"] for area in content["framework"]["areas"]] == list(
        range(1, 11)
    )
    assert [point["value"] for point in content["framework"]["scale"]] == [4, 3, 2, 1]
    assert submission.digest == digests.digest(
        json.loads(json.dumps(submission.content))
    )
    assessment.refresh_from_db()
    assert not assessment.is_open


def test_a_blank_must_be_confirmed(assessment, mo):
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=2).update(global_score=None)
    for confirmed in [(), ["Something else."]]:
        with pytest.raises(Refused):
            submitting.submit(assessment=assessment, by=mo, confirmed=confirmed)
    assert Submission.objects.count() == 0
    submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=["No global score for area 2", "What was blank before."],
    )
    assert Submission.objects.get().content["global_scores"]["2"] is None


def test_a_second_submission_leaves_the_first_as_it_was(assessment, mo, val):
    first = submit(assessment, mo)
    before = digests.canonical(first.content)
    reopening.reopen(assessment=assessment, by=val, reason="Area 9 was ticked twice.")
    AgreedResponse.objects.filter(
        assessment=assessment, statement__letter="a", statement__area__number=1
    ).update(evidence="Changed since.")
    assessment.refresh_from_db()
    assert assessment.reopened_because == "Area 9 was ticked twice."
    second = submitting.submit(assessment=assessment, by=mo)
    first = Submission.objects.get(pk=first.pk)
    assert digests.canonical(first.content) == before
    assert digests.digest(first.content) == first.digest
    assert second.number == 2
    assert second.content["responses"]["1a"]["evidence"] == "Changed since."
    assert second.content["reopened_because"] == "Area 9 was ticked twice."
    assessment.refresh_from_db()
    assert assessment.reopened_because == ""


@pytest.mark.parametrize("change", ["save", "delete", "update", "delete_all"])
def test_a_submission_cannot_be_changed(change, assessment, mo):
    submission = submit(assessment, mo)
    everything = Submission.objects.all()
    attempt = {
        "save": submission.save,
        "delete": submission.delete,
        "update": lambda: everything.update(number=9),
        "delete_all": everything.delete,
    }[change]
    with pytest.raises(Immutable):
        attempt()


def test_the_check_page_lists_what_to_look_at(client, assessment, mo):
    complete(assessment, mo)
    assessment.agreed_responses.filter(
        statement__area__number=2, statement__letter="b"
    ).update(evidence="need case eg. Ring Ava on 07700 900123. need case eg")
    client.force_login(mo)
    html = markup(client.get(address(assessment, "check")))
    assert "2b, evidence" in html
    assert "need case eg <" in html
    assert "(unfinished, 2 times)" in html
    assert "07700 900123" in html
    assert "Nothing is blank." in html


def settled(assessment, codes, **values):
    """Settle the statements of those codes as the values say, in bulk."""
    for code in codes:
        assessment.agreed_responses.filter(
            statement__area__number=int(code[:-1]), statement__letter=code[-1]
        ).update(**values)


def test_the_check_page_links_to_every_statement_not_settled(client, assessment, mo):
    complete(assessment, mo)
    settled(
        assessment,
        ["7h", "9a"],
        outcome="not_settled",
        rating=None,
        settled_at=None,
        settled_by=None,
    )
    client.force_login(mo)
    html = markup(client.get(address(assessment, "check")))
    assert "2 statements are not settled" in html
    for place in ["7/h", "9/a"]:
        link = f"/assessments/{assessment.pk}/moderation/{place}/?from=check"
        assert f'href="{link}"' in html
    table = f"/assessments/{assessment.pk}/moderation/table/?show=open"
    assert f'href="{table}"' in html
    assert "9a" in markup(client.get(table))
    settled(assessment, ["9a"], outcome="not_rated", settled_at=timezone.now())
    assert table not in markup(client.get(address(assessment, "check")))
    assert "Submit to Coram Voice</button>" not in html


OFFER = ["2l", "4g", "5i", "6i", "7n", "8j", "9g"]


def test_a_family_on_opposite_sides_is_shown_with_its_ratings(client, assessment, mo):
    complete(assessment, mo, 1)
    assert warnings.contradictions(agreed_of(assessment)) == []
    points = {p.value: p for p in assessment.round.framework.scale.all()}
    settled(assessment, ["6i"], rating=points[3])
    settled(assessment, ["9g"], rating=points[2])
    [family] = warnings.contradictions(agreed_of(assessment))
    assert [row.statement.code for row in family.responses] == OFFER
    assert [row.rating.value for row in family.responses] == [1, 1, 1, 3, 1, 1, 2]
    client.force_login(mo)
    html = markup(client.get(address(assessment, "check")))
    assert family.title in html
    settle_page = f"/assessments/{assessment.pk}/moderation/9/g/"
    html = markup(client.get(settle_page))
    said = re.search(r"The same question in other areas: (.*?)</p>", html)[1]
    assert re.sub(r"<[^>]+>", "", said) == (
        "2l (Disagree), 4g (Disagree), 5i (Disagree), 6i (Mostly agree), "
        "7n (Disagree), 8j (Disagree)."
    )


def test_no_evidence_dissent_and_groups_alone_are_shown(client, assessment, mo):
    group = make_group(assessment, mo, areas=[7], name="Housing")
    for name in ("Health", "Legal"):
        make_group(assessment, mo, areas=[8], name=name)
    complete(assessment, mo)
    settled(assessment, ["7a", "7b"], evidence="")
    points = {p.value: p for p in assessment.round.framework.scale.all()}
    settled(assessment, ["7b"], rating=points[2])
    Dissent.objects.create(
        response=assessment.agreed_responses.get(
            statement__area__number=7, statement__letter="c"
        ),
        group=group,
        text="We do not share this. Ring 07700 900123.",
        by=mo,
        at=timezone.now(),
    )
    agreed = agreed_of(assessment)
    assert [row.statement.code for row in warnings.missing_evidence(agreed)] == ["7a"]
    assert [
        (each.number, each.group) for each in warnings.rated_by_one_group(assessment)
    ] == [(7, "Housing")]
    client.force_login(mo)
    html = markup(client.get(address(assessment, "check")))
    assert "We do not share this." in html
    assert "7c, note of dissent" in html
    assert "Areas that one group rated" in html
    content = submitting.submit(assessment=assessment, by=mo).content
    assert content["responses"]["7c"]["dissents"] == [
        {"group": "Housing", "text": "We do not share this. Ring 07700 900123."}
    ]


def test_the_confirmation_has_the_reference_and_the_files_with_their_size(
    client, assessment, mo
):
    submission = submit(assessment, mo)
    client.force_login(mo)
    page = client.get(address(assessment, "submit"))
    sent = client.get(f"/submissions/{submission.reference}.json").content
    sizes = {format.name: size for format, size in page.context["files"]}
    assert (sizes["pdf"], sizes["json"]) == (None, len(sent))
    html = markup(page)
    assert submission.reference in html
    assert f"({filesizeformat(len(sent))})" in html
    assert "made when it is first downloaded" in html
    submission.files.create(format="pdf", content=b"%PDF" + b"x" * 2044)
    page = client.get(address(assessment, "submit"))
    sizes = {format.name: size for format, size in page.context["files"]}
    assert sizes["pdf"] == 2048
    assert "(2.0\xa0KB)" in markup(page)


def test_submitting_by_the_page(client, assessment, mo):
    complete(assessment, mo)
    assessment.agreed_areas.update(global_score=None)
    client.force_login(mo)
    refused = client.post(address(assessment, "submit"), {})
    assert refused.status_code == 422
    assert "Select each of these to confirm" in markup(refused)
    blanks = [f"No global score for area {number}" for number in range(1, 11)]
    some = client.post(address(assessment, "submit"), {"confirmed": blanks[1:]})
    assert some.status_code == 422
    assert Submission.objects.count() == 0
    accepted = client.post(
        address(assessment, "submit"), {"confirmed": blanks}, follow=True
    )
    submission = Submission.objects.get()
    assert accepted.redirect_chain == [(address(assessment, "submit"), 302)]
    assert submission.reference in markup(accepted)
    again = client.post(address(assessment, "submit"), {"confirmed": blanks})
    assert (again.status_code, again.url) == (302, address(assessment, "submit"))
    client.force_login(make_member(assessment.authority, "moderator"))
    late = client.post(address(assessment, "submit"), {"confirmed": blanks})
    assert (late.status_code, late.url) == (302, address(assessment, "submit"))
    assert Submission.objects.count() == 1


def test_confirming_all_together_confirms_what_the_page_showed(client, assessment, mo):
    complete(assessment, mo)
    assessment.agreed_areas.update(global_score=None)
    client.force_login(mo)
    html = markup(client.get(address(assessment, "check")))
    together = re.search(r'name="all" value="(\w+)"', html)[1]
    assessment.agreed_responses.filter(
        statement__area__number=9, statement__letter="a"
    ).update(outcome="not_agreed", rating=None, candidates=[3, 2])
    stale = client.post(address(assessment, "submit"), {"all": together})
    assert stale.status_code == 422
    assert "The list has changed" in markup(stale)
    assert Submission.objects.count() == 0
    together = re.search(r'name="all" value="(\w+)"', markup(stale))[1]
    client.post(address(assessment, "submit"), {"all": together})
    assert Submission.objects.get().content["responses"]["9a"]["candidates"] == [3, 2]


def test_completeness_is_in_words(assessment, mo):
    complete(assessment, mo)
    assert submitting.completeness(agreed_of(assessment)) == "Nothing is missing"
    rows = assessment.agreed_responses.filter(statement__area__number=9)
    rows.filter(statement__letter="a").update(
        outcome="not_agreed", rating=None, candidates=[3, 2]
    )
    assessment.agreed_areas.update(global_score=None)
    assert submitting.completeness(agreed_of(assessment)) == (
        "9a could not be agreed; 10 global scores not given"
    )
    rows.filter(statement__letter__in="bc").update(
        outcome="not_agreed", rating=None, candidates=[3, 2]
    )
    assert submitting.completeness(agreed_of(assessment)) == (
        "9a, 9b and 9c could not be agreed; 10 global scores not given"
    )
    assessment.agreed_responses.filter(statement__area__number=1).update(
        outcome="not_settled", rating=None, settled_at=None, settled_by=None
    )
    count = assessment.agreed_responses.filter(statement__area__number=1).count()
    assert submitting.completeness(agreed_of(assessment)).startswith(
        f"{count} statements not settled; 9a, 9b and 9c could not be agreed; "
    )


def test_reopening_needs_a_reason(client, assessment, mo, val):
    submit(assessment, mo)
    client.force_login(val)
    refused = client.post(address(assessment, "reopen"), {"reason": "  "})
    assert refused.status_code == 422
    assert "Enter why you are reopening the assessment" in markup(refused)
    accepted = client.post(address(assessment, "reopen"), {"reason": "Ticked twice."})
    assert accepted.status_code == 302
    assessment.refresh_from_db()
    assert assessment.is_open
    assert (
        client.post(address(assessment, "reopen"), {"reason": "x"}).status_code == 409
    )


def test_a_download_is_on_record_and_names_nobody(client, assessment, mo, val):
    submission = submit(assessment, mo)
    client.force_login(val)
    response = client.get(f"/submissions/{submission.reference}.json")
    assert response["Content-Disposition"] == (
        f'attachment; filename="northmoor-{submission.reference}.json"'
    )
    document = json.loads(response.content)
    supplements = ["young_people_scores", "young_people", "follow_up", "action_plan"]
    assert [document.pop(name) for name in supplements] == [{}, {}, {}, []]
    assert document.pop("digest") == submission.digest == digests.digest(document)
    event = AuditEvent.objects.first()
    assert (event.kind, event.by, event.detail) == (
        "downloaded",
        val,
        f"{submission.reference}, json",
    )


def test_the_pdf_is_made_once_and_kept(client, assessment, mo, monkeypatch):
    made = []
    monkeypatch.setattr(
        "assessments.files.pdf.submission.make",
        lambda content, digest, *rest: made.append(digest) or b"%PDF-invented",
    )
    submission = submit(assessment, mo)
    client.force_login(mo)
    for _ in range(2):
        response = client.get(f"/submissions/{submission.reference}.pdf")
        assert response.content == b"%PDF-invented"
    assert made == [submission.digest]
    assert AuditEvent.objects.filter(kind="downloaded").count() == 2


def test_an_unknown_format_or_reference_is_not_found(client, assessment, mo):
    submission = submit(assessment, mo)
    client.force_login(mo)
    assert client.get(f"/submissions/{submission.reference}.exe").status_code == 404
    assert client.get("/submissions/BD-2222-2222/").status_code == 404


@pytest.mark.parametrize(
    ("edition", "areas", "statements", "highest"),
    [("2015", 10, 98, 4), ("2020", 10, 106, 4), ("2026", 11, 27, 5)],
)
def test_any_edition_can_be_submitted(
    edition, areas, statements, highest, northmoor, mo
):
    assessment = make_assessment(northmoor, mo, edition)
    complete(assessment, mo, highest)
    assessment.completed_on = date(2026, 3, 1)
    content = submitting.submit(assessment=assessment, by=mo).content
    assert len(content["framework"]["areas"]) == areas
    assert len(content["responses"]) == statements
    assert {row["rating"] for row in content["responses"].values()} == {highest}


QUERIES = {"check": 13, "submission": 12}


def test_queries(client, django_assert_num_queries, assessment, mo):
    complete(assessment, mo)
    client.force_login(mo)
    with django_assert_num_queries(QUERIES["check"]):
        client.get(address(assessment, "check"))
    submission = submitting.submit(assessment=assessment, by=mo)
    with django_assert_num_queries(QUERIES["submission"]):
        client.get(f"/submissions/{submission.reference}/")


# What the PDF leaves out


def test_what_the_pdf_leaves_out_is_chosen_at_submitting(client, assessment, mo):
    complete(assessment, mo)
    client.force_login(mo)
    page = markup(client.get(address(assessment, "check")))
    assert "Leave out of the PDF" in page
    assert "checked" not in page
    client.post(address(assessment, "submit"), {"not_printed": ["ratings", "dissents"]})
    submission = assessment.submissions.get()
    assert submission.content["not_printed"] == ["ratings", "dissents"]
    assert submission.digest == digests.digest(submission.content)
    page = markup(client.get(f"/submissions/{submission.reference}/"))
    assert (
        "The PDF leaves out what each group rated and the notes of groups that keep "
        "another view, as the moderator chose."
    ) in page


def test_nothing_is_left_out_unless_chosen(client, assessment, mo):
    submission = submit(assessment, mo)
    assert submission.content["not_printed"] == []
    client.force_login(mo)
    page = markup(client.get(f"/submissions/{submission.reference}/"))
    assert "The PDF leaves out" not in page


def test_what_was_left_out_is_left_out_again(client, assessment, mo, val):
    complete(assessment, mo)
    submitting.submit(assessment=assessment, by=mo, not_printed=["reasons"])
    reopening.reopen(assessment=assessment, by=val, reason="Please look again.")
    client.force_login(mo)
    page = markup(client.get(address(assessment, "check")))
    assert re.findall(r'value="(\w+)" id="id_not_printed\w*" checked', page) == [
        "reasons"
    ]


def test_only_what_may_be_left_out_is_taken(client, assessment, mo):
    complete(assessment, mo)
    client.force_login(mo)
    response = client.post(address(assessment, "submit"), {"not_printed": ["evidence"]})
    assert response.status_code == 422
    assert 'href="#id_not_printed"' in markup(response)
    assert not assessment.submissions.exists()
