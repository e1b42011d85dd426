"""What the pages of a draft show: a row for each statement, and where one is."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q
from django.urls import reverse

from ..analysis.agreement import side
from ..analysis.leftovers import leftovers, personal_details
from ..analysis.sentences import listed
from ..forms.drafts import Asked, ResponseForm, ScoreForm
from ..merging import seen_token
from ..workflow.drafting import values_of

NOT_RATED = "Not rated"


def answer_in_words(response):
    """The rating, or why there is none: "Mostly agree", "We do not know"."""
    if response.rating:
        return response.rating.label
    return response.get_not_rated_reason_display() or NOT_RATED


@dataclass
class Clash:
    """What one person wrote that another had changed meanwhile, field by field."""

    by: object
    at: object
    fields: list  # of (label, what is stored, what was sent)


@dataclass
class Row:
    """One statement on the page, with what is stored for it."""

    code: str
    response: object
    ticked: str = ""  # two boxes ticked on a form that was brought in
    form: ResponseForm | None = None
    clash: Clash | None = None

    @property
    def letter(self):
        return self.response.statement.letter

    @property
    def answer(self):
        return answer_in_words(self.response)

    @property
    def is_answered(self):
        return bool(self.response.rating or self.response.not_rated_reason)

    @property
    def state(self):
        """For the index: "Agree, with evidence"."""
        return self.answer + ", with evidence" * bool(self.response.evidence)


@dataclass(frozen=True)
class Progress:
    """How far a draft is."""

    statements: int
    rated: int
    cannot: int
    evidence: int
    next: Row | None

    @classmethod
    def of(cls, rows):
        return cls(
            statements=len(rows),
            rated=sum(bool(row.response.rating) for row in rows),
            cannot=sum(bool(row.response.not_rated_reason) for row in rows),
            evidence=sum(bool(row.response.evidence) for row in rows),
            next=next((row for row in rows if not row.is_answered), None),
        )

    def __str__(self):
        cannot = f", {self.cannot} cannot be rated" if self.cannot else ""
        return (
            f"{self.rated} of {self.statements} rated{cannot}, "
            f"{self.evidence} with evidence"
        )


@dataclass
class Thin:
    """What is thin in a draft: what to look at again before handing in."""

    not_rated: list = field(default_factory=list)
    no_evidence: list = field(default_factory=list)
    found: list = field(default_factory=list)  # (row, [(what it looks like, words)])

    def __bool__(self):
        return bool(self.not_rated or self.no_evidence or self.found)


class DraftPage:
    """A draft with its area's statements, scale and prompts."""

    def __init__(self, draft):
        self.draft, self.area, self.group = draft, draft.area, draft.group
        self.assessment = self.group.assessment
        self.framework = self.assessment.round.framework
        self.points = list(self.framework.scale.all())
        self.show(
            draft.responses.select_related("statement", "rating", "updated_by").order_by(
                "statement__letter"
            )
        )
        self.score_form = None
        self.score_clash = None

    def show(self, responses):
        """Show these responses, and forms of nothing yet."""
        self.rows = [
            Row(
                code=f"{self.area.number}{response.statement.letter}",
                response=response,
                ticked=self._in_words(response.candidates),
            )
            for response in responses
        ]

    def _in_words(self, values):
        labels = {point.value: point.label for point in self.points}
        return listed([labels[value] for value in values]) if values else ""

    @cached_property
    def url(self):
        return reverse("draft", args=self.place)

    @property
    def place(self):
        """The draft's place in addresses."""
        return [self.assessment.pk, self.group.pk, self.area.number]

    @property
    def progress(self):
        return Progress.of(self.rows)

    @cached_property
    def members(self):
        return list(self.group.members.order_by("name"))

    @cached_property
    def areas(self):
        """The group's drafts with their areas, in order, each with what is left."""
        left = Count("responses", Q(responses__rating=None, responses__not_rated_reason=""))
        return list(
            self.group.drafts.select_related("area")
            .annotate(left=left)
            .order_by("area__number")
        )

    @property
    def neighbours(self):
        """The group's drafts before and after this one, or None."""
        at = [draft.pk for draft in self.areas].index(self.draft.pk)
        before = self.areas[at - 1] if at else None
        return before, self.areas[at + 1] if at + 1 < len(self.areas) else None

    @property
    def previous(self):
        return self.neighbours[0]

    @property
    def next(self):
        return self.neighbours[1]

    @property
    def next_unfinished(self):
        """The group's next draft after this one with anything left to rate."""
        at = [draft.pk for draft in self.areas].index(self.draft.pk)
        others = self.areas[at + 1 :] + self.areas[:at]
        return next(
            (draft for draft in others if draft.left and not draft.is_handed_in), None
        )

    # Forms

    def with_forms(self, data=None):
        """Give each row its form, of `data` where that has anything for it."""
        asked = Asked.of(self.area, self.framework, self.points)
        posted = data is not None
        for row in self.rows:
            form = ResponseForm(asked, data, prefix=row.letter) if posted else None
            if form is None or not form.is_sent:
                form = ResponseForm(
                    asked, prefix=row.letter, initial=self._initial(row.response)
                )
            row.form = form
        label = f"{self.framework.scores_stem} {self.area.rating_title}".strip()
        form = ScoreForm(label, data) if posted else None
        if form is None or not form.is_sent:
            form = ScoreForm(label, initial=self._initial_score())
        self.score_form = form
        return self

    def _initial(self, response):
        seen = seen_token(response.version, values_of(response))
        return {"seen": seen, **ResponseForm.values(response)}

    def _initial_score(self):
        values = {"global_score": self.draft.global_score}
        seen = seen_token(self.draft.version, values)
        return {"seen": seen, **ScoreForm.values(self.draft)}

    @property
    def sent_forms(self):
        forms = [*(row.form for row in self.rows), self.score_form]
        return [form for form in forms if form.is_bound]

    def errors(self):
        """(anchor, message) of each error, the message naming its statement."""
        forms = [(row.code, row.form) for row in self.rows]
        return [
            (form[name].auto_id, f"{code}: {message}")
            for code, form in [*forms, ("Score", self.score_form)]
            for name, messages in form.errors.items()
            for message in messages
        ]

    # What is thin

    def thin(self):
        """What to look at again before handing in. It never stands in the way."""
        scale = [point.value for point in self.points]
        thin = Thin()
        for row in self.rows:
            response = row.response
            if not row.is_answered:
                thin.not_rated.append(row)
            elif (
                response.rating
                and not response.evidence
                and side(response.rating.value, scale) > 0
            ):
                thin.no_evidence.append(row)
            if found := _found(response):
                thin.found.append((row, found))
        return thin


def _found(response):
    found = []
    for text in (response.evidence, response.ideas):
        found += [("looks unfinished", words) for words in leftovers(text)]
        found += [
            (f"looks like a {detail.kind}", detail.found)
            for detail in personal_details(text)
        ]
    return found
