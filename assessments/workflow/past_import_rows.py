"""The files of a batch beside what the site holds: what each would become.

Worked out anew for every page, so that it is true whatever has come in meanwhile.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from frameworks.models import Statement

from ..files.word_form.reader.values import Question
from ..models import Assessment, LocalAuthority, PastFile, Round, Submission
from . import past_import, setting_up

NO_AUTHORITY = "It does not say whose it is. Type the authority’s name."
NO_ROUND = "It does not say its round. Choose one."
NOT_EXPORTED = (
    "It has been changed since it was exported: its digest is of another content."
)
SAME_PLACE = (
    "“{name}” above is of the same authority and round. Only one of the two can come "
    "in."
)


@dataclass
class Row:
    """A file of a batch as it stands now.

    authority   the LocalAuthority it is of, or None: a new one, or nobody's yet
    round       what its round is called, or ""
    round_is_new, summary (see `summary_of`)
    problems    what keeps it from being brought in, a sentence each
    notes       what should be known of it, a sentence each
    unplaced    [(where, text)] of everything that answers nothing
    questions   [Question] of what is in doubt, without which it may come in
    """

    file: PastFile
    authority: LocalAuthority | None = None
    round: str = ""
    round_is_new: bool = False
    summary: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    unplaced: list = field(default_factory=list)
    questions: list = field(default_factory=list)

    @property
    def is_ready(self):
        return not self.problems and self.file.submission_id is None


def of(batch):
    """The Rows of a batch, in order. Seven queries, however many it has."""
    return Look(batch).rows()


def summary_of(found):
    """How much of its edition a file answers.

    {"edition", "kind": "docx" or "json", "statements": of the edition, "rated",
    "evidence", "ideas": how many, "areas": of the edition, "scores": how many,
    "two_marks": [codes with more than one rating], "unrated": [codes without any],
    "is_as_exported"}
    """
    responses = found["responses"].values()
    return {
        "edition": found["edition"],
        "kind": found["origin"]["kind"],
        "is_as_exported": found["origin"].get("is_as_exported"),
        "rated": sum(each["rating"] is not None for each in responses),
        "evidence": sum(bool(each["evidence"]) for each in responses),
        "ideas": sum(bool(each["ideas"]) for each in responses),
        "scores": sum(each is not None for each in found["global_scores"].values()),
        "two_marks": [
            code
            for code, each in found["responses"].items()
            if each["outcome"] == "not_agreed"
        ],
        "unrated": [
            code
            for code, each in found["responses"].items()
            if each["outcome"] == "not_rated"
        ],
        "has": list(found["responses"]),
    }


class Look:
    """What the site holds already, asked once for all files of a batch."""

    def __init__(self, batch):
        self.batch = batch
        self.files = list(
            batch.files.select_related("submission", "brought_in_by").order_by("pk")
        )
        self.authorities = list(LocalAuthority.objects.all())
        self.rounds = list(Round.objects.select_related("framework"))
        self.editions = _editions()
        sources = [file.content.get("source") for file in self.files]
        self.here = _here_already(list(filter(None, sources)))
        self.taking_part = set(
            Assessment.objects.values_list("authority", "round").filter(
                authority__in=self.authorities
            )
        )
        self.claimed, self.new_rounds = {}, {}

    def rows(self):
        return [self._row(file) for file in self.files]

    def _row(self, file):
        if file.refusal:
            return Row(file, problems=[file.refusal["message"]])
        content = file.content
        summary = content.get("summary") or summary_of(content)
        row = Row(file, summary=summary, unplaced=content["unplaced"])
        row.questions = [Question.of(each) for each in content.get("questions", [])]
        codes, areas = self.editions[summary["edition"]]
        summary |= {"statements": len(codes), "areas": areas}
        row.notes = _notes(summary, codes)
        row.notes += [f"{where}: {text}" for where, text in content.get("notices", [])]
        row.authority = setting_up.same_name(self.authorities, file.authority)
        if file.submission_id is None:
            self._ask(row, content)
        return row

    def _ask(self, row, content):
        """Say what of the site keeps a file out."""
        wanted = wanted_round(self.batch, content)
        round = self._round(**wanted)
        row.round = round.name if round else wanted["name"] or wanted["slug"]
        row.round_is_new = round is None
        if not row.file.authority:
            row.problems.append(NO_AUTHORITY)
        if not row.round:
            row.problems.append(NO_ROUND)
        if reference := self.here.get(content["source"]):
            row.problems.append(f"This is here already as {reference}.")
        elif self._takes_part(row.authority, round):
            row.problems.append(f"{row.authority} already takes part in {round}.")
        if round and (refusal := past_import.other_edition(round, content)):
            row.problems.append(refusal)
        if not row.problems:
            self._claim(row)

    def _takes_part(self, authority, round):
        return bool(
            authority and round and (authority.pk, round.pk) in self.taking_part
        )

    def _round(self, slug, name):
        at_address = [round for round in self.rounds if slug and round.slug == slug]
        named = setting_up.same_name(self.rounds, name) if name else None
        return next(iter(at_address), named)

    def _claim(self, row):
        """Let one file of a batch be of an authority and round, and be there once."""
        round = setting_up.plain(row.round)
        edition = self.new_rounds.setdefault(round, row.summary["edition"])
        if row.round_is_new and edition != row.summary["edition"]:
            row.problems.append(
                f"Other files make {row.round} a round of the {edition} edition. This "
                f"is of the {row.summary['edition']} edition."
            )
        for place in (
            row.file.content["source"],
            (setting_up.plain(row.file.authority), round),
        ):
            other = self.claimed.setdefault(place, row.file)
            if other is not row.file:
                row.problems.append(SAME_PLACE.format(name=other.name))
                break


def wanted_round(batch, content):
    """{"slug", "name"} of the round a file goes to, each "" if it is not known."""
    if batch.round:
        return {"slug": batch.round.slug, "name": batch.round.name}
    if batch.new_round:
        return {"slug": "", "name": batch.new_round}
    return content["round"] or {"slug": "", "name": ""}


def _editions():
    """{edition: ([statement codes], number of areas)}. One query."""
    codes, areas = defaultdict(list), defaultdict(set)
    for each in Statement.objects.select_related("area__framework"):
        edition = each.area.framework.edition
        codes[edition].append(each.code)
        areas[edition].add(each.area_id)
    return {edition: (codes[edition], len(areas[edition])) for edition in codes}


def _here_already(sources):
    """{source: reference} of the submissions that these files are already."""
    found = {}
    for name in ("digest", "source"):
        same = Submission.objects.filter(**{f"{name}__in": sources})
        found |= dict(same.values_list(name, "reference"))
    return found


def _notes(summary, codes):
    notes = []
    if summary["is_as_exported"] is False:
        notes.append(NOT_EXPORTED)
    if two := summary["two_marks"]:
        notes.append(f"More than one rating, so none is taken: {', '.join(two)}.")
    if unrated := summary.get("unrated"):
        notes.append(f"{len(unrated)} without a rating: {', '.join(unrated)}.")
    missing = [code for code in codes if code not in set(summary["has"])]
    if missing:
        notes.append(f"Statements it does not have: {', '.join(missing)}.")
    return notes
