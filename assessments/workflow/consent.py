"""The choices of an authority on what others may do with its submission, recorded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..field_merge import Merge, Value, merge, seen_token
from ..models import Assessment, Consent
from .common import Kind, moderators_of, record
from .supplements import hold_submitted, save_row

SHORT = {
    "shows_cluster": "show scores to its cluster",
    "quotes_named": "quote with its name",
    "quotes_unnamed": "quote as an authority",
    "to_evaluator": "pass to the evaluator",
}
MODERATED = "This authority has a moderator, who decides this."


@dataclass(frozen=True)
class Told:
    """The role of who told Coram Voice, and the day."""

    by: Consent.Teller
    on: date


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


def require_told(assessment: Assessment) -> None:
    """Raise Refused if the authority has a moderator, so that Coram Voice records nothing."""
    if is_moderated(assessment):
        raise Refused(MODERATED)


def is_moderated(assessment: Assessment) -> bool:
    """Return whether the authority has a moderator who can sign in."""
    return moderators_of(assessment).exists()


def is_decided(row: Consent) -> bool:
    """Return whether a moderator has decided; what Coram Voice was told is not that."""
    return bool(row.pk) and not row.told_by


@transaction.atomic
def save_consent(
    *,
    assessment: Assessment,
    token: str,
    values: Mapping[str, Value],
    by: User,
    told: Told | None = None,
) -> Merge:
    """Store the choices and return the Merge; what clashes is not stored.

    A moderator decides; Coram Voice records what it was `told`. Raises Refused if nothing
    has been submitted, or if it was told and there is a moderator.
    """
    held = hold_submitted(assessment)
    if told:
        require_told(held)
    row, is_first = Consent.objects.get_or_create(assessment=held)
    merged = merge(
        token=token, version=row.version, stored=values_of(row), sent=dict(values)
    )
    source = {
        "told_by": told.by if told else "",
        "told_on": told.on if told else None,
    }
    is_same = is_first or source == {name: getattr(row, name) for name in source}
    if merged.changes or ((is_first or not is_same) and not merged.clashes):
        save_row(row, {**merged.changes, **source}, by)
        record(held, Kind.CONSENTED, by, _detail(row))
    return merged


def ask_once(assessment: Assessment, names: Collection[str], by: User) -> None:
    """Store the choices made at submitting, unless a moderator has made them before."""
    row = consent_of(assessment)
    if not is_decided(row):
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
    choices = f"yes to: {', '.join(yes)}" if yes else "no to everything"
    return f"{choices}, {row.told}" if row.told else choices
