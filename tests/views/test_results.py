"""The results of an authority: what goes back to it, and what does not."""

import io
import re
from dataclasses import replace

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from assessments.analysis.agreement import Word
from assessments.desk.results_opened import results_opened
from assessments.files.board_report.beside import values
from assessments.files.catalogue import FORMATS
from assessments.models import (
    Action,
    Assessment,
    Benchmark,
    Cluster,
    Consent,
    ResultsOpening,
    Submission,
    YoungPeopleScore,
)
from assessments.round_analysis.beside_others import Disputed, of_submission
from assessments.workflow import benchmarks
from assessments.workflow.downloads import file_of
from assessments.workflow.supplements import make_rows
from leavingcare.models import StaffRole, User
from tests.support.builders import make_member, make_user
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.office import converted
from tests.support.pdf_text import text_of
from tests.support.whole_rounds import (
    make_whole_round,
    return_follow_ups,
    score_by_young_people,
)

pytestmark = pytest.mark.django_db
NOTE = "Thank you all. We would like to talk with you about this."


@pytest.fixture
def spring():
    round = make_whole_round("Spring", asked=30, returned=28)
    return_follow_ups(round, [(60, 66)])
    score_by_young_people(round, 1, score=4)
    return round


@pytest.fixture
def first(spring):
    return spring.assessments.get(authority__name="Inventshire 001")


def release(round, val, **chosen):
    chosen = {"grouping": "", "by_name": 0, "note": NOTE} | chosen
    return benchmarks.release(round=round, by=val, **chosen)


def page_of(assessment, ending=""):
    return f"/assessments/{assessment.pk}/results{ending or '/'}"


def member_of(assessment, role="moderator"):
    return client_of(make_member(assessment.authority, role))


def test_releasing(spring, first, val):
    make_member(first.authority, "moderator")
    closed = make_member(
        spring.assessments.get(authority__name="Inventshire 002").authority, "moderator"
    )
    User.objects.filter(pk=closed.pk).update(is_active=False)
    client = client_of(val)
    page = markup(client.get("/rounds/spring/results/?by_name=6"))
    assert "28 submissions" in page
    assert "figures for 10 of 10 areas" in page
    assert "You cannot take this back, or change the note. 1 moderator is" in page
    assert "until 5 submissions differ" in page
    assert "27 authorities have no moderator, so nobody there is told" in page
    assert 'href="/authorities/inventshire-002/people/#invite"' in page
    response = client.post("/rounds/spring/results/", {"by_name": "0", "note": NOTE})
    assert response.status_code == 302
    page = markup(client.get("/rounds/spring/results/"))
    assert "Release 1 went to 28 authorities. 1 moderator has been emailed. " in page
    assert "27 authorities have no moderator, so nobody there was told." in page
    assert "figures for" not in page
    assert "Nobody has opened it yet." in page
    assert "It must differ from release 1 by 5 submissions, and differs by 0." in page


def test_a_note_is_needed_and_a_refusal_keeps_it(spring, val):
    client = client_of(val)
    response = client.post("/rounds/spring/results/", {"note": ""})
    assert response.status_code == 422
    assert "Write a covering note" in response.content.decode()
    release(spring, val)
    response = client.post("/rounds/spring/results/", {"note": NOTE})
    assert response.status_code == 409
    assert not Assessment.objects.filter(results_openings__isnull=False).exists()


def test_a_note_names_no_authority_of_the_round(spring, val):
    note = "Thank you.\n\nInventshire 030 and Inventshire 002’s board did well."
    response = client_of(val).post("/rounds/spring/results/", {"note": note})
    assert response.status_code == 422
    page = markup(response)
    error = "Take out Inventshire 002 and Inventshire 030: every authority reads the"
    assert f'href="#id_note">{error} note</a>' in page
    assert "002’s board did well.</textarea>" in page
    assert not Benchmark.objects.exists()


