"""The history of what people write: what each save left, to read and to restore."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Generic, TypeVar

from django.db.models import Max, QuerySet

from leavingcare.compiled import Compiled, compiled
from leavingcare.models import User

from ..field_merge import Value
from ..models import DraftResponse, Revision, SupplementModel

RUN = timedelta(minutes=10)  # saves closer than this share one entry of the history
Content = dict[str, Value]  # of a revision


ROW: str = "response"  # what every revision calls the row it is of
Row = TypeVar("Row", bound=DraftResponse | SupplementModel)


@dataclass(frozen=True)
class ShortRun:
    """Changes of some fields that share one entry if they are close to each other.

    within     the time between two of them
    fields     that may change
    may_share  returns whether the content before and after may share an entry
    """

    within: timedelta
    fields: Collection[str]
    may_share: Callable[[Content, Content], bool]


@dataclass(frozen=True)
class History(Generic[Row]):
    """The history of the rows of one model.

    model       of its revisions
    content_of  returns a row as a revision stores it
    texts       the fields that may grow within one run of saves
    """

    model: type[Revision]
    content_of: Callable[[Row], Content]
    texts: Sequence[str]

    def before(self, row: Row) -> Revision | None:
        """Return the row as an unsaved revision, or None if nobody has written it."""
        if row.updated_at is None:
            return None
        return self._revision(row, row.updated_by_id, row.updated_at)

    def keep(
        self,
        changed: Sequence[tuple[Row, Revision | None]],
        by: User | None,
        now: datetime,
        short_run: ShortRun | None = None,
    ) -> None:
        """Add each row's current content to its history.

        `changed` pairs each row with its content before the change, or None. Saves by
        one person within minutes that only add text share one revision, so that a run
        of autosaves is one entry and the history never misses a word. So do those of a
        `short_run`. Content that has no revision yet, such as an import, gets one
        before it is changed.
        """
        last = self._last([row for row, _ in changed])
        added, grown = [], []
        for row, before in changed:
            previous = last.get(row.pk)
            content = self.content_of(row)
            if previous is None and before:
                added.append(before)
            if previous and self._is_one_run(previous, content, by, now, short_run):
                previous.content, previous.at = content, now
                grown.append(previous)
            else:
                added.append(self._revision(row, by.pk if by else None, now))
        self.model._base_manager.bulk_create(added)
        self._grow(grown)

    def _grow(self, revisions: Sequence[Revision]) -> None:
        """Store the content and time of these. One query."""
        if len(revisions) == 1:  # whose SQL is much simpler
            (one,) = revisions
            found = self.model._base_manager.filter(pk=one.pk)
            found.update(content=one.content, at=one.at)
        elif revisions:
            self.model._base_manager.bulk_update(revisions, ["content", "at"])

    def _revision(self, row: Row, by: int | None, at: datetime) -> Revision:
        values = {f"{ROW}_id": row.pk, "by_id": by, "at": at}
        return self.model(**values, content=self.content_of(row))

    def _last(self, rows: Sequence[Row]) -> dict[int, Revision]:
        """Return {row's pk: its newest revision}. One query."""
        if len(rows) == 1:  # as a page that saves itself sends them
            newest = newest_of(self.model)(rows[0].pk)
            return {each.response_id: each for each in newest}
        revisions = self.model._base_manager
        latest = (
            revisions.filter(**{f"{ROW}__in": rows})
            .values(ROW)
            .annotate(newest=Max("pk"))
            .values("newest")
        )
        return {each.response_id: each for each in revisions.filter(pk__in=latest)}

    def _is_one_run(
        self,
        previous: Revision,
        content: Content,
        by: User | None,
        now: datetime,
        short_run: ShortRun | None,
    ) -> bool:
        before, since = previous.content, now - previous.at
        if previous.by_id != (by.pk if by else None) or since >= RUN:
            return False
        return self._only_adds(before, content) or bool(
            short_run
            and since < short_run.within
            and short_run.may_share(before, content)
            and self._only_adds(before, content, short_run.fields)
        )

    def _only_adds(
        self, before: Content, after: Content, free: Collection[str] = ()
    ) -> bool:
        """Return whether texts only grew and no field changed, except `free` ones.

        A text that a revision lacks was blank.
        """
        return all(
            str(after.get(name, "")).startswith(str(before.get(name, "")))
            if name in self.texts
            else before.get(name) == after.get(name)
            for name in before.keys() | after.keys()
            if name not in free
        )


@cache
def newest_of(model: type[Revision]) -> Compiled[[int], Revision]:
    """Return a function that gives the newest revision of a row, by its key, in a list."""

    def newest(row: int) -> QuerySet[Revision]:
        return model._base_manager.filter(**{ROW: row}).order_by("-pk")[:1]

    return compiled(newest)


def day(value: date | None) -> str | None:
    """Return a date as a revision stores it."""
    return value.isoformat() if value else None
