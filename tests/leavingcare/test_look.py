"""The look: what is compiled, the frame of every page, and the markup of forms."""

import json
import re

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string

from leavingcare.forms import Hinted, error_list
from leavingcare.text import TextField
from tests.support.clients import client_of
from tests.support.markup import markup, without_layout

pytestmark = pytest.mark.any_database

STATIC = settings.BASE_DIR / "static"
CSS = (STATIC / "css/app.css").read_text()
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
RATINGS = [("2", Hinted("Agree", "We do <this>")), ("1", "Disagree")]


def test_changes_stand_in_the_line_of_their_text():
    changes = [("same", "We "), ("removed", "will "), ("added", "do "), ("same", "it.")]
    shown = re.sub(
        "<[^>]*>", "", render_to_string("_changes.html", {"changes": changes})
    )
    assert shown.rstrip() == "We [removed: will ][added: do ]it."


class Form(forms.Form):
    name = forms.CharField(help_text="As on <the> letter")
    email = forms.EmailField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    day = forms.DateField(required=False)
    rating = forms.ChoiceField(
        choices=RATINGS, widget=forms.RadioSelect, help_text="Choose one"
    )
    areas = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure = forms.BooleanField(label="I am sure", required=False)
    reason = forms.ChoiceField(choices=[("", ""), ("x", "X")], required=False)
    evidence = TextField(max_length=50, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


def field(form, name):
    source = "{% load crispy_forms_filters %}{{ field|as_crispy_field }}"
    html = engines["django"].from_string(source).render({"field": form[name]})
    return re.sub(r">\s+<", "><", without_layout(html).strip())


def test_nothing_of_govuks_own_is_served():
    for theirs in ["GDS Transport", "crest", "crown", "@font-face", "#1d70b8"]:
        assert theirs.lower() not in CSS.lower()
    assert set(re.findall(r"font-family:([^;}]*)", CSS)) == {
        "Arial,Helvetica,sans-serif"
    }


def test_every_file_the_styles_name_is_there():
    for named in re.findall(r"url\(([^)]*)\)", CSS):
        assert (STATIC / "css" / named.strip("'\"")).is_file()
    assert "@import" not in CSS


def test_the_lock_file_has_hashes_and_no_addresses():
    lock = json.loads((settings.BASE_DIR / "package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert [name for name, one in packages.items() if "integrity" not in one] == []
    assert "resolved" not in json.dumps(lock)


def test_text_input_is_wired_to_its_hint_and_its_error():
    form = Form({"name": ""}, auto_id="id_%s")
    assert field(form, "name") == (
        '<div class="govuk-form-group govuk-form-group--error">'
        '<label class="govuk-label govuk-label--s" for="id_name">Name</label>'
        '<div class="govuk-hint" id="id_name_helptext">As on &lt;the&gt; letter</div>'
        '<p class="govuk-error-message" id="id_name_error">'
        '<span class="govuk-visually-hidden">Error:</span> This field is required.</p>'
        '<input type="text" name="name" class="govuk-input govuk-input--error" '
        'aria-describedby="id_name_helptext id_name_error" required '
        'aria-invalid="true" id="id_name"></div>'
    )


def test_radios_are_a_fieldset_with_a_hint_for_each_that_has_one():
    assert field(Form(initial={"rating": "1"}), "rating") == (
        '<div class="govuk-form-group">'
        '<fieldset class="govuk-fieldset" aria-describedby="id_rating_helptext">'
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Rating</legend>'
        '<div class="govuk-hint" id="id_rating_helptext">Choose one</div>'
        '<div class="govuk-radios" data-module="govuk-radios">'
        '<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" '
        'name="rating" value="2" id="id_rating" aria-describedby="id_rating_hint">'
        '<label class="govuk-label govuk-radios__label" for="id_rating">Agree</label>'
        '<div class="govuk-hint govuk-radios__hint" id="id_rating_hint">'
        "We do &lt;this&gt;</div></div>"
        '<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" '
        'name="rating" value="1" id="id_rating_1" checked>'
        '<label class="govuk-label govuk-radios__label" for="id_rating_1">Disagree</label>'
        "</div></div></fieldset></div>"
    )


def test_every_error_leads_to_an_id_on_the_page():
    form = Form({"email": "no", "day": "no", "areas": ["z"], "evidence": "x" * 51})
    errors = error_list(form)
    assert [anchor for anchor, _ in errors] == [
        "id_name",
        "id_email",
        "id_day",
        "id_rating",
        "id_areas",
        "id_evidence",
        "id_version",
    ]
    page = "".join(field(form, name) for name in form.fields)
    assert [anchor for anchor, _ in errors if page.count(f' id="{anchor}"') != 1] == []
    described = re.findall(r'aria-describedby="([^"]*)"', page)
    targets = {target for each in described for target in each.split()}
    assert [each for each in targets if f' id="{each}"' not in page] == []


def test_an_error_of_the_whole_form_has_no_anchor():
    form = Form({})
    form.add_error(None, "Not together")
    assert error_list(form)[-1] == ("", "Not together")
    errors = [("", "Not <together>")]
    page = without_layout(render_to_string("_error_summary.html", {"errors": errors}))
    assert "<li>Not &lt;together&gt;</li>" in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("email", '<input type="email" name="email" '),
        ("secret", 'class="govuk-input govuk-password-input__input '),
        ("day", 'class="govuk-input govuk-input--width-10"'),
        (
            "areas",
            '<input class="govuk-checkboxes__input" type="checkbox" name="areas"',
        ),
        ("sure", '<input class="govuk-checkboxes__input" type="checkbox" name="sure"'),
        ("reason", '<select name="reason" class="govuk-select" id="id_reason">'),
        ("evidence", 'data-maxlength="50"'),
    ],
)
def test_each_kind_of_field_has_its_component(name, expected):
    assert field(Form(), name).count(expected) == (2 if name == "areas" else 1)


def test_drop_down_list_keeps_groups_and_what_was_chosen():
    class Grouped(forms.Form):
        reason = forms.TypedChoiceField(
            coerce=int, choices=[("", "<None>"), ("<A>", [(1, "One"), (2, "Two")])]
        )

    html = field(Grouped({"reason": "2"}), "reason")
    assert re.sub(r"\s*\n\s*", "", html).endswith(
        '<select name="reason" class="govuk-select" id="id_reason" required>'
        '<option value="">&lt;None&gt;</option>'
        '<optgroup label="&lt;A&gt;"><option value="1">One</option>'
        '<option value="2" selected>Two</option></optgroup></select></div>'
    )


def test_hidden_field_is_bare():
    assert field(Form(), "version") == (
        '<input type="hidden" name="version" value="3" id="id_version">'
    )


def test_typed_text_comes_back_as_typed():
    typed = "\n</textarea><b>\U0001f600 100% {0} {{ 7 }}\n"
    html = field(Form({"evidence": typed}), "evidence")
    assert (
        ">\n\n&lt;/textarea&gt;&lt;b&gt;\U0001f600 100% {0} {{ 7 }}\n</textarea>"
        in html
    )


def test_frame_of_a_signed_out_page(client, db):
    page = markup(client.get("/accounts/login/"))
    assert '<html class="govuk-template" lang="en-GB">' in page
    assert "<title>Sign in - Leaving care self-assessment</title>" in page
    assert 'href="#main-content"' in page
    assert "Everybody and everything here is invented" in page
    assert "Frameworks" not in page
    assert "Sign out" not in page


@pytest.mark.parametrize(("person", "rounds"), [("val", 1), ("dee", 0)])
def test_frame_names_the_person_and_shows_rounds_to_staff(request, person, rounds):
    user = request.getfixturevalue(person)
    page = markup(client_of(user).get("/accounts/logout/"))
    assert f'<li class="app-account__item" dir="auto">{user.name}</li>' in page
    assert page.count('method="post" action="/accounts/logout/"') == 2  # frame, page
    assert page.count(">Rounds<") == rounds
    assert page.count(">Frameworks<") == 1


def test_page_one_is_on_is_marked(val):
    page = markup(client_of(val).get("/rounds/"))
    assert page.count('aria-current="page"') == 1
    assert re.search(r'href="/rounds/" aria-current="page"', page)


def test_no_demonstration_notice_on_a_site_that_is_none(client, db, settings):
    settings.DEMO = False
    assert b"invented" not in client.get("/accounts/login/").content


def test_title_begins_with_error_when_there_are_any(client, db):
    page = markup(client.post("/accounts/login/", {}))
    assert "<title>Error: Sign in - Leaving care self-assessment</title>" in page
    assert page.count("govuk-error-summary__title") == 1


@pytest.mark.parametrize(
    ("level", "role", "title"),
    [
        (constants.SUCCESS, "alert", "Success"),
        (constants.WARNING, "region", "Important"),
    ],
)
def test_messages_are_banners(level, role, title):
    messages = [Message(level, "<Saved>")]
    page = without_layout(render_to_string("_messages.html", {"messages": messages}))
    assert f'role="{role}"' in page
    assert f">{title}</h2>" in page
    assert "&lt;Saved&gt;" in page


def test_no_line_break_comes_before_words_that_keep_theirs():
    inside = r"(?:[^<>{}]|\{\{.*?\}\}|\{%.*?%\})*"
    begins = re.compile(rf"<\w+\s{inside}\bapp-text\b{inside}>\s+\S.*")
    found = {path: begins.findall(path.read_text()) for path in TEMPLATES}
    assert {path: breaks for path, breaks in found.items() if breaks} == {}
