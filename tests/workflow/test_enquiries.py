"""One question to every authority of a round or cluster, a thread of each one's own."""

import pytest

from assessments.desk import enquiries as desk
from assessments.models import Cluster, Enquiry, Question, Reply
from assessments.workflow import enquiries, questions, rounds, setting_up
from leavingcare.refusals import Refused
from tests.support.builders import make_authority, make_member, submit
from tests.support.clients import client_of
from tests.support.markup import markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(assessment, mo, oli, val):
    """Northmoor and Eastvale, which have submitted, and Westmere, which has not."""
    submit(assessment, mo)
    eastvale = oli.memberships.get().authority
    other = setting_up.start(authority=eastvale, round=assessment.round, by=val)
    submit(other, oli)
    westmere = make_authority("Westmere")
    last = setting_up.start(authority=westmere, round=assessment.round, by=val)
    return assessment, other, last


@pytest.fixture
def url(three):
    return f"/rounds/{three[0].round.slug}/questions/"


def ask(client, url, **sent):
    return client.post(url, {"whom": "", "about": "", "text": "Who CANARY?"} | sent)


def test_everybody_who_submitted_is_asked_and_the_replies_are_on_one_page(
    three, url, val, mo, oli
):
    client = client_of(val)
    assert "ask every authority a question" in markup(client.get(url[:-10]))
    response = ask(client, url, about="7")
    enquiry = Enquiry.objects.get()
    assert response["Location"] == f"{url}{enquiry.pk}/"
    threads = Question.objects.order_by("submission__assessment")
    assert [each.submission.assessment for each in threads] == list(three[:2])
    assert {each.area.number for each in threads} == {7}
    questions.reply(question=threads[0], text="We DO.", by=mo)
    questions.reply(question=threads[1], text="Please do.", by=val)
    page = markup(client.get(response["Location"]))
    assert "It is about area 7, Being in safe and settled accommodation" in page
    assert "1 of 2 replied." in page
    order = ["Who CANARY?", "Northmoor", "We DO.", "No reply yet", "Eastvale"]
    order += ["Not asked, as they had not submitted", "Westmere"]
    assert [page.index(each) for each in order] == sorted(map(page.index, order))
    assert "1 of 2 replied" in markup(client.get(url))


def test_where_nobody_moderates_it_says_that_nobody_was_told(three, url, val, oli):
    client = client_of(val)
    nobody = "1 authority has no moderator, so nobody there"
    assert "no moderator" not in markup(client.get(url))
    oli.memberships.update(role="contributor")
    page = markup(client.get(url))
    assert f"{nobody} is told" in page
    invite = f'href="/authorities/{three[1].authority.slug}/people/#invite"'
    assert invite in page
    page = markup(client.get(ask(client, url)["Location"]))
    assert "Your question has been sent. 1 moderator has been emailed." in page
    assert f"{nobody} was told." in page
    assert page.count("No moderator</strong>") == page.count(invite) == 1
    own = f"/assessments/{three[1].pk}/questions/"
    client.post(own, {"about": "", "text": "And you?"})
    assert f"Your question has been sent. {nobody} was told." in markup(client.get(own))


def test_an_authority_sees_its_own_thread_alone(three, url, val, mo, oli):
    ask(client_of(val), url, about="7")
    northmoor, eastvale, _ = three
    mine, theirs = Question.objects.order_by("submission__assessment")
    questions.reply(question=theirs, text="Ours is a SECRET.", by=oli)
    client = client_of(mo)
    page = markup(client.get(f"/assessments/{northmoor.pk}/questions/"))
    assert "Area 7, Being in safe and settled accommodation" in page
    assert "Asked of several authorities. No other authority sees this thread." in page
    assert "Who CANARY?" in page
    assert "SECRET" not in page
    assert "Eastvale" not in page
    assert client.get(f"/assessments/{eastvale.pk}/questions/").status_code == 404
    assert client.get(f"{url}{Enquiry.objects.get().pk}/").status_code == 403
    sent = {f"reply-{theirs.pk}-text": "x"}
    other = f"/assessments/{northmoor.pk}/questions/{theirs.pk}/"
    assert client.post(other, sent).status_code == 404
    assert mine.replies.count() == 0
    assert Reply.objects.count() == 1


