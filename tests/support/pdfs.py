"""One PDF of each kind the site makes, for the tests that look at all of them."""

from assessments.files.board_report import report
from assessments.files.follow_up.formats import as_pdf as follow_up_pdf
from assessments.files.pdf import blank_forms, printing
from assessments.files.pdf import submission as submission_pdf
from assessments.models import Round
from assessments.submission import snapshot
from assessments.workflow import benchmarks
from frameworks.models import Framework

from . import documents
from .builders import (
    hand_in,
    make_group,
    make_member,
    open_discussions,
    rate,
    submit,
)
from .submissions import CHANGE
from .supplements import plan_ideas, return_follow_up, save_action, save_follow_up
from .whole_rounds import make_whole_round, return_follow_ups, score_by_young_people

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
    notes = {"2a": [{"on": "2023-04-01", "text": f"This has changed. {SCRIPTS}"}]}
    content = documents.document(**{"2a": said})
    return submission_pdf.make(content, DIGEST, BESIDE, notes)


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
    group = make_group(assessment, mo, mo, areas=[3], name="Health")
    rate(group, 3, SCRIPTS)
    return downloaded(
        request,
        f"/assessments/{assessment.pk}/groups/{group.pk}/areas/3/draft.pdf",
    )


def follow_up(request):
    assessment, mo = [request.getfixturevalue(name) for name in ("assessment", "mo")]
    submit(assessment, mo)
    [action] = plan_ideas(assessment, mo, _7h=SCRIPTS)
    save_action(action, mo, measure=SCRIPTS, note=SCRIPTS)
    save_follow_up(assessment, mo, {1: {"stage_two": 9, "what_helped": SCRIPTS}})
    return follow_up_pdf(return_follow_up(assessment, mo))


def whole_round(request):
    """Return a round with results that Coram Voice has released; one for a test."""
    if made := Round.objects.filter(slug="spring").first():
        return made
    round = make_whole_round("Spring", asked=30, returned=28)
    return_follow_ups(round, [(60, 66)])
    score_by_young_people(round, 3, score=4)
    val = request.getfixturevalue("val")
    benchmarks.release(round=round, grouping="", by_name=0, note=SCRIPTS, by=val)
    return round


def analysis(request):
    slug, val = whole_round(request).slug, request.getfixturevalue("val")
    return downloaded(request, f"/rounds/{slug}/analysis.pdf", val)


def results(request):
    first = whole_round(request).assessments.get(authority__name="Inventshire 001")
    moderator = make_member(first.authority, "moderator")
    return downloaded(request, f"/assessments/{first.pk}/results.pdf", moderator)


def beside_others(request):
    """Return a board report with released results."""
    first = whole_round(request).assessments.get(authority__name="Inventshire 001")
    url = f"/submissions/{first.submissions.get().reference}.report.pdf"
    return downloaded(request, url, request.getfixturevalue("val"))


def downloaded(request, url, person=None):
    client = request.getfixturevalue("client")
    client.force_login(person or request.getfixturevalue("mo"))
    return client.get(url).content


MAKERS = {
    "submission": submission,
    "long": long_submission,
    "report": board_report,
    "pack": pack,
    "draft": draft,
    "form": blank_form,
    "follow-up": follow_up,
    "analysis": analysis,
    "results": results,
    "beside": beside_others,
}
KINDS = list(MAKERS)
_made = {}


def made(kind, request):
    """Return the bytes of one PDF of that kind, the same in all tests."""
    if kind not in _made:
        _made[kind] = MAKERS[kind](request)
    return _made[kind]
