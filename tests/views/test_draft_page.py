"""A working group's page of one area: who sees it, what it shows, what it takes."""

import re
from datetime import date

import pytest

from assessments.models import AuditEvent, Draft, DraftResponse
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_group,
    open_discussions,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.draft_pages import (
    BLANK,
    errors_of,
    fields_of,
    post,
    response_of,
    shown,
)
from tests.support.markup import markup
from tests.support.pages import form_of

LETTERS = "abcdefghijklmno"
LONG = "What we know about this, and how. " * 36  # as long as the longest of a return


@pytest.fixture
def url(assessment, housing):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@pytest.fixture
def as_cass(client, cass):
    client.force_login(cass)
    return client


def answer_of(letter="h"):
    response = response_of(letter)
    rating = response.rating and response.rating.value
    return rating, response.not_rated_reason, response.evidence, response.ideas


# What it shows


def test_it_shows_the_area_and_its_statements(as_cass, url, assessment):
    assessment.round.closes_on = date(2020, 6, 30)
    assessment.round.save()
    page = markup(as_cass.get(url))
    assert "7. Being in safe and settled accommodation</h1>" in page
    assert "0 of 15 rated, 0 with evidence" in page
    assert "Due by 30 June 2020." in page
    assert "Nobody else is in your group yet; your moderator can read it." in page
    assert re.findall(
        r'<fieldset class="app-statement[^"]*" id="statement-(\w+)"', page
    ) == [
        *LETTERS,
        "score",
    ]
    for box in ("Evidence", "Ideas"):
        names = re.findall(rf">{box} for (\w+)</label>", page)
        assert names == [f"7{letter}" for letter in LETTERS]
    assert "We would rate our current performance in... Being in safe" in page


def test_ratings_stand_in_the_papers_order_explained_once(as_cass, url):
    page = markup(as_cass.get(url))
    values = re.findall(r'type="radio" name="h-rating" value="(\w+)"', page)
    assert values == ["4", "3", "2", "1", "cannot", "none"]
    assert page.count("there is little or no evidence that this is in place") == 1
    assert " checked" not in page


def test_an_edition_that_asks_for_no_ideas(client, northmoor, mo, cass):
    assessment = make_assessment(northmoor, mo, edition="2015")
    group = make_group(assessment, mo, cass, areas=[7])
    client.force_login(cass)
    url = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"
    page = markup(client.get(url))
    assert page.count("Evidence for 7") == 10
    assert "-ideas" not in page
    client.post(url, shown(client, url) | {"b-evidence": "Yes", "b-ideas": "Ignored"})
    assert answer_of("b") == (None, "", "Yes", "")


def test_a_five_point_scale_needs_no_other_code(client, northmoor, mo, cass):
    assessment = make_assessment(northmoor, mo, edition="2026")
    group = make_group(assessment, mo, cass, areas=[7])
    client.force_login(cass)
    url = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"
    page = markup(client.get(url))
    letter = group.drafts.get().responses.first().statement.letter
    scale = [str(point.value) for point in assessment.round.framework.scale.all()]
    found = re.findall(rf'type="radio" name="{letter}-rating" value="(\w+)"', page)
    assert found == [*scale, "cannot", "none"]
    assert len(scale) == 5
    answer = {f"{letter}-rating": scale[0], f"{letter}-seen": BLANK}
    assert client.post(url, answer).status_code == 302
    assert group.drafts.get().responses.first().rating.value == int(scale[0])


def test_two_boxes_ticked_on_a_form_are_told(as_cass, url, housing):
    DraftResponse.objects.filter(pk=response_of().pk).update(
        not_rated_reason="undecided", candidates=[3, 2]
    )
    page = markup(as_cass.get(url))
    told = "Two boxes were ticked on the form: Mostly agree and Mostly disagree."
    assert page.count(told) == 1


def test_the_reason_it_was_handed_back_is_shown(as_cass, url, housing):
    housing.drafts.update(handed_back_because="7h needs <evidence>")
    page = markup(as_cass.get(url))
    assert "7h needs &lt;evidence&gt;" in page


