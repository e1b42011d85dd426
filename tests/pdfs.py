"""One PDF of each kind the site makes, for the tests that look at all of them."""

from assessments.exports import pdf

from . import documents

DIGEST = "0123456789abcdef" * 4
SCRIPTS = (
    "English, Polski żółć, Română țară; نص عربي مع English ١٢٣; טקסט עברי; اردو میں; "
    "ਪੰਜਾਬੀ বাংলা ગુજરાતી தமிழ் हिन्दी ไทย አማርኛ; 漢字かな; "
    "👩‍👩‍👧 🇬🇧 ✅ ❤️ 👍🏽; a̐éö̲; 𝔘𝔫𝔦"
)
BESIDE = {
    "young_people_scores": {"1": {"score": 7, "how_gathered": "Six met twice."}},
    "follow_up": {
        "completed_on": "2021-01-05",
        "areas": {
            "1": {
                "stage_one": 8,
                "stage_two": 9,
                "what_helped": "A new panel.",
                "barriers": "The time it took.",
                "next_steps": "Another meeting.",
            },
            "2": {"stage_one": None, "stage_two": 4},
        },
    },
}


def submission(request):
    """With everything a submission can say."""
    said = documents.response(
        rating=3,
        rationale="A reason.",
        ideas=SCRIPTS,
        ratings=[
            {"group": "Housing", "first": 4, "reason": "", "second": None},
            {"group": "Legal", "first": 1, "reason": "", "second": 3},
        ],
        changes=[
            {
                "from": {"outcome": "agreed", "rating": 4, "candidates": []},
                "to": {"outcome": "agreed", "rating": 3, "candidates": []},
                "why": "The flats closed.",
                "by": "Ann",
                "at": "2020-06-05T10:00:00+01:00",
            }
        ],
        dissents=[{"group": "Legal", "text": "We still see tents."}],
    )
    return pdf.make(documents.document(**{"2a": said}), DIGEST, BESIDE)


def long_submission(request):
    """With tables, lists and texts that go on over several pages."""
    return pdf.make(documents.large(), DIGEST)


MAKERS = {"submission": submission, "long": long_submission}
KINDS = list(MAKERS)
_made = {}


def made(kind, request):
    """The bytes of one PDF of that kind, the same in all tests."""
    if kind not in _made:
        _made[kind] = MAKERS[kind](request)
    return _made[kind]