def test_a_cluster_is_asked_and_nobody_else(three, url, val):
    cluster = Cluster.objects.create(name="East", slug="east")
    cluster.authorities.add(three[1].authority, three[2].authority)
    Cluster.objects.create(name="Empty", slug="empty")
    client = client_of(val)
    page = markup(client.get(url))
    assert "Those in cluster East" in page
    assert "Empty" not in page
    empty = markup(client.get(f"{url}?whom=empty"))
    assert "Nobody in this cluster has submitted" in empty
    assert 'name="text"' not in empty  # it would go to everybody
    asking = f"{url}?whom=east"
    assert f'href="{asking}"' in markup(client.get("/clusters/east/"))
    assert '<option value="east" selected>' in markup(client.get(asking))
    response = ask(client, url, whom="east")
    assert Question.objects.get().submission.assessment == three[1]
    page = markup(client.get(response["Location"]))
    assert "cluster <bdi>East</bdi>" in page
    assert "Westmere" in page
    assert "Northmoor" not in page


def test_a_facilitator_is_led_to_no_such_question(three, url, fay):
    cluster = Cluster.objects.create(name="East", slug="east")
    cluster.authorities.add(three[1].authority)
    cluster.facilitators.add(fay)
    client = client_of(fay)
    assert url not in markup(client.get("/clusters/east/"))
    assert ask(client, url, whom="east").status_code == 403


def test_one_that_was_taken_out_is_not_waited_for(three, url, val):
    rounds.take_out(assessment=three[2], because="It left.", is_counted=True, by=val)
    client = client_of(val)
    assert "Westmere" not in markup(client.get(ask(client, url)["Location"]))


def test_sent_twice_it_is_asked_once_until_somebody_replies(three, url, val, mo):
    client = client_of(val)
    first = ask(client, url)["Location"]
    assert ask(client, url)["Location"] == first
    assert Question.objects.count() == 2
    assert ask(client, url, about="7")["Location"] != first
    thread = Question.objects.filter(area=None, submission__assessment=three[0]).get()
    questions.reply(question=thread, text="Yes.", by=mo)
    assert ask(client, url)["Location"] != first


def test_emails_say_that_there_is_a_question_and_not_what(
    three, url, val, mo, oli, mailoutbox
):
    before = len(mailoutbox)
    ask(client_of(val), url)
    found = mailoutbox[before:]
    assert sorted(to for each in found for to in each.to) == sorted(
        [mo.email, oli.email]
    )
    assert not [each for each in found if "CANARY" in each.subject + each.body]


def test_without_a_submission_nobody_is_asked(assessment, val):
    url = f"/rounds/{assessment.round.slug}/questions/"
    client = client_of(val)
    assert "so nobody can be asked" in markup(client.get(url))
    assert ask(client, url).status_code == 409
    with pytest.raises(Refused):
        enquiries.ask(
            round=assessment.round, cluster=None, area=None, text="Why?", by=val
        )
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Enter your question"),
        ({"about": "99"}, "Choose an area from the list"),
        ({"whom": "nobody"}, "Choose from the list"),
    ],
)
def test_a_question_that_cannot_be_sent_is_shown_again(three, url, val, sent, said):
    response = ask(client_of(val), url, **sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Question.objects.exists()


def test_of_another_round_there_is_none(three, url, val):
    ask(client_of(val), url)
    enquiry = Enquiry.objects.get()
    assert (
        client_of(val).get(f"/rounds/other/questions/{enquiry.pk}/").status_code == 404
    )


def test_as_many_queries_however_many_reply(three, url, val, django_assert_num_queries):
    enquiry = enquiries.ask(
        round=three[0].round, cluster=None, area=None, text="Why?", by=val
    )
    with django_assert_num_queries(3):
        desk.answers_of(enquiry)
    for number, each in enumerate(enquiry.questions.all()):
        member = make_member(
            each.submission.assessment.authority, "moderator", f"m{number}"
        )
        for text in ("One.", "Two."):
            questions.reply(question=each, text=text, by=member)
    with django_assert_num_queries(3):
        found = desk.answers_of(enquiry)
        assert [str(r.by) for q in found.replied for r in q.replies.all()]
