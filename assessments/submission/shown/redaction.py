"""What of a submission its published PDF prints, as the moderator chose at submitting.

The document always holds everything, and says what was chosen in "not_printed": a
list of keys of PARTS. One made before there was a choice prints everything.
"""

from assessments.analysis.sentences import listed

PARTS = {
    "ratings": "what each group rated",
    "reasons": "the reasons for the answers",
    "dissents": "the notes of groups that keep another view",
}


def published(content):
    """Return the document without what is not to be printed."""
    left_out = content.get("not_printed", [])
    return content | {
        "responses": {
            code: response | dict(_blanked(response, left_out))
            for code, response in content["responses"].items()
        }
    }


def _blanked(response, left_out):
    """Yield the (name, value) by which a response loses what is left out."""
    if "ratings" in left_out:
        yield "ratings", []
    if "dissents" in left_out:
        yield "dissents", []
    if "reasons" in left_out:
        yield "rationale", ""
        changes = response.get("changes") or []
        yield "changes", [change | {"why": ""} for change in changes]


def left_out_words(content):
    """Return what is not printed as part of a sentence; "" if everything is."""
    left_out = content.get("not_printed", [])
    words = [words for key, words in PARTS.items() if key in left_out]
    return listed(words) if words else ""