def test_what_an_authority_reads(spring, first, val):
    release(spring, val)
    page = " ".join(markup(member_of(first).get(page_of(first))).split())
    assert NOTE in page
    assert "This release covers 28 authorities." in page
    assert "a quarter of the scores lie below the middle half and a quarter" in page
    assert "You rated these higher than most others" in page
    assert "Your groups disagreed most on" in page
    assert "Your total was 60 at the beginning and 66 at the follow-up" in page
    for number in range(2, 31):
        assert f"Inventshire {number:03}" not in page
    assert "lowest" not in page
    assert "highest" not in page


def test_before_a_release_and_for_those_who_came_too_late(spring, first, val):
    client = member_of(first)
    assert "has not released results" in markup(client.get(page_of(first)))
    assert client.get(page_of(first, ".pdf")).status_code == 404
    release(spring, val)
    late = spring.assessments.get(authority__name="Inventshire 030")
    assert "has not released results" in markup(member_of(late).get(page_of(late)))


def test_who_may_read_it(spring, first, val):
    release(spring, val)
    other = spring.assessments.get(authority__name="Inventshire 002")
    evaluator = make_user("eva", is_staff=True, staff_role=StaffRole.EVALUATOR)
    people = {
        "moderator": (member_of(first), 200),
        "contributor": (member_of(first, "contributor"), 200),
        "approver": (member_of(first, "approver"), 200),
        "another authority's": (member_of(other), 404),
        "officer": (client_of(val), 200),
        "evaluator": (client_of(evaluator), 404),
    }
    for ending in ("/", ".pdf", ".docx", "/young-people/"):
        found = {
            name: client.get(page_of(first, ending)).status_code
            for name, (client, _) in people.items()
        }
        assert found == {name: answer for name, (_, answer) in people.items()}


def test_who_opened_it_is_on_record_once(spring, first, val):
    made = release(spring, val)
    client = member_of(first)
    client.get(page_of(first))
    client.get(page_of(first))
    client_of(val).get(page_of(first))  # Coram Voice's own look is not an opening
    opening = ResultsOpening.objects.get()
    assert (opening.benchmark, opening.assessment) == (made, first)
    page = markup(client_of(val).get("/rounds/spring/results/"))
    assert "Inventshire 001" in page
    assert "opened by" in page


def test_who_has_not_opened_it_yet(spring, val, django_assert_num_queries):
    """Each authority is named once, under the release whose results it sees."""
    first, second, *rest = spring.assessments.filter(submissions__isnull=False)
    for number, references in enumerate(
        [rest + [first, second], [second, *rest]], start=1
    ):
        Benchmark.objects.create(
            round=spring,
            number=number,
            released_at=timezone.now(),
            released_by=val,
            known=1,
            note=NOTE,
            basis={each.submissions.get().reference: "" for each in references},
            figures={"areas": {}, "statements": {}},
        )
    two, one = results_opened(spring)
    assert len(two.without_moderator) == 27
    assert one.without_moderator == [first.authority]
    for each in [first, *rest[1:]]:
        member_of(each).get(page_of(each))
    make_member(second.authority, "moderator")
    with django_assert_num_queries(4):
        two, one = results_opened(spring)
    assert one.not_opened == one.without_moderator == []
    assert two.not_opened == [second.authority]
    assert two.without_moderator == [rest[0].authority]
    page = markup(client_of(val).get("/rounds/spring/results/"))
    assert f"Not opened yet: <bdi>{second.authority}</bdi>." in page
    assert page.count("Not opened yet") == 1
    assert "No moderator</strong> Nobody can be told" in page
    assert f'href="/authorities/{rest[0].authority.slug}/people/#invite"' in page


def submit_again(assessment):
    one = assessment.submissions.get()
    return Submission.objects.create(
        assessment=assessment,
        number=2,
        reference="BD-LATE-0002",
        submitted_at=timezone.now(),
        dated_on=timezone.localdate(),
        content=one.content | {"number": 2, "reference": "BD-LATE-0002"},
        digest=one.digest,
    )


