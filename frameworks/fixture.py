"""Editions as plain rows, read from fixture files or from the database.

A row has its model's fields, with `area` (a number) as a statement's parent. Two
editions with equal rows have equal digests, wherever they were read from.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, TypeVar, cast

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .fixture_file import FixtureError, Source, entries
from .models import Area, Correspondence, Framework, ScalePoint, Statement

MODELS: dict[str, type[models.Model]] = {
    model._meta.label_lower: model
    for model in (Framework, ScalePoint, Area, Statement, Correspondence)
}
SHAPES: dict[str, tuple[type, ...]] = {  # of the natural keys rows refer by
    "framework": (str,),
    "area": (str, int),
    "earlier": (str, int, str),
    "later": (str, int, str),
}


Row = dict[str, object]
Key = tuple[object, ...]
StatementKey = tuple[str, int, str]  # (edition, area number, letter)
Model = TypeVar("Model", bound=models.Model)


class FrameworkRow(TypedDict):
    """A framework; the JSON fields hold anything until they are validated."""

    edition: str
    title: str
    title_printed: str
    published: date
    credit: str
    source: str
    contact: str
    guidance: object
    footnotes: object
    cover_questions: object
    families: object
    ideas_prompt: str
    scores_heading: str
    scores_instruction: str
    scores_note: str
    scores_stem: str
    follow_up: object


class ScaleRow(TypedDict):
    value: int
    label: str
    column_heading: str
    guide: str
    guide_number: int | None


class AreaRow(TypedDict):
    number: int
    theme: str
    title: str
    examples: str
    heading_printed: str
    row_label: str
    prompt_md: str
    evidence_prompt: str
    rating_title: str
    rating_order: int
    follow_up_label: str
    follow_up_prompts: str


class StatementRow(TypedDict):
    area: int
    letter: str
    text_md: str
    footnote: str
    family: str


class LinkRow(TypedDict):
    """A row of the correspondence."""

    earlier: StatementKey
    later: StatementKey
    kind: str
    change: str
    note: str


@dataclass
class Edition:
    """The rows of one edition."""

    slug: str
    frameworks: list[FrameworkRow] = field(default_factory=list)
    scale: list[ScaleRow] = field(default_factory=list)
    areas: list[AreaRow] = field(default_factory=list)
    statements: list[StatementRow] = field(default_factory=list)

    def digest(self) -> str:
        """Return the SHA-256 of the rows, regardless of their order."""
        rows = {
            "framework": self.frameworks,
            "scale": sorted(self.scale, key=lambda row: row["value"]),
            "areas": sorted(self.areas, key=lambda row: row["number"]),
            "statements": sorted(
                self.statements, key=lambda row: (row["area"], row["letter"])
            ),
        }
        text = json.dumps(
            rows,
            cls=DjangoJSONEncoder,
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )
        return hashlib.sha256(text.encode()).hexdigest()


def own_fields(model: type[models.Model]) -> list["models.Field[object, object]"]:
    """Return the fields that a file gives, without keys and the digest."""
    return [
        each
        for each in model._meta.concrete_fields
        if not (each.primary_key or each.is_relation or each.name == "digest")
    ]


def from_database(framework: Framework) -> Edition:
    """Return the edition as the database holds it."""
    statements = Statement.objects.filter(area__framework=framework)
    return Edition(
        framework.edition,
        cast("list[FrameworkRow]", _rows(Framework.objects.filter(pk=framework.pk))),
        cast("list[ScaleRow]", _rows(framework.scale.all())),
        cast("list[AreaRow]", _rows(framework.areas.all())),
        [
            cast("StatementRow", {"area": row.pop("area__number"), **row})
            for row in _rows(statements, "area__number")
        ],
    )


def _rows(queryset: models.QuerySet[Model], *more: str) -> list[Row]:
    names = [each.name for each in own_fields(queryset.model)]
    return list(queryset.values(*names, *more))


def read(files: Iterable[Source]) -> tuple[dict[str, Edition], list[LinkRow]]:
    """Return ({slug: Edition}, correspondence) of the files, in their order.

    Raise FixtureError if any row is not valid on its own.
    """
    editions: dict[str, Edition] = {}
    links: list[LinkRow] = []
    messages: list[str] = []
    for file in files:
        for position, entry in enumerate(entries(file), 1):
            try:
                _place(entry, editions, links)
            except FixtureError as error:
                place = f"{file.name}, row {position}: "
                messages += [place + message for message in error.messages]
    if messages:
        raise FixtureError(messages)
    return editions, links


def _place(entry: object, editions: dict[str, Edition], links: list[LinkRow]) -> None:
    """Add the row of a fixture's entry to its edition, or to the links."""
    label, fields = _parts(entry)
    row, keys = _row(MODELS[label], fields)
    if label == "frameworks.correspondence":
        links.append(cast("LinkRow", {**row, **keys}))
        return
    slug = str(keys[next(iter(keys))][0] if keys else row["edition"])
    edition = editions.setdefault(slug, Edition(slug))
    if label == "frameworks.framework":
        edition.frameworks.append(cast("FrameworkRow", row))
    elif label == "frameworks.scalepoint":
        edition.scale.append(cast("ScaleRow", row))
    elif label == "frameworks.area":
        edition.areas.append(cast("AreaRow", row))
    else:
        row["area"] = keys["area"][1]
        edition.statements.append(cast("StatementRow", row))


