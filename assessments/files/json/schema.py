"""The published JSON Schema of a submission's document, and what breaks it."""

import json
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

from .parsing import Faulty, where

FILE = Path(__file__).parent / "submission-1.json"
TEXT = FILE.read_text(encoding="utf-8")
SCHEMA = json.loads(TEXT)
MOST_ERRORS = 1_000
YEARS = range(1900, 2200)  # a date outside them is a slip, and cannot be printed
KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}

formats = FormatChecker(formats=())


@formats.checks("date", ValueError)
def is_date(value):
    return not isinstance(value, str) or (
        len(value) == len("YYYY-MM-DD") and date.fromisoformat(value).year in YEARS
    )


@formats.checks("date-time", ValueError)
def is_time(value):
    return not isinstance(value, str) or datetime.fromisoformat(value).year in YEARS


validator = Draft202012Validator(SCHEMA, format_checker=formats)


def require_valid(document):
    """Raise Faulty, with each place and what is wrong there, unless it fits."""
    errors = islice(validator.iter_errors(document), MOST_ERRORS)
    if faults := [fault for error in errors for fault in in_words(error)]:
        raise Faulty(sorted(faults))


def in_words(error):
    """The faults one error of the schema stands for; nothing of a text is repeated."""
    path = list(error.absolute_path)
    if error.validator == "required":
        return [
            f"{where([*path, name])}: is missing"
            for name in error.validator_value
            if name not in error.instance
        ]
    return [f"{where(path)}: {rule(error)}"]


def rule(error):
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
        return "holds one value twice"
    return f"must be {error.schema['description']}"  # a pattern or a format


def known(value, left, schema=SCHEMA, path=()):
    """A valid value without what the schema does not know, which is added to `left`.

    `left` becomes [(path, value)]. A whole number is one, even if written 4.0.
    """
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, dict) and schema.keys() & {
        "properties",
        "additionalProperties",
    }:
        kept = {}
        for name, each in value.items():
            inner = schema.get("properties", {}).get(name) or schema.get(
                "additionalProperties"
            )
            if inner is None:
                left.append(((*path, name), each))
            else:
                kept[name] = known(each, left, inner, (*path, name))
        return kept
    if isinstance(value, list) and "items" in schema:
        return [
            known(each, left, schema["items"], (*path, place))
            for place, each in enumerate(value)
        ]
    return int(value) if isinstance(value, float) else value
