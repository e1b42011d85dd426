"""Loading the register of local authorities, and finding those that are here in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from django.db import transaction
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..desk.directory import Candidate, Directory
from ..models import DeskEvent, LocalAuthority, RegisterEntry, RegisterSource
from .common import hold_people, note

Kind = DeskEvent.Kind
TEXT = {"type": "string", "minLength": 1, "maxLength": 100}
CODE = {"type": "string", "pattern": "^[A-Z][0-9]{8}$"}
DAY = {"type": ["string", "null"], "format": "date"}
SOURCE_FIELDS = [
    "title",
    "publisher",
    "version",
    "published",
    "url",
    "licence",
    "licence_url",
    "attribution",
]
SCHEMA = {
    "type": "object",
    "required": ["source", "authorities"],
    "properties": {
        "source": {"type": "object", "required": SOURCE_FIELDS},
        "authorities": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "name", "short_name", "kind", "region"],
                "properties": {
                    "code": CODE,
                    "name": TEXT,
                    "short_name": TEXT,
                    "kind": TEXT | {"maxLength": 50},
                    "region": TEXT | {"maxLength": 50},
                    "started": DAY,
                    "ended": DAY,
                    "succeeded_by": {"type": "array", "items": CODE},
                    "other_names": {"type": "array", "items": TEXT},
                    "former_codes": {"type": "array", "items": CODE},
                },
            },
        },
    },
}
MOST_FAULTS = 20


class Row(TypedDict):
    """An authority as the file has it; its days are "YYYY-MM-DD" or None."""

    code: str
    name: str
    short_name: str
    kind: str
    region: str
    started: NotRequired[str | None]
    ended: NotRequired[str | None]
    succeeded_by: NotRequired[list[str]]
    other_names: NotRequired[list[str]]
    former_codes: NotRequired[list[str]]


class Register(TypedDict):
    """A register file."""

    source: dict[str, str]
    authorities: list[Row]


class RegisterError(Exception):
    """Raised when a file is not a register; it says where, one fault per line."""


@dataclass
class Loaded:
    """The outcome of loading a register: sentences, and the unmatched authorities."""

    done: list[str] = field(default_factory=list)
    matched: list[LocalAuthority] = field(default_factory=list)
    unmatched: list[LocalAuthority] = field(default_factory=list)


def read(path: Path) -> Register:
    """Return a register file's content; raise RegisterError if it is not one."""
    try:
        content = cast("Register", json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise RegisterError(f"{path}: {error}") from error
    checker = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    faults = [
        f"{'/'.join(map(str, each.absolute_path)) or 'the file'}: {each.message}"
        for each in checker.iter_errors(content)
    ]
    if not faults:
        codes = [each["code"] for each in content["authorities"]]
        faults += [f"{code}: is there twice" for code in _repeated(codes)]
        faults += [
            f"{each['code']}: its successor {code} is not in the file"
            for each in content["authorities"]
            for code in each.get("succeeded_by", [])
            if code not in codes
        ]
    if faults:
        raise RegisterError("\n".join(faults[:MOST_FAULTS]))
    return content


def _repeated(codes: list[str]) -> list[str]:
    return sorted({code for code in codes if codes.count(code) > 1})


@transaction.atomic
def load(path: Path) -> Loaded:
    """Replace the stored register, all or nothing.

    Authorities that are here take their region and kind from it; those without a code
    are matched if one name is certain. An entry that is gone from the register stays
    while an authority has its code. Raises RegisterError.
    """
    content = read(path)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    loaded = Loaded()
    if not RegisterSource.objects.filter(digest=digest).exists():
        _replace(content["authorities"], loaded)
        RegisterSource.objects.all().delete()
        RegisterSource.objects.create(
            digest=digest,
            loaded_at=timezone.now(),
            **{name: content["source"][name] for name in SOURCE_FIELDS},
        )
    _refresh()
    _match_all(loaded)
    return loaded


def _replace(rows: list[Row], loaded: Loaded) -> None:
    before = {each.code: each for each in RegisterEntry.objects.all()}
    entries = {row["code"]: _entry(row) for row in rows}
    RegisterEntry.objects.bulk_create(
        entries.values(),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "name",
            "short_name",
            "other_names",
            "former_codes",
            "kind",
            "region",
            "started",
            "ended",
        ],
    )
    gone = before.keys() - entries.keys()
    used = set(
        LocalAuthority.objects.filter(code__in=gone).values_list("code", flat=True)
    )
    RegisterEntry.objects.filter(code__in=gone - used).delete()
    _replace_successors(rows)
    loaded.done += _changes(before, entries, used)


