"""A page with several forms that several people may have open at once."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from leavingcare.forms import error_list
from leavingcare.models import User
from leavingcare.moments import clock
from leavingcare.unsaved import wants_json

from ..access import Access
from ..field_merge import Merge, seen_token
from ..forms.common import Boxes
from ..models import Assessment, Submission, SupplementModel
from ..workflow import presence
from ..workflow.supplements import last_submission
from . import autosave
from .draft_clashes import Clash, ClashingField
from .form_words import (
    SharedForm,
    Sides,
    box_of,
    errors_of,
    message_of,
    parts_of,
    sides_of,
)
from .requests import Errors, SignedInRequest

NOTHING_SENT = "The page came without any answers. Check them, then save again"
CLASH = "This was changed somewhere else while you were writing"


Key: TypeAlias = int | str  # an area's number, or the name of a form without an area
Row = TypeVar("Row", bound=SupplementModel)
Forms: TypeAlias = Mapping[Key, SharedForm]


@dataclass
class FormPart(Generic[Row]):
    """A form on a page, its row, and the fields that somebody else changed."""

    row: Row
    form: SharedForm
    sides: Sides = field(default_factory=list)


class SharedFormsPage(ABC, Generic[Row]):
    """A page with several forms that several people may have open at once.

    A subclass says which rows there are, by key, which form each has, and how to save
    the forms. Our script sends one form at a time, and is answered in JSON.
    """

    template = saved = called = ""
    last: Submission

    def __init__(
        self, request: SignedInRequest, assessment: Assessment, access: Access
    ) -> None:
        self.request, self.assessment, self.access = request, assessment, access
        self.parts: dict[Key, FormPart[Row]] = {}
        self.require()

    def require(self) -> None:
        """Find the latest submission; raise Refused unless the page may be opened."""
        self.last = last_submission(self.assessment)

    @abstractmethod
    def rows(self) -> Mapping[Key, Row]:
        """Return {key: row} as they are now stored."""

    @abstractmethod
    def form(
        self,
        key: Key,
        row: Row,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        """Return the form of a row, bound to `data` if there is any.

        `shown` has the values of its boxes that are not as stored.
        """

    @abstractmethod
    def save(self, forms: Forms, by: User) -> Mapping[Key, Merge]:
        """Store {key: valid form}, of those that were sent; return {key: Merge}."""

    def faults(self, forms: Forms) -> Errors:
        """Return the errors of valid forms together, as `errors_of` does."""
        return []

    def after_saving(self) -> str:
        """Return the URL of the page that comes after a save."""
        return self.request.path

    def context(self) -> dict[str, object]:
        """Return what the template needs as well as `self.parts`."""
        return {}

    def answer(self) -> HttpResponse:
        """Show the page (GET), or save every form that was sent (POST)."""
        rows = self.rows()
        if self.request.method != "POST":
            return self.page(self.fresh(rows))
        data = self.request.POST
        every = {key: self.form(key, row, data) for key, row in rows.items()}
        sent = {key: form for key, form in every.items() if form.is_sent}
        invalid = {key: form for key, form in sent.items() if not form.is_valid()}
        errors = errors_of(invalid.values()) or self.faults(sent)
        if not sent:
            errors = [("", NOTHING_SENT)]
        if errors:
            return self.invalid(rows, sent, errors)
        merges = self.save(sent, self.request.user)
        clashing = {key: each for key, each in merges.items() if each.clashes}
        if wants_json(self.request):
            return self.json(rows, sent, merges)
        if clashing:
            return self.clash(sent, clashing)
        messages.success(self.request, self.saved)
        return redirect(self.after_saving())

    def fresh(self, rows: Mapping[Key, Row]) -> dict[Key, FormPart[Row]]:
        """Return the parts of the page as stored."""
        return {key: FormPart(row, self.form(key, row)) for key, row in rows.items()}

    def invalid(
        self, rows: Mapping[Key, Row], sent: Forms, errors: Errors
    ) -> HttpResponse:
        """Show everything that was typed, with the errors. Nothing has been stored."""
        if wants_json(self.request):
            by_box = dict(error_list(*sent.values(), names_boxes=False)) or dict(errors)
            answer = {"saved": False, "reason": "invalid", "errors": by_box}
            return JsonResponse(answer, status=422)
        parts = self.fresh(rows)
        for key, form in sent.items():
            parts[key] = FormPart(rows[key], form)
        return self.page(parts, errors=errors, status=422)

    def clash(self, forms: Forms, clashing: Mapping[Key, Merge]) -> HttpResponse:
        """Show both texts where somebody else got there first; the rest is saved."""
        parts: dict[Key, FormPart[Row]] = {}
        errors: Errors = []
        for key, row in self.rows().items():
            merged = clashing.get(key)
            if merged is None:
                parts[key] = FormPart(row, self.form(key, row))
                continue
            sent = forms[key]
            stored = self.form(key, row).stored
            form = self.form(key, row, shown=sent.after_clash(merged, stored))
            parts[key] = FormPart(row, form, sides_of(sent, merged))
            errors += [
                (box_of(form, name), message_of(sent, name, CLASH))
                for name in merged.clashes
            ]
        return self.page(parts, errors=errors, status=409)

    def json(
        self,
        before: Mapping[Key, Row],
        forms: Forms,
        merges: Mapping[Key, Merge],
    ) -> JsonResponse:
        """Return to our script what is now stored of what it sent, and what clashed.

        `before` are the rows without the rest of what was sent, which may be stored.
        """
        rows = self.rows()
        has_clashes = any(each.clashes for each in merges.values())
        entries = {
            form.prefix: self.entry(
                rows[key],
                self.form(key, rows[key]),
                merges[key],
                self.clash_html(
                    (before if merges[key].changes else rows)[key], form, merges[key]
                ),
            )
            for key, form in forms.items()
            if key in merges and key in rows
        }
        answer: dict[str, object] = {
            "saved": not has_clashes,
            "at": clock(timezone.now()),
            "entries": entries,
        }
        if has_clashes:
            answer["reason"] = "clash"
        return JsonResponse(answer, status=409 if has_clashes else 200)

    def entry(
        self, row: Row, form: SharedForm, merged: Merge, clash: str
    ) -> dict[str, object]:
        """Return the answer about one form: its new token, and what clashes in it."""
        answer: dict[str, object] = {
            "seen": seen_token(row.version, form.stored, merged.stale),
            "clash": clash,
        }
        if merged.clashes:
            parts = zip(
                form.stored, parts_of(row, form, self.request.user), strict=True
            )
            answer["theirs"] = {
                str(at): part
                for at, (name, part) in enumerate(parts)
                if name in merged.clashes
            }
        return answer

    def clash_html(self, row: Row, form: SharedForm, merged: Merge) -> str:
        """Return the HTML that shows both sides of a clash, as in a draft, or ""."""
        if not merged.clashes:
            return ""
        fields = [ClashingField(*side) for side in sides_of(form, merged)]
        name = str(form.prefix)
        clash = Clash(name, row.updated_by, row.updated_at, fields)
        template = "moderation/_clash.html"
        return autosave.clash_html(self.request, template, form.code, clash, name)

    def here(self, place: str) -> JsonResponse:
        """Record that the person is on the page, and say who else is and what is new.

        The page sends the version it shows of each form.
        """
        request, assessment = self.request, self.assessment
        if "leaving" in request.POST:
            presence.leave(assessment=assessment, place=place, by=request.user)
            return JsonResponse({"here": "", "entries": {}})
        presence.come(assessment=assessment, place=place, by=request.user)
        others = presence.others_at(assessment, {place}, request.user)
        shown = [(person, self.called) for person, _ in others]
        entries = {
            form.prefix: {
                "seen": seen_token(row.version, form.stored),
                "parts": parts_of(row, form, request.user),
            }
            for row, form in (
                (row, self.form(key, row)) for key, row in self.rows().items()
            )
            if request.POST.get(str(form.prefix)) not in {None, str(row.version)}
        }
        page = render_to_string("moderation/_here.html", {"others": shown})
        return JsonResponse({"here": page.strip(), "entries": entries})

    def page(
        self,
        parts: dict[Key, FormPart[Row]],
        *,
        errors: Errors | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the page with these parts."""
        self.parts = parts
        context = {
            "assessment": self.assessment,
            "can": self.access.can,
            "parts": parts,
            "errors": errors or [],
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)
