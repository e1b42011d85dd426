"""The pages of a submission's supplements: young people's scores and the follow-up."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from leavingcare.models import User

from ..access import open_assessment
from ..field_merge import Merge, Value
from ..forms.common import Boxes
from ..forms.supplements import (
    FollowUpDateForm,
    FollowUpForm,
    IdeasForm,
    YoungPeopleForm,
)
from ..models import FollowUp, FollowUpScore, YoungPeopleScore
from ..workflow import supplements as saving
from .requests import SignedInRequest
from .shared_forms import FormPart, Key, SharedForm, SharedFormsPage

if TYPE_CHECKING:
    from ..submission.shown.document import StatementShown

pages = require_http_methods(["GET", "HEAD", "POST"])
DATE, IDEAS = "date", "ideas"


def sent_by_area(
    forms: Mapping[Key, SharedForm],
) -> dict[int, tuple[str, Mapping[str, Value]]]:
    """Return what the areas' forms sent, by the area's number."""
    return {key: form.sent() for key, form in forms.items() if isinstance(key, int)}


class YoungPeoplePage(SharedFormsPage[YoungPeopleScore]):
    """The score that young people give each area."""

    template = "supplements/young_people.html"
    saved = "The young people’s scores are saved."

    def rows(self) -> Mapping[Key, YoungPeopleScore]:
        rows = saving.young_people_rows(self.assessment)
        return cast("dict[Key, YoungPeopleScore]", rows)

    def form(
        self,
        key: Key,
        row: YoungPeopleScore,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        return YoungPeopleForm(row, data, shown=shown)

    def context(self) -> dict[str, object]:
        return {"supplements": self.supplements()}

    def save(self, forms: Mapping[Key, SharedForm], by: User) -> Mapping[Key, Merge]:
        answers = sent_by_area(forms)
        merges = saving.save_young_people(
            assessment=self.assessment, answers=answers, by=by
        )
        return cast("dict[Key, Merge]", merges)


class FollowUpPage(SharedFormsPage[FollowUp | FollowUpScore]):
    """The areas scored again, and the date of the follow-up."""

    template = "supplements/follow_up.html"
    saved = "The follow-up is saved."

    def rows(self) -> Mapping[Key, FollowUp | FollowUpScore]:
        follow_up = FollowUp.objects.get(assessment=self.assessment)
        rows = saving.follow_up_rows(follow_up)
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

    def save(self, forms: Mapping[Key, SharedForm], by: User) -> Mapping[Key, Merge]:
        answers = sent_by_area(forms)
        of_day, merges = saving.save_follow_up(
            assessment=self.assessment,
            completed_on=forms[DATE].sent(),
            answers=answers,
            by=by,
        )
        return {DATE: of_day, **cast("dict[Key, Merge]", merges)}

    def context(self) -> dict[str, object]:
        date = self.parts.pop(DATE)
        return {
            "supplements": self.supplements(),
            "date": date,
            "areas": [
                (
                    part,
                    self.submitted(number),
                    self.progress(self.ideas[cast("int", number)], date),
                )
                for number, part in self.parts.items()
            ],
            "has_ideas": any(self.ideas.values()),
        }

    @staticmethod
    def progress(
        statements: "list[StatementShown]", date: FormPart[FollowUp | FollowUpScore]
    ) -> dict[str, object]:
        """Return the progress on the statements' ideas: "2 done, 1 not yet"."""
        ideas = cast("FollowUp", date.row).ideas
        counts = Counter(ideas.get(each["code"]) for each in statements)
        return {
            "of": len(statements),
            "said": ", ".join(
                f"{counts[idea]} {idea.label.lower()}"
                for idea in FollowUp.Idea
                if counts[idea]
            ),
        }


class IdeasPage(SharedFormsPage[FollowUp]):
    """The progress on each idea for improvement."""

    template = "supplements/ideas.html"
    saved = "Progress saved."

    def rows(self) -> Mapping[Key, FollowUp]:
        return {IDEAS: FollowUp.objects.get(assessment=self.assessment)}

    def form(
        self,
        key: Key,
        row: FollowUp,
        data: QueryDict | None = None,
        shown: Boxes | None = None,
    ) -> SharedForm:
        codes = list(self.last.content["responses"])
        with_ideas = [each["code"] for found in self.ideas.values() for each in found]
        return IdeasForm(row, data, codes=codes, with_ideas=with_ideas, shown=shown)

    def save(self, forms: Mapping[Key, SharedForm], by: User) -> Mapping[Key, Merge]:
        form = cast("IdeasForm", forms[IDEAS])
        merged = saving.save_ideas(
            assessment=self.assessment,
            token=form.token,
            codes=form.codes,
            ideas=form.values(),
            by=by,
        )
        return {IDEAS: merged}

    def context(self) -> dict[str, object]:
        part = self.parts[IDEAS]
        areas = self.last.content["framework"]["areas"]
        found = [(area, self.ideas[area["number"]]) for area in areas]
        return {
            "part": part,
            "numbers": [area["number"] for area, statements in found if statements],
            "areas": [
                (area, [(each, part.form[each["code"]]) for each in statements])
                for area, statements in found
                if statements
            ],
        }


def answer_page(
    request: SignedInRequest,
    pk: int,
    page: type[YoungPeoplePage | FollowUpPage | IdeasPage],
    reading: str,
) -> HttpResponse:
    """Answer with the page if the person may do `reading`, or change it (POST).

    Raises Refused unless the assessment was submitted.
    """
    action = "edit_beside" if request.method == "POST" else reading
    assessment, access = open_assessment(request.user, pk, action)
    return page(request, assessment, access).answer()


@pages
def young_people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show young people's score for each area (GET), or save them (POST)."""
    return answer_page(request, pk, YoungPeoplePage, "read_young_people")


@pages
def follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the follow-up scores of the areas (GET), or save them (POST)."""
    return answer_page(request, pk, FollowUpPage, "read_follow_up")


@pages
def follow_up_ideas(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the progress on each submitted idea (GET), or save it (POST)."""
    return answer_page(request, pk, IdeasPage, "read_follow_up")
