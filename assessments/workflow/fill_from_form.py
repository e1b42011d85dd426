"""Bringing what a completed Word form says into a group's drafts.

What is blank is filled. What is there already is never replaced without being told
to, and whatever has no place is reported with its text.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from frameworks.models import Framework
from leavingcare.refusals import Refused
from leavingcare.text import clean_text, length_of

from ..files.incoming import differences
from ..files.word_form.reader.values import RATINGS, Question
from ..models import Draft, DraftResponse
from ..submission import snapshot
from .common import Kind, lock, numbers, record
from .drafting import rewrite, values_of

FORM, BOTH = "form", "both"  # what to do with a difference; else it is left
ANSWER_NAMES = {RATINGS: "answer"}  # as differences call what the reader names so
ELSEWHERE = "not an area of this group"
TOO_LATE = "handed in"


@dataclass
class Report:
    """What became of a form.

    filled     codes of the statements whose blanks were filled
    counts     {"ratings", "two_marks", "evidence", "ideas", "scores"}: how many
    unrated    codes of the statements that have no rating now
    clashes    [(where, text on the form)]: something else was there and stays
    questions  [Question] that the form leaves open, whose answers were not taken
    unplaced   [(where, text)]: has no place
    """

    filled: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)
    unrated: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    unplaced: list = field(default_factory=list)


@dataclass
class AskedQuestion:
    """A question of the form, with the Differences that wait for its answer."""

    question: Question
    differences: list = field(default_factory=list)


@dataclass
class Comparison:
    """What a form says beside what a group's drafts hold now.

    points       {value: ScalePoint} of the edition
    differences  `files.incoming.differences.Difference`s, in order
    unplaced     [(where, text)] of what has no place, or none now
    questions    [AskedQuestion] of what the form leaves in doubt
    notices      [{"where", "text"}] of what was unusual on the form
    responses    {code: DraftResponse} of the statements that may be changed
    drafts       {area number, as text: Draft} of the areas that may be
    """

    points: dict
    differences: list = field(default_factory=list)
    unplaced: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    responses: dict = field(default_factory=dict)
    drafts: dict = field(default_factory=dict)

    def words(self, difference):
        """What the form says, in words; "" for nothing."""
        if difference.candidates:
            return self.marked(difference.candidates)
        if difference.name == "answer":
            return self.marked(filter(None, difference.said[:1]))
        return "" if difference.said is None else str(difference.said)

    def marked(self, values):
        return " and ".join(self.points[value].label for value in values)


def editions():
    """The editions as `files.word_form.reader.form.read_form` wants them."""
    return [snapshot.form_document(each) for each in Framework.objects.all()]


def edition_refusal(edition, assessment):
    """Why a form of an edition does not fit the assessment, or ""."""
    used = assessment.round.framework.edition
    if edition == used:
        return ""
    return (
        f"This is a form of the {edition} edition. {assessment.round} uses the "
        f"{used} edition."
    )


def usable(text, where, report):
    """The text as the site keeps it, or "" with a report of why not."""
    try:
        cleaned = clean_text(text)
    except ValidationError:
        cleaned = None
    if cleaned is None or length_of(cleaned) > settings.TEXT_LIMIT:
        report.unplaced.append((where, text))
        return ""
    return cleaned


def compare(group, content, base):
    """Compare a form with the group's drafts as they are now; return a Comparison.

    `content` is like `FormUpload.content`, `base` like `FormDownload.content` or {}.
    Drafts that were handed in, and areas the group was not given, are left alone:
    what the form says there is listed, unless it says nothing new. Three queries.
    """
    scale = group.assessment.round.framework.scale.all()
    found = Comparison({point.value: point for point in scale})
    found.unplaced = [tuple(row) for row in content["unplaced"]]
    found.notices = content.get("notices", [])
    questions = [Question.of(each) for each in content.get("questions", [])]
    doubts = {tuple(place) for each in questions for place in each.fields}
    responses = (
        DraftResponse.objects.filter(draft__group=group)
        .select_related("statement__area", "rating", "updated_by", "draft")
        .order_by("statement__area__number", "statement__letter")
    )
    answers = dict(content["answers"])
    for response in responses:
        code = response.statement.code
        if code in answers:
            new = _of_response(found, response, answers.pop(code), base, doubts)
            found.responses[code] = response
            _take(found, new, response.draft)
    for code, said in answers.items():
        _list_answer(found, code, said)
    _compare_scores(found, group, content["scores"], base)
    found.questions = [_asked(each, found.differences) for each in questions]
    return found


def _compare_scores(found, group, scores, base):
    drafts = {
        str(draft.area.number): draft for draft in group.drafts.select_related("area")
    }
    for number, said in scores.items():
        if number in drafts:
            draft = found.drafts[number] = drafts[number]
            before = base.get("scores", {}).get(number)
            now = draft.global_score
            new = differences.of_score(number, base=before, now=now, said=said)
            _take(found, new, draft)
        elif said is not None:
            where = f"Area {number}, score out of ten, {ELSEWHERE}"
            found.unplaced.append((where, str(said)))


def _asked(question, all_differences):
    places = {(code, ANSWER_NAMES.get(name, name)) for code, name in question.fields}
    return AskedQuestion(
        question, [one for one in all_differences if (one.place, one.name) in places]
    )


def _of_response(found, response, said, base, doubts):
    code, now = response.statement.code, values_of(response)
    texts = {}
    for name in differences.TEXTS:
        text = usable(said[name], f"{code}, {name}", found)
        # What is listed already leaves the field as it is.
        texts[name] = text if text or not said[name] else now[name]
    return differences.of_statement(
        code,
        base=base.get(code, differences.BLANK),
        now=now,
        said=said | texts,
        candidates=response.candidates,
        doubtful={
            ANSWER_NAMES.get(name, name) for place, name in doubts if place == code
        },
    )


def _take(found, new, draft):
    """Add differences to those found or, where it is too late, to what is listed."""
    if not draft.is_handed_in:
        found.differences += new
        return
    for one in new:
        if not one.is_emptied:
            found.unplaced.append((f"{where(one)}, {TOO_LATE}", found.words(one)))


def _list_answer(found, code, said):
    """List all that a form says on a statement that is not the group's."""
    texts = {name: said[name] for name in differences.TEXTS}
    for name, text in {"rating": found.marked(said["ratings"]), **texts}.items():
        if text:
            found.unplaced.append((f"{code}, {name}, {ELSEWHERE}", text))


