"""A page with several forms that several people may have open at once."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from leavingcare.models import User

from ..access import Access
from ..field_merge import Merge
from ..forms.common import Boxes
from ..forms.supplements import SupplementForm
from ..models import Assessment, FollowUp, FollowUpScore, YoungPeopleScore
from ..submission import supplements
from ..submission.shown import document
from ..submission.shown.supplements import supplements_values
from ..workflow.supplements import last_submission
from .requests import Errors, SignedInRequest

if TYPE_CHECKING:
    from ..submission.shown.document import StatementShown

CLASH = "Somebody else changed this while you were writing."


Key: TypeAlias = int | str  # an area's number, or the name of a form without an area
Row = TypeVar("Row", bound=FollowUp | FollowUpScore | YoungPeopleScore)
SharedForm: TypeAlias = (
    SupplementForm[FollowUp]
    | SupplementForm[FollowUpScore]
    | SupplementForm[YoungPeopleScore]
)
Sides: TypeAlias = list[tuple[str, str, str]]  # (label, stored, sent), in words


@dataclass
class FormPart(Generic[Row]):
    """A form on a page, its row, and the fields that somebody else changed."""

    row: Row
    form: SharedForm
    sides: Sides = field(default_factory=list)


class SharedFormsPage(ABC, Generic[Row]):
    """A page with several forms that several people may have open at once.

    A subclass says which rows there are, by key, which form each has, and how to save
    the forms.
    """

    template = saved = ""

    def __init__(
        self, request: SignedInRequest, assessment: Assessment, access: Access
    ) -> None:
        self.request, self.assessment, self.access = request, assessment, access
        self.last = last_submission(assessment)
        self.parts: dict[Key, FormPart[Row]] = {}

    @cached_property
    def ideas(self) -> "dict[int, list[StatementShown]]":
        """The statements with ideas in the latest submission: {area number: [statement]}."""
        return {
            area["number"]: [each for each in area["statements"] if each["ideas"]]
            for area in document.shape(self.last.content)["areas"]
        }

    def supplements(self) -> Mapping[str, object]:
        """Return the latest submission's supplements as pages show them."""
        return supplements_values(self.last.content, supplements.of(self.assessment))

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
    def save(self, forms: Mapping[Key, SharedForm], by: User) -> Mapping[Key, Merge]:
        """Store {key: valid form}; return {key: Merge}."""

    def context(self) -> dict[str, object]:
        """Return what the template needs as well as `self.parts`."""
        return {}

    def answer(self) -> HttpResponse:
        """Show the page (GET), or save every form and show it again (POST)."""
        request, rows = self.request, self.rows()
        data = request.POST if request.method == "POST" else None
        forms = {key: self.form(key, row, data) for key, row in rows.items()}
        parts = {key: FormPart(rows[key], form) for key, form in forms.items()}
        if data is None:
            return self.page(parts)
        if not all(form.is_valid() for form in forms.values()):
            return self.page(parts, errors=errors_of(forms), status=422)
        merges = self.save(forms, request.user)
        clashing = {key: each for key, each in merges.items() if each.clashes}
        if clashing:
            return self.clash(forms, clashing)
        messages.success(request, self.saved)
        return redirect(request.path)

    def clash(
        self, forms: Mapping[Key, SharedForm], clashing: Mapping[Key, Merge]
    ) -> HttpResponse:
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
            "submission": self.last,
            "parts": parts,
            "errors": errors or [],
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)


def errors_of(forms: Mapping[Key, SharedForm]) -> Errors:
    """Return [(anchor, message that names the box)] for the error summary."""
    return [
        (form[name].auto_id, message_of(form, name, str(message)))
        for form in forms.values()
        for name, found in form.errors.items()
        for message in found
    ]


def message_of(form: SharedForm, name: str, message: str) -> str:
    """Return the message with the form and the box it is about."""
    return f"{form.about}, {str(form.fields[name].label).lower()}: {message}"


def box_of(form: SharedForm, name: str) -> str:
    """Return the id of the form's box, or of its first box if that one has gone."""
    if name in form.fields:
        return form[name].auto_id
    return next(field.auto_id for field in form.visible_fields())


def sides_of(form: SharedForm, merged: Merge) -> Sides:
    """Return [(label, what is stored, what was sent)] of what clashes, in words."""
    sent = form.values()
    return [
        (
            str(form.fields[name].label),
            form.shown_value(name, theirs),
            form.shown_value(name, sent[name]),
        )
        for name, theirs in merged.clashes.items()
    ]
