"""The result of reading a form: answers, and questions where it is not sure."""

from dataclasses import asdict, dataclass, field
from typing import NotRequired, TypedDict, cast

RATINGS, EVIDENCE, IDEAS = "ratings", "evidence", "ideas"


@dataclass
class Answer:
    """The answer to one statement on a form.

    ratings     the values ticked, highest first
    not_rated   whether "cannot rate" is ticked instead; None if the form cannot say
    """

    ratings: list[int] = field(default_factory=list)
    evidence: str = ""
    ideas: str = ""
    not_rated: bool | None = None


class QuestionValues(TypedDict):
    """A Question as JSON holds it."""

    where: str
    why: str
    seen: str
    fields: list[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """A decision for a person, because the form can be read in more than one way.

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

    @property
    def rated(self) -> str:
        """The code of the statement, if only its rating is in doubt, or ""."""
        [(code, name), *others] = self.fields or [("", "")]
        return code if name == RATINGS and not others else ""

    @classmethod
    def of(cls, values: QuestionValues) -> "Question":
        """Return the Question that `dataclasses.asdict` and JSON made values of."""
        fields = [(code, name) for code, name in values["fields"]]
        return cls(values["where"], values["why"], values["seen"], fields)


@dataclass(frozen=True)
class Notice:
    """An unusual part of a form that was understood, and how."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


Cover = dict[str, str | None]
Scores = dict[int, int | None]


class AnswerValues(TypedDict):
    """An Answer as JSON holds it."""

    ratings: list[int]
    evidence: str
    ideas: str
    not_rated: NotRequired[bool | None]


class NoticeValues(TypedDict):
    """A Notice as JSON holds it."""

    where: str
    text: str


class FormValues(TypedDict):
    """A Form as `dataclasses.asdict` and JSON made it."""

    edition: str
    cover: Cover
    answers: dict[str, AnswerValues]
    global_scores: dict[str, int | None]
    missing: list[str]
    unplaced: list[list[str]]
    questions: list[QuestionValues]
    notices: list[NoticeValues]
    reference: str
    rationales: dict[str, str]
    score_notes: dict[str, str]
    beside: dict[str, object]


class Content(TypedDict):
    """The answers that a group's drafts can take from a form, as JSON types.

    `scores` are by area number as text, `unplaced` are [where, text], and `names` are
    the authority and the reference that the form says it is of, where it says so.
    """

    answers: dict[str, AnswerValues]
    scores: dict[str, int | None]
    unplaced: list[list[str]]
    questions: NotRequired[list[QuestionValues]]
    notices: NotRequired[list[NoticeValues]]
    left_out: NotRequired[list[list[str]]]
    names: NotRequired[list[str]]


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
    unplaced       [(where, text)] of everything that does not answer a question
    questions      everything in doubt; the answers hold its likeliest reading
    notices        everything unusual that was understood
    reference      of the form or its submission, if this site wrote it, or ""

    A form of a submission or a draft that this site wrote also has the parts
    that are not on the paper form: see `appendix.Annex`.
    """

    edition: str
    cover: Cover
    answers: dict[str, Answer]
    global_scores: Scores
    missing: list[str]
    unplaced: list[tuple[str, str]]
    questions: list[Question] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    reference: str = ""
    rationales: dict[str, str] = field(default_factory=dict)
    score_notes: dict[int, str] = field(default_factory=dict)
    beside: dict[str, object] = field(default_factory=dict)

    @property
    def content(self) -> Content:
        """Return the answers that a group's drafts can take from the form.

        Anything that only an agreed version can hold is listed with what could not be
        placed.
        """
        reasons = [[f"{code}, reason", text] for code, text in self.rationales.items()]
        notes = [
            [f"Area {number}, note on the score", text]
            for number, text in self.score_notes.items()
        ]
        return {
            "answers": {
                code: cast("AnswerValues", asdict(answer))
                for code, answer in self.answers.items()
            },
            "scores": {str(area): score for area, score in self.global_scores.items()},
            "unplaced": [*reasons, *notes, *(list(row) for row in self.unplaced)],
            "questions": [
                cast("QuestionValues", asdict(each)) for each in self.questions
            ],
            "notices": [cast("NoticeValues", asdict(each)) for each in self.notices],
        }


def form_of(values: FormValues) -> Form:
    """Return the Form that `dataclasses.asdict` made JSON of."""
    return Form(
        edition=values["edition"],
        cover=values["cover"],
        answers={code: Answer(**answer) for code, answer in values["answers"].items()},
        global_scores={
            int(number): score for number, score in values["global_scores"].items()
        },
        missing=values["missing"],
        unplaced=[(where, text) for where, text in values["unplaced"]],
        questions=[Question.of(each) for each in values["questions"]],
        notices=[Notice(**each) for each in values["notices"]],
        reference=values["reference"],
        rationales=values["rationales"],
        score_notes={
            int(number): note for number, note in values["score_notes"].items()
        },
        beside=values["beside"],
    )
