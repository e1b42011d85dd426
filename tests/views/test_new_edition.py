"""The page on which the file of a new edition is checked."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from assessments.forms.new_edition import MOST_MEGABYTES
from frameworks.models import Framework
from tests.support.clients import client_of
from tests.support.framework_files import INVENTED, find, rows

pytestmark = pytest.mark.django_db
PAGE = "/new-edition/"


def text_of(response):
    """Return the text of a page without markup, in single spaces."""
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def send(val, data):
    file = SimpleUploadedFile("edition.json", data, "application/json")
    return client_of(val).post(PAGE, {"file": file}, MULTIPART_CONTENT)


def test_what_is_new_is_shown_and_nothing_loaded(val):
    data = INVENTED.read_bytes().replace(b'"2026"', b'"trial"')
    response = send(val, data)
    text = text_of(response)
    assert response.status_code == 200
    assert "trial: loaded (11 areas" in text
    assert "This page loads nothing" in text
    assert not Framework.objects.filter(edition="trial").exists()


def test_what_is_wrong_is_listed(val):
    given = rows()
    find(given, "area", number=2)["theme"] = "digital"
    response = send(val, json.dumps(given).encode())
    assert response.status_code == 422
    assert 'trial: theme "digital" is used by 2 areas.' in text_of(response)


def test_many_faults_are_not_all_shown(val):
    response = send(val, json.dumps([{}] * 60).encode())
    text = text_of(response)
    assert "row 50:" in text
    assert "row 51:" not in text
    assert "And 10 more" in text


def test_a_file_that_is_not_text_is_refused_in_words(val):
    response = send(val, b"\xff\xfe")
    assert response.status_code == 422
    assert "edition.json is not JSON" in text_of(response)


def test_no_file_at_all(val):
    response = client_of(val).post(PAGE, {"file": ""}, MULTIPART_CONTENT)
    assert response.status_code == 422
    assert "Choose the file of the edition" in text_of(response)


def test_a_file_over_the_limit_is_not_read(val):
    assert send(val, b" " * (MOST_MEGABYTES * 1024 * 1024 + 1)).status_code == 413


def test_the_list_of_editions_leads_there_for_officers_alone(val, fay):
    link = f'href="{PAGE}"'
    url = reverse("framework_list")
    assert link in client_of(val).get(url).content.decode()
    assert link not in client_of(fay).get(url).content.decode()
