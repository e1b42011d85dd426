"""What the reader makes of a form: answers, and questions where it is not sure."""

from dataclasses import asdict, dataclass, field
from typing import Any

RATINGS, EVIDENCE, IDEAS = "ratings", "evidence", "ideas"


@dataclass
class Answer:
    """What a form says on one statement.

    ratings     the values ticked, highest first
    not_rated   whether "cannot rate" is ticked instead
    """

    ratings: list[int] = field(default_factory=list)
    evidence: str = ""
    ideas: str = ""
    not_rated: bool = False


@dataclass(frozen=True)
class Question:
    """Something a person has to decide, as the form can be read in more than one way.

    where    the place, in words: "2b, rating"
    why      what is not certain, a sentence
    seen     what the form shows there
    fields   [(statement code, "ratings", "evidence" or "ideas")] it is about; the
             answers hold the likeliest reading of these
    """

    where: str
    why: str
    seen: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.where}: {self.why} {self.seen}".strip()

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Question":
        """Return the Question that `dataclasses.asdict` and JSON made values of."""
        fields = [(code, name) for code, name in values["fields"]]
        return cls(**values | {"fields": fields})


@dataclass(frozen=True)
class Notice:
    """Something unusual that was understood, and how."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


@dataclass(frozen=True)
class Form:
    """A completed form.

    edition        the slug of its edition
    cover          {key of the cover question: text}; "completed_on" is "YYYY-MM-DD"
                   or None
    answers        {statement code: Answer}, for the statements the form has; its
                   `ratings` are the values ticked, highest first
    global_scores  {area number: 0 to 10, or None}, for all areas of the edition
    missing        codes of the edition's statements that the form does not have
    unplaced       [(where, text)] of everything that answers nothing
    questions      what is in doubt; the answers hold the likeliest reading of it
    notices        what was unusual and understood
    reference      of the form, if it is one we wrote, or ""

    Of a submission or a draft of one, as we write them, also what the paper has no
    place for: see `appendix.Annex`.
    """

    edition: str
    cover: dict
    answers: dict
    global_scores: dict
    missing: list
    unplaced: list
    questions: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    reference: str = ""
    rationales: dict = field(default_factory=dict)
    score_notes: dict = field(default_factory=dict)
    beside: dict = field(default_factory=dict)

    @property
    def content(self):
        """What a group's drafts can take of the form, as JSON types.

        What only an agreed version can hold is among what could not be placed.

        {"answers": {code: {"ratings", "evidence", "ideas"}}, "scores": {area number
        as text: score}, "unplaced": [[where, text]], "questions": [as `Question`],
        "notices": [as `Notice`]}
        """
        return {
            "answers": {code: asdict(answer) for code, answer in self.answers.items()},
            "scores": {str(area): score for area, score in self.global_scores.items()},
            "unplaced": [
                *([f"{code}, reason", text] for code, text in self.rationales.items()),
                *(
                    [f"Area {number}, note on the score", text]
                    for number, text in self.score_notes.items()
                ),
                *(list(row) for row in self.unplaced),
            ],
            "questions": [asdict(each) for each in self.questions],
            "notices": [asdict(each) for each in self.notices],
        }


def form_of(values):
    """The Form that `dataclasses.asdict` made JSON of."""
    return Form(
        **values
        | {
            "answers": {
                code: Answer(**answer) for code, answer in values["answers"].items()
            },
            "global_scores": {
                int(number): score for number, score in values["global_scores"].items()
            },
            "score_notes": {
                int(number): note for number, note in values["score_notes"].items()
            },
            "unplaced": [tuple(row) for row in values["unplaced"]],
            "questions": [Question.of(each) for each in values["questions"]],
            "notices": [Notice(**each) for each in values["notices"]],
        }
    )
