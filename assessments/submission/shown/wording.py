"""Single values of a submission's document in words."""

from datetime import date, datetime

from django.utils import dateformat, timezone

NOT_GIVEN = "not given"


def date_words(value):
    """Return "5 June 2020" for "2020-06-05", or "not given"."""
    if not value:
        return NOT_GIVEN
    return dateformat.format(date.fromisoformat(value), "j F Y")


def time_words(value):
    """Return "12 June 2020 at 14:02" for a time in ISO 8601, in the site's zone."""
    moment = datetime.fromisoformat(value)
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return dateformat.format(moment, r"j F Y \a\t H:i")


def outcome_words(response, labels):
    """Return "Mostly agree", "Could not agree: Agree or Disagree", "Not rated" or
    "Not settled yet"."""
    outcome = response.get("outcome", "not_settled")
    if outcome == "agreed":
        return labels[response["rating"]]
    if outcome == "not_agreed":
        names = [labels[value] for value in sorted(response["candidates"])[::-1]]
        return f"Could not agree: {one_of(names)}"
    return "Not rated" if outcome == "not_rated" else "Not settled yet"


def one_of(names):
    """Return "A", "A or B" or "A, B or C"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def origin_words(origin):
    """Return where a submission that was brought in came from; "" for any other.

    "a completed Word form"; "submission BD-4F7H-9QXR, submitted 12 June 2020 at 14:02
    by Mo".
    """
    if not origin:
        return ""
    if origin["kind"] == "docx":
        return "a completed Word form"
    words = "data (JSON)"
    if origin.get("reference"):
        words = f"submission {origin['reference']}"
    if origin.get("submitted_at"):
        words += f", submitted {time_words(origin['submitted_at'])}"
    if origin.get("submitted_by"):
        words += f" by {origin['submitted_by']}"
    if origin.get("is_as_exported") is False:
        words += ", changed since it was exported"
    return words
