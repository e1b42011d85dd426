"""The first part of a board report: each area's strongest and weakest statements."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assessments.analysis import agreement
from assessments.submission.shown.content import Document, Response, ScalePoint, Text
from assessments.submission.shown.document import AgreedShown, AreaShown, StatementShown

from .choices import Chosen
from .excerpts import ENOUGH, SHORT, Excerpt, excerpt
from .left_out import NOT_RATED

FEW = 2  # statements of each kind that an area shows besides the chosen ones
NOTHING = Excerpt([], is_whole=True)
Read = Callable[[str, str], Excerpt]  # (code, "evidence" or "ideas") to its excerpt


@dataclass(frozen=True)
class Said:
    """A statement with its rating and the beginning of its evidence.

    kind  "strength" or "priority" if it was chosen as one, else ""
    """

    code: str
    runs: list[tuple[str, bool]]
    rating: int | None
    label: str
    detail: str
    kind: str
    evidence: Excerpt


@dataclass(frozen=True)
class AreaPart:
    """An area: how its statements are rated, and some of them."""

    number: int
    title: str
    counts: list[tuple[int, str, int]]
    unrated: int
    statements: list[Said]


@dataclass(frozen=True)
class AnnexedArea:
    """An area in the annex: the statements with an answer, the codes of the others."""

    number: int
    title: str
    answered: list[StatementShown]
    not_rated: list[str]


def is_short(shaped: AgreedShown) -> bool:
    """Return whether so little is rated that the report of it is short as well."""
    total = shaped["total"]
    return 2 * total["rated"] < total["of"]


def reader(
    content: Document, shaped: AgreedShown, hidden: Collection[str], text: Text
) -> Read:
    """Return the function that gives a submission's excerpts, without hidden texts."""
    enough = SHORT if is_short(shaped) else ENOUGH
    nothing: Response = {}

    def read(code: str, field: str) -> Excerpt:
        response = content["responses"].get(code, nothing)
        written = {"evidence": response.get("evidence"), "ideas": response.get("ideas")}
        if code in hidden:
            return Excerpt([], is_whole=not written[field])
        return excerpt(written[field] or "", enough).printed(text)

    return read


def area_parts(
    shaped: AgreedShown, scale: Sequence[ScalePoint], chosen: Chosen, read: Read
) -> list[AreaPart]:
    """Return the areas with a rated or chosen statement; if it is short, a chosen one."""
    few = 0 if is_short(shaped) else FEW
    parts = [area_part(area, scale, chosen, read, few) for area in shaped["areas"]]
    return [part for part in parts if part.statements]


def has_more(shaped: AgreedShown, parts: Sequence[AreaPart]) -> bool:
    """Return whether an answer of the submission is not among these statements."""
    named = {each.code for part in parts for each in part.statements}
    return any(
        each["kind"] != NOT_RATED and each["code"] not in named
        for area in shaped["areas"]
        for each in area["statements"]
    )


def annexed(shaped: AgreedShown) -> list[AnnexedArea]:
    """Return the areas of the annex, with every statement."""
    return [
        AnnexedArea(
            number=area["number"],
            title=area["title"],
            answered=[e for e in area["statements"] if e["kind"] != NOT_RATED],
            not_rated=[e["code"] for e in area["statements"] if e["kind"] == NOT_RATED],
        )
        for area in shaped["areas"]
    ]


def area_part(
    area: AreaShown, scale: Sequence[ScalePoint], chosen: Chosen, read: Read, few: int
) -> AreaPart:
    values = [point["value"] for point in scale]
    kinds = dict.fromkeys(chosen.strengths, "strength")
    kinds |= dict.fromkeys(chosen.priorities, "priority")
    picked = {each["code"] for each in area["statements"] if each["code"] in kinds}
    for side in (1, -1):
        picked |= set(outermost(area["statements"], values, side)[:few])
    return AreaPart(
        number=area["number"],
        title=area["title"],
        counts=[each for each in area["counts"] if each[2]],
        unrated=area["unrated"],
        statements=[
            Said(
                code=each["code"],
                runs=each["runs"],
                rating=each["rating"],
                label=each["label"],
                detail=each["detail"],
                kind=kinds.get(each["code"], ""),
                evidence=read(each["code"], "evidence"),
            )
            for each in sorted(
                area["statements"], key=lambda each: -(each["rating"] or 0)
            )
            if each["code"] in picked
        ],
    )


def outermost(
    statements: Sequence[StatementShown], values: Sequence[int], side: int
) -> list[str]:
    """Return the codes on one side of the scale, furthest and with evidence first."""
    there = [
        each
        for each in statements
        if each["rating"] is not None and agreement.side(each["rating"], values) == side
    ]
    there.sort(key=lambda each: (-side * (each["rating"] or 0), not each["evidence"]))
    return [each["code"] for each in there]
