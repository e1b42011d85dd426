"""Notes on statements: seen where a statement is rated, settled and read; never printed words."""

import pytest

from assessments.files.catalogue import FORMATS
from assessments.files.pdf import submission as submission_pdf
from assessments.models import Meeting, StatementNote
from assessments.submission import digests
from frameworks.models import Statement
from tests.support.builders import hand_in, open_discussions, rate, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.whole_rounds import make_whole_round

pytestmark = pytest.mark.django_db
PATH = "/frameworks/2020/notes/"
GOOD = {"statement": "7h", "on": "1 April 2023", "text": "£2,000 became £3,000."}
SHOWN = "<strong>From 1 April 2023:</strong> <bdi>£2,000 became £3,000.</bdi>"


@pytest.fixture
def noted(val):
    assert client_of(val).post(PATH, GOOD).status_code == 302
    return StatementNote.objects.get()


def times(person, url):
    return " ".join(markup(client_of(person).get(url)).split()).count(SHOWN)


def test_seen_where_it_is_rated_settled_and_read(
    noted, assessment, housing, mo, cass, val
):
    draft = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"
    assert times(cass, draft) == 1
    assert times(cass, draft.replace("areas/7", "areas/9")) == 0
    open_discussions(assessment, mo)
    assert times(mo, f"/assessments/{assessment.pk}/moderation/7/h/") == 1
    assert times(mo, f"/assessments/{assessment.pk}/moderation/7/b/") == 0
    submission = submit(assessment, mo)
    assert times(val, f"/submissions/{submission.reference}/") == 1
    assert times(mo, PATH) == 1


def test_seen_in_the_table_and_on_the_meeting_screen(
    noted, assessment, housing, mo, cass
):
    rate(housing, 3, "Seen.")
    hand_in(housing, mo)
    open_discussions(assessment, mo)
    at = f"/assessments/{assessment.pk}/"
    assert times(mo, f"{at}moderation/table/?area=7") == 1
    client_of(mo).post(f"{at}room/", {"go": "start", "which": "area=7"})
    meeting = Meeting.objects.get(assessment=assessment)
    for letter, seen in [("h", 1), ("b", 0)]:
        shown = Statement.objects.get(
            area__framework__edition="2020", area__number=7, letter=letter
        )
        Meeting.objects.filter(pk=meeting.pk).update(statement=shown)
        assert times(cass, f"{at}room/") == seen


def test_seen_where_one_statement_is_read_across_a_round(noted, val):
    make_whole_round("Spring", asked=2, returned=1, words=1)
    assert times(val, "/rounds/spring/read/7h/") == 1
    assert times(val, "/rounds/spring/read/7b/") == 0


def test_the_submission_and_the_printed_words_stay(noted, assessment, mo):
    submission = submit(assessment, mo)
    assert "became" not in str(submission.content)
    assert submission.digest == digests.digest(submission.content)
    assert "became" not in noted.statement.text_md


def test_printed_beside_its_statement_and_marked_as_later(
    noted, assessment, mo, monkeypatch
):
    pages = []

    def printed(page, name, css):
        pages.append(" ".join(page.split()))
        return b"%PDF-"

    monkeypatch.setattr(submission_pdf, "render_pdf", printed)
    submission = submit(assessment, mo)
    FORMATS["pdf"].make(submission, {})
    noted.delete()
    FORMATS["pdf"].make(submission, {})
    with_note, without = pages
    note = "Later note, from 1 April 2023: £2,000 became £3,000."
    before, after = with_note.split(note)
    assert ">7h " in before[before.rindex("<h3") :]
    assert before.rindex("</h3>") > before.rindex("<h3")
    assert without == " ".join((before + after).split()).replace(
        '<p class="footnote" role="doc-footnote" dir="ltr"></p> ', ""
    )


def test_a_stored_pdf_is_made_again(noted, assessment, mo, val):
    submission = submit(assessment, mo)
    changes = [(PATH, GOOD | {"statement": "7b"}), (f"{PATH}{noted.pk}/take-back/", {})]
    for path, data in changes:
        for name in ("pdf", "xlsx"):
            submission.files.get_or_create(format=name, defaults={"content": b"%"})
        assert client_of(val).post(path, data).status_code == 302
        assert [each.format for each in submission.files.all()] == ["xlsx"]


def test_taken_back_it_stays_for_the_record(noted, val, cass):
    path = f"{PATH}{noted.pk}/take-back/"
    assert client_of(cass).post(path).status_code == 403
    assert client_of(val).post(path).status_code == 302
    noted.refresh_from_db()
    assert noted.removed_by == val
    assert times(cass, PATH) == 0
    assert client_of(val).post(path).status_code == 404


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"statement": ""}, "Choose the statement that the note is about"),
        ({"statement": "99z"}, "Choose a statement from the list"),
        ({"on": ""}, "Enter the day from which it is so"),
        ({"text": ""}, "Enter the note"),
    ],
)
def test_what_is_refused(val, changed, message):
    response = client_of(val).post(PATH, GOOD | changed)
    assert response.status_code == 422
    assert markup(response).count(message) == 2
    assert not StatementNote.objects.exists()


def test_of_its_own_edition_alone(noted, val):
    assert times(val, "/frameworks/2015/notes/") == 0


def test_one_query_however_many(noted, assessment, mo, val, django_assert_num_queries):
    url = f"/submissions/{submit(assessment, mo).reference}/"
    client = client_of(val)
    client.get(url)
    with django_assert_num_queries(12):
        client.get(url)
