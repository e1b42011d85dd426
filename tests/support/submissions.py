"""Submissions as the data files take them, of invented documents."""

from .documents import document, response

DIGEST = "0123456789abcdef" * 4

RATINGS = [
    {"group": "Housing", "first": 4, "reason": "", "second": None},
    {"group": "Legal", "first": 1, "reason": "", "second": 3},
    {"group": "Health", "first": None, "reason": "they do not know", "second": None},
]
CHANGE = {
    "from": {"outcome": "agreed", "rating": 4, "candidates": []},
    "to": {"outcome": "agreed", "rating": 3, "candidates": []},
    "why": "The flats closed.",
    "by": "Ann",
    "at": "2020-06-05T10:00:00+01:00",
}
BESIDE = {
    "young_people_scores": {"1": {"score": 4, "how_gathered": "At the panel."}},
    "follow_up": {
        "completed_on": "2021-01-05",
        "ideas": {"1a": "under_way"},
        "areas": {
            "1": {
                "stage_one": 7,
                "stage_two": 9,
                "what_helped": "A new room.",
                "barriers": "Rain.",
                "next_steps": "A roof.",
            }
        },
    },
}
# Texts that spreadsheets, XML or column widths may trip over.
TEXTS = {
    "formula": '=HYPERLINK("http://127.0.0.1:9/","x")',
    "plus": "+44 is a code",
    "minus": "-5 degrees",
    "at": "@everybody",
    "spaced": "  =1+1",
    "wide": "＝1+1",
    "tabs and lines": "one\ttwo\n\n  three   four\nfive",
    "quotes": '",=1+1\n"" and \'',
    "number": "0044",
    "date": "1/2",
    "link": "https://example.org/a?b=c&d=%20",
    "markup": "<b>&amp; ]]> </text:p> _x0041_ {0} {name}",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 " * 400,
    "arabic and hebrew": "قال الشباب أين السكن؟ \u05e9\u05dc\u05d5\u05dd \u202eabc\u202c",
    "combining": "e\u0301a\u0308" + "\u0301" * 200,
    "unbroken": "w" * 3000,
    "longest": "\U0001f600" * 2500,
    "lines": "\n".join("x" * 2500),
}


def submission(beside=None, **changes):
    """Return a submission of `documents.document(**changes)`."""
    content = document(**changes)
    return {"content": content, "digest": DIGEST, "beside": beside or {}}


def discussed():
    """Return a submission with differing groups, a dissent and an approver's words."""
    return submission(
        beside=BESIDE,
        reopened_because="Please say more.",
        sign_off={
            "asked_by": "Mo",
            "asked_at": "2020-06-04T10:00:00+01:00",
            "approved_by": "Ann",
            "approved_at": "2020-06-06T10:00:00+01:00",
            "changed_since": "the cover sheet",
        },
        **{
            "1a": response(
                rating=3,
                evidence="A panel.",
                ratings=RATINGS,
                changes=[CHANGE],
                dissents=[{"group": "Legal", "text": "We still see tents."}],
            )
        },
    )


def worded(text):
    """Return a submission with the text wherever somebody may write."""
    answer = response(
        rating=3,
        evidence=text,
        ideas=text,
        rationale=text,
        ratings=RATINGS,
        dissents=[{"group": "Legal", "text": text}],
    )
    return submission(
        cover={"completed_on": "2020-06-05", "how_completed": text},
        global_score_notes={"1": text, "2": text},
        **{"1a": answer},
    )


def records(table):
    """Return the rows of a table as dictionaries."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]
