"""Two browsers, two people: 0 lost, 0 crossed, 0 refused without a real clash.

Every save here comes as a browser's would: a POST to the page's own URL. The
trials add up to 200 and more.
"""

import re

import pytest

from assessments.field_merge import seen_token
from assessments.models import Draft, DraftResponse, DraftRevision
from assessments.workflow import drafting, submitting
from tests.support.builders import complete, make_assessment, make_group, make_member
from tests.support.clients import client_of
from tests.support.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

BLANK = seen_token(0, {"answer": [None, ""], "evidence": "", "ideas": ""})
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def url(assessment, housing, dee):
    housing.members.add(dee)
    return url_of(assessment, housing)


def url_of(assessment, group):
    return f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"


def stored(letter, group=None):
    of = {"draft__group": group} if group else {}
    return DraftResponse.objects.get(
        draft__area__number=7, statement__letter=letter, **of
    )


def shown(client, url):
    """Return every field of the page's form, as a browser would send it back."""
    page = client.get(url).context[-1]["page"]
    forms = [*(row.form for row in page.rows), page.score_form]
    return {field.html_name: field.value() or "" for form in forms for field in form}


def posts(client, url, fields, **extra):
    def post():
        response = client.post(url, fields, **extra)
        return response.status_code

    return post


def test_different_statements_at_once_are_both_kept(url, cass, dee):
    """60 rounds of two people saving their whole pages, each with another change."""
    clients = [client_of(cass), client_of(dee)]
    kept = 0
    for trial in range(60):
        pages = [shown(client, url) for client in clients]
        texts = [f"Cass {trial}", f"Dee {trial}"]
        answers = at_once(
            *(
                posts(client, url, page | {f"{letter}-evidence": text})
                for client, page, letter, text in zip(
                    clients, pages, "ho", texts, strict=True
                )
            )
        )
        assert answers == [302, 302]
        kept += (stored("h").evidence == texts[0]) + (stored("o").evidence == texts[1])
    assert kept == 120


def test_different_fields_of_one_statement_are_both_kept(url, cass, dee):
    clients = [client_of(cass), client_of(dee)]
    for trial in range(20):
        pages = [shown(client, url) for client in clients]
        changes = [{"h-evidence": f"Cass {trial}"}, {"h-ideas": f"Dee {trial}"}]
        answers = at_once(
            *(
                posts(client, url, page | change)
                for client, page, change in zip(clients, pages, changes, strict=True)
            )
        )
        response = stored("h")
        assert answers == [302, 302]
        assert (response.evidence, response.ideas) == (f"Cass {trial}", f"Dee {trial}")


def test_of_twelve_saves_of_one_version_one_is_taken(url, cass):
    clients = [client_of(cass) for _ in range(12)]
    for letter in "abcde":
        texts = [f"{number:02} of twelve" for number in range(12)]
        answers = at_once(
            *(
                posts(
                    client,
                    url,
                    {f"{letter}-seen": BLANK, f"{letter}-evidence": text},
                    **JSON,
                )
                for client, text in zip(clients, texts, strict=True)
            )
        )
        assert sorted(answers) == [200] + [409] * 11
        assert stored(letter).evidence == texts[answers.index(200)]
        assert stored(letter).version == 1


def test_the_same_statement_at_once_keeps_both_texts(url, cass, dee):
    """One is stored; the other is told, and stores hers on purpose from the answer."""
    clients = [client_of(cass), client_of(dee)]
    for trial in range(30):
        pages = [shown(client, url) for client in clients]
        texts = [f"Cass {trial}", f"Dee {trial}"]
        answers = at_once(
            *(
                posts(client, url, page | {"h-evidence": text})
                for client, page, text in zip(clients, pages, texts, strict=True)
            )
        )
        assert sorted(answers) == [302, 409]
        first, second = answers.index(302), answers.index(409)
        assert stored("h").evidence == texts[first]
        again = pages[second] | {"h-evidence": texts[second]}
        told = clients[second].post(url, again)
        body = told.content.decode()
        assert told.status_code == 409
        assert texts[0] in body
        assert texts[1] in body
        again["h-seen"] = re.search(r'name="h-seen" value="([^"]+)"', body)[1]
        assert clients[second].post(url, again).status_code == 302
        assert stored("h").evidence == texts[second]
    revisions = DraftRevision.objects.filter(response=stored("h"))
    kept = {revision.content["evidence"] for revision in revisions}
    assert kept == {f"{who} {trial}" for who in ["Cass", "Dee"] for trial in range(30)}


def test_two_tabs_on_two_assessments_never_cross(url, northmoor, housing, mo, cass):
    """One browser, one session, two pages of the same area."""
    other = make_assessment(northmoor, mo)
    theirs = make_group(other, mo, cass, areas=[7])
    client, second = client_of(cass), client_of(cass)
    second.cookies = client.cookies
    addresses = [url, url_of(other, theirs)]
    for trial in range(30):
        pages = [shown(client, address) for address in addresses]
        texts = [f"First tab {trial}", f"Second tab {trial}"]
        answers = at_once(
            *(
                posts(tab, address, page | {"h-evidence": text})
                for tab, address, page, text in zip(
                    [client, second], addresses, pages, texts, strict=True
                )
            )
        )
        assert answers == [302, 302]
        assert [stored("h", group).evidence for group in (housing, theirs)] == texts


def test_a_double_post_is_one_change(url, cass):
    clients = [client_of(cass), client_of(cass)]
    for trial in range(20):
        fields = shown(clients[0], url) | {"h-evidence": f"Twice {trial}"}
        answers = at_once(*(posts(client, url, fields) for client in clients))
        assert answers == [302, 302]
        assert stored("h").version == trial + 1


def test_a_page_from_the_back_button_takes_nothing_back(url, cass, dee):
    """An old page whose evidence is as it was leaves what was written since."""
    client, other = client_of(cass), client_of(dee)
    for trial in range(20):
        old = shown(client, url)
        other.post(url, shown(other, url) | {"h-evidence": f"Since then {trial}"})
        assert client.post(url, old | {"b-ideas": f"Idea {trial}"}).status_code == 302
        assert stored("h").evidence == f"Since then {trial}"
        assert stored("b").ideas == f"Idea {trial}"


@pytest.mark.parametrize("ending", ["hand in", "submit"])
def test_what_was_saved_is_in_what_was_closed(assessment, mo, cass, ending, northmoor):
    """A save while somebody hands in, or submits, is in it or is refused."""
    member = make_member(northmoor)
    for trial in range(10):
        each = make_assessment(northmoor, mo)
        group = make_group(each, mo, cass, member, areas=[7])
        complete(each, mo)
        draft = Draft.objects.select_related(
            "group__assessment__round__framework", "area"
        ).get(group=group)

        def close(draft=draft, each=each):
            if ending == "hand in":
                drafting.hand_in(draft=draft, by=member)
            else:
                submitting.submit(
                    assessment=each,
                    by=mo,
                    confirmed=submitting.unconfirmed_blanks(each),
                )
            return stored("h", draft.group).evidence

        text = f"At the last moment {trial}"
        fields = {"h-seen": BLANK, "h-evidence": text}
        answer, closed_with = at_once(
            posts(client_of(cass), url_of(each, group), fields, **JSON), close
        )
        assert (answer, closed_with) in [(200, text), (409, "")]
        assert stored("h", group).evidence == closed_with
