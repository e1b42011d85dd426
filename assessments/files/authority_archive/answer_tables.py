"""The tables of answers, drafted or agreed, and of what belongs to each answer."""

from dataclasses import dataclass, field

from django.db.models import Model, Q

from .table import ArchiveTable, Columns, code, columns


@dataclass(frozen=True)
class AnswerTables:
    """Makes the tables of one model of answers, which all have the same first columns.

    owner    the path from an answer to its authority
    columns  {name: path from an answer} of what an answer is part of
    order    paths from an answer
    """

    owner: str
    columns: dict[str, str]
    order: list[str] = field(default_factory=list)

    def columns_of(self, prefix: str, paths: str, **named: str) -> Columns:
        """Return the columns of an answer, and of `paths`; `prefix` leads to it."""
        first = {name: f"{prefix}{path}" for name, path in self.columns.items()}
        return (
            {"_response": f"{prefix}pk"}
            | first
            | {"statement": code(f"{prefix}statement")}
            | columns(paths, **named)
        )

    def answers(
        self, name: str, title: str, model: type[Model], paths: str
    ) -> ArchiveTable:
        """Return the table of the answers themselves."""
        found = self.columns_of("", paths, text="statement__text_md")
        return ArchiveTable(name, title, model, self.owner, found, self.order)

    def belonging(
        self,
        name: str,
        title: str,
        model: type[Model],
        paths: str,
        *,
        only: Q | None = None,
        spread: dict[str, dict[str, str]] | None = None,
        called: dict[str, dict[object, str]] | None = None,
    ) -> ArchiveTable:
        """Return a table of what belongs to answers, by its field `response`."""
        return ArchiveTable(
            name,
            title,
            model,
            f"response__{self.owner}",
            self.columns_of("response__", paths),
            [f"response__{each}" for each in self.order],
            only=only or Q(),
            spread=spread or {},
            called=called or {},
        )
