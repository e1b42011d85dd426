"""Files of the past, invented: what tests upload and what commands are given."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from assessments.files.catalogue import FORMATS
from assessments.submission import supplements
from assessments.workflow import fill_from_form

from .word_forms import form


def edition_of(name="2020", areas=(1, 7)):
    """Return an edition with two of its areas, as these forms print no more."""
    edition = next(
        each for each in fill_from_form.editions() if each["edition"] == name
    )
    return edition | {
        "areas": [area for area in edition["areas"] if area["number"] in areas]
    }


def past_form(authority="Oldmoor", edition="2020", **answers):
    """Return the bytes of a completed Word form; `answers`: {code: see FormBuilder}."""
    answers = answers or {"a7": {"marks": {3: "X"}, "evidence": "An invented pathway."}}
    turned = {code[1:] + code[0]: answer for code, answer in answers.items()}
    cover = {"authority": authority, "completed_on": "5 June 2016"}
    return form(edition_of(edition), turned, cover=cover)


def exported(submission):
    """Return a submission's JSON, as anybody who may read it downloads it."""
    return FORMATS["json"].make(submission, supplements.of(submission.assessment))


def past_json(**changes):
    """Return the bytes of the least a submission's JSON must have, changed."""
    least = {
        "format": "leavingcare.submission",
        "version": 1,
        "edition": "2020",
        "authority": {"name": "Oldmoor"},
        "round": {"slug": "autumn-2016", "name": "Autumn 2016"},
        "cover": {"completed_on": "2016-10-05"},
        "responses": {"7a": {"rating": 3, "evidence": "An invented pathway."}},
    }
    return json.dumps(least | changes).encode()


def upload(client, *files, path="/past-submissions/", **fields):
    """Post files, (name, bytes) each, as the page's form does."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(path, {"files": sent, **fields}, MULTIPART_CONTENT)
