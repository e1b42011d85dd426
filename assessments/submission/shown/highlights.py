"""Suggestions, by rule, of the statements a board should read about first.

The moderator chooses among these and all others. Reads documents alone, and
submissions as `document.shape` has them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.analysis import agreement, sentences
from assessments.analysis.change import Pair

from .content import Document, Supplements
from .document import AgreedShown, AreaShown, StatementShown
from .since import Previous, change_since
from .wording import labels_of

MOST = 5  # that a report names
SUGGESTED = 10
PER_AREA = 2  # among the first
APART = 2  # points between young people's score of an area and the service's own
NOT_COMPARED = 2  # fewer than two groups rated
FROM_AGREED: Mapping[str, int] = {
    agreement.Word.SAME: 0,
    agreement.Word.CLOSE: 1,
    agreement.Word.ONE_VOICE: 3,
    agreement.Word.SPLIT: 4,
}
TIES = (
    "Where that is equal too, those that went {way} come first, then one from each area "
    "in turn, beginning with the area that has the {size} share of positive ratings. "
    f"At most {PER_AREA} of the first {MOST} are from one area."
)
RULE = {
    "strengths": (
        "The highest ratings come first. Where ratings are equal, those on which the "
        f"groups agreed most come first. {TIES.format(way='up', size='largest')} None is "
        f"from an area that young people score at least {APART} points lower than the "
        "service does."
    ),
    "priorities": (
        "The lowest ratings come first. Where ratings are equal, those on which the "
        f"groups agreed most come first. {TIES.format(way='down', size='smallest')}"
    ),
}

Place = tuple[float, ...]  # in an order, lowest first


@dataclass(frozen=True)
class Suggestion:
    """A statement and the reasons for suggesting it, in a few words each."""

    code: str
    area: int
    reasons: tuple[str, ...]
    place: Place = field(compare=False)


@dataclass(frozen=True)
class Known:
    """The values that the rules use: the scale, how ratings moved, and scores by area.

    gaps    {area number: (young people's score, the service's own)} of areas with both
    shares  {area number: positive ratings as a share of those given}
    """

    values: Sequence[int]
    labels: Mapping[int, str]
    moved: Mapping[str, Pair]
    gaps: Mapping[int, tuple[int, int]]
    shares: Mapping[int, float]

    def is_apart(self, area: int) -> bool:
        """Return whether young people score the area clearly lower than the service."""
        young, own = self.gaps.get(area, (0, 0))
        return own - young >= APART


def suggestions(
    shaped: AgreedShown,
    content: Document,
    last: Previous | None,
    supplements: Supplements | None,
) -> dict[str, list[Suggestion]]:
    """Return {"strengths", "priorities"}, most important first, SUGGESTED at most."""
    known = known_of(shaped, content, last, supplements)
    found: dict[str, list[Suggestion]] = {"strengths": [], "priorities": []}
    for area in shaped["areas"]:
        for each in area["statements"]:
            if each["rating"] is None:
                continue
            side = agreement.side(each["rating"], known.values)
            if side > 0 and not known.is_apart(area["number"]):
                found["strengths"].append(as_strength(each, area["number"], known))
            elif side < 0:
                found["priorities"].append(as_priority(each, area["number"], known))
    return {name: spread(each) for name, each in found.items()}


def known_of(
    shaped: AgreedShown,
    content: Document,
    last: Previous | None,
    supplements: Supplements | None,
) -> Known:
    change = change_since(content, last)
    scale = content["framework"]["scale"]
    values = [point["value"] for point in scale]
    return Known(
        values=values,
        labels=labels_of(scale),
        moved={pair.code: pair for pair in (*change.up, *change.down)},
        gaps=scored_by_both(content, supplements),
        shares={area["number"]: share(area, values) for area in shaped["areas"]},
    )


def share(area: AreaShown, values: Sequence[int]) -> float:
    """Return positive ratings as a share of those given, 0 without any."""
    sides = [
        agreement.side(each["rating"], values)
        for each in area["statements"]
        if each["rating"] is not None
    ]
    return sides.count(1) / len(sides) if sides else 0


def scored_by_both(
    content: Document, supplements: Supplements | None
) -> dict[int, tuple[int, int]]:
    """Return {area number: (young people's score, the service's)} where both are given."""
    theirs = (supplements or {}).get("young_people_scores") or {}
    found = {}
    for area in content["framework"]["areas"]:
        key = str(area["number"])
        young, own = theirs.get(key, {}).get("score"), content["global_scores"].get(key)
        if young is not None and own is not None:
            found[area["number"]] = young, own
    return found


def as_strength(each: StatementShown, area: int, known: Known) -> Suggestion:
    """Return a statement rated on the agree side as a Suggestion."""
    rating, pair = each["rating"] or 0, known.moved.get(each["code"])
    went_up = pair is not None and pair.now > pair.then
    reasons = [f"rated {known.labels[rating]}"]
    if pair and went_up:
        reasons.append(f"up from {known.labels[pair.then]}")
    reasons += agreed(each)
    place = -rating, far_from_agreed(each), not went_up, -known.shares[area]
    return Suggestion(each["code"], area, tuple(reasons), place)


def as_priority(each: StatementShown, area: int, known: Known) -> Suggestion:
    """Return a statement rated on the disagree side as a Suggestion."""
    rating, pair = each["rating"] or 0, known.moved.get(each["code"])
    went_down = pair is not None and pair.now < pair.then
    young, own = known.gaps.get(area, (0, 0))
    reasons = [f"rated {known.labels[rating]}"]
    if known.is_apart(area):
        reasons.append(f"young people give the area {young}, the service {own}")
    if pair and went_down:
        reasons.append(f"down from {known.labels[pair.then]}")
    reasons += agreed(each)
    place = rating, far_from_agreed(each), not went_down, known.shares[area]
    return Suggestion(each["code"], area, tuple(reasons), place)


def far_from_agreed(each: StatementShown) -> int:
    """Return a number that is the higher, the less the groups agreed on a statement."""
    return FROM_AGREED.get(each["word"], NOT_COMPARED)


def agreed(each: StatementShown) -> list[str]:
    """Return that the groups rated it the same, as a list of one or none."""
    is_same = each["word"] == agreement.Word.SAME
    return [sentences.ALL_THE_SAME] if is_same else []


def spread(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Return the first of these by place, with only a few from any one area."""
    first: list[Suggestion] = []
    later: list[Suggestion] = []
    of_area: Counter[int] = Counter()
    for each in in_turn(found):
        if of_area[each.area] < PER_AREA and len(first) < MOST:
            first.append(each)
            of_area[each.area] += 1
        else:
            later.append(each)
    return [*first, *later][:SUGGESTED]


def in_turn(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Return these by place; of ties, one of each area before a second of any.

    The last of a place is the area's; what it is equal in before that is a tie.
    """
    before: Counter[tuple[int, Place]] = Counter()
    turns: list[tuple[Place, int, float, Suggestion]] = []
    for each in found:
        *rest, share = each.place
        tie = tuple(rest)
        turns.append((tie, before[each.area, tie], share, each))
        before[each.area, tie] += 1
    turns.sort(key=lambda turn: turn[:3])
    return [each for *_, each in turns]
