"""Single values of a submission's document in words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import dateformat, timezone

from assessments.analysis.scoring import OUT_OF
from assessments.analysis.sentences import settled_as
from leavingcare.moments import moment

from .content import Area, Labels, Origin, Outcome, ScalePoint

NOT_GIVEN = "not given"
A_MONTH = len("YYYY-MM")  # what is left of a date where days are hidden


def labels_of(scale: Iterable[ScalePoint]) -> Labels:
    """Return {value: label} of the scale in a document."""
    return {point["value"]: point["label"] for point in scale}


def short_name(area: Area) -> str:
    """Return an area's theme, or its title where the edition has no themes."""
    return area.get("theme", "").replace("-", " ").capitalize() or area["title"]


def area_name(area: Area) -> str:
    """Return "7. Accommodation", as short as a chart needs it."""
    return f"{area['number']}. {short_name(area)}"


def is_month(value: str) -> bool:
    """Return whether a date or time is only a month, "2020-06"."""
    return len(value) == A_MONTH


def when_words(value: str) -> str:
    """Return "at 2:02pm on 12 June 2020", or "in June 2020" for a month."""
    return f"{'in' if is_month(value) else 'at'} {time_words(value)}"


def date_words(value: str | None) -> str:
    """Return "5 June 2020" for "2020-06-05", "June 2020" for a month, or "not given"."""
    if not value:
        return NOT_GIVEN
    if is_month(value):
        return dateformat.format(date.fromisoformat(f"{value}-01"), "F Y")
    return dateformat.format(date.fromisoformat(value), "j F Y")


def time_words(value: str) -> str:
    """Return "2:02pm on 12 June 2020" for a time in ISO 8601, in the site's zone.

    Of a month, "June 2020".
    """
    if is_month(value):
        return date_words(value)
    return moment(_local(value))


def day_words(value: str) -> str:
    """Return "12 June 2020" for a time in ISO 8601, or of a month "June 2020"."""
    return date_words(value if is_month(value) else _local(value).date().isoformat())


def _local(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    return timezone.localtime(at if timezone.is_aware(at) else timezone.make_aware(at))


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


def short(score: int | None) -> str:
    """Return "7", for a table that says what it is out of, or "–" if not given."""
    return "–" if score is None else str(score)


def sum_words(ratings: Sequence[int], highest: int) -> str:
    """Return "28 of 40": the sum of ratings, of what it is if all are the highest.

    A statement without a rating is in neither figure.
    """
    return f"{sum(ratings)} of {len(ratings) * highest}" if ratings else "–"


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


def received_words(origin: Origin | None) -> str:
    """Return whether a submission was "Submitted" here or "Imported"."""
    return "Imported" if origin else "Submitted"


def origin_words(origin: Origin | None) -> str:
    """Return where an imported submission came from; "" for any other.

    "a completed Word form"; "submission BD-4F7H-9QXR, submitted at 2:02pm on 12 June 2020
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
        words += f", submitted {when_words(submitted_at)}"
    if submitted_by := origin.get("submitted_by"):
        words += f" by {submitted_by}"
    if origin.get("is_as_exported") is False:
        words += ", changed since it was exported"
    return words
