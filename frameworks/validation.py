"""Checks on an edition before it is loaded, with sentences for its author."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from string import ascii_lowercase
from typing import TypedDict, cast

from .fixture import AreaRow, Edition, FrameworkRow, ScaleRow

COVER_KEYS = {
    "authority",
    "completed_on",
    "how_completed",
    "who_was_involved",
    "lead_name",
    "lead_job_title",
    "lead_email",
}
BLOCK_KINDS = {"paragraph", "bullet", "numbered", "stray"}
FOLLOW_UP_KEYS = {"heading", "intro", "columns", "comment_prompts", "total_label"}


class Question(TypedDict):
    key: str
    question: str
    box_label: str


def faults(edition: Edition) -> list[str]:
    """Return what is wrong with an edition, as sentences."""
    if len(edition.frameworks) != 1:
        count = len(edition.frameworks)
        return [f"{edition.slug}: there are {count} framework rows, not 1."]
    framework = edition.frameworks[0]
    found = [*_shapes(framework)] or [
        *_scale(edition.scale),
        *_areas(edition.areas),
        *_statements(edition, cast("dict[str, str]", framework["families"])),
        *_cover(cast("list[Question]", framework["cover_questions"])),
        *_follow_up(bool(framework["follow_up"]), edition.areas),
    ]
    return [f"{edition.slug}: {fault}" for fault in found]


def _sequence(values: Collection[int], what: str) -> Iterator[str]:
    """Yield a sentence if the values, sorted, are not 1, 2, 3 ..."""
    wanted = list(range(1, len(values) + 1))
    if sorted(values) != wanted:
        got = ", ".join(map(str, sorted(values)))
        yield f"{what} must be 1 to {len(values)}, each once, but are {got}."


def _scale(scale: Collection[ScaleRow]) -> Iterator[str]:
    if len(scale) < 2:
        yield f"the scale needs two points or more, and has {len(scale)}."
    yield from _sequence([point["value"] for point in scale], "the scale's values")
    guide = [point["guide_number"] for point in scale]
    if any(number is not None for number in guide):
        numbers = [number or 0 for number in guide]
        yield from _sequence(numbers, "the numbers of the scale's guide, if any,")


def _areas(areas: Collection[AreaRow]) -> Iterator[str]:
    if not areas:
        yield "there are no areas."
    yield from _sequence([area["number"] for area in areas], "the areas' numbers")
    yield from _sequence([area["rating_order"] for area in areas], "rating_order")
    for theme, count in Counter(area["theme"] for area in areas).items():
        if count > 1:
            yield f'theme "{theme}" is used by {count} areas.'


def _statements(edition: Edition, families: Collection[str]) -> Iterator[str]:
    letters: dict[int, list[str]] = {area["number"]: [] for area in edition.areas}
    for row in edition.statements:
        code = f"{row['area']}{row['letter']}"
        if row["area"] not in letters:
            yield f"statement {code} belongs to no area of the edition."
            continue
        letters[row["area"]].append(row["letter"])
        if row["family"] and row["family"] not in families:
            yield f'statement {code} is of family "{row["family"]}", not in families.'
    for number, found in letters.items():
        if not found:
            yield f"area {number} has no statements."
        elif found != list(ascii_lowercase[: len(found)]):
            wanted = f"a to {ascii_lowercase[: len(found)][-1]}"
            got = ", ".join(found)
            yield f"area {number}'s statements must be {wanted} in order, not {got}."


def _cover(questions: Iterable[Question]) -> Iterator[str]:
    for key, count in Counter(each["key"] for each in questions).items():
        if key not in COVER_KEYS:
            allowed = ", ".join(sorted(COVER_KEYS))
            yield f'cover question "{key}" is not one of {allowed}.'
        if count > 1:
            yield f'cover question "{key}" is asked {count} times.'


def _follow_up(has_form: bool, areas: Iterable[AreaRow]) -> Iterator[str]:
    labelled = [bool(area["follow_up_label"]) for area in areas]
    if has_form and not all(labelled):
        yield "every area needs a follow_up_label, as there is a follow_up form."
    if any(labelled) and not has_form:
        yield "areas have a follow_up_label, but there is no follow_up form."


def _shapes(framework: FrameworkRow) -> Iterator[str]:
    """Yield a sentence for each JSON field without the shape the model describes."""
    if not _is_list_of(framework["cover_questions"], {"key", "question", "box_label"}):
        yield "cover_questions must be a list of key, question and box_label."
    if not _is_list_of(framework["footnotes"], {"mark", "text_md"}):
        yield "footnotes must be a list of mark and text_md."
    sections = framework["guidance"]
    if not isinstance(sections, list) or not all(map(_is_section, sections)):
        kinds = ", ".join(sorted(BLOCK_KINDS))
        yield (
            "guidance must be a list of heading and blocks, each block with text_md "
            f"and a kind ({kinds}), the numbered ones with a number."
        )
    families = framework["families"]
    if not isinstance(families, dict) or not all(
        isinstance(title, str) for title in families.values()
    ):
        yield "families must give a title for each slug."
    follow_up = framework["follow_up"]
    if follow_up != {} and (
        not isinstance(follow_up, dict) or follow_up.keys() != FOLLOW_UP_KEYS
    ):
        yield f"follow_up must have {', '.join(sorted(FOLLOW_UP_KEYS))}, or be {{}}."


def _is_section(section: object) -> bool:
    return (
        isinstance(section, dict)
        and section.keys() == {"heading", "blocks"}
        and isinstance(section["blocks"], list)
        and all(map(_is_block, section["blocks"]))
    )


def _is_block(block: object) -> bool:
    if not isinstance(block, dict):
        return False
    number = {"number"} if block.get("kind") == "numbered" else set()
    return (
        block.keys() == {"kind", "text_md"} | number
        and isinstance(block["kind"], str)
        and block["kind"] in BLOCK_KINDS
    )


def _is_list_of(rows: object, keys: Collection[str]) -> bool:
    """Return whether `rows` is a list of dictionaries of text with just these keys."""
    return isinstance(rows, list) and all(
        isinstance(row, dict)
        and row.keys() == keys
        and all(isinstance(value, str) for value in row.values())
        for row in rows
    )