def test_areas_before_and_after_and_what_is_left(as_cass, assessment, mo, cass):
    group = make_group(assessment, mo, cass, areas=[2, 7, 9])
    base = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/"
    first, middle = (markup(as_cass.get(f"{base}{n}/")) for n in [2, 7])
    assert (f'href="{base}2/" rel="prev"' in middle, f'href="{base}9/"' in middle) == (
        True,
        True,
    )
    assert 'rel="prev"' not in first
    assert '<a class="govuk-link" href="#statement-a">Next to rate: 7a</a>' in middle
    DraftResponse.objects.filter(draft__group=group, draft__area__number=7).update(
        not_rated_reason="unknown"
    )
    middle = markup(as_cass.get(f"{base}7/"))
    assert f'href="{base}9/#statement-a">Next to rate: 9a</a>' in middle
    assert "0 of 15 rated, 15 cannot be rated, 0 with evidence" in middle


@pytest.mark.parametrize("groups", [1, 6])
def test_it_asks_ten_times_however_much_there_is(
    as_cass, url, assessment, mo, cass, housing, groups, django_assert_num_queries
):
    for _ in range(groups):
        rate(make_group(assessment, mo, cass), 2, LONG)
    rate(housing, 3, LONG)
    as_cass.get(url)  # the session is new
    with django_assert_num_queries(10):
        as_cass.get(url)


def test_it_stays_small_with_long_texts(as_cass, url, housing):
    rate(housing, 3, LONG)
    DraftResponse.objects.update(ideas=LONG)
    assert len(as_cass.get(url).content) < 150_000


# Who may


def test_who_may_read_and_write_a_draft(url, housing, mo, cass, dee, ann, oli, val):
    people = {mo: (200, 403), cass: (200, 302), dee: (403, 403), ann: (403, 403)}
    people |= {oli: (404, 404), val: (403, 403)}
    fields = {"h-seen": BLANK}
    for person, (reads, writes) in people.items():
        client = client_of(person)
        assert client.get(url).status_code == reads, person
        assert (
            client.post(url, fields | {"h-evidence": person.name}).status_code == writes
        )
    assert response_of().evidence == "Cass"


@pytest.mark.parametrize("page", ["hand-in/", "history/h/"])
def test_the_seal_holds_on_every_page_of_a_draft(url, page, dee, oli):
    assert client_of(dee).get(url + page).status_code == 403
    assert client_of(oli).get(url + page).status_code == 404


def test_another_groups_draft_can_be_read_once_the_discussion_is_open(
    client, url, assessment, housing, mo, dee
):
    rate(housing, 3, "Housing's evidence")
    hand_in(housing, mo)
    client.force_login(dee)
    assert client.get(url).status_code == 403
    open_discussions(assessment, mo)
    page = markup(client.get(url))
    assert page.count("Housing&#x27;s evidence") == 15
    assert "<textarea" not in page
    assert "<input" not in page.split("<main")[1]


@pytest.mark.parametrize("number", [0, 11, 40000, 10**19, "9" * 300])
def test_no_such_area(as_cass, url, number):
    assert as_cass.get(url.replace("/7/", f"/{number}/")).status_code == 404


@pytest.mark.parametrize("group", [0, 10**19, "9" * 300])
def test_no_such_group(as_cass, assessment, group):
    path = f"/assessments/{assessment.pk}/groups/{group}/areas/7/"
    assert as_cass.get(path).status_code == 404


def test_only_reading_and_posting(as_cass, url):
    assert as_cass.put(url).status_code == 405


def test_somebody_taken_out_of_the_group_saves_nothing(as_cass, url, housing, cass):
    fields = shown(as_cass, url) | {"h-evidence": "Too late"}
    housing.members.remove(cass)
    assert as_cass.post(url, fields).status_code == 403
    cass.memberships.all().delete()
    assert as_cass.post(url, fields).status_code == 404
    assert answer_of() == (None, "", "", "")


# What it takes


def test_a_save_stores_everything_and_returns_to_the_statement(as_cass, url, cass):
    response = post(
        as_cass,
        url,
        h_rating="4",
        h_evidence="Panel",
        b_reason="unknown",
        score_given="7",
        save="h",
    )
    assert (response.status_code, response["Location"]) == (302, f"{url}#statement-h")
    assert answer_of() == (4, "", "Panel", "")
    assert answer_of("b") == (None, "unknown", "", "")
    assert Draft.objects.get(area__number=7).global_score == 7
    assert response_of().updated_by == cass
    page = markup(as_cass.get(url))
    assert re.search(r"Saved at (\d\d?(:\d\d)?[ap]m|midday|midnight)</p>", page)
    assert "1 of 15 rated, 1 cannot be rated, 1 with evidence" in page
    assert page.count("Saved by <bdi>Cass</bdi>") == 2


