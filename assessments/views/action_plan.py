"""The authority's action plan: made from the ideas, worded, ordered and ticked off."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from leavingcare.forms import error_list
from leavingcare.models import User

from ..access import Access, open_assessment, require_submitted
from ..field_merge import Merge
from ..files.bounded import jobs
from ..files.follow_up import workbooks
from ..files.follow_up.formats import EXCEL
from ..forms.action_plan import (
    ActionForm,
    IdeasForm,
    ProgressForm,
    key_of,
)
from ..forms.common import Boxes
from ..models import Action, Assessment
from ..submission import action_plan as plans
from ..submission.shown import document
from ..submission.shown.actions import counts_words, single_ideas
from ..workflow import action_plan as workflow
from ..workflow import downloads
from ..workflow.action_plan import ChosenIdea
from ..workflow.supplements import last_submission
from .files import download, not_made
from .form_words import SharedForm
from .requests import SignedInRequest
from .shared_forms import Forms, Key, SharedFormsPage

pages = require_http_methods(["GET", "HEAD", "POST"])
ACTION = "action"
REVISIONS = 20


def open_plan(
    request: SignedInRequest, pk: int, action: str
) -> tuple[Assessment, Access]:
    """Return an assessment that was submitted, and the person's Access.

    Raises as `open_assessment` does, and Refused if nothing was submitted.
    """
    assessment, access = open_assessment(request.user, pk, action)
    require_submitted(assessment)
    return assessment, access


@require_safe
def action_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the plan, to keep it or only to read it."""
    assessment, access = open_plan(request, pk, "read_action_plan")
    actions = workflow.actions_of(assessment)
    context = {
        "assessment": assessment,
        "can": access.can,
        "actions": actions,
        "counts": counts_words(list(map(plans.document, actions))),
        "removed": workflow.removed_from(assessment),
        "has_ideas": bool(ideas_of(assessment)),
    }
    return render(request, "action_plan/action_plan.html", context)


def ideas_of(assessment: Assessment) -> dict[str, list[str]]:
    """Return {code: [idea]} of the ideas in the latest submission."""
    responses = last_submission(assessment).content["responses"]
    found = {code: single_ideas(response) for code, response in responses.items()}
    return {code: ideas for code, ideas in found.items() if ideas}


@pages
def plan_ideas(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the ideas in the submission (GET), or make actions of some (POST)."""
    assessment, _ = open_plan(request, pk, "edit_action_plan")
    ideas = ideas_of(assessment)
    there = {
        (action.statement.code, action.idea)
        for action in workflow.actions_of(assessment)
        if action.statement
    }
    every = [ChosenIdea(code, text) for code, texts in ideas.items() for text in texts]
    new = [each for each in every if (each.code, each.text) not in there]
    form = IdeasForm(new, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen_ideas
        added = workflow.add_ideas(
            assessment=assessment, chosen=chosen, by=request.user
        )
        actions = "1 action" if len(added) == 1 else f"{len(added)} actions"
        messages.success(request, f"{actions} added to the plan.")
        return redirect("action_plan", pk)
    errors = error_list(form)
    context = {
        "assessment": assessment,
        "areas": _ideas_by_area(assessment, ideas, form, there),
        "new": len(new),
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "action_plan/ideas.html", context, status=status)


def _ideas_by_area(
    assessment: Assessment,
    ideas: Mapping[str, Sequence[str]],
    form: IdeasForm,
    there: set[tuple[str, str]],
) -> list[tuple[object, Sequence[tuple[object, list[dict[str, object]]]]]]:
    """Return [(area, [(statement, [idea])])] of the areas and statements with ideas."""
    content = last_submission(assessment).content
    found = [
        (
            area,
            [
                (each, [_idea(form, each["code"], text, there) for text in texts])
                for each in area["statements"]
                if (texts := ideas.get(each["code"]))
            ],
        )
        for area in document.shape(content)["areas"]
    ]
    return [(area, statements) for area, statements in found if statements]


def _idea(
    form: IdeasForm, code: str, text: str, there: set[tuple[str, str]]
) -> dict[str, object]:
    """Return an idea as the page of ideas shows it."""
    idea = ChosenIdea(code, text)
    return {
        "key": key_of(idea),
        "text": text,
        "is_in_plan": (code, text) in there,
        "is_chosen": form.is_chosen(idea),
    }


@pages
def add_action(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of a new action (GET), or add it to the plan (POST)."""
    assessment, _ = open_plan(request, pk, "edit_action_plan")
    areas = list(assessment.round.framework.areas.all())
    data = request.POST if request.method == "POST" else None
    form = ActionForm(Action(assessment=assessment), data, areas=areas)
    if data is not None and form.is_valid():
        workflow.add_action(
            assessment=assessment, values=form.values(), area=form.area, by=request.user
        )
        messages.success(request, "The action has been added.")
        return redirect("action_plan", pk)
    errors = error_list(form)
    context = {"assessment": assessment, "form": form, "errors": errors}
    status = 422 if errors else 200
    return render(request, "action_plan/add.html", context, status=status)


class TickOffPage(SharedFormsPage[Action]):
    """The progress on each action of the plan, at the follow-up."""

    template = "action_plan/tick_off.html"
    saved = "Progress saved."

    def rows(self) -> Mapping[Key, Action]:
        actions = workflow.actions_of(self.assessment)
        return cast("dict[Key, Action]", {each.pk: each for each in actions})

    def form(
        self,
        key: Key,
        row: Action,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        return ProgressForm(row, data, shown=shown)

    def save(self, forms: Forms, by: User) -> Mapping[Key, Merge]:
        answers = {cast("int", key): form.sent() for key, form in forms.items()}
        merges = workflow.tick_off(assessment=self.assessment, answers=answers, by=by)
        return cast("dict[Key, Merge]", merges)


@pages
def tick_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the progress on each action (GET), or save it (POST)."""
    assessment, access = open_plan(request, pk, "edit_action_plan")
    return TickOffPage(request, assessment, access).answer()


@require_safe
def action_plan_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the plan as an Excel workbook, record the download, then send it."""
    assessment, _ = open_plan(request, pk, "read_action_plan")
    found = plans.of_many([pk]).get(pk, [])
    title = f"Action plan of {assessment.authority}, {assessment.round}"
    try:
        with jobs.turn_of(request.user):
            content = workbooks.plan(found, title)
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("action_plan", args=[pk]))
    downloads.record_file(
        assessment=assessment, name="the action plan", by=request.user
    )
    name = slugify(f"{assessment.authority} action plan")
    return download(content, f"{name}.xlsx", EXCEL)
