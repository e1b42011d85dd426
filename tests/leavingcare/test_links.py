"""Links in what people wrote: only to the web, and never to where they do not say."""

import re
import time
from html import unescape

import pytest
from django.template import Context, Template

from assessments.files.pdf import submission as submission_pdf
from assessments.models import AgreedResponse, DraftResponse, DraftRevision
from assessments.workflow import submitting
from leavingcare.links import links
from leavingcare.templatetags.links import linked
from tests.support.builders import complete, hand_in, open_discussions, rate
from tests.support.clients import client_of
from tests.support.markup import markup

LINK = re.compile(r'<a class="govuk-link" dir="ltr" href="([^"]*)" rel="([^"]*)">')
REL = "noopener noreferrer nofollow"


def hrefs(text):
    return [unescape(href) for href, _ in LINK.findall(str(linked(text)))]


def words_of(text):
    """Return what a reader sees of a text, without the hosts that are named."""
    html = re.sub(r"<bdi data-opens>.*?</bdi>", "", str(linked(text)))
    return unescape(re.sub(r"</?a\b[^>]*>", "", html))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://www.example.org/offer.", ["https://www.example.org/offer"]),
        ("HTTP://Example.ORG/A?b=1&c=2#d", ["http://example.org/A?b=1&c=2#d"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("[https://example.org/a], “https://example.org/b”", ["a", "b"]),
        ("https://example.org:8443/x!?", ["https://example.org:8443/x"]),
        ("http://intranet/policies", ["http://intranet/policies"]),
        ("a\nhttps://example.org\nb", ["https://example.org"]),
        ("https://example.org/ä", ["https://example.org/ä"]),
    ],
)
def test_addresses_become_links(text, found):
    expected = [one if "://" in one else f"https://example.org/{one}" for one in found]
    assert hrefs(text) == expected
    assert words_of(text) == text
    assert "opens" not in str(linked(text))


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "mailto:jo@example.org",
        "www.example.org",
        "ftp://example.org/",
        "//example.org/",
        "xhttps://example.org/",
        "http://",
        "http:///etc/passwd",
        "https://@/",
        "http://[::1]/",
        "http://127.0.0.1:8000/",
        "http://2130706433/",
        "http://0x7f.0x1/",
        "http://ex%61mple.org/",
        "http://a..b/",
        "http://-a.example/",
        "http://example.org:99999999/",
        "http://straße.example/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 200}example/",
        "http://℀.example/",
        "http:/\\example.org",
    ],
)
def test_nothing_else_does(text):
    assert hrefs(text) == []
    assert words_of(text) == text


@pytest.mark.parametrize(
    ("text", "href", "host"),
    [
        ("https://www.gov.uk@evil.example/x", "https://evil.example/x", "evil.example"),
        ("https://gov.uk:pw@evil.example/", "https://evil.example/", "evil.example"),
        ("https://a@b@evil.example/", "https://evil.example/", "evil.example"),
        ("https://еxample.org/", "https://xn--xample-2of.org/", "xn--xample-2of.org"),
        (
            "https://gov.uk⁄a.evil.example",
            "https://gov.xn--uka-pt0a.evil.example",
            "gov.xn--uka-pt0a.evil.example",
        ),
    ],
)
def test_a_host_that_could_deceive_is_told(text, href, host):
    assert hrefs(text) == [href]
    assert f"<bdi data-opens> (opens {host})</bdi>" in str(linked(text))


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("https://example.org\\@evil.example/", "https://example.org"),
        ("https://example.org/\u202egpj.exe", "https://example.org/"),
        ("\u202ehttps://example.org/x", "https://example.org/x"),
        ("https://example.org/a\u200bb", "https://example.org/a"),
        ("https://example.org/a\u00adb", "https://example.org/a"),
        ("https://example.org/\U000e0061", "https://example.org/"),
        ('https://example.org/"onmouseover=alert(1)', "https://example.org/"),
        ("https://example.org/<svg onload=alert(1)>", "https://example.org/"),
        ("https://example.org/`x`", "https://example.org/"),
    ],
)
def test_an_address_ends_where_browsers_could_read_on(text, href):
    assert hrefs(text) == [href]
    assert words_of(text) == text


def test_everything_is_escaped():
    shown = str(linked("<b>&\"' https://example.org/?a='&b=<script>alert(1)</script>"))
    assert re.sub(r"</?a\b[^>]*>", "", shown).count("<") == 0
    assert shown.startswith("&lt;b&gt;&amp;&quot;&#x27; <a ")
    assert LINK.findall(shown) == [("https://example.org/?a=&#x27;&amp;b=", REL)]
    assert linked("<script>") == "<script>"  # the template escapes it


