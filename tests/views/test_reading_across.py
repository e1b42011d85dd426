"""Reading one statement across all authorities: words, consent, quotes, search, tags."""

import re

import pytest
from django.db.models import QuerySet

from assessments.models import Consent, ReadingTag, Submission, TaggedText
from assessments.templatetags.searching import marking
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.whole_rounds import make_whole_round, return_follow_ups

pytestmark = pytest.mark.django_db
PAGE = "/rounds/spring/read/7h/"
LINK = 'class="govuk-link"'


@pytest.fixture
def spring():
    round = make_whole_round("Spring", asked=4, returned=3, words=1)
    for number, words in enumerate(
        ["A panel in Inventshire 001 meets.", "Drop-ins, monthly.", "Nothing yet."], 1
    ):
        submission = last(number)
        submission.content["responses"]["7h"] |= {"evidence": words, "rating": 3}
        write(submission)
    return round


def last(number):
    return Submission.objects.get(
        assessment__authority__name=f"Inventshire {number:03}"
    )


def write(submission):
    """Store a content, as no code of ours can."""
    QuerySet(Submission).filter(pk=submission.pk).update(content=submission.content)


@pytest.fixture
def client(val):
    return client_of(val)


def agree(number, **choices):
    return Consent.objects.create(assessment=last(number).assessment, **choices)


def test_every_authority_is_there_with_rating_and_words(client, spring):
    page = markup(client.get(PAGE))
    assert "3 of 3 authorities shown." in page
    assert "Inventshire 001</bdi>: Mostly agree" in page
    assert "Drop-ins, monthly." in page
    assert page.index("Inventshire 001") < page.index("Inventshire 002")
    assert "Inventshire 004" not in page


def test_only_who_agreed_is_a_quote_and_a_code_stands_for_its_name(client, spring):
    first = last(1).assessment.authority
    agree(1, quotes_unnamed=True)
    agree(2, quotes_named=True)
    page = markup(client.get(PAGE))
    assert f"“A panel in {first.alias} meets.” ({first.alias})" in page
    assert "“A panel in Inventshire 001 meets.” (Inventshire 001)" not in page
    assert "“Drop-ins, monthly.” (Inventshire 002)" in page
    assert f"“Drop-ins, monthly.” ({last(2).assessment.authority.alias})" in page
    assert "“Nothing yet.”" not in page
    assert page.count("It has not agreed to be quoted.") == 1


def test_a_search_is_posted_so_that_no_url_has_its_words(client, spring):
    page = markup(client.post(PAGE, {"words": "drop-ins MONTHLY", "tag": ""}))
    assert "1 of 3 authorities shown." in page
    assert "Inventshire 002" in page
    assert "Inventshire 001" not in page


def test_the_words_that_are_looked_for_are_marked(client, spring):
    page = client.post(PAGE, {"words": "MONTHLY drop-ins", "tag": ""}).content.decode()
    assert "<mark>Drop-ins</mark>" in page
    assert "<mark>monthly</mark>" in page
    assert "<mark>" not in client.get(PAGE).content.decode()
    assert "<mark>Drop-ins</mark>" in searched(client, "DROP-INS")


def test_marks_are_put_round_whole_words_looked_for_and_nothing_else_is_code():
    assert marking("<b>Bed & Breakfast</b>", ["BED", "b", "."]) == (
        "&lt;<mark>b</mark>&gt;<mark>Bed</mark> &amp; <mark>B</mark>reakfast"
        "&lt;/<mark>b</mark>&gt;"
    )
    assert marking("<b>", []) == "<b>"  # the template escapes it


def test_tags_of_ones_own(client, spring):
    sent = {"submission": last(2).pk, "name": "Good practice"}
    response = client.post(f"{PAGE}tag/", sent)
    assert response["Location"] == f"{PAGE}#submission-{last(2).pk}"
    client.post(
        f"{PAGE}tag/", sent | {"name": "good PRACTICE", "submission": last(1).pk}
    )
    tag = ReadingTag.objects.get()
    assert TaggedText.objects.filter(tag=tag, place="7h").count() == 2
    page = markup(client.post(PAGE, {"words": "", "tag": tag.pk}))
    assert "2 of 3 authorities shown." in page
    index = markup(client.get("/rounds/spring/read/"))
    assert f'<a {LINK} href="/rounds/spring/read/tags/{tag.pk}/">Good' in index
    assert f'href="{PAGE}">7h</a> (2)' in index
    for number in (1, 2):
        client.post(f"{PAGE}tag/", {"submission": last(number).pk, "off": tag.pk})
    assert not ReadingTag.objects.exists()
    assert "Your tags" not in markup(client.get("/rounds/spring/read/"))