def test_results_name_their_submission_and_a_later_one(spring, first, val):
    release(spring, val)
    one = first.submissions.get().reference
    client = member_of(first)

    def said():
        page = markup(client.get(page_of(first)))
        file = PdfReader(io.BytesIO(client.get(page_of(first, ".pdf")).content))
        return page, re.sub("<[^>]+>", "", page), words_of(text_of(file))

    page, words, printed = said()
    assert f'href="/submissions/{one}/"' in page
    assert f"These results are of submission {one}." in words
    assert f"Submission {one} " in printed
    assert "later one" not in words + printed
    submit_again(first)
    page, words, printed = said()
    assert 'href="/submissions/BD-LATE-0002/"' in page
    assert "A later one, BD-LATE-0002, is not in them" in words
    assert f"{one}. A later one, BD-LATE-0002, is not in these results." in printed


def test_a_return_that_had_no_groups_has_nothing_they_disputed(val):
    autumn = make_whole_round("Autumn", asked=30, groups=0)
    release(autumn, val)
    one = autumn.assessments.first()
    client = member_of(one)
    file = text_of(PdfReader(io.BytesIO(client.get(page_of(one, ".pdf")).content)))
    for words in (client.get(page_of(one)).content.decode(), file):
        assert "there is nothing to compare" in words_of(words)
        assert "disputed" not in words


def test_a_cluster_by_name_and_nobody_in_files(spring, first, val):
    second = spring.assessments.get(authority__name="Inventshire 002")
    third = spring.assessments.get(authority__name="Inventshire 003")
    cluster = Cluster.objects.create(name="North", slug="north")
    cluster.authorities.set(each.authority_id for each in (first, second, third))
    Consent.objects.create(assessment=second, shows_cluster=True)
    release(spring, val, by_name=2)
    client = member_of(first)
    page = markup(client.get(page_of(first)))
    assert "if you agree to show yours" in page
    assert "Inventshire 002" not in page
    Consent.objects.create(assessment=first, shows_cluster=True)
    page = markup(client.get(page_of(first)))
    assert "Inventshire 002" in page
    assert "Inventshire 003" not in page
    assert 'data-label="Areas scored">10</td>' in page
    words = text_of(PdfReader(io.BytesIO(client.get(page_of(first, ".pdf")).content)))
    assert "Inventshire 001" in words
    assert "Inventshire 002" not in words
    assert "Inventshire 002" not in markup(client_of(val).get(page_of(first)))


def test_home_and_the_submission_lead_to_it_once_it_is_released(spring, first, val):
    client = member_of(first)
    link = f'href="{page_of(first)}"'
    reference = first.submissions.get().reference
    pages = ["/", f"/assessments/{first.pk}/", f"/submissions/{reference}/"]

    def links():
        return [link in client.get(page).content.decode() for page in pages]

    assert links() == [False, False, True]
    release(spring, val)
    submit_again(first)  # the one before was released
    assert links() == [True, True, True]


