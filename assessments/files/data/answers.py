"""The answers of submissions, as dictionaries of the cells of `fields`.

A submission is given as `values.Given`.
"""

from collections.abc import Iterator, Mapping, Sequence

from assessments.analysis import agreement, sentences
from assessments.analysis.group_kinds import NUMBERS
from assessments.analysis.scoring import CumulativeScore, bands_note, cumulative
from assessments.submission.shown.content import (
    Area,
    Change,
    Document,
    FollowUp,
    Labels,
    Response,
    SignOff,
    Statement,
)
from assessments.submission.shown.document import runs
from assessments.submission.shown.ratings import later_words
from assessments.submission.shown.wording import labels_of, outcome_words, time_words

from . import fields, supplements
from .columns import Cell, Record
from .values import Given, day, moment

OUTCOMES = {"agreed": 1, "not_agreed": 2, "not_rated": 3, "not_settled": 4}
NO_RATING = {
    "not_agreed": fields.NOT_AGREED,
    "not_rated": fields.NOT_RATED,
    "not_settled": fields.NOT_SETTLED,
}
PROGRESS = {"done": 1, "under_way": 2, "not_yet": 3}
BANDS = {band: number for number, band in fields.BANDS.items()}
WORDS = {word: place for place, word in enumerate(fields.WORDS, 1)}


def identity(submission: Given) -> Record:
    content = submission["content"]
    return {
        **submission.get("about", {}),
        "authority": content["authority"]["name"],
        "round": content["round"]["slug"],
        "edition": content["edition"],
        "reference": content["reference"],
        "submission_number": content["number"],
    }


def whole_submission(submission: Given) -> Record:
    """Return the cells of `fields.IDENTITY`, `SUBMISSION` and `TOTAL` but its ranks."""
    content = submission["content"]
    cover = content["cover"]
    sign_off: SignOff = content.get("sign_off") or {}
    framework = content["framework"]
    return {
        **identity(submission),
        **{name: cover.get(name) for name in cover if name != "completed_on"},
        "round_name": content["round"]["name"],
        "framework": framework.get("title_printed") or framework["title"],
        "submitted_at": moment(content["submitted_at"]),
        "submitted_by": content.get("submitted_by"),
        "reopened_because": content.get("reopened_because"),
        "approved_at": moment(sign_off.get("approved_at")),
        "approved_by": sign_off.get("approved_by"),
        "changed_since": sign_off.get("changed_since"),
        "digest": submission["digest"],
        "completed_on": day(cover.get("completed_on")),
        **_totals(content),
        **supplements.totals(submission["beside"]),
    }


def sum_line(score: CumulativeScore) -> str:
    """Return the sum of the ratings, of what it can be; "" if nothing is rated."""
    if not score.rated:
        return ""
    line = f"Their cumulative score: {score.total} of {score.most}"
    if not score.unrated:
        return line
    return f"{line}, or of {score.maximum} for all {score.statements} statements"


def cumulative_of(content: Document) -> CumulativeScore:
    """Return the cumulative score of all areas."""
    areas = content["framework"]["areas"]
    return _score_of(content, [each for area in areas for each in area["statements"]])


def _totals(content: Document) -> Record:
    given = [each for each in content["global_scores"].values() if each is not None]
    score = cumulative_of(content)
    return {
        **{f"{name}_total": value for name, value in _sums(score).items()},
        "band_total": BANDS[score.band] if score.band else None,
        "band_note": (bands_note(content["edition"]) or None) if score.band else None,
        "global_scores_given": len(given),
        "global_score_total": sum(given) if given else fields.NOT_GIVEN,
    }


def _score_of(content: Document, statements: Sequence[Statement]) -> CumulativeScore:
    """Return the cumulative score of these statements."""
    scale = [point["value"] for point in content["framework"]["scale"]]
    responses = content["responses"]
    codes = [each["code"] for each in statements]
    ratings = {code: _response(responses, code).get("rating") for code in codes}
    return cumulative(ratings, scale)


def _sums(score: CumulativeScore) -> Record:
    """Return the cells of `fields.CUMULATIVE`."""
    return {
        "statements": score.statements,
        "rated": score.rated,
        "cumulative": score.total if score.rated else fields.NOT_RATED,
        "maximum": score.maximum,
        "mean_rating": score.mean if score.rated else fields.NOT_RATED,
    }


def _response(responses: Mapping[str, Response], code: str) -> Response:
    return responses.get(code, {})


def areas(submission: Given) -> Iterator[Record]:
    """Return the cells of `fields.AREA_NAME` and `AREA`, area by area."""
    content = submission["content"]
    for area in content["framework"]["areas"]:
        key = str(area["number"])
        yield {
            **_area_name(area),
            **_sums(_score_of(content, area["statements"])),
            "area_title": area["title"],
            "global_score": _score(content["global_scores"], key),
            "global_score_note": content.get("global_score_notes", {}).get(key),
            **supplements.of_area(submission["beside"], key),
        }


