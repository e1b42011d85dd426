"""The quotes of what an authority wrote, as far as it agreed to them."""

from enum import StrEnum

from ..models import Consent, LocalAuthority, Round
from ..submission.shown.coded import hidden


class Quoting(StrEnum):
    """The way in which an authority agreed to be quoted, as a data file has it."""

    NO = "no"
    UNNAMED = "unnamed"
    NAMED = "named"


IN_WORDS = {
    Quoting.NO: "It has not agreed to be quoted",
    Quoting.UNNAMED: "It may be quoted as an authority, not by name",
    Quoting.NAMED: "It may be quoted by name",
}


def quoting_of(round: Round) -> dict[int, Quoting]:
    """Return {assessment: how it may be quoted}, of those that were asked. One query."""
    return {key: quoting_by(each) for key, each in consents_of(round).items()}


def quoting_by(consent: Consent | None) -> Quoting:
    """Return the way that the choices allow; no choices are no."""
    if consent is None:
        return Quoting.NO
    if consent.quotes_named:
        return Quoting.NAMED
    return Quoting.UNNAMED if consent.quotes_unnamed else Quoting.NO


def in_words(consent: Consent | None) -> str:
    """Return whether it may be quoted, and who said so if Coram Voice was told."""
    told = f", {consent.told}" if consent and consent.told else ""
    return f"{IN_WORDS[quoting_by(consent)]}{told}."


def consents_of(round: Round) -> dict[int, Consent]:
    """Return {assessment: its choices}, of those that were asked. One query."""
    return {
        each.assessment_id: each
        for each in Consent.objects.filter(assessment__round=round)
    }


def quotes_of(text: str, authority: LocalAuthority, quoting: Quoting) -> list[str]:
    """Return the text as quotes: with the code in place of the name, and by name."""
    if quoting is Quoting.NO:
        return []
    names = [authority.name, *authority.other_names]
    coded = hidden(text, alias=authority.alias, names=names)
    quotes = [f"“{coded}” ({authority.alias})"]
    if quoting is Quoting.NAMED:
        quotes.append(f"“{text}” ({authority.name})")
    return quotes
