"""The files of a batch compared with the site: what each would become.

Worked out again for every page, so that it is true after any other import.
"""

from collections import defaultdict
from datetime import date
from typing import cast

from frameworks.models import ScalePoint, Statement
from leavingcare.moments import moment

from ..analysis.due import day_in_words
from ..desk.directory import Directory
from ..files.incoming.decisions import Decisions, decided, questions_of
from ..files.json.submission import PastSubmission
from ..models import (
    Assessment,
    LocalAuthority,
    PastBatch,
    PastFile,
    Round,
    Submission,
)
from ..submission.shown.content import Labels
from . import past_import
from .common import plain, same_name
from .past_import import WantedRound
from .past_import_returns import completed_on, why_not_returnable
from .past_import_row import Row
from .past_import_summary import notes_of, summary_of

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
HERE_BEFORE = "This was imported before, as {reference}."
UNDO_FIRST = "To import this file, undo the earlier import first."
OTHER_ROUND = "If it belongs to another round, choose that."
ENDED = (
    "{name} existed until {day}, and this was completed later. Check the authority’s "
    "name before you select it."
)
UNDECIDED = "Parts of this form can be read in more than one way. Decide these first."


def of(batch: PastBatch) -> list[Row]:
    """Return the Rows of a batch, in order, in ten queries for any number."""
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
        self.directory = Directory()
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
        self.batches = _batches()
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
        self._know(row, completed_on(found, row.file.completed_on))
        if reference := self.here.get(found["source"]):
            row.problems.append(HERE_BEFORE.format(reference=reference))
            row.earlier = self.batches.get(reference)
        elif there := self._part_of(row.authority, round):
            self._complete(row, there)
        row.same = self.exported.get(found.get("reference", ""))
        if row.same:
            row.notes.insert(0, here_words(row.same))
        row.lacks_day = completed_on(found) is None
        if row.lacks_day and not row.file.completed_on:
            row.problems.append(NO_DAY)
        if round and (refusal := past_import.other_edition(round, found)):
            row.problems.append(refusal)
        if row.earlier:
            row.problems.append(UNDO_FIRST)
        row.is_barred = bool(row.problems)
        if not row.is_barred:
            self._claim(row, found)
        if row.undecided:
            row.problems.append(UNDECIDED)

    def _know(self, row: Row, day: date | None) -> None:
        """Find the file’s authority, here and in the register, as the import will."""
        found = self.directory.exact(row.file.authority)
        if not found:
            return
        row.authority, row.entry = found.authority, found.entry
        if row.entry and row.entry.ended and day and row.entry.has_ended(day):
            row.is_after = True
            ended = day_in_words(row.entry.ended)
            row.notes.insert(0, ENDED.format(name=row.entry, day=ended))

    def _complete(self, row: Row, there: Assessment) -> None:
        """Say that a file completes an assessment, or why it may not."""
        if why_not := why_not_returnable(there):
            row.problems += [why_not, OTHER_ROUND]
            row.earlier = self.batches.get(there.pk)
        else:
            row.notes.append(RETURNS.format(authority=row.authority, round=there.round))

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
            (row.authority or row.entry or plain(row.file.authority), round),
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


def _batches() -> dict[str | int, int]:
    """Return {reference or key of the assessment: the batch that it was imported with}."""
    found: dict[str | int, int] = {}
    imported = PastFile.objects.exclude(submission=None).values_list(
        "submission__reference", "submission__assessment", "batch"
    )
    for reference, assessment, batch in imported:
        found[reference] = found[assessment] = batch
    return found


def _editions() -> dict[str, tuple[list[str], int]]:
    """Return {edition: ([statement codes], number of areas)}, in one query."""
    codes, areas = defaultdict(list), defaultdict(set)
    for each in Statement.objects.select_related("area__framework"):
        edition = each.area.framework.edition
        codes[edition].append(each.code)
        areas[edition].add(each.area_id)
    return {edition: (codes[edition], len(areas[edition])) for edition in codes}
