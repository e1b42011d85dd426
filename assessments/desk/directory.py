"""The authorities that are here and those of the register, found by their names.

All are read at once, in two queries, as there are few, and compared in Python.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from ..analysis.authority_names import alike, search, spelling
from ..models import LocalAuthority, RegisterEntry, Round


@dataclass(frozen=True)
class Candidate:
    """An authority that somebody may mean: one that is here, one of the register, or both.

    `key` names it in URLs and forms: its slug if it is here, otherwise its code.
    """

    authority: LocalAuthority | None
    entry: RegisterEntry | None
    today: date

    @property
    def key(self) -> str:
        if self.authority:
            return self.authority.slug
        return self.code

    @property
    def name(self) -> str:
        return str(self.authority or self.entry)

    @property
    def code(self) -> str:
        return self.entry.code if self.entry else ""

    @property
    def about(self) -> str:
        """Return its kind and region in words, and when it ended: "County, South West"."""
        row = self.entry or self.authority
        parts = [row.kind, row.region] if row else []
        if self.entry and self.entry.has_ended(self.today):
            parts.append(f"until {self.entry.ended:%Y}")
        return ", ".join(filter(None, parts))


class Directory:
    """All authorities that can be meant."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.everybody = list(LocalAuthority.objects.select_related("merged_into"))
        self.entries = {each.code: each for each in RegisterEntry.objects.all()}

    @cached_property
    def candidates(self) -> dict[str, Candidate]:
        """Return {key: Candidate}: those that are here first, then the rest."""
        here = [each for each in self.everybody if each.merged_into is None]
        used = {each.code for each in here}
        found = [
            Candidate(each, self.entries.get(each.code), self.today) for each in here
        ]
        found += [
            Candidate(None, entry, self.today)
            for entry in self.entries.values()
            if entry.code not in used
        ]
        return {each.key: each for each in found}

    @cached_property
    def names_here(self) -> dict[str, list[str]]:
        """Return {key: the names that one was given here, with those of its doubles}."""
        found = {
            each.key: [each.authority.name, *each.authority.other_names]
            for each in self.candidates.values()
            if each.authority
        }
        for double in self.everybody:
            if double.merged_into:
                found[double.merged_into.slug].append(double.name)
        return found

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Return {key: every name}, here and in the register."""
        return {
            key: self.names_here.get(key, []) + (each.entry.names if each.entry else [])
            for key, each in self.candidates.items()
        }

    def exact(self, name: str) -> Candidate | None:
        """Return the authority that certainly has this name or code, or None.

        The name of one that is here wins. A name that several in the register have,
        as before and after a change, is not certain unless one has it as its own.
        """
        if name.strip().upper() in self.entries:
            return self._of_code(name.strip().upper())
        if not (wanted := spelling(name)):  # nothing but signs
            same = [each for each in self.candidates.values() if each.name == name]
            return same[0] if same else None
        here = [
            self.candidates[key]
            for key, names in self.names_here.items()
            if wanted in map(spelling, names)
        ]
        if len(here) > 1:  # doubles that nobody has merged yet
            here = [each for each in here if each.name.casefold() == name.casefold()]
            return here[0] if here else None
        return here[0] if here else self.in_register(name)

    def in_register(self, name: str) -> Candidate | None:
        """Return the only one of the register with that name, or None."""
        wanted = spelling(name)
        entries = self.entries.values()
        own = [each for each in entries if spelling(each.name) == wanted]
        any_name = [each for each in entries if wanted in map(spelling, each.names)]
        for found in (own, any_name):
            if len(found) == 1:
                return self._of_code(found[0].code)
        return None

    def _of_code(self, code: str) -> Candidate:
        return next(each for each in self.candidates.values() if each.code == code)

    def get(self, key: str) -> Candidate | None:
        """Return the candidate with that key, or None."""
        return self.candidates.get(key)

    def search(self, wanted: str) -> list[Candidate]:
        """Return those that a search finds: by code, or by the beginnings of words."""
        if wanted.strip().upper() in self.entries:
            return [self._of_code(wanted.strip().upper())]
        return [self.candidates[key] for key in search(wanted, self.names)]

    def alike(self, name: str) -> list[Candidate]:
        """Return those that may be meant by a name, the most alike first."""
        return [self.candidates[key] for key in alike(name, self.names)]


def names_in(round: Round) -> dict[str, list[str]]:
    """Return {name: every name it was given here} of a round's authorities. One query."""
    found = LocalAuthority.objects.filter(assessments__round=round).order_by("name")
    return {each.name: [each.name, *each.other_names] for each in found}
