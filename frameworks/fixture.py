"""Editions as plain rows, read from fixture files or from the database.

A row is a dictionary of its model's fields, with `area` (a number) for a statement's
parent. Two editions with equal rows have equal digests wherever they were read from.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .models import Area, Correspondence, Framework, ScalePoint, Statement

MODELS = {
    model._meta.label_lower: model
    for model in (Framework, ScalePoint, Area, Statement, Correspondence)
}
SHAPES = {  # of the natural keys that rows refer to each other by
    "framework": (str,),
    "area": (str, int),
    "earlier": (str, int, str),
    "later": (str, int, str),
}


class FixtureError(Exception):
    """The faults of the files, as sentences for the people who wrote them."""

    def __init__(self, messages):
        self.messages = messages
        super().__init__("\n".join(messages))


@dataclass
class Edition:
    """The rows of one edition."""

    slug: str
    frameworks: list = field(default_factory=list)
    scale: list = field(default_factory=list)
    areas: list = field(default_factory=list)
    statements: list = field(default_factory=list)

    def digest(self):
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


def own_fields(model):
    """Return the fields a file gives: neither keys, nor what the loader works out."""
    return [
        each
        for each in model._meta.concrete_fields
        if not (each.primary_key or each.is_relation or each.name == "digest")
    ]


def from_database(framework):
    """Return the edition as the database holds it."""

    def rows(queryset, *more):
        names = [each.name for each in own_fields(queryset.model)]
        return list(queryset.values(*names, *more))

    statements = rows(
        Statement.objects.filter(area__framework=framework), "area__number"
    )
    return Edition(
        framework.edition,
        rows(Framework.objects.filter(pk=framework.pk)),
        rows(framework.scale.all()),
        rows(framework.areas.all()),
        [{"area": row.pop("area__number"), **row} for row in statements],
    )


def read(paths):
    """Return ({slug: Edition}, [correspondence row]) of the files, in their order.

    A correspondence row has `earlier` and `later` as (edition, area number, letter).
    Raise FixtureError if a row could not be one, whatever the others are.
    """
    editions, links, messages = {}, [], []
    for path in paths:
        for position, entry in enumerate(_entries(path), 1):
            try:
                _place(entry, editions, links)
            except FixtureError as error:
                place = f"{path.name}, row {position}: "
                messages += [place + message for message in error.messages]
    if messages:
        raise FixtureError(messages)
    return editions, links


def _entries(path):
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FixtureError([f"Cannot read {path}: {error.strerror}."]) from error
    except ValueError as error:
        raise FixtureError([f"{path.name} is not JSON: {error}."]) from error
    if not isinstance(entries, list):
        raise FixtureError([f"{path.name} is not a list of rows."])
    return entries


def _place(entry, editions, links):
    """Put the row of a fixture's entry where it belongs."""
    label = entry.get("model") if isinstance(entry, dict) else None
    if label not in MODELS or not isinstance(entry.get("fields"), dict):
        raise FixtureError([f"not one of {', '.join(MODELS)} with its fields."])
    if entry.keys() != {"model", "fields"}:
        raise FixtureError(["rows have a model and fields, and no pk or more."])
    row, keys = _row(MODELS[label], entry["fields"])
    if label == "frameworks.correspondence":
        links.append({**row, **keys})
        return
    slug = keys[next(iter(keys))][0] if keys else row["edition"]
    edition = editions.setdefault(slug, Edition(slug))
    if label == "frameworks.statement":
        row["area"] = keys["area"][1]
    rows = {
        "frameworks.framework": edition.frameworks,
        "frameworks.scalepoint": edition.scale,
        "frameworks.area": edition.areas,
        "frameworks.statement": edition.statements,
    }
    rows[label].append(row)


def _row(model, given):
    """Return (row with defaults filled in, {relation: natural key}) of a row's fields.

    Types and lengths are checked by the model's fields; JSON is left as it is.
    """
    own = {each.name: each for each in own_fields(model)}
    relations = {each.name for each in model._meta.concrete_fields if each.is_relation}
    messages = [f"{name} is not a field." for name in given.keys() - own - relations]
    messages += [
        f"{name} must be text."
        for name, each in own.items()
        if isinstance(each, models.CharField | models.TextField)
        and not isinstance(given.get(name, ""), str)
    ]
    keys = {name: tuple(_key(given.get(name), SHAPES[name])) for name in relations}
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


def _key(value, shape):
    """Return `value` if it is a natural key of that shape, else nothing."""
    if isinstance(value, list) and tuple(type(each) for each in value) == shape:
        return value
    return ()


def example(name):
    """Return what a natural key looks like, for somebody who got one wrong."""
    return json.dumps(["edition", 1, "a"][: len(SHAPES[name])])
