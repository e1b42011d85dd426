"""Fixture files read as JSON, with sentences on what is wrong with them."""

import json
from dataclasses import dataclass
from typing import NoReturn, Protocol


class Source(Protocol):
    """A fixture file, on disk or sent in a form. A Path is one."""

    @property
    def name(self) -> str: ...

    def read_text(self, encoding: str) -> str: ...


@dataclass(frozen=True)
class SentFile:
    """A file as a form sent it, which the loader reads like one on disk."""

    name: str
    data: bytes

    def read_text(self, encoding: str) -> str:
        return self.data.decode(encoding)


class FixtureError(Exception):
    """The errors in the files, as sentences for the people who wrote them."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


def entries(file: Source) -> list[object]:
    """Return the rows of a file; raise FixtureError if it has none."""
    try:
        entries = json.loads(
            file.read_text(encoding="utf-8"),
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        written = json.dumps(entries, ensure_ascii=False)
        written.encode()  # a lone surrogate can be neither stored nor shown
    except OSError as error:
        raise FixtureError([f"Cannot read {file}: {error.strerror}."]) from error
    except RecursionError as error:
        raise FixtureError([f"{file.name} is nested too deeply."]) from error
    except ValueError as error:
        raise FixtureError([f"{file.name} is not JSON: {error}."]) from error
    if "\\u0000" in written:
        raise FixtureError(
            [f"{file.name} has a null character, which no text can have."]
        )
    if not isinstance(entries, list):
        raise FixtureError([f"{file.name} is not a list of rows."])
    return entries


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a whole number")
