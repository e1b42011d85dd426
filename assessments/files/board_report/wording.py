"""The sentences of the report, ready to print; its templates only place them."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from assessments.analysis import agreement, scoring, sentences
from assessments.submission.shown.content import Framework, ScalePoint
from assessments.submission.shown.ratings import ApprovalShown, ChangeShown
from assessments.submission.shown.wording import labels_of

from .figures import Gap

DONE = {
    "how_completed": "How the self-assessment was done",
    "who_was_involved": "Who was involved",
}
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
NAMED = 3  # areas in one sentence


def in_words(number: int) -> str:
    """Return a number up to nine in words."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def count(number: int, noun: str = "statement") -> str:
    """Return "1 statement" or "2 statements"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural


def made_by(
    groups: int,
    outcomes: Sequence[str],
    submitted: str,
    approval: ApprovalShown | None,
) -> str:
    """Return who made the self-assessment, and when; `outcomes` of all statements."""
    sent = f"submitted to Coram Voice on {submitted}"
    if approval and not approval["by"]:
        sent += ", without approval"
    elif approval and approval["changed_since"]:
        sent += f", changed since it was approved: {approval['changed_since']}"
    if not groups:
        return f"It was {sent}."
    if groups == 1:
        return f"One working group rated the statements. The assessment was {sent}."
    return (
        f"{in_words(groups).capitalize()} working groups rated the statements "
        f"independently, then {agreed(outcomes)}; it was {sent}."
    )


def changed(changes: Sequence[ChangeShown]) -> str:
    """Return what an approver changed: "from Mostly disagree to Mostly agree"."""
    return "; ".join(f"from {each['before']} to {each['after']}" for each in changes)


def agreed(outcomes: Sequence[str]) -> str:
    """Return to how many statements an answer was agreed."""
    number = outcomes.count("agreed")
    if number == len(outcomes):
        return "one answer to each was agreed"
    return f"an answer to {number} of the {len(outcomes)} was agreed"


def rated(counts: Sequence[tuple[int, str, int]], number: int, of: int) -> str:
    """Return how many statements have a rating, and how many of each."""
    if not number:
        return f"None of the {of} statements has a rating."
    each = [f"{found} {label}" for _, label, found in counts if found]
    if number < of:
        has = verb(number, "has", "have")
        said = f"{number} of {of} statements {has} a rating"
    elif len(each) == 1:
        [label] = [label for _, label, found in counts if found]
        return f"All {of} statements are rated {label}."
    else:
        said = f"All {of} statements have a rating"
    return f"{said}: {sentences.join_and(each)}."


def positive(scale: Sequence[ScalePoint]) -> str:
    """Return which ratings are positive: "Agree or Mostly agree"."""
    values = [point["value"] for point in scale]
    return sentences.join_or(
        point["label"] for point in scale if agreement.side(point["value"], values) > 0
    )


def on_the_whole(score: scoring.CumulativeScore, framework: Framework) -> str:
    """Return the mean in words and the band; "" if too few statements are rated."""
    if score.band is None:
        return ""
    mean = scoring.mean_among(score, labels_of(framework["scale"]))
    first = "The ratings"
    if mean.startswith("between"):
        first = f"The mean of these ratings is {mean}. They"
    return f"{first} add up to {sums(score)} {band(score, framework)}"


def sums(score: scoring.CumulativeScore) -> str:
    """Return the sum of the ratings, of the most that the statements rated can have."""
    if score.unrated:
        return f"{score.total} of {score.most} for the {score.rated} statements rated."
    return f"{score.total} of {score.most}."


def band(score: scoring.CumulativeScore, framework: Framework) -> str:
    """Return the band, what it is worth, and what the statements not rated change."""
    said = f"That is “{score.band}” in the bands of the national evaluation"
    if scoring.bands_note(framework.get("edition", "")):
        said += (
            ", an indication only, as they are those of the edition "
            f"of {scoring.BANDS_FROM}"
        )
    if score.unrated:
        said += (
            f". The bands count all {count(score.statements)}: "
            f"{score.total} of {score.maximum}"
        )
    if score.best_band == score.band:
        return f"{said}."
    unrated = f"the {count(score.unrated)} not rated were rated highest"
    return f"{said}. It would be “{score.best_band}” if {unrated}."


def young_people(gaps: Sequence[Gap], how_many: int | None = None) -> list[str]:
    """Return young people's scores next to the service's; nothing without both.

    `how_many` of them took part, None if that is not known.
    """
    if not gaps:
        return []
    lower = [gap for gap in gaps if gap.is_lower]
    totals = sum(gap.young for gap in gaps), sum(gap.own for gap in gaps)
    both = f"Over the {len(gaps)} areas that both scored"
    if len(gaps) == 1:
        both = f"In the one area that both scored, {gaps[0].name}"
    said = [
        (
            f"{both}, young people give {totals[0]} and the service {totals[1]}, out of "
            f"{scoring.OUT_OF * len(gaps)}."
        )
    ]
    if lower and len(gaps) > 1:
        named = "; ".join(
            f"{gap.name}, young people {gap.young} and the service {gap.own}"
            for gap in lower[:NAMED]
        )
        fewer = f"They give {len(lower)} of these areas less than the service does."
        said.append(f"{fewer} Furthest apart: {named}.")
    if how_many is not None:
        took = verb(how_many, "person", "people")
        said.append(f"{how_many} young {took} took part.")
    return said


PARTS = ("know", "how", "next")


def numbers(*, has_known: bool, has_next: bool) -> dict[str, str]:
    """Return {part: "1. "} of the parts that a report has, {} if there is only one."""
    there = {"know": has_known, "how": True, "next": has_next}
    named = [part for part in PARTS if there[part]]
    if len(named) == 1:
        return {}
    return {part: f"{number}. " for number, part in enumerate(named, 1)}


@dataclass(frozen=True)
class Annex:
    """An annex; `called` begins a sentence: "Annex A" or "The annex"."""

    title: str
    called: str


def annexes(*, has_ideas: bool, has_ratings: bool) -> dict[str, Annex]:
    """Return {name: Annex} of the annexes there are, with letters if there are two."""
    titles = {
        "ideas": "ideas for the other statements with a negative rating",
        "ratings": "every statement and its rating",
    }
    there = {"ideas": has_ideas, "ratings": has_ratings}
    named = [name for name in titles if there[name]]
    if len(named) == 1:
        return {name: Annex(f"Annex: {titles[name]}", "The annex") for name in named}
    return {
        name: Annex(f"Annex {letter}: {titles[name]}", f"Annex {letter}")
        for letter, name in zip(ascii_uppercase, named, strict=False)
    }


def ideas(priorities: Sequence[bool]) -> str:
    """Return the title of a table of ideas: for each, whether it is for a priority."""
    if all(priorities):
        return "Ideas for the priorities"
    return "Ideas, those for the priorities first" if any(priorities) else "Ideas"


def moved(up: int, down: int, same: int) -> str:
    """Return how the ratings moved since last time."""
    number = up + down + same
    has = verb(
        number,
        "statement that asks the same thing has",
        "statements that ask the same thing have",
    )
    return f"{number} {has} a rating both times: {each_way(up, down, same)}."


def each_way(up: int, down: int, same: int) -> str:
    """Return how many went up, went down and stayed the same, if any did; "" if none."""
    found = {"went up": up, "went down": down, "stayed the same": same}
    said = [f"{many} {went}" for went, many in found.items() if many]
    return sentences.join_and(said) if said else ""


def evidence(given: int, of: int, unsupported: Sequence[str]) -> str:
    """Return how many statements have evidence; `unsupported` are codes."""
    first = f"{given} of {of} statements {verb(given, 'has', 'have')} evidence."
    if not unsupported:
        return first
    number = len(unsupported)
    return (
        f"{first} {count(number)} with a positive rating "
        f"{verb(number, 'has', 'have')} none: {', '.join(unsupported)}."
    )


def hidden(codes: Sequence[str]) -> str:
    """Return which texts are not printed, as they may name someone; "" if none."""
    if not codes:
        return ""
    return (
        f"Texts that could identify someone are not printed here: {', '.join(codes)}."
    )


def follow_up(
    stages: Sequence[tuple[int, int]],
    of: int,
    completed: str,
    *,
    is_returned: bool,
    is_of_submission: bool = True,
) -> str:
    """Return the change of the global scores of areas with both; "" without any.

    is_of_submission  the submission has all scores of stage 1
    """
    if not stages:
        return ""
    number = len(stages)
    one, two = (sum(each) for each in zip(*stages, strict=True))
    on = f", completed on {completed}" if completed else ""
    said = f"{number} of {count(of, 'area')} {verb(number, 'was', 'were')} scored again"
    said += f" at the follow-up{on}: {ups_and_downs(stages)}. "
    said += verb(number, "It has", "Together they have")
    said += f" {two} out of {scoring.OUT_OF * number} at stage 2, after {one} at "
    said += "the submission (stage 1)." if is_of_submission else "stage 1."
    if not is_returned:
        said += " The follow-up has not been submitted yet."
    return said


def ups_and_downs(stages: Sequence[tuple[int, int]]) -> str:
    """Return how many scores went up, went down and stayed the same."""
    up = sum(after > before for before, after in stages)
    down = sum(after < before for before, after in stages)
    if len(stages) == 1:
        return "it went up" if up else "it went down" if down else "it stayed the same"
    return each_way(up, down, len(stages) - up - down)
