"""Queries whose SQL is built once in a process, for what people ask all the time.

Django builds the SQL of a queryset each time, which takes longer than the database
takes to answer. Here a function of keys makes the queryset, once; from then on only the
keys are put into its SQL:

    @compiled
    def notes_of(draft: int) -> QuerySet[Note]:
        return Note.objects.filter(response__draft=draft).select_related("by")

    notes_of(draft.pk)  # a list

The keys are whole numbers, texts or dates that the queryset compares with columns.
Whatever else the function puts into it must always be the same: no time of day, and no
`if`.
That is checked when it is built, and `tests/leavingcare/test_compiled.py` compares the
rows with those of the queryset itself.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import update_wrapper
from types import SimpleNamespace
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import connection
from django.db.models import QuerySet

Keys = ParamSpec("Keys")
Row = TypeVar("Row")
MARKS = (31_000, 32_000)  # numbers that a small column holds, and no edition counts to
LARGEST = 2**63  # a number from a URL may be larger than any column


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
            _known_related_objects={},
        )
        rows: Any = self.queryset._iterable_class
        return list(rows(asked))


class Compiled(Generic[Keys, Row]):
    """A function that makes a queryset of keys, called for its rows."""

    def __init__(self, make: Callable[Keys, QuerySet[Any, Row]]) -> None:
        self.make: Callable[..., QuerySet[Any, Row]] = make
        self.plans: dict[str, Plan] = {}  # by kind of database
        update_wrapper(self, make)

    def __call__(self, *keys: Keys.args, **none: Keys.kwargs) -> list[Row]:
        if any(isinstance(key, int) and abs(key) >= LARGEST for key in keys):
            return []
        plan = self.plans.get(connection.vendor)
        if plan is None:
            plan = self.plans[connection.vendor] = self.plan(keys)
        return plan.rows(keys)

    def plan(self, keys: Sequence[object]) -> Plan:
        """Build the queryset with two sets of marks, to see where its keys go."""
        built = [self.built(marks_of(keys, mark)) for mark in MARKS]
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
        if (sql, expected) != (sql2, params2) or set(places.values()) != set(
            range(len(keys))
        ):
            raise NotAlwaysTheSame(self.make.__qualname__)
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        return Plan(queryset, compiler, sql, params, places, converters)

    def built(self, marks: Sequence[Any]) -> tuple[Any, ...]:
        queryset = self.make(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return [*map(for_database, marks)], queryset, compiler, sql, tuple(params)


def marks_of(keys: Sequence[object], first: int) -> list[Any]:
    """Return a mark for each key, of its type."""
    return [_mark_like(key, first + number) for number, key in enumerate(keys)]


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
