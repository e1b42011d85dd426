"""Similar statements in several areas, within one group's own drafts."""

import pytest

from assessments.models import DraftResponse
from tests.support.builders import make_group, rate
from tests.support.clients import client_of
from tests.support.draft_pages import errors_of, fields_of, post, shown
from tests.support.markup import markup


@pytest.fixture
def group(assessment, mo, cass):
    """7n, 2l and 4g ask about the local offer, 7o and 2m about feedback."""
    return make_group(assessment, mo, cass, areas=[2, 4, 7], name="Several")


@pytest.fixture
def url(assessment, group):
    return f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"


@pytest.fixture
def as_cass(client, cass):
    client.force_login(cass)
    return client


def of(group, code):
    return DraftResponse.objects.select_related("rating").get(
        draft__group=group,
        draft__area__number=code[:-1],
        statement__letter=code[-1],
    )


def write(group, code, **values):
    if "rating" in values:
        scale = group.assessment.round.framework.scale
        values["rating"] = scale.get(value=values["rating"])
    DraftResponse.objects.filter(pk=of(group, code).pk).update(**values)


def row_of(client, url, letter):
    page = client.get(url).context["page"]
    return next(row for row in page.rows if row.letter == letter)


def test_nothing_is_shown_while_nothing_is_cited(as_cass, url):
    assert "has evidence" not in markup(as_cass.get(url))


def test_evidence_of_siblings_is_offered(as_cass, url, group):
    write(group, "2l", evidence="The offer is <online>.", rating=4)
    write(group, "4g", evidence="It names a lead.")
    page = markup(as_cass.get(url))
    assert "Your group has evidence for similar statements, 2l and 4g" in page
    assert "The offer is &lt;online&gt;." in page
    assert 'name="save" value="reuse-n-2l"' in page
    assert 'name="save" value="reuse-n-4g"' in page
    assert "reuse-o-" not in page
    write(group, "4g", evidence="")
    page = markup(as_cass.get(url))
    assert "Your group has evidence for a similar statement, 2l" in page


def test_siblings_of_one_area_count_too(as_cass, assessment, mo, cass):
    group = make_group(assessment, mo, cass, areas=[1])
    write(group, "1j", evidence="A survey.")
    url = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/1/"
    assert [one.code for one in row_of(as_cass, url, "c").related_with_evidence] == [
        "1j"
    ]
    post(as_cass, url, save="reuse-c-1j")
    assert of(group, "1c").evidence == "A survey."


def test_ratings_that_differ_are_named_without_judgement(as_cass, url, group):
    write(group, "2l", rating=4)
    write(group, "4g", rating=2)
    assert row_of(as_cass, url, "n").rated_differently == []  # it has no rating yet
    write(group, "7n", rating=2)
    page = markup(as_cass.get(url))
    assert "Your group rated a similar statement, 2l, Agree." in page
    write(group, "7n", rating=4)
    page = markup(as_cass.get(url))
    assert "Your group rated a similar statement, 4g, Mostly disagree." in page


def test_other_groups_are_never_read(as_cass, url, group, assessment, mo, dee, oli):
    rate(make_group(assessment, mo, dee, name="Others"), 1, "CANARY")
    write(group, "7n", rating=4)
    page = markup(as_cass.get(url))
    assert "CANARY" not in page
    assert "has evidence" not in page
    assert "a similar statement" not in page
    assert post(as_cass, url, save="reuse-n-8j").status_code == 409
    assert of(group, "7n").evidence == ""


def test_it_is_added_whole_and_marked(as_cass, url, group, cass):
    text = "The offer.\n\n" + "It is online. " * 80
    write(group, "2l", evidence=text.strip(), ideas="An idea", rating=1)
    response = post(as_cass, url, save="reuse-n-2l", n_rating="4")
    assert (response.status_code, response["Location"]) == (302, f"{url}#statement-n")
    held = of(group, "7n")
    assert (held.evidence, held.carried_from) == (text.strip(), "2l")
    assert (held.rating.value, held.ideas, held.updated_by) == (4, "", cass)
    assert held.revisions.count() == 2  # the rating that was sent along, and the text
    assert "Copied from <bdi>2l</bdi>. Not checked yet." in markup(as_cass.get(url))
    assert of(group, "2l").version == 0