@pytest.mark.parametrize(
    ("button", "leads"),
    [
        ("all", ""),
        ("score", "#statement-score"),
        ("z", ""),
        ("//elsewhere.example", ""),
        ("hand_in", "hand-in/"),
        ("next", "../9/"),
    ],
)
def test_where_a_button_leads(as_cass, url, button, leads):
    target = url.replace("/7/", "/9/") if leads.startswith("..") else url + leads
    assert post(as_cass, url, save=button)["Location"] == target


def test_saving_a_page_as_it_is_changes_nothing(as_cass, url, housing):
    rate(housing, 3, LONG.strip())
    assert post(as_cass, url).status_code == 302
    assert set(DraftResponse.objects.values_list("version", flat=True)) == {0}


def test_a_double_post_is_one_change(as_cass, url):
    fields = shown(as_cass, url) | {"h-rating": "4", "h-evidence": "Panel"}
    assert [as_cass.post(url, fields).status_code for _ in range(2)] == [302, 302]
    assert (answer_of(), response_of().version) == ((4, "", "Panel", ""), 1)


def test_a_rating_is_taken_back(as_cass, url):
    post(as_cass, url, h_rating="4", h_evidence="Panel")
    post(as_cass, url, h_rating="none")
    assert answer_of() == (None, "", "Panel", "")
    post(as_cass, url, h_rating="cannot", h_reason="outside")
    assert answer_of() == (None, "outside", "Panel", "")
    post(as_cass, url, h_rating="none")  # the reason is still sent
    assert answer_of() == (None, "", "Panel", "")


def test_cannot_rate_without_a_reason_is_a_state_of_its_own(as_cass, url):
    post(as_cass, url, h_rating="4", h_evidence="Panel")
    post(as_cass, url, h_rating="cannot")
    assert answer_of() == (None, "unsaid", "Panel", "")
    page = markup(as_cass.get(url))
    assert '<span data-state-of="h">We cannot rate this, with evidence</span>' in page
    assert "0 of 15 rated, 1 cannot be rated, 1 with evidence" in page
    fields = shown(as_cass, url)
    assert (fields["h-rating"], fields["h-reason"]) == ("cannot", "")
    warnings = as_cass.get(url + "hand-in/").context["warnings"]
    assert [row.code for row in warnings.no_reason] == ["7h"]
    assert "7h" not in [row.code for row in warnings.not_rated]


def test_a_rating_takes_the_place_of_a_reason_that_was_stored(as_cass, url):
    post(as_cass, url, h_rating="cannot", h_reason="unknown")
    post(as_cass, url, h_rating="2")  # the reason is still sent
    assert answer_of() == (2, "", "", "")


def test_one_statement_at_a_time_is_kept_for_the_person(as_cass, url, cass, dee):
    post(as_cass, url, a_rating="4", h_evidence="Panel", save="show_one")
    assert answer_of()[2] == "Panel"
    page = markup(as_cass.get(url))
    assert 'class="app-statement app-current" id="statement-b"' in page
    assert '<form method="post" action="' + url in page
    assert 'class="app-one"' in page
    assert 'href="#statement-i">Next</a>' in page
    cass.refresh_from_db()
    dee.refresh_from_db()
    assert (cass.one_at_a_time, dee.one_at_a_time) == (True, False)
    post(as_cass, url, save="show_all")
    assert 'class="app-one"' not in markup(as_cass.get(url))


def test_a_key_pressed_in_a_text_presses_save_all(as_cass, url):
    page = markup(as_cass.get(url))
    buttons = re.findall(r"<button [^>]*>", page.split("<main")[1])
    assert 'form="draft" name="save" value="all"' in buttons[0]


def test_a_reason_alone_is_enough(as_cass, url):
    post(as_cass, url, h_reason="asking")
    assert answer_of() == (None, "asking", "", "")
    assert shown(as_cass, url)["h-rating"] == "cannot"


@pytest.mark.parametrize(
    "rating",
    ["0", "5", "-1", "4.0", "4.5", "NaN", "four", "٣", "[]", "1e0", "1_000", "1" * 24],
)
def test_a_rating_that_is_none_of_the_scales(as_cass, url, rating):
    post(as_cass, url, h_rating="3")
    response = post(as_cass, url, h_rating=rating, h_evidence="Typed")
    assert response.status_code == 422
    assert errors_of(response) == [
        ("id_h-rating", "7h: Select one of the ratings in the list")
    ]
    assert answer_of() == (3, "", "", "")


