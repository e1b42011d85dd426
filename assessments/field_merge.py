"""Merging, field by field, what several people change on one page at once.

A form carries a token of what the page showed: the row's version and a fingerprint
of each field. A field that a person left alone never overwrites what somebody else
has written since. Two people can change different fields. If they change the same
field, the second is shown both texts.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

FINGERPRINT_LENGTH = 12

# What a field may hold: what JSON can express, so that it has a fingerprint.
Value: TypeAlias = (
    "str | int | float | bool | None | Sequence[Value] | Mapping[str, Value]"
)
Values: TypeAlias = Mapping[str, Value]


def fingerprint(value: Value) -> str:
    """Return a short digest of a field's value, of any JSON type."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:FINGERPRINT_LENGTH]


def seen_token(version: int | str, values: Values, stale: Values | None = None) -> str:
    """Return what a form carries: the version, then each value's fingerprint.

    They are joined by dots, the values in their order. A page that still shows
    `stale` values has seen those, and no one version of the row.
    """
    if stale:
        version, values = "", {**values, **stale}
    return ".".join([str(version), *(fingerprint(value) for value in values.values())])


def unseen(token: str, fields: Iterable[str], names: Container[str]) -> str:
    """Return a token as if its page had not shown the fields of these names.

    They clash again with what is stored. `fields` are all fields, in the token's order.
    """
    marks = dict(zip(fields, token.split(".")[1:], strict=False))
    return ".".join(["", *("" if name in names else marks[name] for name in marks)])


@dataclass(frozen=True)
class Merge:
    """The values to store, and the stored values that clash with what was sent.

    `stale` has the values sent as the page had shown them, but changed since.
    """

    changes: dict[str, Value] = field(default_factory=dict)
    clashes: dict[str, Value] = field(default_factory=dict)
    stale: dict[str, Value] = field(default_factory=dict)


def merge(
    *,
    token: str,
    version: int | str,
    stored: Values,
    sent: Values,
    is_own: bool = False,
) -> Merge:
    """Compare what was sent with what is stored, by what the page had shown.

    `stored` and `sent` map the same field names, in the same order, to values;
    `token` is as sent and may be anything, in which case every difference clashes.
    With `is_own` the row was last changed by the same person, and a text that only
    grew is not a clash: their page may have missed the answer to its last save.
    """
    seen_version, *fingerprints = token.split(".")
    is_current = seen_version == str(version)
    seen = dict(zip(stored, fingerprints, strict=False))
    changes: dict[str, Value] = {}
    clashes: dict[str, Value] = {}
    stale: dict[str, Value] = {}
    for name, value in sent.items():
        before = stored[name]
        if value == before:
            continue
        if is_current or seen.get(name) == fingerprint(before):
            changes[name] = value
        elif seen.get(name) == fingerprint(value):
            stale[name] = value
        elif is_own and _has_only_grown(before, value):
            changes[name] = value
        else:
            clashes[name] = before
    return Merge(changes, clashes, stale)


def _has_only_grown(before: Value, value: Value) -> bool:
    return (
        isinstance(before, str)
        and isinstance(value, str)
        and bool(before)
        and value.startswith(before)
    )