def test_who_tags_what_a_search_found_keeps_the_search(client, spring):
    sent = {"submission": last(2).pk, "name": "Example", "words": "drop-ins"}
    page = markup(client.post(f"{PAGE}tag/", sent))
    assert "1 of 3 authorities shown." in page
    assert 'value="drop-ins"' in page
    tag = ReadingTag.objects.get()
    sent = {"submission": last(2).pk, "off": tag.pk, "words": "", "tag": tag.pk}
    page = markup(client.post(f"{PAGE}tag/", sent))
    assert "3 of 3 authorities shown." in page  # the tag is nowhere any more


@pytest.mark.parametrize(("name", "said"), [("", "Write a tag"), ("x" * 51, "x" * 51)])
def test_a_tag_that_cannot_be_is_asked_for_again(client, spring, name, said):
    response = client.post(f"{PAGE}tag/", {"submission": last(2).pk, "name": name})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert 'href="#tag-name"' in page
    assert page.count('id="tag-name"') == 1
    assert not ReadingTag.objects.exists()


def test_a_search_that_is_too_long_is_shown_again(client, spring):
    response = client.post(PAGE, {"words": "x" * 101})
    assert response.status_code == 422
    assert "x" * 101 in response.content.decode()


def test_a_tag_is_put_on_no_submission_of_another_round(client, spring):
    make_whole_round("Other", asked=1)
    other = Submission.objects.get(assessment__round__slug="other")
    response = client.post(f"{PAGE}tag/", {"submission": other.pk, "name": "x"})
    assert response.status_code == 404
    for sent in [
        {"submission": "x", "name": "x"},
        {"submission": other.pk, "off": "x"},
    ]:
        assert client.post(f"{PAGE}tag/", sent).status_code == 400
    assert not TaggedText.objects.exists()


def test_the_follow_up_of_an_area(client, spring):
    return_follow_ups(spring, [(60, 70)])
    follow_up = last(1).assessment.follow_up.returns.get()
    follow_up.content["follow_up"]["areas"]["3"]["barriers"] = "No room at all."
    QuerySet(type(follow_up)).filter(pk=follow_up.pk).update(content=follow_up.content)
    page = markup(client.get("/rounds/spring/read/area-3/"))
    assert "1 of 1 authorities shown." in page
    assert "Inventshire 001</bdi>: 6 before, 7 after" in page
    assert "No room at all." in page
    assert client.get("/rounds/spring/read/area-99/").status_code == 404


def test_the_index_leads_to_every_statement_and_area(client, spring):
    page = client.get("/rounds/spring/read/").content.decode()
    assert page.count("/rounds/spring/read/") >= 106 + 10
    assert 'href="/rounds/spring/read/area-10/"' in page


SEARCH = "/rounds/spring/search/"


def searched(client, words, **more):
    return markup(client.post(SEARCH, {"words": words, **more}))


def test_a_search_of_the_round_finds_answers_with_all_words_in_any_place(
    client, spring
):
    submission = last(3)
    submission.content["responses"]["1b"] |= {
        "evidence": "A rota (50%).",
        "ideas": "Monthly drop-ins for those in work.",
    }
    write(submission)
    page = searched(client, "DROP-INS monthly")
    assert "2 answers found." in page
    assert page.index("1b ") < page.index("Inventshire 003") < page.index("7h ")
    assert page.index("7h ") < page.index("Inventshire 002")
    assert "A rota (50%)." in page  # the whole answer is read
    assert "Inventshire 001" not in page
    assert f'href="{PAGE}#submission-{last(2).pk}"' in page
    assert "1 answer found." in searched(client, "(50% rota")
    assert "1 answer found." in searched(client, "%")
    for nowhere in [".*", "m_nthly", "drop-ins nothing", "drop-ins rota50"]:
        assert "Nothing was found." in searched(client, nowhere)


