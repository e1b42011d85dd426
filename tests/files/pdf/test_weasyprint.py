"""What of WeasyPrint is private and replaced: it must be what it was when we did so."""

import hashlib
import inspect
import tomllib

import pytest
import weasyprint.pdf
import weasyprint.pdf.tags
from django.conf import settings
from packaging.requirements import Requirement

from assessments.files.pdf import render, structure_tags

RECORD = "docs/decisions/13-weasyprint-bounded.md"
LOOK = f"WeasyPrint has changed where we replace it. {RECORD} says what to look at."
# Of weasyprint/pdf/tags.py in 70.0, whose add_tags is replaced.
REPLACED = "fae488b773686ea7fb685967c78a5b011854b88b61377f426ffb4e9ec00d76d2"


def bound():
    project = tomllib.loads(settings.BASE_DIR.joinpath("pyproject.toml").read_text())
    wanted = [Requirement(one) for one in project["project"]["dependencies"]]
    [specifier] = [one.specifier for one in wanted if one.name == "weasyprint"]
    return specifier


@pytest.mark.parametrize(
    ("version", "may_be_used"), [("69.9", False), ("70.0", True), ("71.0", False)]
)
def test_no_other_series_may_be_installed(version, may_be_used):
    assert (version in bound()) is may_be_used, LOOK


def test_what_is_replaced_has_not_changed():
    source = inspect.getsource(weasyprint.pdf.tags).encode()
    assert hashlib.sha256(source).hexdigest() == REPLACED, LOOK


def test_ours_is_called_with_what_theirs_is():
    assert render.weasyprint.pdf.add_tags is structure_tags.add_tags
    ours = inspect.signature(structure_tags.add_tags).parameters
    theirs = inspect.signature(weasyprint.pdf.tags.add_tags).parameters
    assert list(ours) == list(theirs), LOOK


def test_the_record_is_there():
    assert settings.BASE_DIR.joinpath(RECORD).is_file()
