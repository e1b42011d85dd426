"""Questions from Coram Voice on a submission, and the replies of the authority."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from frameworks.models import Statement
from leavingcare.forms import error_list

from ..access import Access, open_assessment, open_question, require_submitted
from ..desk.reached import reached_in
from ..forms.questions import QuestionForm, ReplyForm
from ..models import Assessment, Question
from ..submission.questions import questions_of
from ..workflow import questions as workflow
from .requests import SignedInRequest


@dataclass
class Thread:
    """A question with its form to reply, or None if it is closed."""

    question: Question
    form: ReplyForm | None

    @property
    def is_unanswered(self) -> bool:
        """Return whether nobody of the authority has replied."""
        return all(reply.by.is_staff for reply in self.question.replies.all())


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the questions on an assessment's submissions (GET), or ask one (POST)."""
    assessment, access = open_assessment(request.user, pk, "read_questions")
    if request.method == "POST":
        access.require("ask_question")
    require_submitted(assessment)
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(
        data,
        statements=_statements(assessment),
        initial={"about": request.GET.get("about", "")},
    )
    if form.is_valid():
        workflow.ask(
            assessment=assessment,
            statement=form.statement,
            text=form.cleaned_data["text"],
            by=request.user,
        )
        reached = reached_in([assessment]).in_words
        messages.success(request, f"Your question has been sent. {reached}")
        return redirect("questions", pk)
    return _page(request, assessment, access, form, status=422 if form.errors else 200)


@require_POST
def question(request: SignedInRequest, pk: int, question: int) -> HttpResponse:
    """Save a reply to a question, or close it."""
    assessment, access = open_assessment(request.user, pk, "reply")
    found = open_question(access, question)
    if request.POST.get("form") == "close":
        access.require("ask_question")
        workflow.close(question=found, by=request.user)
        messages.success(request, "The question has been closed.")
        return redirect("questions", pk)
    form = ReplyForm(request.POST, key=found.pk)
    if not form.is_valid():
        asking = QuestionForm(statements=_statements(assessment))
        return _page(request, assessment, access, asking, replying=form, status=422)
    workflow.reply(question=found, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, "Your reply has been sent.")
    return redirect("questions", pk)


def _statements(assessment: Assessment) -> list[Statement]:
    framework = assessment.round.framework
    found = Statement.objects.filter(area__framework=framework)
    return list(found.select_related("area"))


def _page(
    request: SignedInRequest,
    assessment: Assessment,
    access: Access,
    form: QuestionForm,
    *,
    replying: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show every question, those that wait for a reply first, with its replies."""
    threads = []
    for each in questions_of(assessment):
        reply = None
        if access.can["reply"] and not each.closed_at:
            is_sent = replying is not None and replying.prefix == f"reply-{each.pk}"
            reply = replying if is_sent else ReplyForm(key=each.pk)
        threads.append(Thread(each, reply))
    context = {
        "assessment": assessment,
        "can": access.can,
        "threads": threads,
        "form": form,
        "errors": error_list(form if replying is None else replying),
    }
    return render(request, "questions/questions.html", context, status=status)
