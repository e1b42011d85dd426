"""The page of one action of a plan: word it, move it, remove it, put it back."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.models import User

from ..access import Access, open_action
from ..field_merge import Merge
from ..forms.action_plan import ActionForm, MoveForm, RestoreActionForm
from ..forms.common import Boxes
from ..models import Action, ActionRevision, Assessment
from ..submission.shown.actions import STATES
from ..submission.shown.wording import date_words
from ..workflow import action_plan as workflow
from .action_plan import open_plan
from .form_words import SharedForm
from .requests import SignedInRequest
from .shared_forms import Forms, Key, SharedFormsPage

ACTION = "action"
REVISIONS = 20


class ActionPage(SharedFormsPage[Action]):
    """One action: the work, who does it, by when, and its progress."""

    template = "action_plan/action.html"
    saved = "The action has been saved."

    def __init__(
        self,
        request: SignedInRequest,
        assessment: Assessment,
        access: Access,
        action: Action,
    ) -> None:
        super().__init__(request, assessment, access)
        self.action = action

    def rows(self) -> Mapping[Key, Action]:
        return {ACTION: open_action(self.access, self.action.pk)}

    def form(
        self,
        key: Key,
        row: Action,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        return ActionForm(row, data, shown=shown)

    def save(self, forms: Forms, by: User) -> Mapping[Key, Merge]:
        token, values = forms[ACTION].sent()
        merged = workflow.save_action(
            action=self.action, token=token, values=values, by=by
        )
        return {ACTION: merged}

    def after_saving(self) -> str:
        return f"{reverse('action_plan', args=[self.assessment.pk])}#action-{self.action.pk}"

    def context(self) -> dict[str, object]:
        revisions = self.action.revisions.select_related("by")[:REVISIONS]
        return {
            "part": self.parts[ACTION],
            "action": self.action,
            "entries": entries(list(revisions)),
        }


def entries(revisions: list[ActionRevision]) -> list[dict[str, object]]:
    """Return an action's revisions, newest first, in words."""
    return [
        {
            "revision": each,
            "said": [
                ("What", each.content["text"]),
                ("Who", each.content["owner"]),
                ("By when", date_words(each.content["due_on"])),
                ("Measure", each.content.get("measure", "")),
                ("State", STATES[each.content["state"]]),
                ("Note", each.content["note"]),
            ],
        }
        for each in revisions
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: SignedInRequest, pk: int, action: int) -> HttpResponse:
    """Show one action of the plan (GET), or save it (POST)."""
    assessment, access = open_plan(request, pk, "edit_action_plan")
    found = open_action(access, action)
    return ActionPage(request, assessment, access, found).answer()


@require_POST
def move_action(request: SignedInRequest, pk: int, action: int) -> HttpResponse:
    """Move an action up, down or to the top of the plan."""
    _, access = open_plan(request, pk, "edit_action_plan")
    found = open_action(access, action)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    workflow.move(action=found, way=form.cleaned_data["way"])
    return redirect(f"{reverse('action_plan', args=[pk])}#action-{found.pk}")


@require_POST
def remove_action(request: SignedInRequest, pk: int, action: int) -> HttpResponse:
    """Take an action out of the plan. It can be put back."""
    _, access = open_plan(request, pk, "edit_action_plan")
    workflow.remove(action=open_action(access, action), by=request.user)
    messages.success(request, "The action has been removed. You can put it back below.")
    return redirect("action_plan", pk)


@require_POST
def put_back_action(request: SignedInRequest, pk: int, action: int) -> HttpResponse:
    """Put a removed action back in the plan."""
    _, access = open_plan(request, pk, "edit_action_plan")
    found = open_action(access, action)
    workflow.put_back(action=found, by=request.user)
    messages.success(request, "The action is back in the plan.")
    return redirect(f"{reverse('action_plan', args=[pk])}#action-{found.pk}")


@require_POST
def restore_action(request: SignedInRequest, pk: int, action: int) -> HttpResponse:
    """Restore an earlier state of an action."""
    _, access = open_plan(request, pk, "edit_action_plan")
    found = open_action(access, action)
    form = RestoreActionForm(found, request.POST)
    if not form.is_valid():
        raise Http404
    revision = form.cleaned_data["revision"]
    workflow.restore(action=found, revision=revision, by=request.user)
    messages.success(request, "The earlier state of the action is back.")
    return redirect("action", pk, action)
