"""A completed Word form compared with a group's drafts, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.core.exceptions import ValidationError

from frameworks.models import ScalePoint
from leavingcare.text import TEXT_LIMIT, clean_text, length_of

from ..files.incoming import differences
from ..files.incoming.differences import Difference, Fields, Said
from ..files.word_form.reader.values import RATINGS, Content, NoticeValues, Question
from ..models import Draft, DraftResponse, WorkingGroup
from .drafting import values_of

ANSWER_NAMES = {RATINGS: "answer"}  # as differences call what the reader names so
ELSEWHERE = "not an area of this group"
TOO_LATE = "handed in"
TOO_LONG = "too long"
INVALID = "invalid characters"

Places = list[tuple[str, str]]  # (where, text)
Base = Mapping[str, object]  # the content of a FormDownload, or {}


@dataclass
class AskedQuestion:
    """A question of the form, with the Differences that wait for its answer."""

    question: Question
    differences: list[Difference] = field(default_factory=list)


@dataclass
class Comparison:
    """A form compared with what a group's drafts hold now.

    points       {value: ScalePoint} of the edition
    differences  in order
    unplaced     everything that has no place, or none now
    questions    what the form leaves in doubt
    notices      what was unusual on the form
    responses    {code: DraftResponse} of the statements that may be changed
    drafts       {area number, as text: Draft} of the areas that may be
    """

    points: dict[int, ScalePoint]
    differences: list[Difference] = field(default_factory=list)
    unplaced: Places = field(default_factory=list)
    questions: list[AskedQuestion] = field(default_factory=list)
    notices: Sequence[NoticeValues] = ()
    responses: dict[str, DraftResponse] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)

    def words(self, difference: Difference) -> str:
        """Return what the form says, in words; "" for nothing."""
        if difference.candidates:
            return self.marked(difference.candidates)
        if difference.name == "answer":
            [value, _] = cast("differences.Answer", difference.said)
            return self.marked([cast("int", value)] if value else [])
        return "" if difference.said is None else str(difference.said)

    def marked(self, values: Iterable[int]) -> str:
        return " and ".join(self.points[value].label for value in values)


def usable(text: str, where: str, found: Comparison) -> str:
    """Return a text as the site stores it; or "", after listing it and why not."""
    try:
        cleaned = clean_text(text)
    except ValidationError:
        found.unplaced.append((f"{where}, {INVALID}", text))
        return ""
    if length_of(cleaned) > TEXT_LIMIT:
        found.unplaced.append((f"{where}, {TOO_LONG}", text))
        return ""
    return cleaned


def compare(group: WorkingGroup, content: Content, base: Base) -> Comparison:
    """Compare a form with the group's drafts as they are now.

    `content` is like `FormUpload.content`, `base` like `FormDownload.content` or {}.
    Drafts that were handed in, and areas the group was not given, do not change: what
    the form says about them is listed, unless it is nothing new. Three queries.
    """
    scale = group.assessment.round.framework.scale.all()
    found = Comparison({point.value: point for point in scale})
    found.unplaced = [(where, text) for where, text in content["unplaced"]]
    found.notices = content.get("notices", [])
    questions = [Question.of(each) for each in content.get("questions", [])]
    responses = (
        DraftResponse.objects.filter(draft__group=group)
        .select_related("statement__area", "rating", "updated_by", "draft")
        .order_by("statement__area__number", "statement__letter")
    )
    answers = cast("dict[str, Said]", dict(content["answers"]))
    for response in responses:
        code = response.statement.code
        if code in answers:
            new = _of_response(found, response, answers.pop(code), base, questions)
            found.responses[code] = response
            _take(found, new, response.draft)
    for code, said in answers.items():
        _list_answer(found, code, said)
    _compare_scores(found, group, content["scores"], base)
    _ask(found, questions, responses)
    return found


def _compare_scores(
    found: Comparison, group: WorkingGroup, scores: Mapping[str, int | None], base: Base
) -> None:
    drafts = {
        str(draft.area.number): draft for draft in group.drafts.select_related("area")
    }
    for number, said in scores.items():
        if number in drafts:
            draft = found.drafts[number] = drafts[number]
            scores_before = cast("dict[str, int | None]", base.get("scores", {}))
            before = scores_before.get(number)
            now = draft.global_score
            new = differences.of_score(number, base=before, now=now, said=said)
            _take(found, new, draft)
        elif said is not None:
            where = f"Area {number}, score out of ten, {ELSEWHERE}"
            found.unplaced.append((where, str(said)))


def _ask(
    found: Comparison, questions: list[Question], responses: Iterable[DraftResponse]
) -> None:
    """Ask the questions, and list those about nothing that may change.

    `responses` are all of the group's.
    """
    is_late = {each.statement.code: each.draft.is_handed_in for each in responses}
    for each in questions:
        codes = {code for code, _ in each.fields}
        if codes and all(is_late.get(code, True) for code in codes):
            why = TOO_LATE if codes & is_late.keys() else ELSEWHERE
            found.unplaced.append((f"{each.where}, {why}", each.seen))
        else:
            found.questions.append(_asked(each, found.differences))


def _asked(question: Question, all_differences: list[Difference]) -> AskedQuestion:
    places = {(code, ANSWER_NAMES.get(name, name)) for code, name in question.fields}
    return AskedQuestion(
        question, [one for one in all_differences if (one.place, one.name) in places]
    )


def _of_response(
    found: Comparison,
    response: DraftResponse,
    said: Said,
    base: Base,
    questions: list[Question],
) -> list[Difference]:
    code, now = response.statement.code, cast("Fields", values_of(response))
    before = cast("Fields", base.get(code, differences.BLANK))
    usable_said: Said = said.copy()
    for name in differences.TEXTS:
        texts = cast("dict[str, str]", usable_said)
        text = usable(texts[name], f"{code}, {name}", found)
        # A text that is listed leaves the field unchanged.
        texts[name] = text if text or not texts[name] else str(dict(now)[name])
    new = differences.of_statement(
        code,
        base=before,
        now=now,
        said=usable_said,
        candidates=response.candidates,
        doubtful={
            ANSWER_NAMES.get(name, name)
            for each in questions
            for place, name in each.fields
            if place == code
        },
    )
    is_asked = any(each.rated == code for each in questions)
    if is_asked and not any(one.name == "answer" for one in new):
        new.append(differences.of_open_question(code, base=before, now=now))
    return new


def _take(found: Comparison, new: Iterable[Difference], draft: Draft) -> None:
    """Add differences to those found or, where it is too late, to what is listed."""
    if not draft.is_handed_in:
        found.differences += new
        return
    for one in new:
        if not one.is_emptied:
            found.unplaced.append((f"{where(one)}, {TOO_LATE}", found.words(one)))


def _list_answer(found: Comparison, code: str, said: Said) -> None:
    """List everything that a form says on a statement that is not the group's."""
    texts = {"evidence": said["evidence"], "ideas": said["ideas"]}
    for name, text in {"rating": found.marked(said["ratings"]), **texts}.items():
        if text:
            found.unplaced.append((f"{code}, {name}, {ELSEWHERE}", text))


def where(difference: Difference) -> str:
    """Return the place of a difference in words: "7a, evidence"."""
    if difference.is_score:
        return f"Area {difference.place}, score out of ten"
    name = "rating" if difference.name == "answer" else difference.name
    return f"{difference.place}, {name}"
