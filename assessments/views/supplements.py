"""Young people's scores and the follow-up, which stand beside a submission."""

from collections import Counter

from django.views.decorators.http import require_http_methods

from ..access import open_assessment
from ..forms.supplements import (
    FollowUpDateForm,
    FollowUpForm,
    IdeasForm,
    YoungPeopleForm,
)
from ..models import FollowUp
from ..workflow import supplements as saving
from .shared_forms import SharedFormsPage

pages = require_http_methods(["GET", "HEAD", "POST"])
DATE, IDEAS = "date", "ideas"


class YoungPeoplePage(SharedFormsPage):
    template = "supplements/young_people.html"
    saved = "The young people’s scores are saved."

    def rows(self):
        return saving.young_people_rows(self.assessment)

    def form(self, key, row, data=None, **shown):
        return YoungPeopleForm(row, data, **shown)

    def context(self):
        return {"supplements": self.printed()}

    def save(self, forms, by):
        answers = {number: form.sent() for number, form in forms.items()}
        return saving.save_young_people(
            assessment=self.assessment, answers=answers, by=by
        )


class FollowUpPage(SharedFormsPage):
    template = "supplements/follow_up.html"
    saved = "The follow-up is saved."

    def rows(self):
        follow_up = FollowUp.objects.get(assessment=self.assessment)
        return {DATE: follow_up} | saving.follow_up_rows(follow_up)

    def submitted(self, number):
        return self.last.content["global_scores"].get(str(number))

    def form(self, key, row, data=None, **shown):
        if key == DATE:
            return FollowUpDateForm(row, data, **shown)
        return FollowUpForm(row, data, submitted=self.submitted(key), **shown)

    def save(self, forms, by):
        answers = {key: form.sent() for key, form in forms.items() if key != DATE}
        of_day, merges = saving.save_follow_up(
            assessment=self.assessment,
            completed_on=forms[DATE].sent(),
            answers=answers,
            by=by,
        )
        return {DATE: of_day} | merges

    def context(self):
        date = self.parts.pop(DATE)
        return {
            "supplements": self.printed(),
            "date": date,
            "areas": [
                (part, self.submitted(number), self.progress(self.ideas[number], date))
                for number, part in self.parts.items()
            ],
            "has_ideas": any(self.ideas.values()),
        }

    @staticmethod
    def progress(statements, date):
        """What has become of the statements' ideas: "2 done, 1 not yet"."""
        counts = Counter(date.row.ideas.get(each["code"]) for each in statements)
        return {
            "of": len(statements),
            "said": ", ".join(
                f"{counts[idea]} {idea.label.lower()}"
                for idea in FollowUp.Idea
                if counts[idea]
            ),
        }


class IdeasPage(SharedFormsPage):
    template = "supplements/ideas.html"
    saved = "What has become of the ideas is saved."

    def rows(self):
        return {IDEAS: FollowUp.objects.get(assessment=self.assessment)}

    def form(self, key, row, data=None, **shown):
        codes = list(self.last.content["responses"])
        with_ideas = [each["code"] for found in self.ideas.values() for each in found]
        return IdeasForm(row, data, codes=codes, with_ideas=with_ideas, **shown)

    def save(self, forms, by):
        form = forms[IDEAS]
        merged = saving.save_ideas(
            assessment=self.assessment,
            token=form.token,
            codes=form.codes,
            ideas=form.values(),
            by=by,
        )
        return {IDEAS: merged}

    def context(self):
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


def answer_page(request, pk, sheet, reading):
    """Answer with a sheet, if the person may read it or, posting, write in it.

    Refused unless the assessment was submitted.
    """
    action = "edit_beside" if request.method == "POST" else reading
    assessment, access = open_assessment(request.user, pk, action)
    return sheet(request, assessment, access).answer()


@pages
def young_people(request, pk):
    """What young people give each area out of ten: moderators write it in."""
    return answer_page(request, pk, YoungPeoplePage, "read_young_people")


@pages
def follow_up(request, pk):
    """The areas scored again: moderators write it in, everybody else reads it."""
    return answer_page(request, pk, FollowUpPage, "read_follow_up")


@pages
def follow_up_ideas(request, pk):
    """What has become of each idea for improvement that was submitted."""
    return answer_page(request, pk, IdeasPage, "read_follow_up")
