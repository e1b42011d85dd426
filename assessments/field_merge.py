"""Several people on one page: whose change is it, and does it clash?

A form carries a token of what the page showed: the row's version and a short mark
of each field. So a field that this person left alone never overwrites what somebody
else wrote meanwhile, two people changing different fields both succeed, and two
changing the same field are told so with both texts.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

MARK_LENGTH = 12

# What a field may hold: what JSON can say, so that a mark can be made of it.
Value: TypeAlias = (
    "str | int | float | bool | None | Sequence[Value] | Mapping[str, Value]"
)
Values: TypeAlias = Mapping[str, Value]


def mark(value: Value) -> str:
    """A short digest of a field's value, any JSON type."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:MARK_LENGTH]


def seen_token(version: int | str, values: Values, stale: Values | None = None) -> str:
    """What a form carries: "version.mark.mark", a mark for each value in order.

    A page that goes on showing `stale` values has seen them and no whole version.
    """
    if stale:
        version, values = "", {**values, **stale}
    return ".".join([str(version), *(mark(value) for value in values.values())])


@dataclass(frozen=True)
class Merge:
    """What to store of what was sent, and the stored values it clashes with.

    `stale` has what was sent as the page had shown it, though that has changed since.
    """

    changes: dict[str, Value] = field(default_factory=dict)
    clashes: dict[str, Value] = field(default_factory=dict)
    stale: dict[str, Value] = field(default_factory=dict)


def merge(
    *, token: str, version: int, stored: Values, sent: Values, is_own: bool = False
) -> Merge:
    """Compare what was sent with what is stored, by what the page had shown.

    `stored` and `sent` map the same field names, in the same order, to values;
    `token` is as sent and may be anything, in which case every difference clashes.
    With `is_own` the row was last changed by the same person, and a text that only
    grew is not a clash: their page may have missed the answer to its last save.
    """
    seen_version, *marks = token.split(".")
    is_current = seen_version == str(version)
    seen = dict(zip(stored, marks, strict=False))
    changes: dict[str, Value] = {}
    clashes: dict[str, Value] = {}
    stale: dict[str, Value] = {}
    for name, value in sent.items():
        before = stored[name]
        if value == before:
            continue
        if is_current or seen.get(name) == mark(before):
            changes[name] = value
        elif seen.get(name) == mark(value):
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
