"""Every file that can be had of a submission: the one list of them.

The page of a submission, its addresses, the commands and the permission tests read it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from .. import beside
from . import pdf, word


@dataclass(frozen=True)
class Format:
    """One kind of file.

    name     the end of its address and of its file's name: "pdf", "long.csv"
    title    what it is, after "Download": "as PDF"
    use      what it is good for: "to read and print"
    kind     its media type
    make     the bytes of a Submission's file; may raise `making.NotMade`
    is_kept  whether it is made once and kept; else it is made in a moment, each time
    """

    name: str
    title: str
    use: str
    kind: str
    make: Callable
    is_kept: bool = True


def as_json(submission):
    """The submission's document with its digest, and what stands beside it."""
    document = (
        submission.content
        | {"digest": submission.digest}
        | beside.of(submission.assessment)
    )
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def as_pdf(submission):
    return pdf.make(submission.content, submission.digest)


def as_word(submission):
    found = beside.of(submission.assessment)
    return word.submitted(submission.content, submission.digest, found)


FORMATS = {
    format.name: format
    for format in [
        Format("pdf", "as PDF", "to read and print", "application/pdf", as_pdf),
        Format(
            "docx",
            "as Word form",
            "to work on in the paper form’s layout",
            word.KIND,
            as_word,
        ),
        Format(
            "json",
            "as data (JSON)",
            "for other programs",
            "application/json",
            as_json,
            is_kept=False,
        ),
    ]
}