def test_two_ratings_are_refused(as_cass, url):
    response = as_cass.post(url, {"h-rating": ["1", "4"], "h-evidence": "Typed"})
    assert response.status_code == 422
    assert errors_of(response) == [("id_h-rating", "7h: Select only one rating")]
    assert answer_of() == (None, "", "", "")


def test_a_rating_and_a_reason_at_once_are_refused(as_cass, url):
    response = post(as_cass, url, h_rating="4", h_reason="unknown")
    assert errors_of(response) == [
        (
            "id_h-rating",
            "7h: Select a rating or a reason why you cannot rate it, but not both",
        )
    ]
    assert answer_of() == (None, "", "", "")


@pytest.mark.parametrize("score", ["11", "-1", "5.5", "10/10", "07", "٧"])
def test_a_score_that_is_none(as_cass, url, score):
    response = post(as_cass, url, score_given=score)
    assert response.status_code == 422
    assert errors_of(response) == [
        ("id_score-given", "Score: Select a whole number from 0 to 10")
    ]
    assert Draft.objects.get(area__number=7).global_score is None


def test_on_bad_input_nothing_is_stored_and_everything_typed_is_shown(as_cass, url):
    long = "x" * 5001
    response = post(as_cass, url, a_evidence="Kept too", h_evidence=long, h_rating="4")
    page = markup(response)
    assert response.status_code == 422
    assert errors_of(response) == [
        (
            "id_h-evidence",
            "Evidence for 7h: Shorten this to 5,000 characters or fewer. It has 5,001",
        )
    ]
    assert 'href="#id_h-evidence"' in page
    assert long in page
    assert ">\nKept too</textarea>" in page
    assert answer_of("a") == answer_of("h") == (None, "", "", "")


def test_exactly_the_limit_is_stored_as_a_browser_counts(as_cass, url):
    lines = ("y" * 24 + "\n") * 200  # a browser sends each break as two characters
    assert post(as_cass, url, h_evidence=lines.replace("\n", "\r\n")).status_code == 302
    assert response_of().evidence == lines.strip()
    text = "z" * 4998 + "🏡"
    assert post(as_cass, url, h_evidence=text).status_code == 302
    assert response_of().evidence == text


def test_a_character_that_is_none_is_an_error(as_cass, url):
    response = post(as_cass, url, h_evidence="a\0b")
    assert response.status_code == 422
    assert "Remove the characters that cannot be read" in errors_of(response)[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 𝔘𝔫𝔦",
        "\u202eright to left",
        "e" + "\u0301" * 4000,
        "zero\u200bwidth \ufeffmark",
        "<script>alert(1)</script><svg onload=alert(1)>",
        "</textarea><img src=x onerror=alert(1)> \"'`",
        "{{7*7}} {% debug %}",
        "100% %s {0} %(x)s",
        "\n\nlines\n\n\nbetween",
    ],
)
def test_what_was_typed_comes_back(as_cass, url, text):
    assert post(as_cass, url, h_evidence=text).status_code == 302
    stored = response_of().evidence
    assert stored == text.strip()
    assert shown(as_cass, url)["h-evidence"] == stored
    page = markup(as_cass.get(url))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    post(as_cass, url, a_evidence="Another")
    assert response_of().version == 1


def test_what_the_page_does_not_ask_is_ignored(as_cass, url, oli, mo):
    theirs = make_group(make_assessment(oli.memberships.get().authority, oli), oli)
    other = theirs.drafts.get(area__number=7).responses.first()
    response = as_cass.post(
        url,
        {
            "h-rating": "4",
            "h-seen": BLANK,
            "status": "submitted",
            "role": "moderator",
            "is_staff": "1",
            "zz-rating": "4",
            "h-id": other.pk,
            "h-response": other.pk,
            "h-updated_by": mo.pk,
            "group": theirs.pk,
        },
    )
    assert response.status_code == 302
    assert response_of(draft__group__name="Housing").rating.value == 4
    assert not DraftResponse.objects.filter(draft__group=theirs, version__gt=0).exists()


def test_a_post_without_any_answer_is_told_so(as_cass, url):
    response = as_cass.post(url, {"save": "all", "q-evidence": "No such statement"})
    assert response.status_code == 422
    assert errors_of(response) == [
        ("", "The page came without any answers. Check them, then save again")
    ]


# Two people


