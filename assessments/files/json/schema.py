"""The published JSON Schema of a submission's document, and how it is checked."""

import json
from datetime import date, datetime
from itertools import islice
from pathlib import Path as FilePath
from typing import TypedDict

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from .parsing import JSON, Faulty, Path, where

Unknown = tuple[Path, JSON]  # a path and its value
Schema = TypedDict(
    "Schema",
    {
        "$ref": str,
        "$defs": dict[str, "Schema"],
        "properties": dict[str, "Schema"],
        "additionalProperties": "Schema",
        "items": "Schema",
        "const": str,
    },
    total=False,
)

FILE = FilePath(__file__).parent / "submission-1.json"
TEXT = FILE.read_text(encoding="utf-8")
SCHEMA: Schema = json.loads(TEXT)
MOST_ERRORS = 1_000
YEARS = range(1900, 2200)  # a date outside them is a mistake, and cannot be printed
KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


def is_date(value: object) -> bool:
    return not isinstance(value, str) or (
        len(value) == len("YYYY-MM-DD") and date.fromisoformat(value).year in YEARS
    )


def is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).year in YEARS


formats = FormatChecker(formats=())
formats.checks("date", ValueError)(is_date)
formats.checks("date-time", ValueError)(is_time)
validator = Draft202012Validator(SCHEMA, format_checker=formats)


def require_valid(document: JSON) -> None:
    """Raise Faulty, with the path of each fault, unless the document fits the schema."""
    errors = islice(validator.iter_errors(document), MOST_ERRORS)
    if faults := [fault for error in errors for fault in faults_of(error)]:
        raise Faulty(sorted(faults))


def faults_of(error: ValidationError) -> list[str]:
    """Return the faults of one error of the schema; no text of the file is repeated."""
    path = list(error.absolute_path)
    if error.validator == "required":
        return [
            f"{where([*path, name])}: is missing"
            for name in error.validator_value
            if name not in error.instance
        ]
    return [f"{where(path)}: {rule(error)}"]


def rule(error: ValidationError) -> str:
    """Return the rule that was broken: "must be a whole number"."""
    value = error.validator_value
    kind = error.validator
    if kind == "type":
        kinds = [value] if isinstance(value, str) else value
        return "must be " + " or ".join(KINDS[each] for each in kinds)
    if kind == "const":
        return f"must be {json.dumps(value)}"
    if kind == "enum":
        return "must be one of " + ", ".join(json.dumps(each) for each in value)
    if kind in {"minimum", "maximum"}:
        return f"must be {value} or {'more' if kind == 'minimum' else 'less'}"
    if kind == "minLength":
        return "is blank"
    if kind == "maxLength":
        return f"is longer than {value} characters"
    if kind == "maxItems":
        return f"has more than {value} entries"
    if kind == "uniqueItems":
        return "contains one value twice"
    return f"must be {error.schema['description']}"  # a pattern or a format


def known(
    value: JSON,
    left: list[Unknown],
    schema: Schema = SCHEMA,
    path: tuple[str | int, ...] = (),
) -> JSON:
    """Return a valid value without what the schema does not describe.

    What it does not describe is added to `left`. A whole number becomes an int, even
    if it is written as 4.0.
    """
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, dict) and schema.keys() & {
        "properties",
        "additionalProperties",
    }:
        found: dict[str, JSON] = {}
        for name, each in value.items():
            inner = schema.get("properties", {}).get(name) or schema.get(
                "additionalProperties"
            )
            if inner is None:
                left.append(((*path, name), each))
            else:
                found[name] = known(each, left, inner, (*path, name))
        return found
    if isinstance(value, list) and "items" in schema:
        return [
            known(each, left, schema["items"], (*path, index))
            for index, each in enumerate(value)
        ]
    return int(value) if isinstance(value, float) else value