def test_what_authorities_wrote_in_a_follow_up_is_found(client, spring):
    return_follow_ups(spring, [(60, 70)])
    follow_up = last(1).assessment.follow_up.returns.get()
    follow_up.content["follow_up"]["areas"]["3"]["barriers"] = "No room at all."
    QuerySet(type(follow_up)).filter(pk=follow_up.pk).update(content=follow_up.content)
    page = searched(client, "no room")
    assert "1 answer found." in page
    assert "Inventshire 001</bdi></a>: 6 before, 7 after" in page
    assert f'href="/rounds/spring/read/area-3/#submission-{last(1).pk}"' in page


def test_a_search_shows_quotes_as_reading_across_does(client, spring):
    first = last(1).assessment.authority
    agree(1, quotes_unnamed=True)
    agree(2, quotes_named=True)
    page = searched(client, "panel in inventshire")
    assert f"“A panel in {first.alias} meets.” ({first.alias})" in page
    assert "“A panel in Inventshire 001 meets.” (Inventshire 001)" not in page
    assert "“Drop-ins, monthly.” (Inventshire 002)" in searched(client, "drop-ins")
    page = searched(client, "nothing yet")
    assert "“Nothing yet.”" not in page
    assert "It has not agreed to be quoted." in page


def test_a_search_finds_last_submissions_of_its_round_alone(client, spring):
    make_whole_round("Other", asked=1, words=1)
    other = Submission.objects.get(assessment__round__slug="other")
    other.content["responses"]["7h"]["evidence"] = "Elsewhere."
    write(other)
    assert "1 answer found." in searched(client, "nothing yet")
    first = last(3)
    first.content["responses"]["7h"]["evidence"] = "Something by now."
    Submission.objects.create(
        assessment=first.assessment,
        number=2,
        reference="BD-AGAIN",
        submitted_at=first.submitted_at,
        dated_on=first.dated_on,
        content=first.content,
        digest=first.digest,
    )
    assert "Nothing was found." in searched(client, "elsewhere")
    assert "Nothing was found." in searched(client, "nothing yet")
    assert "1 answer found." in searched(client, "something by now")


def test_what_is_found_is_paged_and_its_words_are_in_no_url(client, spring):
    page = searched(client, "panel")
    many = 3 * 106 - 2  # two of three wrote of something else in one place
    assert f"{many} answers found, page 1 of 16." in page
    assert page.count("<h5") == 2 * 20  # evidence and ideas
    assert "Previous page" not in page
    last_page = searched(client, "panel", page="16")
    assert "page 16 of 16." in last_page
    assert last_page.count('class="app-across"') == many - 15 * 20
    assert "Next page" not in last_page
    assert 'name="words" value="panel"' in last_page
    for shown in (page, last_page):
        urls = re.findall(r'(?:href|action)="([^"]*)"', shown)
        assert not [url for url in urls if "panel" in url or "?" in url]
    assert "page 16 of 16." in searched(client, "panel", page="99")
    assert "page 1 of 16." in searched(client, "panel", page="x")


def test_a_search_for_nothing_says_so_and_keeps_what_was_typed(client, spring):
    assert client.get(SEARCH).status_code == 200
    for words, said in [("  ", "Write one word or more"), ("x" * 101, "x" * 101)]:
        response = client.post(SEARCH, {"words": words})
        assert response.status_code == 422
        assert said in response.content.decode()
    assert f'action="{SEARCH}"' in client.get("/rounds/spring/read/").content.decode()


@pytest.mark.parametrize("many", [2, 9])
def test_a_search_takes_as_many_queries_however_much_it_finds(
    client, many, django_assert_max_num_queries
):
    round = make_whole_round("Spring", asked=many, words=1)
    return_follow_ups(round, [(60, 70)] * many)
    client.get("/help/")
    with django_assert_max_num_queries(10):
        assert "page 2 of" in searched(client, "panel", page="2")


@pytest.mark.parametrize("many", [2, 9])
def test_the_number_of_queries_does_not_grow(
    client, many, django_assert_max_num_queries
):
    make_whole_round("Spring", asked=many)
    client.get("/help/")
    with django_assert_max_num_queries(10):
        assert client.get(PAGE).status_code == 200
