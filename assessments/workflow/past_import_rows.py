"""The files of a batch compared with the site: what each would become.

Worked out again for every page, so that it is true after any other import.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from frameworks.models import ScalePoint, Statement
from leavingcare.moments import moment

from ..analysis.due import day_in_words
from ..files.incoming.decisions import Decisions, decided, questions_of
from ..files.json.submission import PastSubmission
from ..files.word_form.reader.values import Question
from ..models import Assessment, LocalAuthority, PastBatch, PastFile, Round, Submission
from ..submission.shown.content import Labels
from . import past_import
from .common import plain, same_name
from .past_import import WantedRound
from .past_import_returns import completed_on, why_not_returnable
from .past_import_summary import Summary, notes_of, summary_of

NO_AUTHORITY = "The file does not name an authority. Enter the authority’s name."
NO_ROUND = "The file does not name a round. Choose one."
SAME_PLACE = (
    "“{name}” above has the same authority and round. You can only import one of them."
)
NO_DAY = "The file does not say when it was completed. Enter the date."
RETURNS = (
    "{authority} takes part in {round} and has submitted nothing: this becomes its "
    "submission, and its moderators are told."
)
UNDONE = "{who} undid its import at {when}."
EXPORTED = (
    "This form belongs to submission {reference}, which is on this site: {authority}, "
    "{round}, {day}. Only import it if it is another submission."
)
UNDECIDED = "Parts of this form can be read in more than one way. Decide these first."


@dataclass
class Row:
    """The current state of one file of a batch.

    authority   its LocalAuthority, or None: a new one, or not known yet
    round       the name of its round, or ""
    round_is_new, summary
    problems    the reasons that it cannot be imported, as sentences
    notes       anything to know about it, as sentences
    unplaced    [[where, text]] of everything that answers nothing
    questions   of what is in doubt, and how many of them nobody has decided
    decided     [[where, text]] of what was decided, once it is imported
    same        the submission of this site that its reference names, or None
    """

    file: PastFile
    authority: LocalAuthority | None = None
    round: str = ""
    round_is_new: bool = False
    summary: Summary | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unplaced: Sequence[Sequence[str]] = ()
    questions: list[Question] = field(default_factory=list)
    undecided: int = 0
    lacks_day: bool = False  # it does not say when it was completed
    decided: Sequence[Sequence[str]] = ()
    same: Submission | None = None

    @property
    def unrated(self) -> int:
        """The number of the edition's statements that stay without a rating."""
        if not self.summary:
            return 0
        answered = self.summary["rated"] + len(self.summary["two_marks"])
        return self.summary.get("statements", 0) - answered

    @property
    def is_ready(self) -> bool:
        return not self.problems and self.file.submission_id is None


def of(batch: PastBatch) -> list[Row]:
    """Return the Rows of a batch, in order, in eight queries for any number."""
    return Look(batch).rows()


def content_of(file: PastFile) -> PastSubmission:
    """Return what was read of a file that is not imported yet."""
    return cast("PastSubmission", file.content)


def decisions_of(file: PastFile) -> Decisions:
    """Return what was decided about a file's questions, {place: choice}."""
    stored = file.content.get("decisions", {})
    return {int(place): choice for place, choice in stored.items()}


def as_decided(file: PastFile) -> PastSubmission:
    """Return what was read of a file, as far as it was decided how it is read."""
    return decided(content_of(file), decisions_of(file))


def labels_of(edition: str) -> Labels:
    """Return {value: label} of an edition's ratings, in their order."""
    points = ScalePoint.objects.filter(framework__edition=edition)
    return {point.value: point.label for point in points}