def test_it_comes_after_what_was_typed(as_cass, url, group):
    write(group, "2l", evidence="The offer.")
    write(group, "4g", evidence="A lead.")
    post(as_cass, url, save="reuse-n-2l", n_evidence="Typed just now", a_evidence="A")
    assert of(group, "7n").evidence == "Typed just now\n\nThe offer."
    assert of(group, "7a").evidence == "A"
    post(as_cass, url, save="reuse-n-4g")
    held = of(group, "7n")
    assert held.evidence == "Typed just now\n\nThe offer.\n\nA lead."
    assert held.carried_from == "2l and 4g"


def test_what_is_among_the_evidence_is_not_added_again(as_cass, url, group):
    write(group, "2l", evidence="The offer.")
    write(group, "7n", evidence="Typed before\n\nThe offer.")
    post(as_cass, url, save="reuse-n-2l")
    held = of(group, "7n")
    assert (held.evidence, held.carried_from) == ("Typed before\n\nThe offer.", "")


def test_twice_is_once(as_cass, url, group):
    write(group, "2l", evidence="The offer.")
    fields = shown(as_cass, url) | {"save": "reuse-n-2l"}
    answers = [as_cass.post(url, fields).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert of(group, "7n").evidence == "The offer."
    page = markup(as_cass.get(url))
    assert "The evidence of 2l is already in 7n" in page
    assert "Its evidence is already in 7n." in page
    assert "reuse-n-2l" not in page


def test_exactly_the_limit_fits_and_one_more_is_refused(as_cass, url, group):
    write(group, "2l", evidence="x" * 2000)
    typed = "y" * 2998
    assert post(as_cass, url, save="reuse-n-2l", n_evidence=typed).status_code == 302
    assert len(of(group, "7n").evidence) == 5000

    write(group, "7n", evidence="", carried_from="", version=7)
    response = post(as_cass, url, save="reuse-n-2l", n_evidence=typed + "y")
    assert response.status_code == 409
    [(anchor, message)] = errors_of(response)
    assert anchor == "statement-n"
    assert "the text would have 5,001 characters. The limit is 5,000" in message
    assert fields_of(response)["n-evidence"] == typed + "y"
    held = of(group, "7n")
    assert (held.evidence, held.carried_from) == (typed + "y", "")


def test_a_sibling_emptied_meanwhile_adds_nothing(as_cass, url, group):
    write(group, "2l", evidence="The offer.")
    fields = shown(as_cass, url) | {"save": "reuse-n-2l"}
    write(group, "2l", evidence="")
    response = as_cass.post(url, fields)
    assert response.status_code == 409
    assert "2l has no evidence any more" in errors_of(response)[0][1]


@pytest.mark.parametrize("code", ["7n", "2a", "3a", "99z", "2m", "", "2l-4g"])
def test_only_siblings_are_added(as_cass, url, group, code):
    rate(group, 3, "Everywhere")
    write(group, "7n", evidence="Mine")
    post(as_cass, url, save=f"reuse-n-{code}")
    assert of(group, "7n").evidence == "Mine"


def test_long_evidence_is_cut_on_the_page(as_cass, url, group):
    text = "word " * 400
    write(group, "2l", evidence=text.strip())
    page = markup(as_cass.get(url))
    assert text.strip() not in page
    assert f"{'word ' * 20}" in page
    assert "areas/2/#statement-l" in page


def test_a_group_with_everything_asks_no_more(
    as_cass, assessment, mo, cass, django_assert_num_queries
):
    group = make_group(assessment, mo, cass)
    rate(group, 3, "Everywhere")
    url = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"
    as_cass.get(url)
    with django_assert_num_queries(10):
        as_cass.get(url)


def test_readers_of_a_draft_are_shown_no_family(url, group, mo):
    write(group, "2l", evidence="SIBLING")
    page = markup(client_of(mo).get(url))
    assert "SIBLING" not in page
