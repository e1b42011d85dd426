"""A page of several forms that several people may have open at once."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect, render

from .. import beside
from ..exports import document
from ..exports.beside import beside_values

CLASH = "Somebody else changed this while you were writing."


@dataclass
class Part:
    """A form on a page, its row, and where somebody else got there first.

    `sides` is [(label, what is stored, what was sent)], in words.
    """

    row: object
    form: Form
    sides: tuple = ()


class Sheet:
    """A page of forms that several people may have open at once.

    A subclass knows the rows there are now, by key, the form of each, and how the
    forms are saved. `parts` is {key: Part}.
    """

    template = saved = ""

    def __init__(self, request, assessment, access):
        self.request, self.assessment, self.access = request, assessment, access
        self.last = assessment.submissions.first()

    @cached_property
    def ideas(self):
        """{area number: [statement] with ideas} of what was submitted last."""
        return {
            area["number"]: [each for each in area["statements"] if each["ideas"]]
            for area in document.shape(self.last.content)["areas"]
        }

    def rows(self):
        raise NotImplementedError

    def form(self, key, row, data=None, **shown):
        raise NotImplementedError

    def save(self, forms, by):
        """Store {key: valid form}; return {key: Merge}."""
        raise NotImplementedError

    def context(self):
        """What the template needs beside the parts, in `self.parts`."""
        return {}

    def answer(self):
        """The page, or where to go once everything is saved."""
        request, rows = self.request, self.rows()
        data = request.POST if request.method == "POST" else None
        forms = {key: self.form(key, row, data) for key, row in rows.items()}
        parts = {key: Part(rows[key], form) for key, form in forms.items()}
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
        parts = {}
        for key, row in self.rows().items():
            if merged := clashing.get(key):
                shown = forms[key].after_clash(merged, row)
                sides = sides_of(forms[key], merged)
                parts[key] = Part(row, self.form(key, row, shown=shown), sides)
            else:
                parts[key] = Part(row, self.form(key, row))
        errors = [
            (first_box(part.form), f"{part.form.about}: {CLASH}")
            for part in parts.values()
            if part.sides
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
            "beside": beside_values(self.last.content, beside.of(self.assessment)),
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)


def errors_of(forms):
    """[(anchor, message that says which box)] of the forms, for the error summary."""
    return [
        (form[name].auto_id, f"{form.about}, {form[name].label.lower()}: {message}")
        for form in forms.values()
        for name, found in form.errors.items()
        for message in found
    ]


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


def first_box(form):
    return next(field.auto_id for field in form.visible_fields())