class Look:
    """The existing content of the site, asked once for all files of a batch."""

    def __init__(self, batch: PastBatch) -> None:
        self.batch = batch
        self.files = list(
            batch.files.select_related(
                "submission", "brought_in_by", "undone_by", "round"
            ).order_by("pk")
        )
        self.authorities = list(LocalAuthority.objects.all())
        self.rounds = list(Round.objects.select_related("framework"))
        self.editions = _editions()
        sources = [file.content.get("source") for file in self.files]
        self.here = past_import.here_already(sources)
        references = [file.content.get("reference") for file in self.files]
        self.exported = past_import.exported_here(references)
        self.taking_part = {
            (each.authority_id, each.round_id): each
            for each in Assessment.objects.select_related("authority", "round")
        }
        self.claimed: dict[object, PastFile] = {}
        self.new_rounds: dict[str, str] = {}

    def rows(self) -> list[Row]:
        return [self._row(file) for file in self.files]

    def _row(self, file: PastFile) -> Row:
        if file.refusal:
            return Row(file, problems=[file.refusal["message"]])
        content = content_of(file)
        is_imported = "summary" in file.content
        found = content if is_imported else as_decided(file)
        summary = file.content.get("summary") or summary_of(found)
        row = Row(file, summary=summary, unplaced=found["unplaced"])
        row.questions = questions_of(content)
        row.undecided = len(questions_of(found))
        row.decided = file.content.get("decided", [])
        codes, areas = self.editions[summary["edition"]]
        summary |= {"statements": len(codes), "areas": areas}
        row.notes = notes_of(summary, codes)
        row.notes += [f"{where}: {text}" for where, text in content.get("notices", [])]
        if file.undone_at and not file.submission_id:
            row.notes.append(
                UNDONE.format(who=file.undone_by, when=moment(file.undone_at))
            )
        row.authority = same_name(self.authorities, file.authority)
        if file.submission_id is None:
            self._check(row, found)
        return row

    def _check(self, row: Row, found: PastSubmission) -> None:
        """Add the reasons that a file cannot be imported."""
        wanted = wanted_round(self.batch, row.file, found)
        round = self._round(wanted)
        row.round = round.name if round else wanted["name"] or wanted["slug"]
        row.round_is_new = round is None
        if not row.file.authority:
            row.problems.append(NO_AUTHORITY)
        if not row.round:
            row.problems.append(NO_ROUND)
        if reference := self.here.get(found["source"]):
            row.problems.append(f"This was imported before, as {reference}.")
        elif there := self._part_of(row.authority, round):
            if why_not := why_not_returnable(there):
                row.problems.append(why_not)
            else:
                row.notes.append(RETURNS.format(authority=row.authority, round=round))
        row.same = self.exported.get(found.get("reference", ""))
        if row.same:
            row.notes.insert(0, here_words(row.same))
        row.lacks_day = completed_on(found) is None
        if row.lacks_day and not row.file.completed_on:
            row.problems.append(NO_DAY)
        if round and (refusal := past_import.other_edition(round, found)):
            row.problems.append(refusal)
        if not row.problems:
            self._claim(row, found)
        if row.undecided:
            row.problems.append(UNDECIDED)

    def _part_of(
        self, authority: LocalAuthority | None, round: Round | None
    ) -> Assessment | None:
        if not authority or not round:
            return None
        return self.taking_part.get((authority.pk, round.pk))

    def _round(self, wanted: WantedRound) -> Round | None:
        slug, name = wanted["slug"], wanted["name"]
        by_slug = [round for round in self.rounds if slug and round.slug == slug]
        named = same_name(self.rounds, name) if name else None
        return next(iter(by_slug), named)

    def _claim(self, row: Row, found: PastSubmission) -> None:
        """Let one file of a batch have an authority and round, and be imported once."""
        round = plain(row.round)
        edition = self.new_rounds.setdefault(round, found["edition"])
        if row.round_is_new and edition != found["edition"]:
            row.problems.append(
                f"Other files make {row.round} a round of the {edition} edition. This "
                f"file belongs to the {found['edition']} edition."
            )
        for place in (
            found["source"],
            (plain(row.file.authority), round),
        ):
            other = self.claimed.setdefault(place, row.file)
            if other is not row.file:
                row.problems.append(SAME_PLACE.format(name=other.name))
                break


def wanted_round(
    batch: PastBatch, file: PastFile, found: PastSubmission
) -> WantedRound:
    """Return the round chosen for a file, or for its batch, or named in the file."""
    if chosen := file.round or batch.round:
        return {"slug": chosen.slug, "name": chosen.name}
    if batch.new_round:
        return {"slug": "", "name": batch.new_round}
    named = found["round"]
    return {
        "slug": named["slug"] if named else "",
        "name": named["name"] if named else "",
    }


def here_words(submission: Submission) -> str:
    """Return the sentence that names the submission a form belongs to."""
    return EXPORTED.format(
        reference=submission.reference,
        authority=submission.assessment.authority,
        round=submission.assessment.round,
        day=day_in_words(submission.dated_on),
    )


def _editions() -> dict[str, tuple[list[str], int]]:
    """Return {edition: ([statement codes], number of areas)}, in one query."""
    codes, areas = defaultdict(list), defaultdict(set)
    for each in Statement.objects.select_related("area__framework"):
        edition = each.area.framework.edition
        codes[edition].append(each.code)
        areas[edition].add(each.area_id)
    return {edition: (codes[edition], len(areas[edition])) for edition in codes}
