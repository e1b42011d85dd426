"""One table of the archive: the rows of a model that belong to an authority.

The pages, the CSV files and the JSON all take their rows from an ArchiveTable, so all
three say the same.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from assessments.models import LocalAuthority

Path = str | tuple[str, ...]  # of a lookup; values of several are joined
Columns = dict[str, Path]
Row = dict[str, Any]  # values as the database has them, by column
CHUNK = 200


@dataclass(frozen=True)
class ArchiveTable:
    """The rows and columns taken from a model.

    name     the name of its CSV file and its key in the JSON: "draft_revisions"
    title    its title, for people
    model    whose rows these are
    owner    the path from a row to its authority
    columns  {name: path, or several whose values are joined}; a name that begins
             with "_" is for grouping rows and is not written
    order    paths to order by; then by age
    only     the rows that may be taken
    spread   {column with a JSON object: {column: its key}}, in place of that column
    called   {column of such an object: {value: what it is called}}
    large    columns with whole documents, which are left out of the CSV file
    chunk    rows in memory at once
    """

    name: str
    title: str
    model: type[Model]
    owner: str
    columns: Columns
    order: list[str] = field(default_factory=list)
    only: Q = field(default_factory=Q)
    spread: dict[str, dict[str, str]] = field(default_factory=dict)
    called: dict[str, dict[object, str]] = field(default_factory=dict)
    large: frozenset[str] = frozenset()
    chunk: int = CHUNK

    def all(self, authority: LocalAuthority) -> QuerySet[Model]:
        """Return the authority's rows."""
        found = self.model._base_manager.filter(self.only, **{self.owner: authority.pk})
        return found.order_by(*self.order, "pk")

    def rows(
        self, authority: LocalAuthority, *, with_large: bool = False
    ) -> Iterator[Row]:
        """Yield {column: Python value}, with `chunk` rows in memory. One query.

        The `large` columns are left out unless they are asked for.
        """
        left_out = frozenset[str]() if with_large else self.large
        wanted = {
            name: path for name, path in self.columns.items() if name not in left_out
        }
        paths = list(dict.fromkeys(flat(wanted.values())))
        values = self.all(authority).values_list(*paths)
        for row in values.iterator(chunk_size=self.chunk):
            yield self._row(wanted, dict(zip(paths, row, strict=True)))

    def _row(self, wanted: Columns, found: Row) -> Row:
        row: Row = {}
        for name, path in wanted.items():
            value: Any = _joined(found, path)
            if name in self.spread:
                keys = self.spread[name].items()
                row |= {column: value.get(key) for column, key in keys}
            else:
                row[name] = value
        return row

    @cached_property
    def header(self) -> list[str]:
        """The columns of its CSV file."""
        names: list[str] = []
        for name in self.columns:
            names += self.spread.get(name, [name])
        return [
            name
            for name in names
            if not name.startswith("_") and name not in self.large
        ]

    @cached_property
    def labels(self) -> dict[str, dict[object, str]]:
        """The label of each value, by column, of the columns that have choices."""
        found = dict(self.called)
        for name, path in self.columns.items():
            if isinstance(path, str):
                choices = fields_on(self.model, path)[-1].flatchoices
                if choices:
                    found[name] = dict(choices)
        return found

    def shown(self, name: str, value: object) -> object:
        """Return a value as a spreadsheet or a page shows it: text, number or None."""
        if value is None or value == "":
            return None
        if name in self.labels:
            return self.labels[name].get(value, value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return " or ".join(str(each) for each in value)
        if isinstance(value, dict):
            return "; ".join(f"{key}: {each}" for key, each in value.items())
        return plain(value)


def plain(value: object) -> object:
    """Return a value as JSON has it; a time in ISO 8601, in the site's time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def columns(paths: str, **named: Path) -> Columns:
    """Return columns of the paths in a text, named after their first part.

    Those of `named` come first: `columns("by__name at", _draft="draft")` has "_draft", "by"
    and "at".
    """
    return named | {path.split("__")[0]: path for path in paths.split()}


def code(prefix: str) -> tuple[str, str]:
    """Return the paths whose joined values are the code of a statement: 7h."""
    return (f"{prefix}__area__number", f"{prefix}__letter")


def fields_on(model: type[Model], path: str) -> list[Any]:
    """Return the fields that the path of a lookup goes through."""
    found: list[Any] = []  # relations and fields have no common type
    at: Any = model
    for name in path.split("__"):
        one = at._meta.pk if name == "pk" else at._meta.get_field(name)
        found.append(one)
        at = one.related_model
    return found


def flat(paths: Iterable[Path]) -> Iterator[str]:
    """Yield each path of the columns, several for a column that joins them."""
    for each in paths:
        yield from [each] if isinstance(each, str) else each


def _joined(found: Mapping[str, object], path: Path) -> object:
    if isinstance(path, str):
        return found[path]
    values = [found[each] for each in path]
    return None if None in values else "".join(str(each) for each in values)
