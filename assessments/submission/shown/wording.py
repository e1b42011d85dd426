"""Single values of a submission's document in words."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import dateformat, timezone

from assessments.analysis.scoring import OUT_OF
from assessments.analysis.sentences import settled_as

from .content import Labels, Origin, Outcome, ScalePoint

NOT_GIVEN = "not given"


def labels_of(scale: Iterable[ScalePoint]) -> Labels:
    """Return {value: label} of the scale in a document."""
    return {point["value"]: point["label"] for point in scale}


def date_words(value: str | None) -> str:
    """Return "5 June 2020" for "2020-06-05", or "not given"."""
    if not value:
        return NOT_GIVEN
    return dateformat.format(date.fromisoformat(value), "j F Y")


def time_words(value: str) -> str:
    """Return "12 June 2020 at 14:02" for a time in ISO 8601, in the site's zone."""
    moment = datetime.fromisoformat(value)
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return dateformat.format(moment, r"j F Y \a\t H:i")


def outcome_words(response: Outcome, labels: Labels) -> str:
    """Return "Mostly agree", "Could not agree: Agree or Disagree", "Not rated" or
    "Not settled yet"."""
    return settled_as(
        response.get("outcome", "not_settled"),
        response.get("rating"),
        response.get("candidates") or [],
        labels,
    )


def out_of_ten(score: int | None) -> str:
    """Return "7 out of 10", or "not given"."""
    return NOT_GIVEN if score is None else f"{score} out of {OUT_OF}"


def total_words(scores: list[int | None]) -> str:
    """Return the sum of the scores that are given, and the maximum possible.

    "62 out of 100"; "9 out of 10 for 1 area" if the other areas have no score.
    """
    given = [score for score in scores if score is not None]
    if not given:
        return NOT_GIVEN
    words = f"{sum(given)} out of {OUT_OF * len(given)}"
    if len(given) == len(scores):
        return words
    return f"{words} for {len(given)} area{'s' * (len(given) > 1)}"


def origin_words(origin: Origin | None) -> str:
    """Return where an imported submission came from; "" for any other.

    "a completed Word form"; "submission BD-4F7H-9QXR, submitted 12 June 2020 at 14:02
    by Mo".
    """
    if not origin:
        return ""
    if origin["kind"] == "docx":
        return "a completed Word form"
    words = "data (JSON)"
    if reference := origin.get("reference"):
        words = f"submission {reference}"
    if submitted_at := origin.get("submitted_at"):
        words += f", submitted {time_words(submitted_at)}"
    if submitted_by := origin.get("submitted_by"):
        words += f" by {submitted_by}"
    if origin.get("is_as_exported") is False:
        words += ", changed since it was exported"
    return words
