"""The changes that a completed form makes, field by field.

Three values of a field decide: what the form held when it was downloaded, the current
value on the site, and what the form says. A form that nobody downloaded here held
nothing. Plain data; nothing here knows the database.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NotRequired, TypedDict, cast

from assessments.field_merge import Value

Answer = list[int | str | None]  # [rating or None, not-rated reason]
NOT_RATED: Answer = [None, ""]
UNDECIDED: Answer = [None, "undecided"]
UNKNOWN: Answer = [None, "unknown"]


class Fields(TypedDict):
    """The fields of a response, as a download holds them."""

    answer: Answer
    evidence: str
    ideas: str


class Said(TypedDict):
    """The content of a form for one statement."""

    ratings: list[int]
    evidence: str
    ideas: str
    not_rated: NotRequired[bool | None]


BLANK: Fields = {"answer": NOT_RATED, "evidence": "", "ideas": ""}
TEXTS = ("evidence", "ideas")
BETWEEN = "\n\n"  # two texts kept one after the other


@dataclass(frozen=True)
class Difference:
    """A field to take from the form, or one that was changed in both places.

    place       the statement's code, or the number of the area whose score it is
    name        "answer", "evidence", "ideas" or "global_score"
    base        the value when the form was downloaded; an answer is [rating value or
                None, not-rated reason]
    now, said   on the site, on the form
    candidates  the ratings marked in a row with more than one
    is_clash    whether somebody must choose
    is_doubtful whether that is only because the form may be read in another way
    """

    place: str
    name: str
    base: Value
    now: Value
    said: Value
    candidates: tuple[int, ...] = ()
    is_clash: bool = False
    is_doubtful: bool = False

    @property
    def key(self) -> str:
        return f"{self.place}-{self.name}"

    @property
    def is_score(self) -> bool:
        return self.name == "global_score"

    @property
    def is_text(self) -> bool:
        return self.name in TEXTS

    @property
    def is_emptied(self) -> bool:
        """Return whether the form had something that was deleted."""
        return self.said in ("", None, NOT_RATED)

    @property
    def is_filled(self) -> bool:
        """Return whether there was nothing before."""
        return self.base in ("", None, NOT_RATED)

    @property
    def both(self) -> str:
        """Both texts, one after the other."""
        return f"{self.now}{BETWEEN}{self.said}"


def of_statement(
    code: str,
    *,
    base: Fields,
    now: Fields,
    said: Said,
    candidates: Collection[int] = (),
    doubtful: Collection[str] = (),
) -> list[Difference]:
    """Return the Differences of one statement.

    `candidates` are the ratings that the site could not decide between. `doubtful`
    are the names of fields that can be read in another way: somebody must choose, and
    nothing is emptied.
    """
    found = [_of_answer(code, base["answer"], now["answer"], said, candidates)]
    texts = (cast("Mapping[str, str]", each) for each in (base, now, said))
    before, current, form = texts
    found += [
        _of_text(code, name, before[name], current[name], form[name]) for name in TEXTS
    ]
    return [
        _doubted(difference) if difference.name in doubtful else difference
        for difference in found
        if difference and not (difference.name in doubtful and difference.is_emptied)
    ]


def of_open_question(code: str, *, base: Fields, now: Fields) -> Difference:
    """Return the Difference of a rating that the form does not even suggest."""
    return Difference(
        code,
        "answer",
        base["answer"],
        now["answer"],
        NOT_RATED,
        is_clash=True,
        is_doubtful=True,
    )


def _doubted(difference: Difference) -> Difference:
    return replace(difference, is_clash=True, is_doubtful=not difference.is_clash)


def of_score(
    number: str | int, *, base: int | None, now: int | None, said: int | None
) -> list[Difference]:
    """Return the Differences of a score out of ten: one or none."""
    if said in (base, now):
        return []
    is_clash = said is None or now != base
    return [Difference(str(number), "global_score", base, now, said, is_clash=is_clash)]


def counted(taken: Collection[Difference]) -> dict[str, int]:
    """Return how many ratings, rows of two marks, texts and scores these are."""
    names = [one.name for one in taken]
    two_marks = sum(bool(one.candidates) for one in taken)
    return {
        "ratings": names.count("answer") - two_marks,
        "two_marks": two_marks,
        "evidence": names.count("evidence"),
        "ideas": names.count("ideas"),
        "scores": names.count("global_score"),
    }


def _of_answer(
    code: str, base: Answer, now: Answer, said: Said, candidates: Collection[int]
) -> Difference | None:
    marked = said["ratings"]
    cannot = said.get("not_rated")
    if not marked and cannot:
        return _of_not_rated(code, base, now)
    if len(marked) > 1:
        if now == UNDECIDED and list(candidates) == marked:
            return None
        is_clash = not base == now == NOT_RATED
        two = tuple(marked)
        return Difference(code, "answer", base, now, UNDECIDED, two, is_clash)
    if not marked and cannot is False and _is_ticked(base) and now == base:
        return Difference(code, "answer", base, now, NOT_RATED, is_clash=True)
    answer: Answer = [marked[0], ""] if marked else NOT_RATED
    if answer in (now, _as_printed(base), _as_printed(now)):
        return None
    is_clash = not marked or now != base
    return Difference(code, "answer", base, now, answer, is_clash=is_clash)


def _is_ticked(answer: Answer) -> bool:
    """Return whether our form prints an answer as “cannot rate”."""
    return answer[0] is None and answer[1] not in {"", UNDECIDED[1]}


def _of_not_rated(code: str, base: Answer, now: Answer) -> Difference | None:
    """Return what "cannot rate" changes: nothing if a reason is given already."""
    if now[0] is None and now[1]:
        return None
    is_clash = not base == now == NOT_RATED
    return Difference(code, "answer", base, now, UNKNOWN, is_clash=is_clash)


def _as_printed(answer: Answer) -> Answer:
    """Return an answer as a form shows it, which cannot say why there is none."""
    return [answer[0], ""]


def _visible(text: str) -> str:
    """Return a text without spaces at the ends of lines, which some programs remove."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _of_text(code: str, name: str, base: str, now: str, said: str) -> Difference | None:
    if _visible(said) in (_visible(base), _visible(now)):
        return None
    if now != base and said and now.endswith(BETWEEN + said):
        return None  # it was added before
    is_clash = not said or now != base
    return Difference(code, name, base, now, said, is_clash=is_clash)