def test_a_stale_page_shows_both_texts_and_saves_the_rest(
    as_cass, url, assessment, mo, dee
):
    assessment.groups.get().members.add(dee)
    fields = shown(as_cass, url)
    post(client_of(dee), url, h_evidence="Dee's words", b_evidence="Dee's too")
    mine = fields | {"h-evidence": "Cass's words", "h-rating": "2", "c-rating": "4"}
    response = as_cass.post(url, mine)
    page = markup(response)
    assert response.status_code == 409
    assert "<bdi>Dee</bdi> changed 7h while this page was open" in page
    assert page.count("app-conflict__side--yours") == 1
    assert ">\nCass&#x27;s words</textarea>" in page
    assert answer_of() == (2, "", "Dee's words", "")
    assert answer_of("b")[2] == "Dee's too"
    assert answer_of("c")[0] == 4

    assert as_cass.post(url, fields_of(response)).status_code == 302
    assert answer_of() == (2, "", "Cass's words", "")
    kept = [revision.content["evidence"] for revision in response_of().revisions.all()]
    assert kept[0] == "Cass's words"
    assert "Dee's words" in kept


def test_two_ratings_at_once_clash(as_cass, url, housing, dee):
    housing.members.add(dee)
    fields = shown(as_cass, url)
    post(client_of(dee), url, h_rating="1", score_given="3")
    response = as_cass.post(url, fields | {"h-rating": "4", "score-given": "9"})
    page = markup(response)
    assert response.status_code == 409
    assert ">Disagree</p>" in page
    assert ">Agree</p>" in page
    assert fields_of(response)["h-rating"] == "4"
    assert fields_of(response)["score-given"] == "9"
    assert Draft.objects.get(area__number=7).global_score == 3
    as_cass.post(url, fields_of(response))
    assert answer_of()[0] == 4
    assert Draft.objects.get(area__number=7).global_score == 9


def test_a_clash_names_nobody_for_a_field_that_somebody_else_may_have_written(
    as_cass, url, housing, dee
):
    housing.members.add(dee)
    fields = shown(as_cass, url)
    post(as_cass, url, h_evidence="Written in another window")
    post(client_of(dee), url, h_rating="1")
    response = as_cass.post(url, fields | {"h-evidence": "Written in this one"})
    page = markup(response)
    assert "<bdi>Dee</bdi> changed 7h while this page was open" in page
    assert 'Evidence saved now</h4><p class="app-text" dir="auto">Written in an' in page
    assert 'data-choice>Keep what is saved<span class="govuk-visually-hidden">' in page


@pytest.mark.parametrize(
    ("button", "evidence"),
    [
        ("both-h-evidence", "Dee's words\n\nCass's words"),
        ("theirs-h-evidence", "Dee's words"),
        ("h", "Cass's words"),
    ],
)
def test_deciding_one_clash_decides_no_other(
    as_cass, url, housing, dee, button, evidence
):
    housing.members.add(dee)
    fields = shown(as_cass, url)
    post(
        client_of(dee),
        url,
        h_evidence="Dee's words",
        b_evidence="Dee's",
        score_given="3",
    )
    mine = {"h-evidence": "Cass's words", "b-evidence": "Cass's", "score-given": "9"}
    clashing = as_cass.post(url, fields | mine)
    later = {"b-ideas": "An idea", "save": button}
    response = as_cass.post(url, form_of(clashing) | later)
    assert response.status_code == 409
    assert form_of(response)["b-evidence"] == ["Cass's"]
    assert form_of(response)["score-given"] == ["9"]
    assert answer_of()[2] == evidence
    assert answer_of("b")[2:] == ("Dee's", "An idea")
    assert Draft.objects.get(area__number=7).global_score == 3
    response = as_cass.post(url, form_of(response) | {"save": "theirs-b-evidence"})
    assert answer_of("b")[2:] == ("Dee's", "An idea")
    assert response.status_code == 409
    response = as_cass.post(url, form_of(response) | {"save": "score"})
    assert response.status_code == 302
    assert Draft.objects.get(area__number=7).global_score == 9


@pytest.mark.parametrize("token", ["", "-1", "0", "9" * 5000, "7.a.b", "x\0y"])
def test_a_strange_token_overwrites_nothing(as_cass, url, token):
    post(as_cass, url, h_evidence="Stored")
    response = as_cass.post(url, {"h-evidence": "Mine", "h-seen": token})
    assert response.status_code == 409
    assert fields_of(response)["h-evidence"] == "Mine"
    assert answer_of()[2] == "Stored"


# Handing in and back


