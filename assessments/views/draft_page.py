"""A page of a draft: its statements, its forms and the group's other areas."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from django.http import QueryDict
from django.urls import reverse

from leavingcare.forms import error_list
from leavingcare.models import User

from ..analysis.sentences import join_and
from ..field_merge import Merge, seen_token
from ..forms.drafts import Asked, ResponseForm, ScoreForm
from ..models import Draft, DraftResponse
from ..submission.previous_answers import PreviousSubmission, look_back
from ..workflow.draft_colleagues import colleagues
from ..workflow.draft_notes import notes_of
from ..workflow.drafting import Saved, values_of
from .draft_areas import areas_of, is_open, neighbours, next_unfinished, scale_of
from .draft_clashes import Clash
from .draft_rows import Progress, StatementRow
from .related_statements import RelatedStatement, related_to, with_related
from .requests import Errors

if TYPE_CHECKING:
    from .draft_areas import GroupDraft

EXCERPT = 600  # characters shown of a text from last time or a related statement
CONTEXT = 1_700  # of all such texts on a page, about, so that it stays small
Typed: TypeAlias = dict[str, dict[str, str]]  # {prefix: {field: what was typed}}


class DraftPage:
    """A draft with its area's statements, scale and prompts."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.area, self.group = draft, draft.area, draft.group
        self.assessment = self.group.assessment
        self.framework = self.assessment.round.framework
        self.points = scale_of(self.framework.pk)
        self.show(self._stored())
        self.score_form: ScoreForm | None = None
        self.score_clash: Clash | None = None
        self.sent: set[str] = set()  # letters the request had fields for, or "score"

    def _stored(self) -> Sequence[DraftResponse]:
        """Return the stored responses by letter, with ratings from `points`."""
        points = {point.pk: point for point in self.points}
        stored = with_related(self.draft)
        for response in stored:
            response.rating = points.get(response.rating_id or 0)
        self.in_other_areas = [one for one in stored if one.draft_id != self.draft.pk]
        own = [one for one in stored if one.draft_id == self.draft.pk]
        self.has_statement_notes = any(one.is_noted for one in own)
        for response in own:
            response.draft = self.draft
        return own

    def show(self, responses: Sequence[DraftResponse]) -> None:
        """Show these responses, without forms as yet."""
        letters = ["", *(one.statement.letter for one in responses), ScoreForm.prefix]
        self.rows = [
            StatementRow(
                code=f"{self.area.number}{response.statement.letter}",
                response=response,
                ticked=self._ticked(response.candidates),
                before=letters[at],
                after=letters[at + 2],
            )
            for at, response in enumerate(responses)
        ]

    @property
    def current(self) -> str:
        """The letter to show first, where one statement is shown at a time.

        It is the first that waits for the person, for an error or a clash, or else the
        first not rated.
        """
        waiting = [
            row.letter
            for row in self.rows
            if row.clash or (row.form and row.form.is_bound and row.form.errors)
        ]
        if waiting or not self.progress.next:
            return [*waiting, self.rows[0].letter][0]
        return self.progress.next.letter

    @cached_property
    def labels(self) -> dict[int, str]:
        """The scale's labels by value."""
        return {point.value: point.label for point in self.points}

    def _ticked(self, values: list[int]) -> str:
        """Return the ratings ticked on an uploaded form in words, or ""."""
        return join_and([self.labels[value] for value in values]) if values else ""

    @cached_property
    def url(self) -> str:
        """The URL of the draft's page."""
        return reverse("draft", args=self.url_args)

    @property
    def url_args(self) -> list[int]:
        """The arguments of the draft's URLs."""
        return [self.assessment.pk, self.group.pk, self.area.number]

    @property
    def progress(self) -> Progress:
        """The counts of the draft's answers as shown."""
        return Progress.of(self.rows)

    @cached_property
    def members(self) -> list[User]:
        """The group's members by name; each has `is_here`, for editing the draft now."""
        return list(colleagues(self.draft))

    def show_notes(self) -> None:
        """Give every row its notes to colleagues."""
        notes = notes_of(self.draft)
        for row in self.rows:
            row.notes = notes.get(row.response.pk, [])

    def show_context(self) -> None:
        """Give every row last time's answers and the group's related statements."""
        number = self.area.number
        statements = [
            *(RelatedStatement(number, row.response) for row in self.rows),
            *(RelatedStatement(each.number, each) for each in self.in_other_areas),
        ]
        for row in self.rows:
            row.related = related_to(row.response, statements)
            if self.previous_answers:
                row.previous = self.previous_answers.by_letter[row.letter]
        texts = sum(row.context_texts for row in self.rows)
        self.excerpt = min(EXCERPT, CONTEXT // max(texts, 1))

    @cached_property
    def previous_answers(self) -> PreviousSubmission | None:
        """The area's previous answers, or None if there was no previous submission."""
        if self.last_submission is None:
            return None
        for row in self.rows:
            row.response.statement.area = self.area
        return look_back(
            self.last_submission,
            [row.response.statement for row in self.rows],
            self.framework,
            authority=self.assessment.authority_id,
        )

    @property
    def copyable_count(self) -> int:
        """The number of statements that last time's evidence can be copied into."""
        return sum(row.can_copy_previous for row in self.rows)

    @property
    def last_submission(self) -> int | None:
        """The key of the previous submission, or None."""
        return self.areas[0].last_submission

    @cached_property
    def areas(self) -> "list[GroupDraft]":
        """The group's drafts in order of area (see `areas_of`)."""
        return areas_of(self.group)

    @property
    def previous_draft(self) -> "GroupDraft | None":
        """The group's draft before this one, or None."""
        return neighbours(self.areas, self.draft)[0]

    @property
    def next_draft(self) -> "GroupDraft | None":
        """The group's draft after this one, or None."""
        return neighbours(self.areas, self.draft)[1]

    @cached_property
    def next_unfinished(self) -> "GroupDraft | None":
        """The group's next draft with anything left to rate, or None."""
        return next_unfinished(self.areas, self.area.number)

    # Forms

    @cached_property
    def _asked(self) -> Asked:
        return Asked.of(self.area, self.framework, self.points)

    @property
    def _score_label(self) -> str:
        return f"{self.framework.scores_stem} {self.area.rating_title}".strip()

    def bind(self, data: QueryDict) -> None:
        """Give a form of `data` to each row that it would change, and to the score.

        A page sends all its fields. Those that are as it had shown them need no form.
        """
        names = {name.partition("-")[0] for name in data}
        self.sent = names & {*(row.letter for row in self.rows), ScoreForm.prefix}
        for row in self.rows:
            if row.letter in self.sent and not ResponseForm.is_as_shown(
                row.letter, data, self._shown(row.response)
            ):
                row.form = ResponseForm(
                    self._asked,
                    data,
                    prefix=row.letter,
                    stored_reason=row.response.not_rated_reason,
                )
        if ScoreForm.prefix in self.sent:
            self.score_form = ScoreForm(self._score_label, data)

    @property
    def bound(self) -> list[tuple[str, ResponseForm | ScoreForm]]:
        """The forms that were sent: [(code of the statement or "Score", form)]."""
        forms = [
            *((row.code, row.form) for row in self.rows),
            ("Score", self.score_form),
        ]
        return [(code, form) for code, form in forms if form and form.is_bound]

    def fill(self, typed: Typed | None = None) -> "DraftPage":
        """Give every row without a form one with the stored answer.

        `typed` is {prefix: {field: value}} of what must stay in a form instead.
        """
        typed = typed or {}
        for row in self.rows:
            if row.form is None:
                initial = self._shown(row.response) | typed.get(row.letter, {})
                row.form = ResponseForm(self._asked, prefix=row.letter, initial=initial)
        if self.score_form is None:
            initial = {
                "seen": self.seen_score(),
                **ScoreForm.values(self.draft),
                **typed.get(ScoreForm.prefix, {}),
            }
            self.score_form = ScoreForm(self._score_label, initial=initial)
        return self

    def _shown(self, response: DraftResponse) -> dict[str, str]:
        """Return what the form of a stored response holds."""
        return {"seen": self.seen(response), **ResponseForm.values(response)}

    def seen(self, response: DraftResponse, merge: Merge | None = None) -> str:
        """Return the token for what the page shows, or still shows, of a response."""
        stale = merge.stale if merge else None
        return seen_token(response.version, values_of(response), stale)

    def seen_score(self, merge: Merge | None = None) -> str:
        """Return the token for what the page shows, or still shows, of the score."""
        stored = {"global_score": self.draft.global_score}
        return seen_token(self.draft.version, stored, merge.stale if merge else None)

    def errors(self) -> Errors:
        """Return the (anchor, message) of each error; the message names its statement."""
        return [
            (anchor, message if code in message else f"{code}: {message}")
            for code, form in self.bound
            for anchor, message in error_list(form)
        ]

    def show_saved(self, saved: Saved) -> Typed:
        """Show what is stored now, and return what was sent where the two clash.

        The result is the `typed` of `fill`.
        """
        sent = {form.prefix: form for _, form in self.bound}
        typed: Typed = {}
        self.draft.version = saved.draft.version
        self.draft.global_score = saved.draft.global_score
        self.score_form = None
        self.show([saved.responses.get(row.letter, row.response) for row in self.rows])
        for row in self.rows:
            if row.letter in saved.others:
                clashes = saved.merges[row.letter].clashes
                row.clash = Clash.of(
                    sent[row.letter], clashes, self.labels, *saved.others[row.letter]
                )
                typed[row.letter] = sent[row.letter].unsaved(clashes)
        if saved.score and saved.score.clashes:
            form = sent[ScoreForm.prefix]
            self.score_clash = Clash.of(form, saved.score.clashes, self.labels)
            typed[ScoreForm.prefix] = form.unsaved(saved.score.clashes)
        return typed

    @property
    def clashes(self) -> list[tuple[str, str]]:
        """The (anchor, name) of every answer that clashed."""
        found = [
            (f"statement-{row.letter}", row.code) for row in self.rows if row.clash
        ]
        return found + [("statement-score", "Score")] * bool(self.score_clash)

    @cached_property
    def discussion_is_open(self) -> bool:
        """Return whether the discussion of the area has been opened."""
        return is_open(self.areas, self.draft)
