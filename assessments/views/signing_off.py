"""The pages for approval: asking for it, reading, approving, and sending back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.forms import as_error, error_list
from leavingcare.moments import clock, moment
from leavingcare.unsaved import wants_json

from ..access import open_assessment
from ..field_merge import Merge
from ..forms.signing_off import AnswerForm, SendBackForm
from ..models import ApproverComment
from ..workflow import signing_off
from . import autosave
from .approval_page import ApprovalPage
from .approving import save_comment
from .draft_clashes import Clash, ClashingField
from .requests import Errors, SignedInRequest

pages = require_http_methods(["GET", "HEAD", "POST"])
CLASH = "This was answered after you opened it. What is saved is shown above the box"


@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for approval, from the page to check and submit."""
    assessment, _ = open_assessment(request.user, pk, "ask_sign_off")
    asked = signing_off.ask(assessment=assessment, by=request.user)
    if asked.asked_by == request.user:
        messages.success(request, "You have asked for approval.")
    else:
        who, at = asked.asked_by.name, moment(asked.asked_at)
        messages.info(request, f"{who} asked for approval at {at}.")
    return redirect("check", pk)


@pages
def sign_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is agreed, or a part of it (GET), or approve it as an approver (POST).

    If anything changed after the page was opened, the answer is what changed, to approve
    the whole after a look at that.
    """
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "sign_off" if writing else "read_sign_off"
    )
    if not writing:
        return sign_off_page(request, ApprovalPage(access, request.GET.get("show", "")))
    try:
        signing_off.approve(
            assessment=assessment, seen=request.POST.get("seen", ""), by=request.user
        )
    except signing_off.Moved as moved:
        page = ApprovalPage(access, moved=moved.changes)
        return sign_off_page(
            request, page, errors=[("read", as_error(moved))], status=409
        )
    messages.success(request, "You have approved what was agreed.")
    return redirect("sign_off", pk)


def sign_off_page(
    request: SignedInRequest,
    page: ApprovalPage,
    *,
    send_back: SendBackForm | None = None,
    answer: tuple[int, AnswerForm] | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page; `answer` is a form that could not be stored, by comment's key."""
    access = page.access
    send_back = send_back or SendBackForm(page.unsent_by(request.user))
    answers = []
    if access.can["moderate"] and page.status.sent_back:
        answers = [(one, AnswerForm(one)) for one in page.sent]
    if answer:
        answers = [
            (one, answer[1] if one.pk == answer[0] else form) for one, form in answers
        ]
    forms = [send_back, *(form for _, form in answers)]
    context = {
        "assessment": page.assessment,
        "access": access,
        "page": page,
        "standing": page.status,
        "document": page.document,
        "changeable": page.may_change,
        "send_back": send_back,
        "answers": answers,
        "may_read_agreed": not page.hidden,
        "errors": [*(errors or []), *error_list(*forms)],
    }
    return render(request, "signing_off/sign_off.html", context, status=status)


@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the agreed version back with the comments that were written.

    Our script only saves the comment on the whole.
    """
    assessment, access = open_assessment(request.user, pk, "sign_off")
    if wants_json(request):
        return save_comment(request, assessment, SendBackForm, None)
    page = ApprovalPage(access)
    form = SendBackForm(page.unsent_by(request.user), request.POST)
    if not form.is_valid():
        return sign_off_page(request, page, send_back=form, status=422)
    if page.status.asked and not page.unsent and not form.cleaned_data["text"]:
        form.add_error("text", signing_off.NO_COMMENT)
        return sign_off_page(request, page, send_back=form, status=422)
    signing_off.send_back(
        assessment=assessment, text=form.cleaned_data["text"], by=request.user
    )
    messages.success(request, "You have sent it back with your comments.")
    return redirect("sign_off", pk)


@require_POST
def answer_comment(request: SignedInRequest, pk: int, comment: int) -> HttpResponse:
    """Store a moderator's answer to a comment of an approver; it saves itself, too."""
    assessment, access = open_assessment(request.user, pk, "ask_sign_off")
    found = get_object_or_404(
        ApproverComment.objects.select_related(
            "sign_off", "answered_by", "response__statement__area"
        ),
        sign_off__assessment=assessment,
        pk=comment,
    )
    if found.sign_off.sent_back_at is None:
        raise PermissionDenied
    found.sign_off.assessment = assessment
    by_script = wants_json(request)
    form = AnswerForm(found, request.POST, is_complete=not by_script)
    if not form.is_valid():
        if by_script:
            return autosave.invalid(form)
        page = ApprovalPage(access)
        return sign_off_page(request, page, answer=(found.pk, form), status=422)
    text = form.cleaned_data["text"]
    merged, stored = signing_off.answer(
        comment=found, text=text, token=form.token, by=request.user
    )
    if by_script:
        return saved_answer(request, stored, text, merged)
    if merged.clashes:
        data = request.POST.copy()
        data["seen"] = signing_off.answer_token(stored)
        form = AnswerForm(stored, data)
        form.add_error("text", CLASH)
        page = ApprovalPage(access)
        return sign_off_page(request, page, answer=(found.pk, form), status=409)
    messages.success(request, "Your answer is saved.")
    return redirect(f"{reverse('sign_off', args=[pk])}#comment-{found.pk}")


def saved_answer(
    request: SignedInRequest, comment: ApproverComment, text: str, merged: Merge
) -> HttpResponse:
    """Tell our script what is stored of an answer, and what clashed."""
    name, clash, theirs = f"answer-{comment.pk}", "", dict[int, autosave.Part]()
    by, at = comment.answered_by, comment.answered_at
    if merged.clashes:
        theirs[0] = {
            "values": {"text": comment.answer},
            "words": comment.answer,
            "by": autosave.name_for(by, request.user),
            "at": autosave.short_time(at),
        }
        clash = autosave.clash_html(
            request,
            "moderation/_clash.html",
            "the answer",
            Clash(name, by, at, [ClashingField("Answer", comment.answer, text)]),
            name,
        )
    now = timezone.now()
    seen = signing_off.answer_token(comment)
    return autosave.saved(
        {name: {"seen": seen, "clash": clash, "theirs": theirs}},
        at=now,
        said=f"Saved {clock(now)}. The approver sees it when you ask for approval again",
    )