def test_marks_of_direction_stay_outside_and_links_read_from_the_left():
    shown = str(linked("\u202ehttps://example.org/x\u202c"))
    assert shown.startswith("\u202e<a ")
    assert shown.endswith("</a>\u202c")
    assert ' dir="ltr"' in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://example.org/a/Our_offer_to_care-leavers.pdf",
            ">Our offer to care-leavers</a> (PDF, example.org)",
        ),
        ("https://example.org/a/b1234.pdf", ">https://example.org/a/b1234.pdf</a>"),
        ("https://example.org/One_two_three", ">https://example.org/One_two_three</a>"),
        ("See https://example.org/One_two_three.pdf", "See <a "),
        ("Nothing <here>", "Nothing &lt;here&gt;"),
    ],
)
def test_a_document_is_called_by_the_words_of_its_name(url, shown):
    page = Template("{% load links %}{{ url|titled }}").render(Context({"url": url}))
    assert shown in page
    assert page.count("<a ") == url.count("https://")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/" + "x" * 4980,
        "https://example.org/" + ")" * 4980,
        "(" * 2000 + "https://example.org/" + ")" * 2900,
        "http://" * 714,
        "http://" + "a." * 2496,
        "http://" + "a@" * 2496,
        "http://" + "ä" * 250 + ".example",
        "https://example.org/ " * 238,
        "https://example.org/" + "." * 4980,
    ],
)
def test_the_longest_texts_take_no_time(text):
    begun = time.process_time()
    shown = words_of(text)
    assert time.process_time() - begun < 0.1
    assert shown == text


def test_a_text_of_5000_characters_is_one_link():
    address = "https://example.org/" + "x" * 4980
    assert hrefs(address) == [address]


def test_each_address_is_listed_once():
    found = links("https://example.org/a, https://example.org/a. http://b.example")
    assert [one.typed for one in found] == ["https://example.org/a", "http://b.example"]
    assert links("No address") == []


# Where they are shown

SEE = "See https://www.example.org/offer?a=1&b=2."
WRITTEN = 'href="https://www.example.org/offer?a=1&amp;b=2"'


@pytest.fixture
def draft_url(assessment, housing):
    rate(housing, 3, SEE)
    DraftResponse.objects.filter(draft__group=housing).update(ideas=SEE)
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


def test_the_editing_page_lists_them_under_the_box(client, draft_url, cass):
    client.force_login(cass)
    page = markup(client.get(draft_url))
    assert page.count(WRITTEN) == 15  # the evidence's only
    DraftResponse.objects.update(evidence="No address")
    assert WRITTEN not in markup(client.get(draft_url))


def test_reading_pages_have_them(client, draft_url, assessment, housing, mo, cass):
    response = DraftResponse.objects.filter(draft__group=housing).first()
    for text in ("Before", SEE):
        DraftRevision.objects.create(
            response=response,
            by=cass,
            at=response.updated_at,
            content={
                "rating": 3,
                "not_rated_reason": "",
                "candidates": [],
                "evidence": text,
                "ideas": "",
            },
        )
    letter = response.statement.letter
    number = response.statement.area.number
    client.force_login(cass)
    history = draft_url.replace("/7/", f"/{number}/") + f"history/{letter}/"
    assert markup(client.get(history)).count(WRITTEN) == 1
    hand_in(housing, cass)
    assert markup(client.get(draft_url)).count(WRITTEN) == 30

    open_discussions(assessment, mo)
    AgreedResponse.objects.filter(assessment=assessment).update(rationale=SEE)
    base = f"/assessments/{assessment.pk}/moderation/7/"
    client.force_login(mo)
    assert markup(client.get(base + "h/")).count(WRITTEN) == 2  # evidence and ideas


def test_a_submission_has_them_and_what_is_printed_has_none(assessment, mo, ann):
    complete(assessment, mo)
    AgreedResponse.objects.filter(
        assessment=assessment, statement__letter="a", statement__area__number=7
    ).update(evidence=SEE, rationale=SEE)
    submission = submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
    address = f"/submissions/{submission.reference}/"
    page = markup(client_of(ann).get(address))
    assert page.count(WRITTEN) == 2
    printed = submission_pdf.html(submission.content, submission.digest)
    assert "https://www.example.org" in printed
    assert WRITTEN not in printed