def _entry(row: Row) -> RegisterEntry:
    return RegisterEntry(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        other_names=row.get("other_names", []),
        former_codes=row.get("former_codes", []),
        kind=row["kind"],
        region=row["region"],
        started=_day(row.get("started")),
        ended=_day(row.get("ended")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _replace_successors(rows: list[Row]) -> None:
    links = RegisterEntry.succeeded_by.through
    key = dict(RegisterEntry.objects.values_list("code", "pk"))
    links.objects.all().delete()
    links.objects.bulk_create(
        links(from_registerentry_id=key[row["code"]], to_registerentry_id=key[code])
        for row in rows
        for code in row.get("succeeded_by", [])
    )


def _changes(
    before: Mapping[str, RegisterEntry],
    now: Mapping[str, RegisterEntry],
    used: set[str],
) -> list[str]:
    """Return a sentence for each thing that is different from the register before."""
    if not before:
        return [f"{len(now)} authorities loaded."]
    done = [f"{now[code]} is new." for code in sorted(now.keys() - before.keys())]
    for code in sorted(now.keys() & before.keys()):
        was, new = before[code], now[code]
        if was.name != new.name:
            done.append(f"{was} is now called {new}.")
        if new.ended and was.ended != new.ended:
            done.append(f"{new} ended on {new.ended.day} {new.ended:%B %Y}.")
    done += [
        f"{before[code]} is no longer in the register"
        f"{', but stays as it takes part here' if code in used else ''}."
        for code in sorted(before.keys() - now.keys())
    ]
    return done


def _refresh() -> None:
    """Give the authorities that are here the region and kind of their entries."""
    entries = {each.code: each for each in RegisterEntry.objects.all()}
    for authority in LocalAuthority.objects.filter(code__in=entries):
        entry = entries[authority.code]
        if (authority.region, authority.kind) != (entry.region, entry.kind):
            authority.region, authority.kind = entry.region, entry.kind
            authority.save(update_fields=["region", "kind"])


def _match_all(loaded: Loaded) -> None:
    """Match each authority without a code, if its name is certainly of one entry."""
    directory = Directory()
    for authority in LocalAuthority.objects.standing().filter(code=""):
        found = directory.in_register(authority.name)
        if found is None or found.authority or found.entry is None:
            loaded.unmatched.append(authority)
            continue
        match(authority=authority, candidate=found, by=None)
        loaded.matched.append(authority)
        directory = Directory()  # one that is matched can be matched with no other


@transaction.atomic
def match(*, authority: LocalAuthority, candidate: Candidate, by: User | None) -> None:
    """Say that an authority is one of the register.

    Raises Refused if another authority here is that one already: then the two are one.
    """
    hold_people(authority)
    entry = candidate.entry
    if entry is None:
        raise Refused("Choose an authority of the register.")
    other = LocalAuthority.objects.filter(code=entry.code).exclude(pk=authority.pk)
    if double := other.first():
        raise Refused(
            f"{double} is {entry} already. If {authority} is the same authority, merge "
            "the two."
        )
    authority.code, authority.region, authority.kind = (
        entry.code,
        entry.region,
        entry.kind,
    )
    authority.save(update_fields=["code", "region", "kind"])
    note(Kind.MATCHED, by, authority=authority, detail=f"{entry.name}, {entry.code}")