def test_the_word_file_has_headings_a_table_with_its_head_and_nobody_else(
    spring, first, val
):
    release(spring, val, note="Thank you all.\nWe will ring you.")
    answer = member_of(first).get(page_of(first, ".docx"))
    assert answer["Content-Disposition"].endswith('"inventshire-001-results.docx"')
    word = Document(io.BytesIO(answer.content))
    styles = {each.text: each.style.name for each in word.paragraphs}
    assert styles["Inventshire 001"] == "Title"
    assert styles["Beside the others"] == "Heading 1"
    assert styles["You rated these higher than most others"] == "Heading 2"
    assert {"Thank you all.", "We will ring you."} <= set(styles)
    [table] = word.tables
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads[:2] == ["Area", "Your score"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(table.rows) == 1 + 10
    young = heads.index("Your young people")
    assert all(row.cells[young].text.startswith("4, ") for row in table.rows[1:])
    words = " ".join([*styles, *(c.text for row in table.rows for c in row.cells)])
    assert "the middle half" in words
    assert "no confidence interval" in words
    assert "Inventshire 002" not in words


@pytest.mark.any_database
def test_libreoffice_opens_the_word_file(spring, first, val, tmp_path):
    release(spring, val)
    path = tmp_path / "results.docx"
    path.write_bytes(member_of(first).get(page_of(first, ".docx")).content)
    words = text_of(PdfReader(converted(path, "pdf")))
    assert "Your groups disagreed most on" in words
    assert "Page 1 of " in words


def test_files_of_other_kinds_do_not_exist(spring, first, val):
    release(spring, val)
    assert member_of(first).get(page_of(first, ".doc")).status_code == 404


PLAIN = "/young-people/"


def test_one_page_for_young_people_before_a_release(
    spring, first, django_assert_num_queries
):
    areas = list(spring.framework.areas.all())
    for state, text, area in [
        ("done", "Open a drop-in.", areas[0]),
        ("under_way", "Train advisers.", areas[1]),
        ("not_yet", "Pay for driving lessons.", None),
    ]:
        Action.objects.create(assessment=first, text=text, state=state, area=area)
    client = member_of(first)
    with django_assert_num_queries(7):
        page = markup(client.get(page_of(first, PLAIN)))
    assert "What we scored, what you scored" in page
    assert re.findall(r">([^<>]+)</span><br><strong>([^<]+)</strong>", page) == [
        ("Open a drop-in.", "We have done this."),
        ("Train advisers.", "We are doing this now."),
        ("Pay for driving lessons.", "We have not started this yet."),
    ]
    not_planned = page.partition("Our plan has nothing just for:")[2]
    assert [each.rating_title in not_planned for each in areas] == [
        False,
        False,
        *[True] * 8,
    ]
    for words in ["median", "authorities", "the middle half"]:
        assert words not in page
    assert not ResultsOpening.objects.exists()


@pytest.mark.parametrize(
    ("own", "young", "said", "columns"),
    [
        (10, 10, "each part of the service a score from 0 to 10", ["We", "You"]),
        (9, 1, "gave some parts of the service", ["We", "You"]),
        (10, 0, "There are no scores from young people yet.", ["We"]),
        (0, 1, "People who work here gave no scores.", ["You"]),
        (0, 0, "Nobody has given the parts of the service a score yet.", []),
    ],
)
def test_the_page_for_young_people_says_who_gave_scores(
    spring, own, young, said, columns
):
    one = spring.assessments.get(authority__name="Inventshire 002")
    numbers = [area.number for area in spring.framework.areas.all()]
    submission = one.submissions.get()
    content = submission.content | {
        "global_scores": {str(n): 7 if n <= own else None for n in numbers}
    }
    QuerySet(Submission).filter(pk=submission.pk).update(content=content)
    for area in spring.framework.areas.filter(number__lte=young):
        YoungPeopleScore.objects.create(assessment=one, area=area, score=4)
    page = markup(member_of(one).get(page_of(one, PLAIN)))
    assert said in page
    assert re.findall(r">(We|You) scored</th>", page) == columns
    assert page.count(">No score</td>") == len(columns) * 10 - own - young
    assert ("These scores are from 5 June 2020." in page) == bool(own)
    assert ("Young people gave scores too." in page) == bool(own and young)


def test_the_page_for_young_people_without_a_plan(spring, first):
    page = markup(member_of(first).get(page_of(first, PLAIN)))
    assert "We have not written our plan yet." in page
    assert "Our plan has nothing just for:" not in page


def test_before_submitting_there_is_no_page_for_young_people(spring):
    late = spring.assessments.get(authority__name="Inventshire 030")
    client = member_of(late)
    assert client.get(page_of(late, PLAIN)).status_code == 409
    page = client.get(f"/assessments/{late.pk}/young-people/")
    assert page.status_code == 200
    assert page_of(late, PLAIN) not in page.content.decode()


def test_pages_that_lead_to_the_one_for_young_people(spring):
    second = spring.assessments.get(authority__name="Inventshire 002")
    make_rows(second)
    client = member_of(second)
    link = f'href="{page_of(second, PLAIN)}"'
    for place in ("", "young-people/", "action-plan/"):
        page = client.get(f"/assessments/{second.pk}/{place}").content.decode()
        assert link in page


def test_the_number_of_queries_does_not_grow(
    spring, first, val, django_assert_max_num_queries
):
    release(spring, val)
    client = member_of(first)
    client.get(page_of(first))
    with django_assert_max_num_queries(19):
        client.get(page_of(first))


# As a part of the report for members and the board


def report_of(client, assessment, ending="pdf"):
    last = assessment.submissions.first()
    response = client.get(f"/submissions/{last.reference}.report.{ending}")
    assert response.status_code == 200
    return response.getvalue()


def said_by_report(client, assessment):
    return words_of(text_of(PdfReader(io.BytesIO(report_of(client, assessment)))))


def words_of(text):
    return " ".join(text.split())


def test_the_report_has_it_once_it_is_released(spring, first, val):
    client = member_of(first)
    assert "Beside the others" not in said_by_report(client, first)
    assert "results" not in markup(client.get(f"/assessments/{first.pk}/board-report/"))
    release(spring, val)
    said = said_by_report(client, first)
    for words in [
        "Beside the others",
        "covers 28 authorities, this one included",
        "the middle half",
        "Rated higher here than by most of the others",
        "What the groups here disagreed on most",
    ]:
        assert words in said
    assert "Inventshire 002" not in said
    assert "are in the report" in markup(
        client.get(f"/assessments/{first.pk}/board-report/")
    )


def test_the_word_report_has_it_without_the_plot(spring, first, val):
    release(spring, val)
    word = Document(io.BytesIO(report_of(member_of(first), first, "docx")))
    assert "Beside the others" in [each.text for each in word.paragraphs]
    captions = [each.text for each in word.paragraphs if each.style.name == "Caption"]
    assert any("beside those of all who submitted" in each for each in captions)
    charts = [
        part for part in word.part.package.iter_parts() if "/charts/" in part.partname
    ]
    assert len(charts) == 1


def test_the_report_does_not_say_what_groups_disputed_if_they_are_not_printed(
    spring, first, val
):
    release(spring, val)
    submission = first.submissions.first()
    released = of_submission(submission)
    assert released.disputed
    assert values(submission.content, released)["disputed"]
    hidden = submission.content | {"not_printed": ["ratings"]}
    assert values(hidden, released)["disputed"] == []


def test_what_groups_disputed_is_said_in_a_sentence(spring, first, val):
    release(spring, val)
    [disputed, *_] = of_submission(first.submissions.first()).disputed
    client = member_of(first)
    assert disputed.said in words_of(client.get(page_of(first)).content.decode())
    file = PdfReader(io.BytesIO(client.get(page_of(first, ".pdf")).getvalue()))
    assert disputed.said in words_of(text_of(file))
    assert disputed.said in said_by_report(client, first)
    said = [
        Disputed("1a", "We listen", *each).said
        for each in [(Word.SPLIT, "Agree"), (Word.ONE_VOICE, "")]
    ]
    assert said == [
        "Groups rated it on both sides of the scale; the agreed answer is Agree",
        "One group rated it on the other side from the rest; no rating was agreed",
    ]


def test_taking_the_report_opens_the_results(spring, first, val):
    client = member_of(first)
    report_of(client, first)
    assert not ResultsOpening.objects.exists()
    release(spring, val)
    report_of(client_of(val), first)
    assert not ResultsOpening.objects.exists()
    report_of(client, first)
    [opening] = ResultsOpening.objects.all()
    assert opening.assessment == first


def test_a_report_that_was_being_made_at_a_release_is_not_stored(spring, first, val):
    submission = first.submissions.first()

    def made(submission, recorded):
        content = FORMATS["report.pdf"].make(submission, recorded)
        release(spring, val)
        return content

    file_of(submission=submission, format=replace(FORMATS["report.pdf"], make=made))
    assert not submission.files.exists()


def test_a_submission_after_a_release_has_a_report_without_it(spring, first, val):
    made = release(spring, val)
    submission = first.submissions.first()
    assert of_submission(submission).benchmark == made
    Benchmark.objects.update(
        basis={ref: g for ref, g in made.basis.items() if ref != submission.reference}
    )
    assert of_submission(submission) is None
