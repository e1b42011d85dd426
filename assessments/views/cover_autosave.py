"""The cover sheet saves itself: the answers to our script."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from ..access import open_assessment
from ..field_merge import Merge, seen_token
from ..forms.cover import CoverForm
from ..models import Assessment
from ..workflow import cover_sheet, presence
from . import autosave
from .draft_clashes import Clash, ClashingField
from .requests import SignedInRequest

NAME = "cover"  # of the entry, and of the place
Questions = list[dict[str, str]]


def questions_of(assessment: Assessment) -> Questions:
    """Return the edition's cover questions that people answer."""
    return [
        question
        for question in assessment.round.framework.cover_questions
        if question["key"] in Assessment.COVER_FIELDS
    ]


def save_json(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    """Save the cover sheet for our script, and say what is stored and what clashed."""
    questions = questions_of(assessment)
    form = CoverForm(request.POST, questions=questions)
    if not form.is_valid():
        return autosave.invalid(form)
    merged = cover_sheet.save_cover(
        assessment=assessment,
        token=request.POST.get("seen", ""),
        values=form.cleaned_data,
        by=request.user,
    )
    assessment.refresh_from_db()
    seen = token_of(assessment, questions, merged)
    clash = clash_of(request, form, merged, questions) if merged.clashes else ""
    parts = zip(questions, parts_of(assessment, questions), strict=True)
    theirs = {
        at: part
        for at, (question, part) in enumerate(parts)
        if question["key"] in merged.clashes
    }
    answer = {NAME: {"seen": seen, "clash": clash, "theirs": theirs}}
    return autosave.saved(answer, at=timezone.now())


def token_of(
    assessment: Assessment, questions: Questions, merged: Merge | None = None
) -> str:
    """Return the token of a page that shows the cover sheet as it is stored."""
    keys = [question["key"] for question in questions]
    stored = cover_sheet.stored_answers(assessment, keys)
    return seen_token(assessment.version, stored, merged.stale if merged else None)


def clash_of(
    request: SignedInRequest, form: CoverForm, merged: Merge, questions: Questions
) -> str:
    """Return the HTML that shows both sides of each question that clashed."""
    labels = {question["key"]: question["question"] for question in questions}
    fields = [
        ClashingField(labels[key], str(theirs or ""), str(form.cleaned_data[key] or ""))
        for key, theirs in merged.clashes.items()
    ]
    clash = Clash(NAME, None, None, fields)
    return autosave.clash_html(
        request, "moderation/_clash.html", "the cover sheet", clash, NAME
    )


@require_POST
def cover_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that the person has the cover sheet open, and say who else has.

    The page sends its version; the answer has what is stored, if that is another.
    """
    assessment, access = open_assessment(request.user, pk, "see_inside")
    access.require("edit_cover")
    if "leaving" in request.POST:
        presence.leave(assessment=assessment, place=NAME, by=request.user)
        return JsonResponse({"here": "", "entries": {}})
    presence.come(assessment=assessment, place=NAME, by=request.user)
    others = presence.others_at(assessment, {NAME}, request.user)
    shown = [(person, "the cover sheet") for person, _ in others]
    here = render_to_string("moderation/_here.html", {"others": shown}).strip()
    entries = {}
    if request.POST.get(NAME) != str(assessment.version):
        questions = questions_of(assessment)
        entries[NAME] = {
            "seen": token_of(assessment, questions),
            "parts": parts_of(assessment, questions),
        }
    return JsonResponse({"here": here, "entries": entries})


def parts_of(assessment: Assessment, questions: Questions) -> list[autosave.Part]:
    """Return the answers, one per part. Their authors are not stored."""
    form = CoverForm(
        initial={each["key"]: getattr(assessment, each["key"]) for each in questions},
        questions=questions,
    )
    return [
        {
            "values": {key: boxed(form, key)},
            "words": boxed(form, key),
            "by": "",
            "at": "",
        }
        for key in (each["key"] for each in questions)
    ]


def boxed(form: CoverForm, key: str) -> str:
    """Return the text in the box of a question."""
    field = form[key]
    return str(field.field.widget.format_value(field.value()) or "")
