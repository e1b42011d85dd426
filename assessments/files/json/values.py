"""Reading single values of an untrusted JSON document, each fault with its path."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError

from assessments.analysis.scoring import OUT_OF
from leavingcare.text import TEXT_LIMIT, clean_text, length_of

Value = int | str | date | None  # a score, a number, a text or a date
Given = dict[str, Value]  # values by name, without what is not given
MOST_PEOPLE = 1_000_000
LONGEST = {"gathered_by": 150, "source": 200, "owner": 150}
PICKS = ("", "best", "worst")


@dataclass
class Reader:
    """Reads values of the kinds that `KINDS` names, and collects their faults.

    A fault is one sentence, which begins with the path of the value. A value with a
    fault is read as one that is not given.
    """

    faults: list[str] = field(default_factory=list)

    def refuse(self, path: str, why: str) -> None:
        self.faults.append(f"{path}: {why}.")

    def refuse_others(
        self, given: Iterable[str], path: str, known: Collection[str]
    ) -> None:
        """Add a fault for every name that is not known."""
        for key in given:
            if key not in known:
                self.refuse(f"{path}.{cut(key)}", "is not known")

    def mapping(
        self, value: object, path: str, known: Collection[str] | None = None
    ) -> Mapping[str, object]:
        """Return the object, {} for null; with `known`, other names are faults."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.refuse(path, "must be an object")
            return {}
        if known is not None:
            self.refuse_others(value, path, known)
        return value

    def entries(self, value: object, path: str, most: int) -> list[tuple[str, object]]:
        """Return [(path, item)] of a list, [] for null."""
        if value is None:
            return []
        if isinstance(value, list) and len(value) <= most:
            return [(f"{path}[{place}]", each) for place, each in enumerate(value)]
        self.refuse(path, f"must be a list of at most {most:,}")
        return []

    def values(
        self, value: object, path: str, kinds: Mapping[str, str]
    ) -> dict[str, Value]:
        """Return an object's {name: value} by the kind of each."""
        given = self.mapping(value, path, kinds)
        return {
            name: self.KINDS[kind](self, given.get(name), f"{path}.{name}")
            for name, kind in kinds.items()
        }

    def given(self, value: object, path: str, kinds: Mapping[str, str]) -> Given:
        """Return the same, without what is not given."""
        read = self.values(value, path, kinds)
        return {name: each for name, each in read.items() if each not in ("", None)}

    def _whole(self, value: object, path: str, most: int) -> int | None:
        if value is None:
            return None
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if is_whole and 0 <= value <= most:  # type: ignore[operator]
            return value  # type: ignore[return-value]  # it is an int
        self.refuse(path, f"must be a whole number from 0 to {most:,}, or null")
        return None

    def _score(self, value: object, path: str) -> int | None:
        return self._whole(value, path, OUT_OF)

    def _number(self, value: object, path: str) -> int | None:
        return self._whole(value, path, MOST_PEOPLE)

    def _text(self, value: object, path: str) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse(path, "must be text")
            return ""
        try:
            text = clean_text(value)
        except ValidationError:
            self.refuse(path, "contains invalid characters")
            return ""
        longest = LONGEST.get(path.rpartition(".")[2], TEXT_LIMIT)
        if length_of(text) > longest:
            self.refuse(path, f"must be at most {longest:,} characters")
            return ""
        return text

    def _pick(self, value: object, path: str) -> str:
        if value is None or value in PICKS:
            return str(value or "")
        self.refuse(path, 'must be "best", "worst" or blank')
        return ""

    def day(self, value: object, path: str) -> date | None:
        """Return the date."""
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.refuse(path, "must be a date like 2026-06-05, or null")
            return None

    KINDS: ClassVar[Mapping[str, Callable[["Reader", object, str], Value]]] = {
        "score": _score,
        "number": _number,
        "text": _text,
        "pick": _pick,
        "day": day,
    }


def cut(key: str) -> str:
    """Return the beginning of a key from the file, short enough to repeat."""
    return key[:20]
