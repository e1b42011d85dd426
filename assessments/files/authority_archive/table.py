"""One table of the archive: which rows of a model belong to an authority, as columns.

From a Table come the rows of a page, of a CSV file and of the JSON, so that all three
say the same.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

CHUNK = 200


@dataclass(frozen=True)
class Table:
    """What is taken of a model.

    name     of its CSV file and in the JSON: "draft_revisions"
    title    what it is, for people
    model    whose rows these are
    owner    the path from a row to its authority
    columns  {name: path, or paths whose values are written one after the other};
             those whose name begins with "_" only keep rows together
    order    by paths; at last by age
    only     the rows that may be taken
    spread   {column with a JSON object: {column: its key}}, in place of that column
    called   {column of such an object: {value: what it is called}}
    apart    columns with whole documents, for which a CSV file has no room
    chunk    rows in memory at once
    """

    name: str
    title: str
    model: type
    owner: str
    columns: dict
    order: list = field(default_factory=list)
    only: Q = field(default_factory=Q)
    spread: dict = field(default_factory=dict)
    called: dict = field(default_factory=dict)
    apart: frozenset = frozenset()
    chunk: int = CHUNK

    def all(self, authority):
        """The authority's rows, as a queryset."""
        found = self.model._base_manager.filter(self.only, **{self.owner: authority.pk})
        return found.order_by(*self.order, "pk")

    def rows(self, authority, *, with_apart=False):
        """Yield {column: value as Python has it}, a few in memory at once. One query.

        Without the columns that are `apart`, unless they are asked for.
        """
        left_out = set() if with_apart else self.apart
        wanted = {
            name: path for name, path in self.columns.items() if name not in left_out
        }
        paths = list(dict.fromkeys(flat(wanted.values())))
        values = self.all(authority).values_list(*paths)
        for row in values.iterator(chunk_size=self.chunk):
            yield self._row(wanted, dict(zip(paths, row, strict=True)))

    def _row(self, wanted, found):
        row = {}
        for name, path in wanted.items():
            value = _joined(found, path)
            if name in self.spread:
                keys = self.spread[name].items()
                row |= {column: value.get(key) for column, key in keys}
            else:
                row[name] = value
        return row

    @cached_property
    def header(self):
        """The columns of its CSV file."""
        names = []
        for name in self.columns:
            names += self.spread.get(name, [name])
        return [
            name
            for name in names
            if not name.startswith("_") and name not in self.apart
        ]

    @cached_property
    def labels(self):
        """{column: {value: what it is called}} of those that hold one of a few."""
        found = dict(self.called)
        for name, path in self.columns.items():
            if isinstance(path, str):
                choices = fields_on(self.model, path)[-1].flatchoices
                if choices:
                    found[name] = dict(choices)
        return found

    def in_words(self, name, value):
        """A value as a spreadsheet or a page shows it: text, number or None."""
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


def plain(value):
    """A value as JSON has it; a time in ISO 8601, on the clock of the site."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def columns(paths, **named):
    """Columns of the paths in a text, called after their first part, and of the named.

    Named ones come first: `columns("by__name at", _draft="draft")` has "_draft", "by"
    and "at".
    """
    return named | {path.split("__")[0]: path for path in paths.split()}


def code(prefix):
    """The paths that make the code of a statement: 7h."""
    return (f"{prefix}__area__number", f"{prefix}__letter")


def fields_on(model, path):
    """The fields a path of a lookup goes through."""
    found = []
    for name in path.split("__"):
        one = model._meta.pk if name == "pk" else model._meta.get_field(name)
        found.append(one)
        model = one.related_model
    return found


def flat(paths):
    """Each path of columns, which may be several to one column."""
    for each in paths:
        yield from [each] if isinstance(each, str) else each


def _joined(found, path):
    if isinstance(path, str):
        return found[path]
    values = [found[each] for each in path]
    return None if None in values else "".join(str(each) for each in values)
