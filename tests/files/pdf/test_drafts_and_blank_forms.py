"""A group's draft and an edition's blank form as PDFs."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from assessments.files.bounded import jobs
from assessments.files.pdf import blank_forms, printing
from assessments.submission import snapshot
from frameworks.guidance import runs
from frameworks.models import Framework
from tests.support.builders import hand_in, rate

pytestmark = pytest.mark.any_database
PAPER_FORM = 19  # pages


@pytest.fixture
def url(housing):
    return f"/assessments/{housing.assessment_id}/groups/{housing.pk}/areas/7/"


def pages_of(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert int(response["Content-Length"]) == len(response.content)
    reader = PdfReader(BytesIO(response.content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


# The draft


def test_a_draft_is_marked_as_one_on_every_page(client, cass, housing, url):
    rate(housing, 3, "What we saw. " * 40)
    client.force_login(cass)
    response = client.get(f"{url}draft.pdf")
    assert 'filename="northmoor-area-7-draft.pdf"' in response["Content-Disposition"]
    pages = pages_of(response)
    assert len(pages) > 2
    for page in pages:
        assert "Draft of area 7 | Housing" in page
        assert "by Cass" in page
    for words in ["Not handed in", "Mostly agree (3)", "What we saw.", "None given"]:
        assert words in pages[0]
    assert "15 of 15 rated" in pages[0]


def test_a_draft_says_that_it_was_handed_in(client, cass, housing, url):
    hand_in(housing, cass)
    client.force_login(cass)
    [first, *_] = pages_of(client.get(f"{url}draft.pdf"))
    assert "Handed in by Cass" in first
    assert "Not handed in" not in first


def test_the_draft_and_what_is_read_of_it_link_to_its_pdf(client, cass, mo, url):
    client.force_login(cass)
    assert 'href="draft.pdf"' in client.get(url).content.decode()
    client.force_login(mo)
    assert f'href="{url}draft.pdf"' in client.get(url).content.decode()


def test_a_draft_that_cannot_be_made_now_is_said(client, cass, url, monkeypatch):
    def busy(page, name):
        raise jobs.Busy("Others are being made.")

    monkeypatch.setattr(printing, "render_pdf", busy)
    client.force_login(cass)
    response = client.get(f"{url}draft.pdf")
    assert response.status_code == 503
    assert "Others are being made." in response.content.decode()


# The blank form


@pytest.mark.parametrize("edition", ["2015", "2020"])
def test_a_blank_form_has_every_word_of_its_edition(client, cass, edition):
    client.force_login(cass)
    response = client.get(f"/frameworks/{edition}/form.pdf")
    text = "".join("".join(pages_of(response)).split())
    framework = Framework.objects.get(edition=edition)
    form = snapshot.framework_document(framework)
    said = [point["column_heading"] for point in form["scale"]]
    for area in form["areas"]:
        said += [area["heading_printed"], area["evidence_prompt"], area["rating_title"]]
        said += [each["text_md"] for each in area["statements"]]
    said += [question["question"] for question in form["cover_questions"]]
    for words in said:
        plain = words.replace("*", "").replace("<u>", "").replace("</u>", "")
        assert "".join(plain.split()) in text


@pytest.mark.parametrize("edition", ["2015", "2020"])
def test_a_blank_form_is_no_longer_than_the_paper_form(db, edition):
    form = snapshot.form_document(Framework.objects.get(edition=edition))
    pages = PdfReader(BytesIO(blank_forms.blank(form))).pages
    assert len(pages) <= PAPER_FORM
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    ticks = sum(page.extract_text().count("☐") for page in pages)
    statements = sum(len(area["statements"]) for area in form["areas"])
    assert ticks == statements * len(form["scale"])


def test_a_blank_form_is_made_once(db, monkeypatch):
    made = []

    def printed(page, name):
        made.append(page)
        return b"a form"

    monkeypatch.setattr(printing, "render_pdf", printed)
    form = snapshot.form_document(Framework.objects.get(edition="2020"))
    assert blank_forms.blank(form) == blank_forms.blank(form) == b"a form"
    assert len(made) == 1
    form["title_printed"] = "Another title"
    blank_forms.blank(form)
    assert len(made) == 2


def test_the_page_of_an_edition_links_to_its_blank_form(client, cass):
    client.force_login(cass)
    page = client.get("/frameworks/2020/").content.decode()
    assert 'href="/frameworks/2020/form.pdf"' in page


def test_the_guidance_is_numbered_on_and_the_ratings_are_on_one_page(db):
    """A stray mark of the paper form between two items does not cut their list."""
    form = snapshot.form_document(Framework.objects.get(edition="2015"))
    blocks = [block for part in form["guidance"] for block in part["blocks"]]
    assert "-" in [block["text_md"] for block in blocks]
    content = printing.render_pdf(blank_forms.html(form), "a test")
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    [ways] = [text for text in pages if "There are a number of ways" in text]
    lines = [line.strip() for line in ways.splitlines()]
    assert "-" not in lines
    assert [line for line in lines if re.fullmatch(r"\d\.", line)] == ["1.", "2."]
    [key] = [text for text in pages if "Agree at present 1. Agree" in text]
    assert "What the ratings mean" in key
    assert "Disagree at present 4. Disagree" in key


def test_a_list_that_a_paragraph_cuts_is_numbered_on():
    numbered = [
        {"kind": "numbered", "text_md": text, "number": number}
        for number, text in enumerate(["Agree", "Disagree"], 1)
    ]
    said = {"kind": "paragraph", "text_md": "Or"}
    found = runs([numbered[0], said, numbered[1], {"kind": "stray", "text_md": "-"}])
    assert [kind for kind, _ in found] == ["numbered", "paragraph", "numbered"]
    items = [block for kind, blocks in found for block in blocks if kind == "numbered"]
    assert items == numbered
