"""Coram Voice's questions to every authority of a round or cluster, and the replies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list

from ..desk import enquiries as desk
from ..desk.reached import reached_in
from ..forms.enquiries import EnquiryForm
from ..models import Enquiry
from ..workflow import enquiries as workflow
from .requests import SignedInRequest
from .rounds import staff_round


@require_http_methods(["GET", "HEAD", "POST"])
def round_questions(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the questions to several authorities of a round (GET), or ask one (POST)."""
    round = staff_round(request, slug)
    everybody = desk.asked_of(round, None)
    total = everybody.count()
    whom = request.GET.get("whom", "")
    form = EnquiryForm(
        request.POST if request.method == "POST" else None,
        total=total,
        clusters=desk.clusters_asked(round),
        areas=list(round.framework.areas.all()),
        initial={"whom": whom},
    )
    if form.is_valid():
        asked = workflow.ask(
            round=round,
            cluster=form.cluster,
            area=form.area,
            text=form.cleaned_data["text"],
            by=request.user,
        )
        reached = reached_in(desk.asked_of(round, form.cluster))
        messages.success(request, f"Your question has been sent. {reached.in_words}")
        return redirect("round_question", slug, asked.pk)
    context = {
        "round": round,
        "total": total,
        "reached": reached_in(everybody),
        "enquiries": list(desk.enquiries_of(round)),
        "form": form,
        "can_ask": total and (not whom or whom in form.clusters),
        "errors": error_list(form),
    }
    status = 422 if form.errors else 200
    return render(request, "questions/round_questions.html", context, status=status)


@require_safe
def round_question(request: SignedInRequest, slug: str, enquiry: int) -> HttpResponse:
    """Show one question to several authorities with every reply."""
    round = staff_round(request, slug)
    found = get_object_or_404(
        Enquiry.objects.select_related("round", "cluster", "by"),
        pk=enquiry,
        round=round,
    )
    answers = desk.answers_of(found)
    context = {
        "round": round,
        "enquiry": found,
        "answers": answers,
        "area": answers.first and answers.first.area,
    }
    return render(request, "questions/round_question.html", context)
