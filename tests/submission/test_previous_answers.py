"""Last time's answers beside an area's statements, through the curated correspondence."""

from datetime import date

import pytest

from assessments.models import DraftResponse, Submission
from assessments.submission import previous_answers
from assessments.submission.previous_submission import previous
from assessments.workflow import reopening, submitting
from frameworks.models import Correspondence, Statement
from tests.support.builders import (
    make_assessment,
    make_group,
    make_round,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.previous_submissions import dated, submit_earlier

LONG = "What we knew of this then, and how. " * 40


@pytest.fixture
def earlier(northmoor, mo):
    """Northmoor's of 2015: 6g is 7h now word for word, 6f is 7g reworded."""
    return submit_earlier(
        northmoor,
        mo,
        _6g={"evidence": "B&B last used in <2014>."},
        _6f={"evidence": "A protocol.", "rationale": "As agreed by all."},
        _6c={"evidence": "A panel."},
    )


@pytest.fixture
def url(assessment, housing):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@pytest.fixture
def as_cass(client, cass):
    client.force_login(cass)
    return client


def rows_of(client, url):
    page = client.get(url).context["page"]
    return {row.letter: row.previous for row in page.rows}


def test_nothing_is_shown_and_nothing_asked_without_a_last_time(
    as_cass, url, django_assert_num_queries
):
    as_cass.get(url)
    with django_assert_num_queries(10):
        page = markup(as_cass.get(url))
    assert "ast time" not in page
    page = markup(as_cass.get(url + "last-time/"))
    assert "Northmoor did not submit anything here before" in page


def test_it_costs_two_queries_more(as_cass, url, earlier, django_assert_num_queries):
    as_cass.get(url)
    with django_assert_num_queries(12):
        as_cass.get(url)


def test_each_statement_says_what_became_of_it(as_cass, url, earlier):
    previous = rows_of(as_cass, url)
    summaries = {letter: then.summary for letter, then in previous.items()}
    assert summaries["h"] == "Mostly agree (same wording)"
    assert summaries["g"] == "Mostly agree (reworded)"
    assert summaries["f"] == "not asked"
    assert summaries["a"].startswith("Mostly agree (a similar statement")
    expected = {
        letter: [
            (link.kind, link.earlier.code)
            for link in Correspondence.objects.filter(
                later__letter=letter,
                later__area__number=7,
                later__area__framework__edition="2020",
                earlier__area__framework__edition="2015",
            )
        ]
        for letter in previous
    }
    found = {
        letter: [(one.kind, one.code) for one in then.answers]
        for letter, then in previous.items()
    }
    assert found == expected


def test_the_changed_words_and_the_evidence_are_on_the_page(as_cass, url, earlier):
    page = markup(as_cass.get(url))
    assert "Last time: Mostly agree (reworded)" in page
    assert "[added: </span>working <" in page
    assert "B&amp;B last used in &lt;2014&gt;." in page
    assert "A protocol." in page
    assert "As agreed by all." in page
    assert "It asked something different, so you cannot copy its evidence" in page


def test_answers_without_a_rating_are_said_in_words(as_cass, url, northmoor, mo):
    submit_earlier(
        northmoor,
        mo,
        _6g={"outcome": "not_agreed", "rating": None, "candidates": [2, 3]},
        _6f={"outcome": "not_rated", "rating": None, "rationale": "Nobody knew."},
    )
    previous = rows_of(as_cass, url)
    assert (
        previous["h"].summary
        == "Could not agree between Mostly agree and Mostly disagree (same wording)"
    )
    assert previous["g"].summary == "Not rated (reworded)"
    assert "Nobody knew." in markup(as_cass.get(url))


def test_long_texts_are_cut_with_the_whole_a_link_away(as_cass, url, northmoor, mo):
    submit_earlier(northmoor, mo, _6g={"evidence": LONG.strip(), "ideas": "Ask"})
    page = markup(as_cass.get(url))
    assert LONG.strip() not in page
    assert LONG[:500] in page
    assert page.count('last-time/#statement-h">Read all of 6g') == 1
    assert LONG.strip() in markup(as_cass.get(url + "last-time/"))


def test_the_page_stays_small(as_cass, url, housing, northmoor, mo):
    submission = submit_earlier(northmoor, mo)
    content = submission.content
    for answer in content["responses"].values():
        answer |= {"evidence": LONG, "ideas": LONG}
    submission.figures.delete()
    Submission._base_manager.filter(pk=submission.pk)._raw_delete("default")
    submission.pk, submission._state.adding = None, True
    submission.save()
    rate(housing, 3, LONG)
    DraftResponse.objects.update(ideas=LONG)
    assert len(as_cass.get(url).content) < 150_000


def test_the_same_edition_is_matched_by_code(as_cass, url, northmoor, mo):
    submit_earlier(northmoor, mo, "2020", date(2019, 1, 1), _7h={"evidence": "Then"})
    previous = rows_of(as_cass, url)
    assert [(one.kind, one.code, one.evidence) for one in previous["h"].answers] == [
        ("same", "7h", "Then")
    ]
    assert previous["o"].summary == "Mostly agree (same wording)"
    page = as_cass.get(url + "last-time/")
    assert page.context["not_taken_up"] == []


def test_several_of_last_time_stand_together(as_cass, northmoor, mo, cass, assessment):
    statement = Statement.objects.get(
        area__framework__edition="2020", area__number=7, letter="h"
    )
    extra = Statement.objects.get(
        area__framework__edition="2015", area__number=8, letter="a"
    )
    Correspondence.objects.create(earlier=extra, later=statement, kind="reworded")
    submit_earlier(northmoor, mo, _6g={"evidence": "One"}, _8a={"evidence": "Two"})
    group = make_group(assessment, mo, cass, areas=[7])
    url = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"
    then = rows_of(as_cass, url)["h"]
    assert then.summary == "6g Mostly agree (same wording); 8a Mostly agree (reworded)"
    assert then.evidence == "One\n\nTwo"
    assert then.source.startswith("6g and 8a, Round ")


@pytest.fixture
def a_later_edition(mo):
    """Northmoor rates 7a of 2026, which continues 7h of 2020, and that 6g of 2015."""
    now = Statement.objects.get(
        area__framework__edition="2026", area__number=7, letter="a"
    )
    then = Statement.objects.get(
        area__framework__edition="2020", area__number=7, letter="h"
    )
    Correspondence.objects.create(
        earlier=then, later=now, kind="reworded", change="eight weeks"
    )
    return make_assessment(mo.memberships.get().authority, mo, edition="2026")


def test_an_edition_that_was_passed_over_leads_on(
    as_cass, a_later_edition, earlier, mo, cass
):
    group = make_group(a_later_edition, mo, cass, areas=[7])
    url = f"/assessments/{a_later_edition.pk}/groups/{group.pk}/areas/7/"
    then = rows_of(as_cass, url)
    assert then["a"].summary == "Mostly agree (reworded)"
    assert then["a"].evidence == "B&B last used in <2014>."
    assert then["b"].summary == "not asked"
    not_taken_up = as_cass.get(url + "last-time/").context["not_taken_up"]
    codes = {one.code for one in not_taken_up}
    assert "6f" in codes
    assert "6g" not in codes


def test_a_statement_that_nothing_leads_to_costs_one_query_more(
    assessment, earlier, django_assert_num_queries
):
    """The way through other editions is looked for; no text of the edition is read."""
    linked, not_linked = Statement.objects.filter(
        area__framework__edition="2020", area__number=7, letter__in="hf"
    ).order_by("-letter")
    for statement, queries in ((linked, 2), (not_linked, 3)):
        previous_answers.look_back_at(statement, assessment)  # its SQL is built
        with django_assert_num_queries(queries):
            found = previous_answers.look_back_at(statement, assessment)
        assert bool(found.by_letter[statement.letter].answers) == (queries == 2)


def test_the_report_looks_back_through_an_edition_that_was_passed_over(
    a_later_edition, earlier, mo
):
    found = previous(submit(a_later_edition, mo))
    assert found["content"]["edition"] == "2015"
    assert found["same"] == {"7a": "6g"}
    assert found["related"] == {}


def test_the_newest_by_its_own_date_counts(assessment, northmoor, mo, oli):
    """Whenever its round was opened, and whenever it was imported."""
    newest = submit_earlier(northmoor, mo, opens_on=date(2016, 1, 1))
    first = submit_earlier(northmoor, mo, opens_on=date(2014, 1, 1))
    middle = submit_earlier(northmoor, mo, opens_on=date(2015, 1, 1))
    submit_earlier(oli.memberships.get().authority, oli)
    type(middle.assessment.round).objects.update(opens_on=date(2019, 1, 1))
    assert list(previous_answers.newest(assessment)) == [newest]
    assert list(previous_answers.newest(newest.assessment)) == [middle]
    assert list(previous_answers.newest(middle.assessment)) == [first]
    assert not previous_answers.newest(first.assessment)


def test_what_is_submitted_again_stays_where_it_was(assessment, northmoor, mo):
    earlier = submit_earlier(northmoor, mo, opens_on=date(2016, 1, 1))
    again = earlier.assessment
    again.refresh_from_db()
    reopening.reopen(assessment=again, by=mo, reason="A slip")
    assert list(previous_answers.newest(assessment)) == [earlier]
    again.refresh_from_db()
    second = submitting.submit(
        assessment=again, by=mo, confirmed=submitting.unconfirmed_blanks(again)
    )
    assert list(previous_answers.newest(assessment)) == [second]
    mine = submit(assessment, mo)
    assert not previous_answers.newest(again)
    dated(mine, date(2018, 1, 1))
    assert list(previous_answers.newest(assessment)) == [earlier]


def test_of_one_day_the_later_comes_after(northmoor, mo):
    day = date(2016, 1, 1)
    one, other = (submit_earlier(northmoor, mo, opens_on=day) for _ in range(2))
    assert list(previous_answers.newest(other.assessment)) == [one]
    assert not previous_answers.newest(one.assessment)


def register(authority, code):
    authority.code = code
    authority.save()
    return authority


def test_the_last_time_of_an_authority_that_this_one_took_over_from(
    assessment, northmoor, mo, oli, as_cass, url
):
    """Dorset Council looks back at what Dorset County Council submitted, marked so."""
    register(northmoor, "E06000059")
    before = register(oli.memberships.get().authority, "E10000009")
    theirs = submit_earlier(before, oli, _6g={"evidence": "Before the change."})
    assert list(previous_answers.newest(assessment)) == [theirs]
    then = rows_of(as_cass, url)["h"]
    assert then.summary == "Mostly agree (same wording), answered by Eastvale"
    assert then.source.endswith(", Eastvale")
    page = " ".join(markup(as_cass.get(url + "last-time/")).split())
    assert "From what Eastvale submitted in" in page
    assert "took over from it" in page
    assert f"/submissions/{theirs.reference}/" not in page
    register(before, "E10000016")  # Kent's, of which Dorset has nothing
    assert not previous_answers.newest(assessment)


def test_a_new_round_without_a_submission_is_passed_over(assessment, northmoor, mo):
    make_assessment(northmoor, mo)
    assert not previous_answers.newest(assessment)


def test_the_full_page_has_everything_of_the_area(as_cass, url, earlier):
    response = as_cass.get(url + "last-time/")
    page = markup(response)
    assert page.count('<section class="app-statement"') >= 15
    assert earlier.reference in page
    assert "6g in <bdi>Round " in page
    assert "This was not asked last time." in page
    taken_up = set(
        Correspondence.objects.filter(
            later__area__framework__edition="2020"
        ).values_list("earlier", flat=True)
    )
    left = Statement.objects.filter(
        area__framework__edition="2015",
        area__theme=housing_theme(),
    ).exclude(pk__in=taken_up)
    assert {one.code for one in response.context["not_taken_up"]} == {
        one.code for one in left.select_related("area")
    }


def housing_theme():
    return Statement.objects.get(
        area__framework__edition="2020", area__number=7, letter="h"
    ).area.theme


def test_what_nothing_takes_up_now_is_told(as_cass, url, northmoor, mo):
    Correspondence.objects.filter(earlier__letter="g", earlier__area__number=6).delete()
    submit_earlier(northmoor, mo, _6g={"evidence": "B&B was last used in 2014."})
    response = as_cass.get(url + "last-time/")
    assert "6g" in {one.code for one in response.context["not_taken_up"]}
    page = markup(response)
    assert "B&amp;B was last used in 2014." in page.split("but not this time")[1]


def test_the_pages_of_a_past_round_need_no_statement_to_exist(as_cass, url, earlier):
    content = earlier.content
    del content["responses"]["6g"]
    earlier.figures.delete()
    Submission._base_manager.filter(pk=earlier.pk)._raw_delete("default")
    earlier.pk, earlier._state.adding = None, True
    earlier.save()
    assert rows_of(as_cass, url)["h"].summary == "Not rated (same wording)"


def test_who_may_read_it(url, earlier, mo, cass, dee, ann, oli, val):
    people = {mo: 200, cass: 200, dee: 403, ann: 403, oli: 404, val: 403}
    for person, status in people.items():
        client = client_of(person)
        assert client.get(url + "last-time/").status_code == status, person


def test_another_authoritys_last_time_is_nobody_elses(as_cass, url, oli):
    theirs = oli.memberships.get().authority
    submit_earlier(theirs, oli, _6g={"evidence": "CANARY"})
    assert "CANARY" not in markup(as_cass.get(url))
    assert "CANARY" not in markup(as_cass.get(url + "last-time/"))


def test_a_round_with_a_hostile_name_is_shown_as_text(as_cass, url, earlier):
    name = "<script>alert(1)</script>\u202e" + "x" * 60
    type(make_round()).objects.filter(pk=earlier.assessment.round_id).update(name=name)
    page = markup(as_cass.get(url + "last-time/"))
    assert "<script>alert" not in page
    assert f"<bdi>{'&lt;script&gt;'}" in page
