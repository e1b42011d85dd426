"""What a completed form says otherwise than the site, field by field.

Three values of a field decide: what the form held when it was downloaded, what the
site holds now, and what the form says. A form that nobody downloaded here held
nothing. Plain data; nothing here knows the database.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

NOT_RATED = [None, ""]
UNDECIDED = [None, "undecided"]
UNKNOWN = [None, "unknown"]
BLANK = {"answer": NOT_RATED, "evidence": "", "ideas": ""}
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
    base: object
    now: object
    said: object
    candidates: tuple = ()
    is_clash: bool = False
    is_doubtful: bool = False

    @property
    def key(self):
        return f"{self.place}-{self.name}"

    @property
    def is_text(self):
        return self.name in TEXTS

    @property
    def is_emptied(self):
        """Whether the form had something there that was deleted."""
        return self.said in ("", None, NOT_RATED)

    @property
    def is_filled(self):
        """Whether there was nothing before."""
        return self.base in ("", None, NOT_RATED)

    @property
    def both(self):
        """Both texts, one after the other."""
        return f"{self.now}{BETWEEN}{self.said}"


def of_statement(
    code: str,
    *,
    base: dict,
    now: dict,
    said: dict,
    candidates: Collection[int] = (),
    doubtful: Collection[str] = (),
) -> list[Difference]:
    """Return the Differences of one statement.

    `base` and `now` are like BLANK, `said` has "ratings", "evidence" and "ideas", and
    `candidates` are the ratings that the site could not decide between. `doubtful`
    are the names of what the form may say otherwise: somebody must choose, and
    nothing is emptied by it.
    """
    found = [_of_answer(code, base["answer"], now["answer"], said, candidates)]
    found += [_of_text(code, name, base[name], now[name], said[name]) for name in TEXTS]
    return [
        _doubted(difference) if difference.name in doubtful else difference
        for difference in found
        if difference and not (difference.name in doubtful and difference.is_emptied)
    ]


def _doubted(difference: Difference) -> Difference:
    return replace(difference, is_clash=True, is_doubtful=not difference.is_clash)


def of_score(number, *, base, now, said):
    """The Differences of a score out of ten: one or none."""
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


def _of_answer(code, base, now, said, candidates):
    marked = said["ratings"]
    if not marked and said.get("not_rated"):
        return _of_not_rated(code, base, now)
    if len(marked) > 1:
        if now == UNDECIDED and list(candidates) == marked:
            return None
        is_clash = not base == now == NOT_RATED
        two = tuple(marked)
        return Difference(code, "answer", base, now, UNDECIDED, two, is_clash)
    answer = [marked[0], ""] if marked else NOT_RATED
    if answer in (now, _as_printed(base), _as_printed(now)):
        return None
    is_clash = not marked or now != base
    return Difference(code, "answer", base, now, answer, is_clash=is_clash)


def _of_not_rated(code, base, now):
    """Return what "cannot rate" changes: nothing where a reason is given already."""
    if now[0] is None and now[1]:
        return None
    is_clash = not base == now == NOT_RATED
    return Difference(code, "answer", base, now, UNKNOWN, is_clash=is_clash)


def _as_printed(answer):
    """An answer as a form shows it, which has no place for why there is none."""
    return [answer[0], ""]


def _visible(text):
    """A text without spaces at the ends of lines, which some programs take away."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _of_text(code, name, base, now, said):
    if _visible(said) in (_visible(base), _visible(now)):
        return None
    if now != base and said and now.endswith(BETWEEN + said):
        return None  # it was added before
    is_clash = not said or now != base
    return Difference(code, name, base, now, said, is_clash=is_clash)
