"""The files of a returned follow-up."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.support.pdf_text import letters, text_of
from tests.support.pdfs import made

pytestmark = pytest.mark.any_database


def test_the_pdf_says_where_its_stage_one_scores_are_from(request, db):
    words = text_of(PdfReader(BytesIO(made("follow-up", request))))
    said = "at the submission or, where it had none, given with the follow-up (stage 1)"
    assert letters(said) in letters(words)