def _area_name(area: Area) -> Record:
    return {"area": area["number"], "theme": area["theme"]}


def _score(scores: Mapping[str, int | None], key: str) -> int:
    score = scores.get(key)
    return fields.NOT_GIVEN if score is None else score


def statements(submission: Given) -> Iterator[Record]:
    """Return the cells of `fields.STATEMENT_NAME`, `STATEMENT`, `ANSWER` and `SAID`."""
    content = submission["content"]
    labels = labels_of(content["framework"]["scale"])
    follow_up: FollowUp = submission["beside"].get("follow_up") or {}
    ideas = follow_up.get("ideas", {})
    for area in content["framework"]["areas"]:
        for each in area["statements"]:
            response = _response(content["responses"], each["code"])
            yield {
                **_area_name(area),
                **_statement_name(each),
                "ideas_progress": PROGRESS.get(ideas.get(each["code"], "")),
                **_answer(response, labels),
                **_agreement(response, labels),
                **_voices(response, labels),
            }


def statement_text(statement: Statement) -> str:
    return "".join(text for text, _ in runs(statement["text_md"]))


def _statement_name(statement: Statement) -> Record:
    return {
        "code": statement["code"],
        "statement": statement_text(statement),
        "family": statement.get("family") or None,
    }


def _answer(response: Response, labels: Labels) -> Record:
    outcome = response.get("outcome", "not_settled")
    candidates = sorted(response.get("candidates") or [], reverse=True)
    return {
        "outcome": OUTCOMES[outcome],
        "settled": OUTCOMES[outcome],
        "answer": outcome_words(response, labels),
        "rating": NO_RATING.get(outcome, response.get("rating")),
        "candidates": " or ".join(map(str, candidates)),
        "evidence": response.get("evidence"),
        "ideas": response.get("ideas"),
        "reason": response.get("rationale"),
    }


def _agreement(response: Response, labels: Labels) -> Record:
    """Return how the groups' ratings differed; no values if none handed in."""
    ratings = response.get("ratings") or []
    if not ratings:
        return {"groups": 0, "groups_rated": 0}
    rated = [(each["group"], each["first"]) for each in ratings if each["first"]]
    missing = [(each["group"], each["reason"]) for each in ratings if not each["first"]]
    found = agreement.describe([rating for _, rating in rated], list(labels))
    said = sentences.summary(rated, labels, missing)
    return {
        "groups": len(ratings),
        "groups_rated": len(rated),
        "agreement": WORDS[found.word],
        "steps": found.steps if len(rated) > 1 else None,
        "dispersion": found.dispersion,
        "groups_said": " ".join(
            filter(
                None, [said, sentences.not_rated_line(missing), later_words(response)]
            )
        ),
    }


def _voices(response: Response, labels: Labels) -> Record:
    dissents, changes = response.get("dissents") or [], response.get("changes") or []
    return {
        "dissent_count": len(dissents),
        "change_count": len(changes),
        "dissents": "\n".join(f"{each['group']}: {each['text']}" for each in dissents),
        "changes": "\n".join(_change(each, labels) for each in changes),
    }


def _change(change: Change, labels: Labels) -> str:
    before = outcome_words(change["from"], labels)
    after = outcome_words(change["to"], labels)
    at = time_words(change["at"])
    by = f" by {change['by']}" if change["by"] else ""
    return f"From {before} to {after}{by}, {at}: {change['why']}"


def groups(submission: Given) -> Iterator[Record]:
    """Return the cells of `fields.STATEMENT_NAME` and `GROUP`, one per group's answer."""
    content = submission["content"]
    numbers = _numbers(content["responses"])
    for area in content["framework"]["areas"]:
        for each in area["statements"]:
            response = _response(content["responses"], each["code"])
            for answer in _answers(response):
                yield {
                    **_area_name(area),
                    **_statement_name(each),
                    "group_number": numbers[answer["group"]],
                    **answer,
                }


def _numbers(responses: Mapping[str, Response]) -> dict[Cell, int]:
    """Return {group's name: its number within the submission}."""
    names = {
        each["group"]
        for response in responses.values()
        for each in [
            *(response.get("ratings") or []),
            *(response.get("dissents") or []),
        ]
    }
    return {name: place for place, name in enumerate(sorted(names), 1)}


def _answers(response: Response) -> Iterator[Record]:
    """Yield the answer of every group that rated or dissents, by the group's name."""
    dissents = {each["group"]: each["text"] for each in response.get("dissents") or []}
    ratings = {each["group"]: each for each in response.get("ratings") or []}
    for group in sorted(ratings.keys() | dissents.keys()):
        rating = ratings.get(group)
        first = rating["first"] if rating else None
        yield {
            "group": group,
            "first_rating": fields.NOT_RATED if first is None else first,
            "not_rated_because": rating["reason"] if rating else None,
            "second_rating": rating["second"] if rating else None,
            "dissent": dissents.get(group),
            "group_kind": NUMBERS.get(rating.get("kind", "")) if rating else None,
        }
