"""The choices of an authority on what others may do with its submission, recorded."""

from collections.abc import Collection, Mapping

from django.db import transaction

from leavingcare.models import User

from ..field_merge import Merge, Value, merge, seen_token
from ..models import Assessment, Consent
from .common import Kind, record
from .supplements import hold_submitted, save_row

SHORT = {
    "shows_cluster": "show scores to its cluster",
    "quotes_named": "quote with its name",
    "quotes_unnamed": "quote as an authority",
    "to_evaluator": "pass to the evaluator",
}


def consent_of(assessment: Assessment) -> Consent:
    """Return the assessment's choices; not stored, and all no, if it was never asked."""
    found = Consent.objects.select_related("updated_by")
    return found.filter(assessment=assessment).first() or Consent(assessment=assessment)


def values_of(row: Consent) -> dict[str, Value]:
    """Return the values of a row, for a page's token."""
    return {name: getattr(row, name) for name in Consent.CHOICES}


def token_of(row: Consent) -> str:
    return seen_token(row.version, values_of(row))


def chosen(names: Collection[str]) -> dict[str, Value]:
    """Return the values where only the named choices are yes."""
    return {name: name in names for name in Consent.CHOICES}


@transaction.atomic
def save_consent(
    *, assessment: Assessment, token: str, values: Mapping[str, Value], by: User
) -> Merge:
    """Store the choices and return the Merge; what clashes is not stored.

    Raises Refused if nothing has been submitted.
    """
    held = hold_submitted(assessment)
    row, is_first = Consent.objects.get_or_create(assessment=held)
    merged = merge(
        token=token, version=row.version, stored=values_of(row), sent=dict(values)
    )
    if merged.changes or (is_first and not merged.clashes):
        save_row(row, merged.changes, by)
        record(held, Kind.CONSENTED, by, _detail(row))
    return merged


def ask_once(assessment: Assessment, names: Collection[str], by: User) -> None:
    """Store the choices made at submitting, unless they have been made before."""
    if not Consent.objects.filter(assessment=assessment).exists():
        row = Consent(assessment=assessment)
        save_consent(
            assessment=assessment,
            token=token_of(row),
            values=chosen(names),
            by=by,
        )


def in_words(row: Consent) -> list[tuple[str, bool]]:
    """Return each choice in words, with whether it is yes."""
    return [(words, getattr(row, name)) for name, words in Consent.CHOICES.items()]


def _detail(row: Consent) -> str:
    yes = [words for name, words in SHORT.items() if getattr(row, name)]
    return f"yes to: {', '.join(yes)}" if yes else "no to everything"
