"""One PDF of each kind the site makes, for the tests that look at all of them."""

from assessments.files.board_report import report
from assessments.files.pdf import blank_forms, printing
from assessments.files.pdf import submission as submission_pdf
from assessments.submission import snapshot
from frameworks.models import Framework

from . import documents
from .builders import hand_in, make_group, open_discussions, rate
from .submissions import CHANGE

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
    """Return a PDF with everything a submission can contain."""
    said = documents.response(
        rating=3,
        rationale="A reason.",
        ideas=SCRIPTS,
        ratings=[
            {"group": "Housing", "first": 4, "reason": "", "second": None},
            {"group": "Legal", "first": 1, "reason": "", "second": 3},
        ],
        changes=[CHANGE],
        dissents=[{"group": "Legal", "text": "We still see tents."}],
    )
    return submission_pdf.make(documents.document(**{"2a": said}), DIGEST, BESIDE)


def long_submission(request):
    """Return a PDF with tables, lists and texts over several pages."""
    return submission_pdf.make(documents.large(), DIGEST)


def board_report(request):
    return report.make_pdf(documents.document(), DIGEST, None, BESIDE)


def blank_form(request):
    form = snapshot.form_document(Framework.objects.get(edition="2015"))
    return printing.render_pdf(blank_forms.html(form), "a test")


def pack(request):
    """Return a PDF with groups that differ, and one that still disagrees."""
    assessment, mo = [request.getfixturevalue(name) for name in ("assessment", "mo")]
    for name, rating in [("Housing", 4), ("Legal", 1)]:
        group = make_group(assessment, mo, mo, areas=[1, 7], name=name)
        rate(group, rating, SCRIPTS)
        hand_in(group, mo)
    open_discussions(assessment, mo)
    return downloaded(
        request, f"/assessments/{assessment.pk}/moderation/agenda/pack.pdf"
    )


def draft(request):
    assessment, mo = [request.getfixturevalue(name) for name in ("assessment", "mo")]
    group = make_group(assessment, mo, mo, areas=[7], name="Housing")
    rate(group, 3, SCRIPTS)
    return downloaded(
        request,
        f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/draft.pdf",
    )


def downloaded(request, url):
    client = request.getfixturevalue("client")
    client.force_login(request.getfixturevalue("mo"))
    return client.get(url).content


MAKERS = {
    "submission": submission,
    "long": long_submission,
    "report": board_report,
    "pack": pack,
    "draft": draft,
    "form": blank_form,
}
KINDS = list(MAKERS)
_made = {}


def made(kind, request):
    """Return the bytes of one PDF of that kind, the same in all tests."""
    if kind not in _made:
        _made[kind] = MAKERS[kind](request)
    return _made[kind]