def test_handing_in_lists_what_is_thin_and_hinders_nobody(as_cass, url, cass):
    post(
        as_cass,
        url,
        a_rating="4",
        b_rating="3",
        b_evidence="tbc, ask jo@example.org",
        c_rating="1",
        d_reason="unknown",
    )
    response = as_cass.get(url + "hand-in/")
    thin = response.context["warnings"]
    assert [row.code for row in thin.not_rated] == [f"7{n}" for n in "efghijklmno"]
    assert [row.code for row in thin.no_evidence] == ["7a"]
    assert [(row.code, found) for row, found in thin.found] == [
        ("7b", [("unfinished", "tbc"), ("possible email address", "jo@example.org")])
    ]
    answers = [as_cass.post(url + "hand-in/") for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, url + "handed-in/")
    ] * 2
    draft = Draft.objects.get(area__number=7)
    assert draft.handed_in_by == cass
    assert AuditEvent.objects.filter(kind="handed_in").count() == 1
    assert "Area 7 handed in" in markup(as_cass.get(url + "handed-in/"))
    page = markup(as_cass.get(url))
    assert "<textarea" not in page


@pytest.mark.parametrize("is_open", [False, True])
def test_who_will_read_it_is_said_as_it_is(
    as_cass, url, assessment, housing, mo, dee, mailoutbox, is_open
):
    housing.members.add(dee)
    if is_open:
        open_discussions(assessment, mo)
    sealed = [
        "once you hand it in and the discussion opens",
        "no other group can see it until your moderator opens",
        "Other groups cannot see it until",
        "you can ask on that page to have it handed back",
    ]
    revealed = [
        "other groups that have handed in can read it as soon as you hand it in",
        "and you can read theirs. Your group can no longer change it, and nobody can",
        "is open, so other groups that have handed in can read it",
        "your group can give a second rating from that page, because",
    ]
    said = [as_cass.get(url + path).content.decode() for path in ("", "hand-in/")]
    as_cass.post(url + "hand-in/")
    said = " ".join(" ".join(said + [mail.body for mail in mailoutbox]).split())
    assert [words in said for words in sealed] == [not is_open] * 4
    assert [words in said for words in revealed] == [is_open] * 4


def test_a_handed_in_draft_refuses_a_save_and_shows_the_text(as_cass, url, housing, mo):
    fields = shown(as_cass, url) | {"h-evidence": "Written just too late"}
    hand_in(housing, mo)
    response = as_cass.post(url, fields)
    assert response.status_code == 409
    assert "Written just too late" in markup(response)
    assert answer_of()[2] == ""


def test_a_submitted_assessment_can_be_read(as_cass, url, assessment, mo):
    post(as_cass, url, h_evidence="Stored")
    submit(assessment, mo)
    page = markup(as_cass.get(url))
    assert "The assessment is closed, so this draft can no longer" in page
    assert "Stored" in page
    assert as_cass.post(url, {"h-evidence": "Late"}).status_code == 409


def test_only_members_hand_in(url, mo, dee):
    assert client_of(mo).get(url + "hand-in/").status_code == 403
    assert client_of(mo).post(url + "hand-in/").status_code == 403
    assert client_of(dee).post(url + "hand-in/").status_code == 403
    assert not Draft.objects.filter(handed_in_at__isnull=False).exists()


def test_the_moderator_hands_back_with_a_reason(client, url, housing, mo, cass, dee):
    hand_in(housing, cass)
    back = url + "hand-back/"
    for person, status in [(cass, 403), (dee, 403)]:
        assert client_of(person).post(back, {"reason": "x"}).status_code == status
    client.force_login(mo)
    assert f'href="{back}"' in markup(client.get(url))
    empty = client.post(back, {"reason": " "})
    assert (empty.status_code, errors_of(empty)) == (
        422,
        [("id_reason", "Enter why you are handing it back")],
    )
    assert client.post(back, {"reason": "7h, please"})["Location"] == url
    draft = Draft.objects.get(area__number=7)
    assert (draft.is_handed_in, draft.handed_back_because) == (False, "7h, please")
    again = client.post(back, {"reason": "Twice"})
    assert again.status_code == 409
    assert "Twice" in markup(again)


def test_nothing_is_handed_back_after_opening(client, url, assessment, housing, mo):
    hand_in(housing, mo)
    open_discussions(assessment, mo)
    client.force_login(mo)
    assert "hand-back" not in markup(client.get(url))
    assert client.post(url + "hand-back/", {"reason": "x"}).status_code == 409
    assert Draft.objects.get(area__number=7).is_handed_in
