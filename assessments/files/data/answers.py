"""The answers of submissions, as dictionaries of the cells of `fields`.

A submission is given as {"content": its document, "digest", "beside"}; the last is what
`submission.supplements` gives of records made later, {} if there are none.
"""

from datetime import date, datetime

from django.utils import timezone

from assessments.analysis import agreement, sentences
from assessments.analysis.scoring import cumulative
from assessments.submission.shown.document import runs
from assessments.submission.shown.wording import labels_of, outcome_words, time_words

from . import fields

OUTCOMES = {"agreed": 1, "not_agreed": 2, "not_rated": 3, "not_settled": 4}
NO_RATING = {
    "not_agreed": fields.NOT_AGREED,
    "not_rated": fields.NOT_RATED,
    "not_settled": fields.NOT_SETTLED,
}
PROGRESS = {"done": 1, "under_way": 2, "not_yet": 3}
WORDS = {word: place for place, word in enumerate(fields.WORDS, 1)}


def identity(submission):
    content = submission["content"]
    return {
        "authority": content["authority"]["name"],
        "round": content["round"]["slug"],
        "edition": content["edition"],
        "reference": content["reference"],
        "submission_number": content["number"],
    }


def whole_submission(submission):
    """Return the cells of `fields.IDENTITY`, `SUBMISSION` and `TOTAL`."""
    content = submission["content"]
    cover = content["cover"]
    sign_off = content.get("sign_off") or {}
    framework = content["framework"]
    follow_up = submission["beside"].get("follow_up") or {}
    return (
        identity(submission)
        | {name: cover.get(name) for name in cover if name != "completed_on"}
        | {
            "round_name": content["round"]["name"],
            "framework": framework.get("title_printed") or framework["title"],
            "submitted_at": _time(content["submitted_at"]),
            "submitted_by": content.get("submitted_by"),
            "reopened_because": content.get("reopened_because"),
            "approved_at": _time(sign_off.get("approved_at")),
            "approved_by": sign_off.get("approved_by"),
            "changed_since": sign_off.get("changed_since"),
            "digest": submission["digest"],
            "completed_on": _date(cover.get("completed_on")),
            "follow_up_completed_on": _date(follow_up.get("completed_on")),
        }
        | _totals(content)
    )


def _totals(content):
    every = [
        each for area in content["framework"]["areas"] for each in area["statements"]
    ]
    given = [each for each in content["global_scores"].values() if each is not None]
    sums = _sums(content, every)
    return {f"{name}_total": value for name, value in sums.items()} | {
        "global_scores_given": len(given),
        "global_score_total": sum(given) if given else fields.NOT_GIVEN,
    }


def _sums(content, statements):
    """Return the cells of `fields.CUMULATIVE` for these statements."""
    scale = [point["value"] for point in content["framework"]["scale"]]
    responses = content["responses"]
    codes = [each["code"] for each in statements]
    ratings = {code: responses.get(code, {}).get("rating") for code in codes}
    score = cumulative(ratings, scale)
    return {
        "statements": score.statements,
        "rated": score.rated,
        "cumulative": score.total if score.rated else fields.NOT_RATED,
        "maximum": score.maximum,
        "mean_rating": score.mean if score.rated else fields.NOT_RATED,
    }


def areas(submission):
    """Return the cells of `fields.AREA_NAME` and `AREA`, area by area."""
    content, beside = submission["content"], submission["beside"]
    voices = beside.get("young_people_scores") or {}
    follow_ups = (beside.get("follow_up") or {}).get("areas") or {}
    for area in content["framework"]["areas"]:
        key = str(area["number"])
        young, follow_up = voices.get(key) or {}, follow_ups.get(key) or {}
        yield (
            _area_name(area)
            | _sums(content, area["statements"])
            | {
                "area_title": area["title"],
                "global_score": _score(content["global_scores"], key),
                "global_score_note": content.get("global_score_notes", {}).get(key),
                "young_people_score": _score(young, "score"),
                "young_people_how": young.get("how_gathered"),
                "stage_one": _score(follow_up, "stage_one"),
                "stage_two": _score(follow_up, "stage_two"),
                "what_helped": follow_up.get("what_helped"),
                "barriers": follow_up.get("barriers"),
                "next_steps": follow_up.get("next_steps"),
            }
        )


