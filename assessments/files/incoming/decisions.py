"""The decisions of a person on a form that can be read in more than one way.

Plain data in and out. A choice is LEAVE, USE for the likeliest reading, or, where only
the rating of one statement is in doubt, a rating: "rating-3".
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from assessments.submission.shown.content import Labels, Response

from ..json.submission import PastSubmission
from ..word_form.printed_text import NOT_ON_FORM
from ..word_form.reader.values import RATINGS, Form, Question

LEAVE, USE = "leave", "form"
RATING = "rating-"
IN_DOUBT = "In doubt on the form."
Decisions = Mapping[int, str]  # {place of the question: choice}


def rating_choice(value: int) -> str:
    """Return the choice of a rating."""
    return f"{RATING}{value}"


def rating_chosen(choice: str) -> int | None:
    """Return the rating that a choice names, or None if it names none."""
    number = choice.removeprefix(RATING)
    return int(number) if choice.startswith(RATING) and number.isdecimal() else None


def questions_of(found: PastSubmission) -> list[Question]:
    """Return what is in doubt in a file."""
    return [Question.of(each) for each in found.get("questions", [])]


def marked(question: Question, responses: Mapping[str, Response]) -> list[int]:
    """Return the ratings of the likeliest reading of a row, highest first."""
    response = responses[question.rated]
    rating = response["rating"]
    return response["candidates"] or ([] if rating is None else [rating])


def readings(
    question: Question, responses: Mapping[str, Response]
) -> list[tuple[str, str, str | list[int]]]:
    """Return [(code, name, text or ratings)] of what the likeliest reading has."""
    found: list[tuple[str, str, str | list[int]]] = []
    for code, name in question.fields:
        response = responses[code]
        said: str | list[int]
        if name == RATINGS:
            rating = response["rating"]
            said = response["candidates"] or ([] if rating is None else [rating])
        else:
            said = cast("dict[str, str]", response)[name]
        if said:
            found.append((code, name, said))
    return found


def choices_of(
    question: Question, responses: Mapping[str, Response], labels: Labels
) -> list[tuple[str, str]]:
    """Return the [(choice, words)] between which a person decides.

    `labels` are those of the edition's ratings, in their order.
    """
    if question.rated:
        ratings = marked(question, responses)
        found = [(rating_choice(value), label) for value, label in labels.items()]
        if len(ratings) > 1:
            both = " and ".join(labels[value] for value in ratings)
            found.append((USE, f"Not agreed: {both}"))
        return [*found, (LEAVE, "Leave it without a rating")]
    if not readings(question, responses):
        return [(LEAVE, "Import the rest without it")]
    return [(USE, "Use this reading"), (LEAVE, "Leave it out")]


def undecided(found: PastSubmission, decisions: Decisions) -> list[Question]:
    """Return the questions that nobody has decided."""
    questions = enumerate(questions_of(found))
    return [each for place, each in questions if place not in decisions]


def decided(found: PastSubmission, decisions: Decisions) -> PastSubmission:
    """Return what was read as it was decided; the rest is still in doubt.

    Anything left out is listed with what could not be placed.
    """
    responses = {
        code: cast("Response", dict(each)) for code, each in found["responses"].items()
    }
    questions = list(enumerate(questions_of(found)))
    unplaced: list[list[str]] = []
    for place, question in questions:
        if decisions.get(place) == LEAVE:
            unplaced += _left_out(question, responses)
    for place, question in questions:
        rating = rating_chosen(decisions.get(place, ""))
        if rating is not None and question.rated:
            _rate(responses[question.rated], rating)
    return found | {
        "responses": responses,
        "unplaced": [*unplaced, *found["unplaced"]],
        "questions": [
            each
            for place, each in enumerate(found.get("questions", []))
            if place not in decisions
        ],
    }


def in_words(
    found: PastSubmission, decisions: Decisions, labels: Labels
) -> list[list[str]]:
    """Return [[where, the question and the decision]] of what was decided."""
    said = []
    for place, question in enumerate(questions_of(found)):
        if place in decisions:
            choices = dict(choices_of(question, found["responses"], labels))
            words = choices.get(decisions[place], "")
            about = f"{question.why} {question.seen}".strip()
            said.append([question.where, f"{about} Decided: {words}."])
    return said


def _left_out(
    question: Question, responses: Mapping[str, Response]
) -> Iterable[list[str]]:
    """Take what is in doubt out of the responses; yield it as [where, text]."""
    yield [f"{question.where}, in doubt", f"{question.why} {question.seen}".strip()]
    for code, name in question.fields:
        response = responses[code]
        if name == RATINGS:
            response |= {"outcome": "not_rated", "rating": None, "candidates": []}
            response["rationale"] = response["rationale"] or IN_DOUBT
            continue
        texts = cast("dict[str, str]", response)
        if texts[name]:
            yield [f"{code}, {name}, in doubt", texts[name]]
        texts[name] = ""


def _rate(response: Response, rating: int) -> None:
    """Give a response the rating that was chosen, and no reason for having none."""
    response |= {"outcome": "agreed", "rating": rating, "candidates": []}
    if response["rationale"] in {IN_DOUBT, NOT_ON_FORM}:
        response["rationale"] = ""


def parsed(
    words: Iterable[str],
    questions: Iterable[Question],
    values: Iterable[int],
) -> dict[int, str]:
    """Return the decisions given as words: "1=use", "2=leave", or "3=4" for a rating.

    `questions` are counted from 1, `values` are the ratings there are. Raises
    ValueError with a sentence if a decision does not fit its question.
    """
    counted, found = list(questions), {}
    for each in words:
        number, _, said = each.partition("=")
        choices = {"use": USE, "leave": LEAVE}
        if not number.isdecimal() or not 0 < int(number) <= len(counted):
            raise ValueError(f"{each}: there is no question {number}.")
        question = counted[int(number) - 1]
        if question.rated:
            choices |= {str(value): rating_choice(value) for value in values}
        if said not in choices:
            raise ValueError(f"{each}: decide {', '.join(choices)}.")
        found[int(number) - 1] = choices[said]
    return found


def decided_form(form: Form, decisions: Decisions) -> Form:
    """Return a form as it was decided to read it; the rest is still in doubt."""
    answers = dict(form.answers)
    for place, question in enumerate(form.questions):
        rating = rating_chosen(decisions.get(place, ""))
        if rating is not None:
            code = question.rated
            answers[code] = replace(answers[code], ratings=[rating], not_rated=False)
    open_questions = [
        question
        for place, question in enumerate(form.questions)
        if decisions.get(place, LEAVE) == LEAVE
    ]
    return replace(form, answers=answers, questions=open_questions)
