"""The parts of a submission that the published PDF leaves out.

The moderator chooses them at submitting.

The document always holds everything, and says what was left out in "not_printed": a
list of keys of PARTS. One made before there was a choice prints everything.
"""

from assessments.analysis.sentences import join_and

from .content import Document, Response

PARTS = {
    "ratings": "what each group rated",
    "reasons": "the reasons for the answers",
    "dissents": "the notes of groups that keep another view",
}


def as_printed(content: Document) -> Document:
    """Return the document without the parts that must not be printed."""
    left_out = content.get("not_printed", [])
    responses = {
        code: _printed(response, left_out)
        for code, response in content["responses"].items()
    }
    return {**content, "responses": responses}


def _printed(response: Response, left_out: list[str]) -> Response:
    shown = response.copy()
    if "ratings" in left_out:
        shown["ratings"] = []
    if "dissents" in left_out:
        shown["dissents"] = []
    if "reasons" in left_out:
        shown["rationale"] = ""
        shown["changes"] = [
            {**change, "why": ""} for change in response.get("changes") or []
        ]
    return shown


def left_out_words(content: Document) -> str:
    """Return what is not printed as part of a sentence; "" if everything is."""
    left_out = content.get("not_printed", [])
    words = [words for key, words in PARTS.items() if key in left_out]
    return join_and(words) if words else ""
