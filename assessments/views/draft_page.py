"""A page of a draft: its statements, its forms, its place among the group's areas."""

from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from leavingcare.forms import error_list

from ..analysis.sentences import listed
from ..field_merge import seen_token
from ..forms.drafts import Asked, ResponseForm, ScoreForm
from ..models import DraftResponse
from ..submission.previous_answers import look_back, newest
from ..workflow.drafting import values_of
from ..workflow.presence_and_notes import colleagues, notes_of
from .draft_rows import Clash, Progress, StatementRow, value_in_words
from .related_statements import related_to, with_related

SHORT = 600  # characters shown of a text that stands beside a statement
BESIDE = 7_000  # of all such texts of a page, about, so that it stays small


class DraftPage:
    """A draft with its area's statements, scale and prompts."""

    def __init__(self, draft):
        self.draft, self.area, self.group = draft, draft.area, draft.group
        self.assessment = self.group.assessment
        self.framework = self.assessment.round.framework
        self.points = list(self.framework.scale.all())
        self.show(self._stored())
        self.score_form = None
        self.score_clash = None
        self.sent = set()  # the letters a request had anything for, or "score"

    def _stored(self):
        """What is stored, by letter; ratings are the points that are here already."""
        points = {point.pk: point for point in self.points}
        stored = list(with_related(self.draft))
        for response in stored:
            response.rating = points.get(response.rating_id)
        self.elsewhere = [one for one in stored if one.draft_id != self.draft.pk]
        own = [one for one in stored if one.draft_id == self.draft.pk]
        for response in own:
            response.draft = self.draft
        return own

    def show(self, responses):
        """Show these responses, and forms of nothing yet."""
        self.rows = [
            StatementRow(
                code=f"{self.area.number}{response.statement.letter}",
                response=response,
                ticked=self._ticked(response.candidates),
            )
            for response in responses
        ]

    @cached_property
    def labels(self):
        """The scale's labels by value."""
        return {point.value: point.label for point in self.points}

    def _ticked(self, values):
        return listed([self.labels[value] for value in values]) if values else ""

    @cached_property
    def url(self):
        return reverse("draft", args=self.url_args)

    @property
    def url_args(self):
        """The draft's place in addresses."""
        return [self.assessment.pk, self.group.pk, self.area.number]

    @property
    def progress(self):
        return Progress.of(self.rows)

    @cached_property
    def members(self):
        """The group's people by name, each with `is_here`: editing it now."""
        return list(colleagues(self.draft))

    def show_notes(self):
        """Give every row the notes to colleagues on it."""
        notes = notes_of(self.draft)
        for row in self.rows:
            row.notes = notes.get(row.response.pk, [])

    def show_context(self):
        """Give every row what stands beside it: last time's answer, its family's."""
        responses = [*(row.response for row in self.rows), *self.elsewhere]
        for row in self.rows:
            row.related = related_to(row.response, responses, self.area)
            if self.previous_answers:
                row.previous = self.previous_answers.by_letter[row.letter]
        texts = sum(row.context_texts for row in self.rows)
        self.excerpt = min(SHORT, BESIDE // max(texts, 1))

    @cached_property
    def previous_answers(self):
        """The LastTime of the area, or None if there was none."""
        if self.last_submission is None:
            return None
        for row in self.rows:
            row.response.statement.area = self.area
        return look_back(
            self.last_submission,
            [row.response.statement for row in self.rows],
            self.framework,
        )

    @property
    def copyable_count(self):
        """How many statements may start from last time's evidence."""
        return sum(row.can_copy_previous for row in self.rows)

    @property
    def last_submission(self):
        """The key of the submission to look back at, or None."""
        return self.areas[0].last_submission

    @cached_property
    def areas(self):
        """The group's drafts with their areas, in order.

        Each has `next_letter`, of its first statement not rated, and `last_submission`,
        the key of the submission to look back at; both may be None.
        """
        unanswered = DraftResponse.objects.filter(
            draft=OuterRef("pk"), rating=None, not_rated_reason=""
        ).order_by("statement__letter")
        submission = newest(self.assessment)
        return list(
            self.group.drafts.select_related("area")
            .annotate(
                next_letter=Subquery(unanswered.values("statement__letter")[:1]),
                last_submission=Subquery(submission.values("pk")),
            )
            .order_by("area__number")
        )

    @property
    def neighbours(self):
        """The group's drafts before and after this one, or None."""
        at = [draft.pk for draft in self.areas].index(self.draft.pk)
        before = self.areas[at - 1] if at else None
        return before, self.areas[at + 1] if at + 1 < len(self.areas) else None

    @property
    def previous_draft(self):
        return self.neighbours[0]

    @property
    def next_draft(self):
        return self.neighbours[1]

    @cached_property
    def next_unfinished(self):
        """The group's next draft with anything left to rate, or None.

        That is one after this, else the first, which may be this one.
        """
        drafts = [
            draft
            for draft in self.areas
            if draft.next_letter and not draft.is_handed_in
        ]
        after = [draft for draft in drafts if draft.area.number > self.area.number]
        return next(iter(after + drafts), None)

    # Forms

    @cached_property
    def _asked(self):
        return Asked.of(self.area, self.framework, self.points)

    @property
    def _score_label(self):
        return f"{self.framework.scores_stem} {self.area.rating_title}".strip()

    def bind(self, data):
        """Give forms of `data` to the rows, and the score, that it says anything new on.

        A whole page comes back with most of it as it was shown; that is left alone.
        """
        names = {name.partition("-")[0] for name in data}
        self.sent = names & {*(row.letter for row in self.rows), ScoreForm.prefix}
        for row in self.rows:
            if row.letter in self.sent and not ResponseForm.is_as_shown(
                row.letter, data, self._shown(row.response)
            ):
                row.form = ResponseForm(self._asked, data, prefix=row.letter)
        if ScoreForm.prefix in self.sent:
            self.score_form = ScoreForm(self._score_label, data)

    @property
    def bound(self):
        """[(code, form)] of what was sent."""
        forms = [
            *((row.code, row.form) for row in self.rows),
            ("Score", self.score_form),
        ]
        return [(code, form) for code, form in forms if form and form.is_bound]

    def fill(self, kept=None):
        """Give every row without one a form of what is stored.

        `kept` has, by prefix, what somebody typed that must stay in the form instead.
        """
        kept = kept or {}
        for row in self.rows:
            if row.form is None:
                initial = self._shown(row.response) | kept.get(row.letter, {})
                row.form = ResponseForm(self._asked, prefix=row.letter, initial=initial)
        if self.score_form is None:
            initial = {
                "seen": self.seen_score(),
                **ScoreForm.values(self.draft),
                **kept.get(ScoreForm.prefix, {}),
            }
            self.score_form = ScoreForm(self._score_label, initial=initial)
        return self

    def _shown(self, response):
        return {"seen": self.seen(response), **ResponseForm.values(response)}

    def seen(self, response, merge=None):
        """The token of what the page shows of a response, or goes on showing of it."""
        stale = merge and merge.stale
        return seen_token(response.version, values_of(response), stale)

    def seen_score(self, merge=None):
        stored = {"global_score": self.draft.global_score}
        return seen_token(self.draft.version, stored, merge and merge.stale)

    def errors(self):
        """(anchor, message) of each error, the message naming its statement."""
        return [
            (anchor, f"{code}: {message}")
            for code, form in self.bound
            for anchor, message in error_list(form)
        ]

    def show_saved(self, saved):
        """Show what is stored now. Where that clashes, what was sent stays too."""
        sent = {form.prefix: form for _, form in self.bound}
        kept = {}
        self.draft.version = saved.draft.version
        self.draft.global_score = saved.draft.global_score
        self.score_form = None
        self.show([saved.responses.get(row.letter, row.response) for row in self.rows])
        for row in self.rows:
            if row.letter in saved.others:
                clashes = saved.merges[row.letter].clashes
                row.clash = self._clash(
                    sent[row.letter], clashes, *saved.others[row.letter]
                )
                kept[row.letter] = sent[row.letter].kept(clashes)
        if saved.score and saved.score.clashes:
            form = sent[ScoreForm.prefix]
            self.score_clash = self._clash(form, saved.score.clashes)
            kept[ScoreForm.prefix] = form.kept(saved.score.clashes)
        return kept

    @property
    def clashes(self):
        """(anchor, name) of every answer that clashed."""
        found = [
            (f"statement-{row.letter}", row.code) for row in self.rows if row.clash
        ]
        return found + [("statement-score", "Score")] * bool(self.score_clash)

    @cached_property
    def discussion_is_open(self):
        return self.assessment.agreed_areas.filter(
            area=self.area, discussion_opened_at__isnull=False
        ).exists()

    def _clash(self, form, clashes, by=None, at=None):
        mine = form.sent().values
        return Clash(
            by,
            at,
            [
                (
                    name,
                    value_in_words(stored, self.labels),
                    value_in_words(mine[name], self.labels),
                )
                for name, stored in clashes.items()
            ],
        )
