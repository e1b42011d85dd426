"""Queries whose SQL is built once in a process, for what people ask all the time.

Django builds the SQL of a queryset each time, which takes longer than the database
takes to answer. Here a function of keys makes the queryset, once; from then on only the
keys are put into its SQL:

    @compiled
    def notes_of(draft: int) -> QuerySet[Note]:
        return Note.objects.filter(response__draft=draft).select_related("by")

    notes_of(draft.pk)  # a list

The keys are whole numbers, texts or dates that the queryset compares with columns, and
tuples of them: for each length of a tuple there is SQL of its own. So there is for each
value of an option, which is given by its name and chooses between querysets, not all of
which need the tuples:

    @compiled
    def drafts_of(areas: tuple[int, ...], *, are_all: bool) -> QuerySet[Draft]:
        drafts = Draft.objects.all()
        return drafts if are_all else drafts.filter(area__in=areas)

Whatever else the function puts into it must always be the same: no time of day, and no
`if` but on an option or on whether a tuple is empty.
That is checked when it is built, and `tests/leavingcare/test_compiled.py` compares the
rows with those of the queryset itself.
"""

import copy
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import update_wrapper
from itertools import count
from types import SimpleNamespace
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Keys = ParamSpec("Keys")
Row = TypeVar("Row")
MARKS = (31_000, 32_000)  # numbers that a small column holds, and no edition counts to
LARGEST = 2**63  # a number from a URL may be larger than any column
MOST_PLANS = 100  # of a function: lengths of tuples could be many


class NotAlwaysTheSame(Exception):
    """Raised when a queryset differs by more than its keys."""


@dataclass(frozen=True)
class Plan:
    """A queryset that is built: its SQL, and where in the parameters each key goes."""

    queryset: QuerySet[Any]
    compiler: Any  # Django's, which also makes the rows
    sql: str
    params: tuple[object, ...]
    places: dict[int, int]  # {place of a parameter: number of its key}
    converters: dict[int, Any]  # of what the database gives, by column

    def rows(self, keys: Sequence[object]) -> list[Any]:
        """Return the queryset's rows for these keys. One query."""
        params = list(self.params)
        for place, number in self.places.items():
            params[place] = for_database(keys[number])
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self.sql, tuple(params))
        compiler.get_converters = lambda columns: self.converters
        asked = SimpleNamespace(  # all of a queryset that is needed to read rows
            db=connection.alias,
            model=self.queryset.model,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _fields=self.queryset._fields,  # type: ignore[attr-defined]  # of rows
            _known_related_objects={},
        )
        rows: Any = self.queryset._iterable_class
        return list(rows(asked))


class Compiled(Generic[Keys, Row]):
    """A function that makes a queryset of keys, called for its rows."""

    def __init__(self, make: Callable[Keys, QuerySet[Any, Row]]) -> None:
        self.make: Callable[..., QuerySet[Any, Row]] = make
        # By kind of database, lengths of tuples, and options; None: there is no row.
        self.plans: dict[Hashable, Plan | None] = {}
        update_wrapper(self, make)

    def __call__(self, *keys: Keys.args, **options: Keys.kwargs) -> list[Row]:
        each = flat(keys)
        if any(isinstance(key, int) and abs(key) >= LARGEST for key in each):
            return []
        lengths = tuple(len(key) if isinstance(key, tuple) else None for key in keys)
        kind = (connection.vendor, lengths, *sorted(options.items()))
        if kind not in self.plans:
            if len(self.plans) >= MOST_PLANS:
                self.plans.clear()
            self.plans[kind] = self.plan(keys, options)
        plan = self.plans[kind]
        return plan.rows(each) if plan else []

    def plan(
        self, keys: Sequence[object], options: Mapping[str, object]
    ) -> Plan | None:
        """Build the queryset with two sets of marks, to see where its keys go."""
        try:
            built = [self.built(marks_of(keys, mark), options) for mark in MARKS]
        except EmptyResultSet:
            return None
        (marks, queryset, compiler, sql, params), (others, *_, sql2, params2) = built
        places = {
            place: marks.index(value)
            for place, value in enumerate(params)
            if value in marks
        }
        expected = tuple(
            others[places[place]] if place in places else value
            for place, value in enumerate(params)
        )
        if (sql, expected) != (sql2, params2) or needed(keys) - set(places.values()):
            raise NotAlwaysTheSame(self.make.__qualname__)
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        return Plan(queryset, compiler, sql, params, places, converters)

    def built(
        self, marks: Sequence[Any], options: Mapping[str, object]
    ) -> tuple[Any, ...]:
        queryset = self.make(*marks, **options)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return [*map(for_database, flat(marks))], queryset, compiler, sql, tuple(params)


def flat(keys: Sequence[object]) -> list[object]:
    """Return the keys, and in place of a tuple those in it."""
    return [one for key in keys for one in (key if isinstance(key, tuple) else (key,))]


def needed(keys: Sequence[object]) -> set[int]:
    """Return the numbers of the keys that are in no tuple, once they are flat."""
    alone = [(False,) * len(key) if isinstance(key, tuple) else True for key in keys]
    return {number for number, is_alone in enumerate(flat(alone)) if is_alone}


def marks_of(keys: Sequence[object], first: int) -> list[Any]:
    """Return a mark for each key, of its type, in tuples as the keys are."""
    numbers = count(first)
    return [
        tuple(_mark_like(one, next(numbers)) for one in key)
        if isinstance(key, tuple)
        else _mark_like(key, next(numbers))
        for key in keys
    ]


def _mark_like(key: object, number: int) -> object:
    if isinstance(key, date):
        return date(1, 1, 1) + timedelta(days=number)
    return str(number) if isinstance(key, str) else number


def for_database(key: object) -> object:
    """Return a key as the database takes it among the parameters of a query."""
    if isinstance(key, date):
        return connection.ops.adapt_datefield_value(key)
    return key


def compiled(make: Callable[Keys, QuerySet[Any, Row]]) -> Compiled[Keys, Row]:
    """Have a function of keys return the rows of its queryset, built once."""
    return Compiled(make)
