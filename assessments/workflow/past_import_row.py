"""One file of past submissions, compared with the site."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..analysis.due import day_in_words
from ..files.word_form.reader.values import Question
from ..models import LocalAuthority, PastFile, RegisterEntry, Submission
from .past_import_summary import Summary


@dataclass
class Row:
    """The current state of one file of a batch.

    authority   its LocalAuthority, or None: a new one, or not known yet
    entry       the entry of the register that it is, or None
    round       the name of its round, or ""
    round_is_new, summary
    problems    the reasons that it cannot be imported, as sentences
    is_barred   whether it cannot be imported whatever is selected
    earlier     the key of the batch whose import is in its place, or None
    notes       anything to know about it, as sentences
    unplaced    [[where, text]] of everything that answers nothing
    questions   of what is in doubt, and how many of them nobody has decided
    decided     [[where, text]] of what was decided, once it is imported
    same        the submission of this site that its reference names, or None
    is_after    whether its authority had ended when it was completed
    """

    file: PastFile
    authority: LocalAuthority | None = None
    entry: RegisterEntry | None = None
    round: str = ""
    round_is_new: bool = False
    summary: Summary | None = None
    problems: list[str] = field(default_factory=list)
    is_barred: bool = False
    earlier: int | None = None
    notes: list[str] = field(default_factory=list)
    unplaced: Sequence[Sequence[str]] = ()
    questions: list[Question] = field(default_factory=list)
    undecided: int = 0
    lacks_day: bool = False  # it does not say when it was completed
    decided: Sequence[Sequence[str]] = ()
    same: Submission | None = None
    is_after: bool = False

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

    @property
    def in_register(self) -> str:
        """Return what the register has of an authority that is new or has ended, or ""."""
        if self.entry and self.entry.ended:
            return f"{self.entry}, until {day_in_words(self.entry.ended)}"
        if self.authority or not self.file.authority:
            return ""
        return f"{self.entry}, in the register" if self.entry else "Not in the register"
