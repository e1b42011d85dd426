"""The pages of an authority's follow-up: write it, check it, submit it, reopen it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.forms import as_error, error_list
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import Access, open_assessment, open_follow_up, require_follow_up
from ..field_merge import Merge
from ..forms.common import Boxes
from ..forms.follow_up import (
    FollowUpDateForm,
    FollowUpForm,
    ReopenFollowUpForm,
    ReturnForm,
)
from ..models import Assessment, FollowUp, FollowUpScore
from ..submission import supplements
from ..submission.shown.actions import counts_words
from ..submission.shown.supplements import supplements_values
from ..workflow import follow_up as workflow
from ..workflow.supplements import last_submission
from .form_words import SharedForm
from .requests import SignedInRequest
from .shared_forms import Forms, Key, SharedFormsPage

if TYPE_CHECKING:
    from ..submission.shown import content

pages = require_http_methods(["GET", "HEAD", "POST"])
DATE = "date"
CHECK = "check"  # the button that leads on to the check


class FollowUpPage(SharedFormsPage[FollowUp | FollowUpScore]):
    """The areas scored again, and the date of the follow-up."""

    template = "follow_up/follow_up.html"
    saved = "The follow-up has been saved."
    called = "the follow-up"

    def __init__(
        self,
        request: SignedInRequest,
        assessment: Assessment,
        access: Access,
        follow_up: FollowUp,
    ) -> None:
        super().__init__(request, assessment, access)
        self.follow_up = follow_up

    def rows(self) -> Mapping[Key, FollowUp | FollowUpScore]:
        follow_up = FollowUp.objects.select_related("updated_by").get(
            pk=self.follow_up.pk
        )
        rows = workflow.score_rows(follow_up)
        return {DATE: follow_up, **cast("dict[Key, FollowUp | FollowUpScore]", rows)}

    def submitted(self, number: Key) -> int | None:
        """Return the submitted score of the area, or None."""
        score: int | None = self.last.content["global_scores"].get(str(number))
        return score

    def form(
        self,
        key: Key,
        row: FollowUp | FollowUpScore,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        if isinstance(row, FollowUp):
            return FollowUpDateForm(row, data, shown=shown)
        return FollowUpForm(row, data, submitted=self.submitted(key), shown=shown)

    def save(self, forms: Forms, by: User) -> Mapping[Key, Merge]:
        of_day, merges = workflow.save_follow_up(
            assessment=self.assessment,
            completed_on=forms[DATE].sent() if DATE in forms else None,
            answers={
                key: form.sent() for key, form in forms.items() if isinstance(key, int)
            },
            by=by,
        )
        found = cast("dict[Key, Merge]", merges)
        return {**found, **({DATE: of_day} if of_day else {})}

    def after_saving(self) -> str:
        """Return the URL that the pressed button leads to."""
        if self.request.POST.get("save") == CHECK:
            return reverse("follow_up_check", args=[self.assessment.pk])
        return self.request.path

    def context(self) -> dict[str, object]:
        date = self.parts.pop(DATE)
        said = supplements.of(self.assessment)
        shown = supplements_values(self.last.content, said)
        by_area = actions_by_area(said)
        return {
            **status_context(self.follow_up),
            "submission": self.last,
            "may_write": self.access.may_write_follow_up(
                self.follow_up, self.request.user
            ),
            "supplements": shown,
            "date": date,
            "areas": [
                (part, self.submitted(key), by_area.get(cast("int", key), ""))
                for key, part in self.parts.items()
            ],
            "has_plan": bool(shown["action_plan"]),
        }


def actions_by_area(said: "content.Supplements") -> dict[int, str]:
    """Return {area number: "3 actions: 1 done, 2 not yet"} of the action plan."""
    plans: dict[int, list[content.Action]] = {}
    for action in said.get("action_plan", []):
        if action["area"] is not None:
            plans.setdefault(action["area"], []).append(action)
    return {
        number: f"{len(plan)} action{'s' * (len(plan) > 1)}: {counts_words(plan)}"
        for number, plan in plans.items()
    }


def status_context(follow_up: FollowUp) -> dict[str, object]:
    """Return where a follow-up stands: its request and what was returned."""
    return {
        "follow_up": follow_up,
        "due_on": follow_up.due_on,
        "returns": list(
            follow_up.returns.defer("content").select_related("submitted_by")
        ),
    }


@pages
def follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the follow-up scores of the areas (GET), or save them (POST)."""
    action = "edit_follow_up" if request.method == "POST" else "read_follow_up"
    assessment, access, found = open_follow_up(request.user, pk, action)
    if request.method == "POST":
        require_follow_up(found, request.user)
    return FollowUpPage(request, assessment, access, found).answer()


@require_POST
def follow_up_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that the person has the follow-up open; say who else has, and what is new."""
    assessment, access, found = open_follow_up(request.user, pk, "edit_follow_up")
    require_follow_up(found, request.user)
    return FollowUpPage(request, assessment, access, found).here("follow_up")


@pages
def follow_up_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what a follow-up leaves blank (GET), or submit it (POST)."""
    assessment, _, found = open_follow_up(request.user, pk, "edit_follow_up")
    if not found.is_open and workflow.is_returned_by(assessment, request.user):
        return redirect("follow_up_return", found.returns.all()[0].reference)
    require_follow_up(found, request.user)
    data = request.POST if request.method == "POST" else None
    form = ReturnForm(workflow.blanks(found), data)
    if request.method != "POST":
        return _check_page(request, assessment, found, form)
    if not form.is_valid():
        return _check_page(request, assessment, found, form, status=422)
    try:
        returned = workflow.submit(
            assessment=assessment,
            by=request.user,
            confirmed=form.cleaned_data["confirmed"],
        )
    except Refused as refusal:
        form.add_error(None, as_error(refusal))
        return _check_page(request, assessment, found, form, status=409)
    messages.success(
        request, f"The follow-up has been submitted. Its reference is {returned}."
    )
    return redirect("follow_up_return", returned.reference)


def _check_page(
    request: SignedInRequest,
    assessment: Assessment,
    found: FollowUp,
    form: ReturnForm,
    status: int = 200,
) -> HttpResponse:
    last = last_submission(assessment)
    shown = supplements_values(last.content, supplements.of(assessment))
    context = {
        "assessment": assessment,
        **status_context(found),
        "supplements": shown,
        "has_scores": workflow.has_scores(found),
        "form": form,
        "errors": error_list(form),
    }
    return render(request, "follow_up/check.html", context, status=status)


@pages
def reopen_follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reopen a follow-up, with the reason, so that its authority can change it."""
    assessment, _ = open_assessment(request.user, pk, "reopen_follow_up")
    last_submission(assessment)
    form = ReopenFollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.reopen(
            assessment=assessment, by=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, f"{assessment.authority} can change its follow-up.")
        return redirect("follow_up", pk=pk)
    errors = error_list(form)
    context = {"assessment": assessment, "form": form, "errors": errors}
    status = 422 if errors else 200
    return render(request, "follow_up/reopen.html", context, status=status)
