"""Questions on a submission: outside it and its digest, and in no email."""

import pytest

from assessments.models import AuditEvent, Question, Reply
from assessments.submission import digests
from assessments.workflow import questions, reopening, setting_up
from leavingcare.refusals import Refused
from tests.support.builders import make_round, submit
from tests.support.clients import client_of
from tests.support.markup import markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(assessment, mo):
    return submit(assessment, mo)


@pytest.fixture
def path(assessment):
    return f"/assessments/{assessment.pk}/questions/"


def statement_of(assessment, code="7h"):
    rows = assessment.agreed_responses.select_related("statement__area")
    return next(row.statement for row in rows if row.statement.code == code)


def ask(assessment, val, text="Why CANARY?", code=None):
    statement = statement_of(assessment, code) if code else None
    return questions.ask(assessment=assessment, statement=statement, text=text, by=val)


def test_asked_and_replied_to_on_a_page(submission, assessment, path, val, mo, ann):
    client = client_of(val)
    sent = {"about": "7h", "text": "Why <b>CANARY</b>?"}
    assert client.post(path, sent).status_code == 302
    question = Question.objects.get()
    assert (question.statement.code, question.submission) == ("7h", submission)
    for person in (mo, ann):
        page = markup(client_of(person).get(path))
        assert "Statement 7h" in page
        assert "Why &lt;b&gt;CANARY&lt;/b&gt;?" in page
    reply = {f"reply-{question.pk}-text": "Because."}
    assert client_of(mo).post(f"{path}{question.pk}/", reply).status_code == 302
    assert Reply.objects.get().by == mo
    assert "Because." in markup(client.get(path))


def test_the_reply_is_unfolded_until_the_authority_has_replied(
    submission, assessment, path, val, mo
):
    question = ask(assessment, val)
    unfolded = '<details class="govuk-details" open>'

    def are_unfolded(*people):
        return [unfolded in markup(client_of(who).get(path)) for who in people]

    assert are_unfolded(mo, val) == [True, False]
    questions.reply(question=question, text="And?", by=val)
    assert are_unfolded(mo, val) == [True, False]
    questions.reply(question=question, text="Because.", by=mo)
    assert are_unfolded(mo, val) == [False, False]


def test_a_statement_is_chosen_by_its_first_words(submission, path, val):
    page = markup(client_of(val).get(path))
    words = "1a Strategic leaders are committed to improving leaving care …"
    assert f'<option value="1a">{words}</option>' in page


def test_it_is_no_part_of_the_submission(submission, assessment, val, mo):
    question = ask(assessment, val)
    questions.reply(question=question, text="CANARY too.", by=mo)
    submission.refresh_from_db()
    assert submission.digest == digests.digest(submission.content)
    client = client_of(mo)
    for ending in ("json", "csv"):
        data = b"".join(client.get(f"/submissions/{submission.reference}.{ending}"))
        assert b"CANARY" not in data


def test_emails_say_that_there_is_one_and_not_what_it_says(
    submission, assessment, val, mo, mailoutbox
):
    mailoutbox.clear()
    question = ask(assessment, val, code="7h")
    questions.reply(question=question, text="CANARY too.", by=mo)
    asked, replied = mailoutbox
    assert (asked.to, replied.to) == ([mo.email], [val.email])
    for message in (asked, replied):
        assert "CANARY" not in message.subject + message.body
        assert "7h" not in message.subject + message.body
        assert f"/assessments/{assessment.pk}/questions/" in message.body
    events = AuditEvent.objects.filter(kind__in=["questioned", "replied"])
    assert {event.detail for event in events} == {"7h"}


def test_the_overview_says_how_many_wait(submission, assessment, val, mo):
    def status():
        page = client_of(mo).get(f"/assessments/{assessment.pk}/")
        return " ".join(markup(page).split())

    assert "Questions from Coram Voice" not in status()
    first, _ = ask(assessment, val), ask(assessment, val, "And CANARY?")
    assert "2 to reply to" in status()
    questions.reply(question=first, text="More?", by=val)
    assert "2 to reply to" in status()
    questions.reply(question=first, text="Yes.", by=mo)
    assert "1 to reply to" in status()


@pytest.mark.parametrize("is_reopened", [False, True])
def test_the_home_page_of_a_moderator_links_to_them(
    submission, assessment, path, val, mo, ann, is_reopened
):
    def home(person=mo, url="/"):
        return " ".join(markup(client_of(person).get(url)).split())

    if is_reopened:
        reopening.reopen(assessment=assessment, by=val, reason="See 9a.")
    assert "Reply to" not in home()
    first, second = ask(assessment, val), ask(assessment, val, "And CANARY?")
    questions.reply(question=first, text="More?", by=val)
    overview = f"/assessments/{assessment.pk}/"
    page, there = home(), home(url=overview)
    assert "What you need to do next" in page
    assert "What is next" in there
    told = f'href="{path}">Reply to 2 questions from Coram Voice</a>'
    assert (page.count(told), there.count(told)) == (1, 1)
    assert "CANARY" not in page
    for url in ("/", overview):
        assert "Reply to" not in home(ann, url)  # an approver cannot reply
    questions.reply(question=first, text="Yes.", by=mo)
    assert "Reply to 1 question from Coram Voice" in home()
    questions.close(question=second, by=val)
    assert "Reply to" not in home()


def test_the_home_page_counts_them_all_at_once(
    submission, assessment, val, mo, django_assert_num_queries
):
    client = client_of(mo)
    client.get("/")  # notes in the session when it began
    ask(assessment, val)
    for asked in (1, 2, 3):
        with django_assert_num_queries(10):
            page = markup(client.get("/"))
        assert page.count("Reply to 1") == asked
        there = setting_up.start(
            authority=assessment.authority, round=make_round(), by=mo
        )
        submit(there, mo)
        ask(there, val)


def test_a_closed_question_takes_no_reply(submission, assessment, path, val, mo):
    question = ask(assessment, val)
    client = client_of(val)
    client.post(f"{path}{question.pk}/", {"form": "close"})
    page = markup(client_of(mo).get(path))
    assert "Closed by" in page
    assert "Send the reply" not in page
    with pytest.raises(Refused, match="closed"):
        questions.reply(question=question, text="Late.", by=mo)


def test_a_moderator_does_not_close_it(submission, assessment, path, val, mo):
    question = ask(assessment, val)
    response = client_of(mo).post(f"{path}{question.pk}/", {"form": "close"})
    assert response.status_code == 403
    question.refresh_from_db()
    assert question.closed_at is None


def test_nothing_said_is_refused_with_what_was_typed_elsewhere_kept(
    submission, assessment, path, val, mo
):
    question = ask(assessment, val)
    response = client_of(mo).post(f"{path}{question.pk}/", {})
    assert response.status_code == 422
    assert "Enter a reply" in markup(response)
    response = client_of(val).post(path, {"about": "99z", "text": "Kept."})
    assert response.status_code == 422
    assert "Kept.</textarea>" in markup(response)


def test_another_assessments_question_is_not_here(
    submission, path, assessment, val, oli
):
    question = ask(assessment, val)
    other = client_of(oli)
    assert other.post(f"{path}{question.pk}/", {}).status_code == 404


def test_queries(submission, assessment, path, val, mo, django_assert_num_queries):
    client = client_of(mo)
    for _ in range(3):
        questions.reply(question=ask(assessment, val), text="Yes.", by=mo)
    client.get(path)
    with django_assert_num_queries(8):
        client.get(path)
