"""An authority's own answers beside a benchmark that was released."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..analysis.agreement import Word, steps
from ..analysis.benchmark import EVERYBODY
from ..analysis.beside_others import above_most, beside_own, position, stands_out
from ..analysis.discussion import FEWEST_GROUPS, word_of
from ..analysis.returns import Area, Edition, Return
from ..analysis.score_change import ScoreChange, score_change
from ..analysis.scoring import OUT_OF
from ..models import Assessment, Benchmark, Submission
from . import plots
from .benchmarking import Figures
from .reading import read, rows_of

FEW = 3  # statements of a kind
NO_ANSWER = "no rating was agreed"
DISPUTED = {
    Word.SPLIT: "Groups rated it on both sides of the scale",
    Word.ONE_VOICE: "One group rated it on the other side from the rest",
}


@dataclass(frozen=True)
class AreaBeside:
    """An area: the own score, where it lies, and young people's."""

    area: Area
    own: int | None
    words: str
    in_group: str
    young_people: int | None

    @property
    def young_words(self) -> str:
        """Return young people's score and by how much it differs; "–" if there is none."""
        return beside_own(self.young_people, self.own)


@dataclass(frozen=True)
class StatementBeside:
    """A statement: the own rating, and how many others rated it lower, so and higher."""

    code: str
    text: str
    own: str
    lower: int
    same: int
    higher: int


@dataclass(frozen=True)
class Disputed:
    """A statement that the authority's groups disputed, and what was settled."""

    code: str
    text: str
    word: Word
    settled: str

    @property
    def said(self) -> str:
        """Return how the groups rated it and what was agreed, as members read it."""
        agreed = f"the agreed answer is {self.settled}" if self.settled else NO_ANSWER
        return f"{DISPUTED[self.word]}; {agreed}"


@dataclass(frozen=True)
class Results:
    """Everything on the page of an authority's results.

    reference   of the submission that they are of
    later       the reference of its last submission if that came after, else ""
    is_rated_by_groups   if two groups or more rated the same statement
    """

    benchmark: Benchmark
    reference: str
    later: str
    submitted: int
    group: str
    areas: list[AreaBeside]
    above: list[StatementBeside]
    below: list[StatementBeside]
    disputed: list[Disputed]
    is_rated_by_groups: bool
    change: ScoreChange | None
    plot: plots.Dots


def latest(assessment: Assessment) -> tuple[Benchmark, str] | None:
    """Return the latest benchmark that the assessment is in, with the reference in it."""
    own = set(assessment.submissions.values_list("reference", flat=True))
    for benchmark in Benchmark.objects.filter(round=assessment.round_id):
        for reference in own & set(benchmark.basis):
            return benchmark, reference
    return None


def released_to(assessments: Iterable[Assessment]) -> set[int]:
    """Return the keys of the assessments that have results. One query."""
    bases = Submission.objects.filter(
        assessment__in=assessments, assessment__round__benchmarks__isnull=False
    ).values_list("assessment", "reference", "assessment__round__benchmarks__basis")
    return {key for key, reference, basis in bases if reference in basis}


def benchmark_of(submission: Submission) -> Benchmark | None:
    """Return the latest benchmark that the submission is in, or None."""
    for benchmark in Benchmark.objects.filter(round=submission.assessment.round_id):
        if submission.reference in benchmark.basis:
            return benchmark
    return None


def of_submission(submission: Submission) -> Results | None:
    """Return what a submission is by the latest benchmark that it is in, or None."""
    benchmark = benchmark_of(submission)
    if benchmark is None:
        return None
    return results_of(submission.assessment, benchmark, submission.reference)


def results_of(assessment: Assessment, benchmark: Benchmark, reference: str) -> Results:
    """Return the results of an authority by a benchmark, of its submission in that."""
    own, edition, last = _own(assessment, reference)
    figures: Figures = benchmark.figures
    group = benchmark.basis[own.reference]
    areas = [_area(area, own, figures, group) for area in edition.areas]
    above, below = above_most(own.ratings, figures["statements"], FEW)
    texts = {each.code: each.text.rstrip(".") for each in edition.statements}

    def rows(codes: list[str]) -> list[StatementBeside]:
        return [_statement(code, texts[code], own, edition, figures) for code in codes]

    stages = own.follow_up or {}
    return Results(
        benchmark=benchmark,
        reference=reference,
        later=last if last != reference else "",
        submitted=len(benchmark.basis),
        group=group,
        areas=areas,
        above=rows(above),
        below=rows(below),
        disputed=_disputed(own, edition, texts),
        is_rated_by_groups=any(
            len(each.ratings) >= FEWEST_GROUPS for each in own.discussed.values()
        ),
        change=score_change(
            {area: one for area, (one, _) in stages.items()},
            {area: two for area, (_, two) in stages.items()},
        ),
        plot=_plot(areas, figures),
    )


def _own(assessment: Assessment, reference: str) -> tuple[Return, Edition, str]:
    """Return what the authority submitted under a reference, with its groups' ratings.

    The edition comes next, then the reference of its last submission.
    """
    [(_, row)] = rows_of(Assessment.objects.filter(pk=assessment.pk), {})
    last, row["reference"] = row["reference"], reference
    [data] = read([(assessment.round, [row])], with_discussion=True)
    return data.returns[0], data.edition, last


def _area(area: Area, own: Return, figures: Figures, group: str) -> AreaBeside:
    spreads = figures["areas"].get(str(area.number), {})
    score = own.scores.get(area.number)
    return AreaBeside(
        area=area,
        own=score,
        words=position(score, spreads.get(EVERYBODY, {})),
        in_group=position(score, spreads.get(group, {})) if group else "",
        young_people=own.young_people.get(area.number),
    )


def _statement(
    code: str, text: str, own: Return, edition: Edition, figures: Figures
) -> StatementBeside:
    rating = own.ratings[code]
    place = stands_out(rating or 0, figures["statements"][code]) or (0, 0, 0)
    return StatementBeside(code, text, edition.scale[rating or 0], *place)


def _disputed(own: Return, edition: Edition, texts: dict[str, str]) -> list[Disputed]:
    """Return the statements that would take its groups the most steps to agree on."""
    scale = tuple(sorted(edition.scale))
    found = {
        code: each
        for code, each in own.discussed.items()
        if code in texts and word_of(each.ratings, scale) in DISPUTED
    }
    order = sorted(found, key=lambda code: -steps(found[code].ratings))[:FEW]
    return [
        Disputed(
            code,
            texts[code],
            word_of(found[code].ratings, scale),
            edition.scale.get(found[code].settled or 0, ""),
        )
        for code in order
    ]


def _plot(areas: list[AreaBeside], figures: Figures) -> plots.Dots:
    rows = []
    for each in areas:
        spread = figures["areas"].get(str(each.area.number), {}).get(EVERYBODY, {})
        half = spread.get("middle_half")
        rows.append(
            plots.DotInput(
                f"{each.area.number}. {each.area.title}",
                each.own,
                (half[0], half[1]) if half else None,
                end="no score" if each.own is None else f"score {each.own}",
            )
        )
    return plots.dots(
        "This authority’s score of each area and the middle half of everybody’s. The "
        "table says the same in words.",
        rows,
        range(0, OUT_OF + 1, 2),
        dot="This authority’s score",
        part="Middle half of all who submitted",
    )