def where(difference):
    """The place of a difference in words: "7a, evidence"."""
    if difference.name == "global_score":
        return f"Area {difference.place}, score out of ten"
    name = "rating" if difference.name == "answer" else difference.name
    return f"{difference.place}, {name}"


def apply(comparison, choices, by):
    """Store what is chosen of the differences, {key: FORM or BOTH}; return these.

    The drafts must be held. A revision is kept of each response changed.
    """
    chosen = [one for one in comparison.differences if one.key in choices]
    changes = {}
    for one in chosen:
        if one.name == "global_score":
            comparison.drafts[one.place].save_version(global_score=one.said)
        else:
            values = _values(one, choices[one.key], comparison.points)
            changes[one.place] = changes.get(one.place, {}) | values
    responses = comparison.responses
    rewrite([(responses[code], values) for code, values in changes.items()], by)
    return chosen


def _values(one, choice, points):
    """The columns of a response that a choice changes."""
    if one.name == "answer":
        value, reason = one.said
        return {
            "rating": points.get(value),
            "not_rated_reason": reason,
            "candidates": list(one.candidates),
        }
    values = {one.name: one.both if choice == BOTH else one.said}
    return values | ({"carried_from": ""} if one.name == "evidence" else {})


def hold_drafts(group):
    """Lock the assessment, which must be open, and all the group's drafts."""
    assessment = lock(group.assessment)
    list(Draft.objects.select_for_update().filter(group=group).order_by("pk"))
    return assessment


def record_import(group, comparison, taken, by):
    """Write the audit event of an import, with the areas it changed."""
    areas = {
        comparison.drafts[one.place].area
        if one.name == "global_score"
        else comparison.responses[one.place].statement.area
        for one in taken
    }
    what = numbers(areas) if areas else "nothing new"
    record(group.assessment, Kind.IMPORTED, by, f"{group.name}, {what}")


@transaction.atomic
def fill_drafts(*, group, form, by):
    """Fill the blanks of the group's drafts from a completed form; return a Report."""
    hold_drafts(group)
    if refusal := edition_refusal(form.edition, group.assessment):
        raise Refused(refusal)
    found = compare(group, form.content, base={})
    asked = {one.key for each in found.questions for one in each.differences}
    clashes = [one for one in found.differences if one.is_clash]
    wanted = {one.key: FORM for one in found.differences if not one.is_clash}
    taken = apply(found, wanted, by)
    record_import(group, found, taken, by)
    codes = [one.place for one in taken if one.name != "global_score"]
    return Report(
        filled=list(dict.fromkeys(codes)),
        counts=differences.counted(taken),
        unrated=[
            code
            for code, response in found.responses.items()
            if response.rating_id is None
        ],
        clashes=[
            (where(one), found.words(one)) for one in clashes if one.key not in asked
        ],
        questions=[each.question for each in found.questions],
        unplaced=found.unplaced,
    )
