"""The pages of what young people said: their scores, and findings of their survey."""

from collections.abc import Mapping
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.forms import error_list
from leavingcare.models import User

from ..access import (
    open_assessment,
    open_finding,
    require_in_round,
)
from ..field_merge import Merge
from ..forms.common import Boxes
from ..forms.young_people import FindingForm, RecordForm, YoungPeopleForm
from ..models import Assessment, SurveyFinding, YoungPeopleRecord, YoungPeopleScore
from ..submission import supplements
from ..submission.shown.supplements import supplements_values
from ..workflow import young_people as workflow
from .form_words import SharedForm
from .requests import Errors, SignedInRequest
from .shared_forms import Forms, Key, SharedFormsPage

pages = require_http_methods(["GET", "HEAD", "POST"])
RECORD, FINDING = "record", "finding"
MOST = "Choose at most three areas as the {0}. There are {1}."


class YoungPeoplePage(SharedFormsPage[YoungPeopleScore | YoungPeopleRecord]):
    """The score that young people give each area, and how they were gathered."""

    template = "young_people/young_people.html"
    saved = "The young people’s scores have been saved."
    called = "young people’s scores"

    def require(self) -> None:
        require_in_round(self.assessment)

    def rows(self) -> Mapping[Key, YoungPeopleScore | YoungPeopleRecord]:
        rows = workflow.score_rows(self.assessment)
        return {
            RECORD: workflow.record_of(self.assessment),
            **cast("dict[Key, YoungPeopleScore | YoungPeopleRecord]", rows),
        }

    def form(
        self,
        key: Key,
        row: YoungPeopleScore | YoungPeopleRecord,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        if isinstance(row, YoungPeopleRecord):
            return RecordForm(row, data, shown=shown)
        return YoungPeopleForm(row, data, shown=shown)

    def faults(self, forms: Forms) -> Errors:
        """Return an error if more than three areas are the best or the worst.

        Our script sends one area at a time, so those that are stored count too.
        """
        sent = [form for form in forms.values() if isinstance(form, YoungPeopleForm)]
        if not any(form.cleaned_data["pick"] for form in sent):
            return []
        picks = {
            f"area-{number}": row.pick
            for number, row in workflow.score_rows(self.assessment).items()
        }
        picks |= {str(form.prefix): form.cleaned_data["pick"] for form in sent}
        found: Errors = []
        for pick, word in (("best", "best"), ("worst", "worst")):
            chosen = [form for form in sent if form.cleaned_data["pick"] == pick]
            count = list(picks.values()).count(pick)
            if chosen and count > workflow.MOST_PICKED:
                message = MOST.format(word, count)
                found.append((chosen[-1]["pick"].auto_id, message))
        return found

    def context(self) -> dict[str, object]:
        record = self.parts.pop(RECORD)
        shown: dict[str, object] = {
            "record": record,
            "framework": self.assessment.round.framework,
            "findings": workflow.findings_of(self.assessment),
        }
        if last := self.assessment.submissions.first():
            said = supplements.of(self.assessment)
            shown["supplements"] = supplements_values(last.content, said)
        return shown

    def save(self, forms: Forms, by: User) -> Mapping[Key, Merge]:
        merged, merges = workflow.save_young_people(
            assessment=self.assessment,
            gathered=forms[RECORD].sent() if RECORD in forms else None,
            answers={
                key: form.sent() for key, form in forms.items() if isinstance(key, int)
            },
            by=by,
        )
        found = cast("dict[Key, Merge]", merges)
        return {**found, **({RECORD: merged} if merged else {})}


@pages
def young_people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show young people's score for each area (GET), or save them (POST)."""
    action = "edit_young_people" if request.method == "POST" else "read_young_people"
    assessment, access = open_assessment(request.user, pk, action)
    return YoungPeoplePage(request, assessment, access).answer()


@require_POST
def young_people_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that the person has the scores open; say who else has, and what is new."""
    assessment, access = open_assessment(request.user, pk, "edit_young_people")
    require_in_round(assessment)
    return YoungPeoplePage(request, assessment, access).here("young people")


@pages
def add_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of a new finding (GET), or add it (POST)."""
    assessment, _ = open_assessment(request.user, pk, "edit_young_people")
    require_in_round(assessment)
    areas = list(assessment.round.framework.areas.all())
    data = request.POST if request.method == "POST" else None
    form = FindingForm(SurveyFinding(assessment=assessment), areas, data)
    if data is not None and form.is_valid():
        workflow.add_finding(
            assessment=assessment,
            area=form.areas[form.cleaned_data["area"]],
            values=form.values(),
            by=request.user,
        )
        messages.success(request, "The finding has been added.")
        return redirect(_findings_url(assessment))
    errors = error_list(form)
    context = {"assessment": assessment, "form": form, "errors": errors}
    status = 422 if errors else 200
    return render(request, "young_people/add_finding.html", context, status=status)


class FindingPage(SharedFormsPage[SurveyFinding]):
    """One finding of a survey of young people."""

    template = "young_people/finding.html"
    saved = "The finding has been saved."
    finding: SurveyFinding

    def require(self) -> None:
        require_in_round(self.assessment)

    def rows(self) -> Mapping[Key, SurveyFinding]:
        return {FINDING: open_finding(self.access, self.finding.pk)}

    def form(
        self,
        key: Key,
        row: SurveyFinding,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        return FindingForm(row, [], data, shown=shown)

    def save(self, forms: Forms, by: User) -> Mapping[Key, Merge]:
        token, values = forms[FINDING].sent()
        merged = workflow.save_finding(
            finding=self.finding, token=token, values=values, by=by
        )
        return {FINDING: merged}

    def after_saving(self) -> str:
        return _findings_url(self.assessment)

    def context(self) -> dict[str, object]:
        return {"part": self.parts[FINDING], "finding": self.finding}


@pages
def finding(request: SignedInRequest, pk: int, finding: int) -> HttpResponse:
    """Show one finding (GET), or save it (POST)."""
    assessment, access = open_assessment(request.user, pk, "edit_young_people")
    page = FindingPage(request, assessment, access)
    page.finding = open_finding(access, finding)
    return page.answer()


@require_POST
def remove_finding(request: SignedInRequest, pk: int, finding: int) -> HttpResponse:
    """Take a finding out of the list."""
    assessment, access = open_assessment(request.user, pk, "edit_young_people")
    require_in_round(assessment)
    workflow.remove_finding(finding=open_finding(access, finding), by=request.user)
    messages.success(request, "The finding has been removed.")
    return redirect(_findings_url(assessment))


def _findings_url(assessment: Assessment) -> str:
    return f"{reverse('young_people', args=[assessment.pk])}#findings"
