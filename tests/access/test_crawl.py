"""Everybody else follows every link and guesses every URL: no draft leaks."""

import re
from functools import lru_cache
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from assessments.files.catalogue import EXCEL
from assessments.files.word_form.writer import forms as word_forms
from assessments.models import DraftResponse
from tests.support.builders import hand_in, make_group, open_discussions, submit
from tests.support.clients import client_of
from tests.support.permissions import GET
from tests.support.supplements import save_consent
from tests.support.world import address, bring_to

pytestmark = pytest.mark.any_database

SECRETS = ["CANARY-EVIDENCE", "CANARY-IDEA", "It is outside our work"]
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


@pytest.fixture
def secret_draft(assessment, housing):
    """Housing's draft of area 7, full of what nobody else may learn."""
    responses = DraftResponse.objects.filter(draft__group=housing)
    responses.update(
        rating=None,
        evidence="CANARY-EVIDENCE",
        ideas="CANARY-IDEA",
        not_rated_reason="outside",
        updated_at=timezone.now(),
    )
    return housing.drafts.get(area__number=7)


def crawl(client, start="/"):
    """Return {URL: page} of every page reached by links and forms from the start."""
    found, waiting = {}, [start]
    while waiting:
        url = waiting.pop()
        if url in found or url.startswith(("/static/", "/accounts/")):
            continue
        response = client.get(url)
        found[url] = words_of(response)
        if response.status_code == 200:
            waiting += [unescape(link) for link in LINK.findall(found[url])]
        elif response.status_code in {301, 302}:
            waiting.append(response["Location"])
    return found


def words_of(response):
    """Return a page, or the text of a file."""
    kind, content = response["Content-Type"], response.getvalue()
    return in_file(kind, content) if kind in FILES else content.decode(errors="replace")


@lru_cache(maxsize=64)
def in_file(kind, content):
    """Return the text of a file of this content type: everybody gets the same forms."""
    return FILES[kind](BytesIO(content))


def words_of_pdf(file):
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def words_of_word(file):
    return "\n".join(Document(file).element.body.itertext())


def words_of_zip(file):
    """Return the text of a file; an archive also has the text of its PDFs."""
    with ZipFile(file) as archive:
        return b"\n".join(map(archive.read, archive.namelist())).decode(
            errors="replace"
        )


FILES = {
    "application/pdf": words_of_pdf,
    "application/zip": words_of_zip,
    word_forms.KIND: words_of_word,
    EXCEL: words_of_zip,
}


def guessed(client, world):
    return {name: words_of(client.get(address(world, name))) for name in GET}


def leaks(pages):
    return [
        (where, secret)
        for where, page in pages.items()
        for secret in SECRETS
        if secret in page
    ]


@pytest.mark.parametrize("person", ["dee", "oli", "ann", "val", "fay", "gus", "eve"])
def test_before_the_discussion(world, secret_draft, person):
    hand_in(world["housing"], world["cass"])
    client = world["clients"][person]
    pages = crawl(client)
    # Dee has a group of her own, whose form offers every reason by name.
    own = [url for url in pages if "/groups/" in url and "/areas/" in url]
    assert bool(own) == (person == "dee")
    others = {url: page for url, page in pages.items() if url not in own}
    assert len(pages) > 3
    assert leaks(others | guessed(client, world)) == []
    assert not any("CANARY" in pages[url] for url in own)


@pytest.mark.parametrize(
    ("person", "hears"),
    [("mo", True), ("val", True), ("cass", False), ("dee", False), ("ann", False)],
)
def test_before_submitting_few_hear_young_people(world, person, hears):
    bring_to(world, "discussing")
    pages = guessed(world["clients"][person], world)
    found = {name for name, page in pages.items() if "Few feel safe." in page}
    assert ("young_people" in found) == hears
    assert bool(found) == hears


@pytest.mark.parametrize("person", ["gus", "eve"])
def test_what_is_submitted_is_nothing_of_theirs(world, person):
    """Another cluster's facilitator, and an evaluator without consent."""
    bring_to(world, "submitted")
    save_consent(world["assessment"], world["mo"])
    reference = world["assessment"].submissions.first().reference
    pages = crawl(world["clients"][person])
    pages |= guessed(world["clients"][person], world)
    assert len(pages) > 100
    for text in ("What we agreed.", reference):
        assert [url for url, page in pages.items() if text in page] == []


def test_with_consent_an_evaluator_reads_no_name(world):
    submission = submit(world["assessment"], world["mo"])
    save_consent(world["assessment"], world["mo"], "to_evaluator")
    pages = crawl(world["clients"]["eve"])
    read = [url for url, page in pages.items() if "What we agreed." in page]
    assert f"/evaluation/{world['assessment'].pk}/" in read
    assert all(url.startswith("/evaluation/") for url in read)
    files = [url for url in read if "/data/" in url]
    assert files
    assert all(url.endswith("?text=yes") for url in files)
    for secret in ("Northmoor", submission.reference, submission.digest):
        assert [url for url, page in pages.items() if secret in page] == []


def test_the_crawl_finds_what_may_be_seen(world, secret_draft):
    pages = crawl(world["clients"]["cass"])
    assert ("CANARY-EVIDENCE") in {secret for _, secret in leaks(pages)}


def test_a_late_draft_is_nobody_elses_to_read(world, secret_draft):
    open_discussions(world["assessment"], world["mo"])
    pages = crawl(world["clients"]["ann"])
    assert leaks(pages) == []
    draft = reverse("draft", args=[world["assessment"].pk, world["housing"].pk, 7])
    assert world["clients"]["ann"].get(draft).status_code == 403
    hand_in(world["housing"], world["cass"])
    assert "CANARY-EVIDENCE" in world["clients"]["ann"].get(draft).content.decode()


def test_a_group_still_rating_reads_nobody_else(
    assessment, housing, secret_draft, mo, dee, cass
):
    make_group(assessment, mo, dee, areas=[7], name="Still rating")
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    draft = reverse("draft", args=[assessment.pk, housing.pk, 7])
    assert client_of(dee).get(draft).status_code == 403