def _area_name(area):
    return {"area": area["number"], "theme": area["theme"]}


def _score(scores, key):
    score = scores.get(key)
    return fields.NOT_GIVEN if score is None else score


def statements(submission):
    """Return the cells of `fields.STATEMENT_NAME`, `STATEMENT`, `ANSWER` and `SAID`."""
    content = submission["content"]
    labels = labels_of(content["framework"]["scale"])
    ideas = (submission["beside"].get("follow_up") or {}).get("ideas", {})
    for area in content["framework"]["areas"]:
        for each in area["statements"]:
            response = content["responses"].get(each["code"], {})
            yield (
                _area_name(area)
                | _statement_name(each)
                | {"ideas_progress": PROGRESS.get(ideas.get(each["code"]))}
                | _answer(response, labels)
                | _agreement(response, labels)
                | _voices(response, labels)
            )


def statement_text(statement):
    return "".join(text for text, _ in runs(statement["text_md"]))


def _statement_name(statement):
    return {
        "code": statement["code"],
        "statement": statement_text(statement),
        "family": statement.get("family") or None,
    }


def _answer(response, labels):
    outcome = response.get("outcome", "not_settled")
    candidates = sorted(response.get("candidates") or [], reverse=True)
    return {
        "outcome": OUTCOMES[outcome],
        "answer": outcome_words(response, labels),
        "rating": NO_RATING.get(outcome, response.get("rating")),
        "candidates": " or ".join(map(str, candidates)),
        "evidence": response.get("evidence"),
        "ideas": response.get("ideas"),
        "reason": response.get("rationale"),
    }


def _agreement(response, labels):
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
        "groups_said": f"{said} {sentences.not_rated_line(missing)}".strip(),
    }


def _voices(response, labels):
    dissents, changes = response.get("dissents") or [], response.get("changes") or []
    return {
        "dissent_count": len(dissents),
        "change_count": len(changes),
        "dissents": "\n".join(f"{each['group']}: {each['text']}" for each in dissents),
        "changes": "\n".join(_change(each, labels) for each in changes),
    }


def _change(change, labels):
    before, after = (outcome_words(change[name], labels) for name in ("from", "to"))
    at = time_words(change["at"])
    return f"From {before} to {after} by {change['by']}, {at}: {change['why']}"


def groups(submission):
    """Return the cells of `fields.STATEMENT_NAME` and `GROUP`, one per group's answer."""
    content = submission["content"]
    numbers = _numbers(content["responses"])
    for area in content["framework"]["areas"]:
        for each in area["statements"]:
            response = content["responses"].get(each["code"], {})
            for answer in _answers(response):
                yield (
                    _area_name(area)
                    | _statement_name(each)
                    | {"group_number": numbers[answer["group"]]}
                    | answer
                )


def _numbers(responses):
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


def _answers(response):
    """Yield the answer of every group that rated or dissents, by the group's name."""
    dissents = {each["group"]: each["text"] for each in response.get("dissents") or []}
    ratings = {each["group"]: each for each in response.get("ratings") or []}
    for group in sorted(ratings.keys() | dissents.keys()):
        rating = ratings.get(group, {})
        first = rating.get("first")
        yield {
            "group": group,
            "first_rating": fields.NOT_RATED if first is None else first,
            "not_rated_because": rating.get("reason"),
            "second_rating": rating.get("second"),
            "dissent": dissents.get(group),
        }


def _date(value):
    return date.fromisoformat(value) if value else None


def _time(value):
    """Return the time in the site's time zone, without its offset."""
    if not value:
        return None
    moment = datetime.fromisoformat(value)
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment
