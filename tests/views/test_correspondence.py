"""The correspondence of a new edition, decided statement by statement."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from assessments.desk.new_edition import kept_files, work_on
from assessments.models import CorrespondenceDecision, EditionFile
from assessments.workflow import new_edition
from frameworks.loader import users_of
from frameworks.models import Correspondence, Framework
from tests.support.builders import make_user
from tests.support.clients import client_of
from tests.support.framework_files import find, link, load, next_edition

pytestmark = pytest.mark.django_db
PAGE = "/new-edition/"


def text_of(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def encoded(given=None):
    return json.dumps(given or next_edition()).encode()


def keep(val, given=None):
    data = encoded(given)
    return new_edition.keep(
        name="edition.json", data=data, later="2021", earlier="2020", by=val
    )


def decide_all(kept, by, but=()):
    """Accept every suggestion, but of some places."""
    CorrespondenceDecision.objects.bulk_create(
        CorrespondenceDecision(
            file=kept, place=item.place, number=1, links=item.suggested, by=by
        )
        for item in work_on(kept).items
        if item.place not in but
    )


def url_of(kept, place=None):
    if place is None:
        return reverse("correspondence", args=[kept.pk])
    return reverse("decide_correspondence", args=[kept.pk, place])


def answer(seen=0, **boxes):
    """Return the boxes of a page, with `first_earlier` as `first-earlier`."""
    named = {name.replace("_", "-", 1): value for name, value in boxes.items()}
    return {"seen": str(seen), **named}


NEW = answer(first_kind="new")


def test_a_checked_file_is_kept_once_and_leads_to_the_decisions(val):
    client = client_of(val)
    for _ in range(2):
        file = SimpleUploadedFile("a.json", encoded(), "application/json")
        response = client.post(PAGE, {"file": file}, MULTIPART_CONTENT)
    kept = EditionFile.objects.get()
    assert (kept.later, kept.earlier.edition, kept.by) == ("2021", "2020", val)
    assert response.content.decode().count(f'href="{url_of(kept)}"') == 2
    assert "0 decided" in text_of(client.get(PAGE))
    assert not Framework.objects.filter(edition="2021").exists()


def test_a_file_that_says_which_came_from_which_is_not_kept(val):
    given = [*next_edition(), link(["2020", 1, "a"], ["2021", 1, "a"])]
    file = SimpleUploadedFile("a.json", encoded(given), "application/json")
    client_of(val).post(PAGE, {"file": file}, MULTIPART_CONTENT)
    assert not EditionFile.objects.exists()


def test_a_suggestion_is_accepted_as_it_is_and_leads_on(val):
    kept, client = keep(val), client_of(val)
    page = client.get(url_of(kept, "1a"))
    assert "Suggested, by the words they share: Reworded, was 1a" in text_of(page)
    first = page.context["forms"].first
    boxes = {field.html_name: field.value() or "" for field in first}
    assert boxes["first-kind"] == "reworded"
    response = client.post(url_of(kept, "1a"), {"seen": "0", **boxes})
    assert response["Location"] == url_of(kept, "1b")
    decision = kept.decisions.get()
    assert (decision.by, decision.links[0]["earlier"]) == (val, "1a")
    overview = text_of(client.get(url_of(kept)))
    assert "1 of 106 statements are decided" in overview
    assert "Continue with 1b" in overview


def test_a_suggestion_is_changed_to_another_statement_and_a_second(val):
    kept = keep(val)
    sent = answer(
        first_kind="related",
        first_earlier="2c",
        first_change="broader term",
        first_note="“Home” → “place”",
        also_kind="moved",
        also_earlier="3a",
    )
    client_of(val).post(url_of(kept, "1a"), sent)
    assert kept.decisions.get().links == [
        {
            "earlier": "2c",
            "kind": "related",
            "change": "broader term",
            "note": "“Home” → “place”",
        },
        {"earlier": "3a", "kind": "moved", "change": "", "note": ""},
    ]


def accept(client, kept, *, but=()):
    """Press the one button of the page, with the pairs it shows except some."""
    page = client.get(url_of(kept)).content.decode()
    pairs = re.findall(r'name="pair" value="([^"]+)"', page)
    sent = {"pair": [each for each in pairs if each.split()[0] not in but]}
    return client.post(
        reverse("accept_word_for_word", args=[kept.pk]), sent, follow=True
    )


def test_the_same_words_are_accepted_at_once_each_as_a_decision_of_its_own(val):
    kept, client = keep(val), client_of(val)
    listed = text_of(client.get(url_of(kept)))
    assert "104 statements have exactly the words of one in 2020" in listed
    response = accept(client, kept)
    assert "104 statements have been decided." in text_of(response)
    assert "104 of 106 statements are decided" in text_of(response)
    assert "exactly the words" not in text_of(response)
    rows = kept.decisions.values_list("place", "number", "by", "links")
    same = {"kind": "same", "change": "", "note": ""}
    assert sorted(rows) == sorted(
        (item.place, 1, val.pk, [{"earlier": item.place, **same}])
        for item in work_on(kept).items
        if item.place not in ("1a", "1b")  # one has other words, and one is new
    )
    assert client.post(url_of(kept, "1c"), NEW | {"seen": "1"}).status_code == 302
    assert kept.decisions.filter(place="1c", number=2).get().links == []


def test_only_white_space_may_differ(val):
    given = next_edition()
    for letter, edit in [
        ("c", lambda text: text.replace(" ", " \n ")),
        ("d", lambda text: text + "."),
        ("e", lambda text: text.upper()),
        ("f", lambda text: f"**{text}**"),
    ]:
        fields = find(given, "statement", area=["2021", 1], letter=letter)
        fields["text_md"] = edit(fields["text_md"])
    work = work_on(keep(val, given))
    word_for_word = {item.place for item in work.word_for_word}
    others = [item.place for item in work.items if item.place not in word_for_word]
    assert others == ["1a", "1b", "1d", "1e", "1f"]


def test_what_a_person_did_not_see_or_a_colleague_decided_is_not_accepted(val):
    kept, kit = keep(val), make_user("kit", is_staff=True)
    client = client_of(val)
    url = reverse("accept_word_for_word", args=[kept.pk])
    client_of(kit).post(url_of(kept, "2a"), NEW)
    pairs = ["1a reworded 1a", "2a same 2a", "2b same 2c", "2d same 2d", "\0", "99z"]
    response = client.post(url, {"pair": pairs}, follow=True)
    text = text_of(response)
    assert "1 statement has been decided. 5 were not" in text
    assert [(each.place, each.by) for each in kept.decisions.order_by("place")] == [
        ("2a", kit),
        ("2d", val),
    ]
    again = client.post(url, {"pair": pairs}, follow=True)
    assert "Important Nothing has changed." in text_of(again)
    assert kept.decisions.count() == 2


def test_the_same_words_in_another_area_are_listed_as_moved(val):
    given = next_edition()
    first = find(given, "statement", area=["2021", 1], letter="c")
    second = find(given, "statement", area=["2021", 2], letter="a")
    first["text_md"], second["text_md"] = second["text_md"], first["text_md"]
    kept, client = keep(val, given), client_of(val)
    assert "1c (was 2a, in another area)" in text_of(client.get(url_of(kept)))
    accept(client, kept)
    assert kept.decisions.get(place="1c").links[0]["kind"] == "moved"


WRONG = [
    (answer(), "Choose how the statement corresponds"),
    (answer(first_kind="same"), "Choose the earlier statement"),
    (answer(first_kind="same", first_earlier="99z"), "Choose a statement in the list"),
    (answer(first_kind="odd"), "Choose one of the answers in the list"),
    (answer(first_kind="new", first_earlier="1a"), "Choose how it corresponds"),
    (answer(first_kind="moved", first_earlier="1b"), "1b is in the same area"),
    (
        answer(first_kind="new", also_kind="same", also_earlier="1a"),
        "A new statement continues no other",
    ),
    (
        answer(
            first_kind="same",
            first_earlier="1a",
            also_kind="related",
            also_earlier="1a",
        ),
        "Choose a different statement",
    ),
    (
        answer(first_kind="same", first_earlier="1a", first_note="x" * 501),
        "Shorten this to 500",
    ),
    (answer(seen="-1", first_kind="new"), "greater than or equal to 0"),
    (answer(seen="x", first_kind="new"), "Enter a whole number"),
]


@pytest.mark.parametrize(("sent", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_nothing_recorded(val, sent, sentence):
    kept = keep(val)
    response = client_of(val).post(url_of(kept, "1a"), sent)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not CorrespondenceDecision.objects.exists()


def test_what_a_colleague_decided_is_not_replaced_unseen(val):
    kept, kit = keep(val), make_user("kit", is_staff=True)
    client_of(kit).post(url_of(kept, "1a"), NEW)
    sent = answer(first_kind="same", first_earlier="1a", first_note="As it was.")
    client = client_of(val)
    clash = client.post(url_of(kept, "1a"), sent)
    assert clash.status_code == 409
    text = text_of(clash)
    assert f"{kit} has decided this meanwhile. Yours is not saved" in text
    assert "As it was." in text
    assert [each.by for each in kept.decisions.all()] == [kit]
    seen = re.search(r'name="seen" value="(\d+)"', clash.content.decode())[1]
    assert client.post(url_of(kept, "1a"), sent | {"seen": seen}).status_code == 302
    assert [each.by for each in kept.decisions.order_by("number")] == [kit, val]
    page = text_of(client.get(url_of(kept, "1a")))
    assert f"Decided by {val}" in page
    assert f"{kit} : New" in page


def test_the_same_decision_twice_is_one(val):
    kept, kit = keep(val), make_user("kit", is_staff=True)
    for person in (kit, val):
        response = client_of(person).post(url_of(kept, "1a"), NEW)
        assert response.status_code == 302
    assert kept.decisions.get().by == kit


def test_an_earlier_statement_that_nothing_continues_is_decided_too(val):
    kept, client = keep(val), client_of(val)
    decide_all(kept, val, but={"1b"})
    assert "nothing continues are listed here" in text_of(client.get(url_of(kept)))
    response = client.post(url_of(kept, "1b"), NEW)
    assert response["Location"] == url_of(kept, "was-1b")
    overview = text_of(client.get(url_of(kept)))
    assert "Statements of 2020 that nothing continues" in overview
    assert "Has 1b no counterpart in 2021?" in text_of(
        client.get(url_of(kept, "was-1b"))
    )
    response = client.post(url_of(kept, "was-1b"), {"seen": "0"})
    assert response["Location"] == url_of(kept)
    assert "107 of 107 statements are decided" in text_of(client.get(url_of(kept)))


def test_nothing_else_has_a_page(val):
    kept, client = keep(val), client_of(val)
    for place in ("99z", "was-99z", "was-"):
        assert client.get(url_of(kept, place)).status_code == 404
    decide_all(kept, val)
    assert client.get(url_of(kept, "was-1a")).status_code == 404  # 1a continues it
    assert client.get("/new-edition/999999/").status_code == 404


def test_there_is_no_file_until_all_is_decided(val):
    kept = keep(val)
    decide_all(kept, val, but={"10f"})
    url = reverse("correspondence_file", args=[kept.pk])
    response = client_of(val).get(url)
    assert response.status_code == 409
    assert "Decide on every statement first" in text_of(response)


def test_the_finished_file_loads_as_it_is(val, tmp_path):
    kept, client = keep(val), client_of(val)
    decide_all(kept, val, but={"1a", "1b", "2a", "2b"})
    first = answer(first_kind="moved", first_earlier="2a", first_note="“Moved” → here")
    for place, sent in [
        ("1a", first),
        ("1b", NEW),
        (
            "2a",
            answer(first_kind="related", first_earlier="1a", first_change="wording"),
        ),
        ("2b", answer(first_kind="same", first_earlier="2b")),
        ("was-1b", {"seen": "0"}),
    ]:
        assert client.post(url_of(kept, place), sent).status_code == 302
    response = client.get(reverse("correspondence_file", args=[kept.pk]))
    assert "correspondence_2020_2021.json" in response["Content-Disposition"]
    edition, file = tmp_path / "edition.json", tmp_path / "correspondence.json"
    edition.write_bytes(encoded())
    file.write_bytes(response.content)
    assert load(edition, file)[-1] == "2020 to 2021: loaded (105 pairs)."
    assert load(edition, file)[-1] == "Nothing has changed."
    found = {
        (each.earlier.code, each.later.code): (each.kind, each.change, each.note)
        for each in Correspondence.objects.filter(
            later__area__framework__edition="2021"
        ).select_related("earlier__area", "later__area")
    }
    assert found["2a", "1a"] == ("same", "moved", "“Moved” → here")
    assert found["1a", "2a"] == ("related", "wording", "")
    assert found["2b", "2b"] == ("same", "", "")
    assert not {pair for pair in found if "1b" in pair}
    again = client.get(reverse("correspondence_file", args=[kept.pk]))
    assert again.content == response.content  # now that the edition is loaded


def test_a_corrected_file_has_the_decisions_on_the_same_words_as_suggestions(val):
    kept, kit = keep(val), make_user("kit", is_staff=True)
    client_of(kit).post(
        url_of(kept, "1a"), answer(first_kind="related", first_earlier="2c")
    )
    client_of(kit).post(url_of(kept, "2a"), NEW)
    client_of(kit).post(url_of(kept, "2d"), NEW)
    corrected = next_edition()
    find(corrected, "statement", area=["2021", 2], letter="d")["text_md"] += (
        " Corrected."
    )
    other, client = keep(val, corrected), client_of(val)
    items = {item.place: item for item in work_on(other).items}
    assert items["1a"].words == ["Related, was 2c"]
    assert items["2a"].links == []
    assert items["2d"].words == ["Reworded, was 2d"]  # it has other words now
    page = client.get(url_of(other, "1a"))
    assert f"Suggested, as {kit} decided for an earlier file" in text_of(page)
    page = client.get(url_of(other, "2a"))
    assert page.context["forms"].first["kind"].value() == "new"
    assert not other.decisions.exists()


def test_an_edition_that_is_decided_on_cannot_be_replaced(val):
    keep(val)
    assert "edition file" in users_of(Framework.objects.get(edition="2020"))


def test_files_are_listed_the_last_first(val):
    first, second = keep(val), keep(val, next_edition()[::-1])
    assert list(kept_files()) == [second, first]


def test_pages_need_few_queries(val, django_assert_max_num_queries):
    kept, client = keep(val), client_of(val)
    decide_all(kept, val, but={"1a"})
    other = keep(val, next_edition()[::-1])
    for url in (url_of(other), url_of(other, "1a"), url_of(kept), PAGE):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