def _parts(entry: object) -> tuple[str, Row]:
    """Return the model and the fields of an entry; raise FixtureError without them."""
    label = entry.get("model") if isinstance(entry, dict) else None
    fields = entry.get("fields") if isinstance(entry, dict) else None
    if (
        not isinstance(label, str)
        or label not in MODELS
        or not isinstance(fields, dict)
    ):
        raise FixtureError([f"not one of {', '.join(MODELS)} with its fields."])
    if isinstance(entry, dict) and entry.keys() != {"model", "fields"}:
        raise FixtureError(["rows have only a model and fields, with no pk."])
    return label, fields


def _row(model: type[models.Model], given: Row) -> tuple[Row, dict[str, Key]]:
    """Return (row with defaults filled in, {relation: natural key}) of a row's fields.

    Types and lengths are checked by the model's fields; JSON is left as it is.
    """
    own = {each.name: each for each in own_fields(model)}
    relations = {each.name for each in model._meta.concrete_fields if each.is_relation}
    messages = [f"{name} is not a field." for name in given.keys() - own - relations]
    messages += [
        f"{name} must be text."
        for name, each in own.items()
        if isinstance(each, models.CharField | models.TextField | models.DateField)
        and not isinstance(given.get(name, ""), str)
    ]
    keys = {name: _key(given.get(name), SHAPES[name]) for name in relations}
    messages += [
        f"{name} must be a natural key such as {example(name)}."
        for name, key in keys.items()
        if not key
    ]
    if messages:
        raise FixtureError(sorted(messages))
    row = model(**{name: given[name] for name in given.keys() & own})
    json_fields = {n for n, f in own.items() if isinstance(f, models.JSONField)}
    try:
        row.clean_fields(exclude=relations | json_fields)
    except ValidationError as error:
        faults = error.message_dict.items()
        messages = [f"{name}: {' '.join(texts)}" for name, texts in faults]
        raise FixtureError(messages) from error
    return {name: getattr(row, name) for name in own}, keys


def _key(value: object, shape: tuple[type, ...]) -> Key:
    """Return `value` as a natural key if it has that shape, else ()."""
    if isinstance(value, list) and tuple(type(each) for each in value) == shape:
        return tuple(value)
    return ()


def example(name: str) -> str:
    """Return an example of a natural key, for an error message."""
    return json.dumps(["edition", 1, "a"][: len(SHAPES[name])])
