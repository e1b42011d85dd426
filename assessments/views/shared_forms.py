"""A page of several forms that several people may have open at once."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect, render

from ..submission import supplements
from ..submission.shown import document
from ..submission.shown.supplements import beside_values
from ..workflow.supplements import last_submission

CLASH = "Somebody else changed this while you were writing."


@dataclass
class FormPart:
    """A form on a page, its row, and where somebody else got there first.

    `sides` is [(label, what is stored, what was sent)], in words.
    """

    row: object
    form: Form
    sides: tuple = ()


class SharedFormsPage(ABC):
    """A page of forms that several people may have open at once.

    A subclass knows the rows there are now, by key, the form of each, and how the
    forms are saved. `parts` is {key: FormPart}.
    """

    template = saved = ""

    def __init__(self, request, assessment, access):
        self.request, self.assessment, self.access = request, assessment, access
        self.last = last_submission(assessment)

    @cached_property
    def ideas(self):
        """{area number: [statement] with ideas} of what was submitted last."""
        return {
            area["number"]: [each for each in area["statements"] if each["ideas"]]
            for area in document.shape(self.last.content)["areas"]
        }

    def printed(self):
        """What stands beside the last submission, as pages print it."""
        return beside_values(self.last.content, supplements.of(self.assessment))

    @abstractmethod
    def rows(self):
        """{key: row} as they are stored now."""

    @abstractmethod
    def form(self, key, row, data=None, **shown):
        """The form of a row, bound to `data` if there is any."""

    @abstractmethod
    def save(self, forms, by):
        """Store {key: valid form}; return {key: Merge}."""

    def context(self):
        """What the template needs beside the parts, in `self.parts`."""
        return {}

    def answer(self):
        """The page, or where to go once everything is saved."""
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

    def clash(self, forms, clashing):
        """Both texts where somebody else got there first; the rest is saved."""
        parts, errors = {}, []
        for key, row in self.rows().items():
            merged = clashing.get(key)
            if merged is None:
                parts[key] = FormPart(row, self.form(key, row))
                continue
            sent = forms[key]
            form = self.form(key, row, shown=sent.after_clash(merged, row))
            parts[key] = FormPart(row, form, sides_of(sent, merged))
            errors += [
                (box_of(form, name), message_of(sent, name, CLASH))
                for name in merged.clashes
            ]
        return self.page(parts, errors=errors, status=409)

    def page(self, parts, *, errors=(), status=200):
        self.parts = parts
        context = {
            "assessment": self.assessment,
            "can": self.access.can,
            "submission": self.last,
            "parts": parts,
            "errors": errors,
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)


def errors_of(forms):
    """[(anchor, message that says which box)] of the forms, for the error summary."""
    return [
        (form[name].auto_id, message_of(form, name, message))
        for form in forms.values()
        for name, found in form.errors.items()
        for message in found
    ]


def message_of(form, name, message):
    return f"{form.about}, {form.fields[name].label.lower()}: {message}"


def box_of(form, name):
    """The id of a box of the form, or of its first if it has that one no more."""
    if name in form.fields:
        return form[name].auto_id
    return next(field.auto_id for field in form.visible_fields())


def sides_of(form, merged):
    """[(label, what is stored, what was sent)], in words, of what clashes."""
    sent = form.values()
    return [
        (
            form.fields[name].label,
            form.in_words(name, theirs),
            form.in_words(name, sent[name]),
        )
        for name, theirs in merged.clashes.items()
    ]
