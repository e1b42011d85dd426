"""The parts on groups before a discussion, and on what the discussion did."""

from ..analysis.agreement import Word
from ..analysis.discussion import (
    COMPARED,
    FEWEST_SHARED,
    Before,
    Discussed,
    Effect,
    agreement_of_groups,
    before,
    before_in_all,
    effect,
    effect_in_all,
)
from ..analysis.figures import median, rounded, share_in_words
from ..analysis.ranking import in_order
from . import plots
from .counting import authorities
from .part_scores import of_n
from .reading import RoundData
from .tables import Cell, Column, Table

MOST = 20  # disputed statements that are drawn; the table has all
ALL = "All"
ALPHA = "Krippendorff’s alpha"
NOBODY = "No authority has ratings from two or more groups."


Rows = dict[str, list[Discussed]]  # by authority


def _compared(data: RoundData) -> Rows:
    """Return the statements of each authority in which two groups rated any."""
    return {
        one.authority: list(one.discussed.values())
        for one in data.returns
        if any(len(each.first) > 1 for each in one.discussed.values())
    }


def agreement(data: RoundData) -> list[Table]:
    """Return how the groups of each authority rated before the discussion."""
    rows = _compared(data)
    words = {name: before(each, data.edition.scale) for name, each in rows.items()}
    return [_before(rows, words, before_in_all(words.values()))]


def discussion(data: RoundData) -> list[Table]:
    """Return what the discussion did in each authority."""
    return [_effect(_compared(data))]


def _before(rows: Rows, words: dict[str, Before], whole: Before) -> Table:
    alphas = {name: agreement_of_groups(each) for name, each in rows.items()}
    return Table(
        "agreement",
        "Groups before the discussion",
        [
            Column("Authority"),
            Column("Statements compared", 0),
            *[Column(word, 0) for word in COMPARED],
            Column(ALPHA, 2),
        ],
        [
            [name, each.compared, *each.words.values(), alphas[name]]
            for name, each in words.items()
        ],
        lines=_before_lines(whole, list(alphas.values())),
        below=[
            (
                "Statements are compared if two or more groups rated them. Krippendorff’s "
                f"alpha, for ordinal data, is given from {FEWEST_SHARED} such statements. It "
                "is 1 if all groups agree, and 0 if they agree no more than by chance."
            )
        ],
        plot=_words_plot(
            "How the groups’ first ratings lay to one another, by authority. The table "
            "has every figure.",
            words,
        ),
        empty=NOBODY,
    )


def _before_lines(whole: Before, alphas: list[float | None]) -> list[str]:
    said = []
    if whole.compared:
        shares = [
            f"{share_in_words(whole.words[word], whole.compared)} {word}"
            for word in COMPARED
        ]
        said.append(
            f"Two or more groups rated {whole.compared} statements, with those of each "
            f"authority counted separately: {'; '.join(shares)}."
        )
    given = [alpha for alpha in alphas if alpha is not None]
    if given:
        figure = "The median of Krippendorff’s alpha" if len(given) > 1 else ALPHA
        said.append(
            f"{figure} is {rounded(median(given), 2)}, for {authorities(len(given))}."
        )
    return said


def _words_plot(title: str, words: dict[str, Before]) -> plots.Bars | None:
    """Return bars of the four words, with the labels that are the keys of `words`."""
    rows = [
        plots.BarInput(label, list(each.words.values()), end=of_n(each.compared))
        for label, each in words.items()
    ]
    return plots.stacked(title, list(COMPARED), rows) if rows else None


EFFECTS = [
    ("Compared", "compared"),
    ("Settled above the median", "above"),
    ("At the median", "at"),
    ("Between two", "between"),
    ("Below the median", "below"),
    ("Outside the range", "outside"),
    ("Second ratings", "seconds"),
    ("Of these, moved", "moved"),
    ("Changed by an approver", "changed"),
    ("Could not agree", "not_agreed"),
]


def _effect(discussed: Rows) -> Table:
    rows = {name: effect(each) for name, each in discussed.items()}
    whole = effect_in_all(rows.values())
    cells = [_effect_cells(name, each) for name, each in rows.items()]
    if rows:
        cells.append(_effect_cells(ALL, whole))
    parts = ["below", "at", "between", "above"]
    names = ["Below the median", "At the median", "Between two", "Above the median"]
    return Table(
        "discussion",
        "What the discussion did",
        [Column("Authority"), *[Column(heading, 0) for heading, _ in EFFECTS]],
        cells,
        lines=["Each figure is a number of statements, or of second ratings."],
        below=[
            (
                "The settled rating is compared with the median of the groups’ first ratings. "
                "“Between two” means that there were two middle ratings, and one of them, or "
                "one between them, was settled. “Outside the range” means higher or lower "
                "than every group’s rating."
            )
        ],
        plot=plots.stacked(
            "Where the settled rating lies against the median of first ratings, by "
            "authority. The table has every figure.",
            names,
            [
                plots.BarInput(
                    name,
                    [getattr(each, part) for part in parts],
                    end=of_n(each.compared),
                )
                for name, each in rows.items()
            ],
        )
        if rows
        else None,
        empty=NOBODY,
    )


def _effect_cells(name: str, each: Effect) -> list[Cell]:
    return [name, *[getattr(each, field) for _, field in EFFECTS]]


def disputed(data: RoundData) -> list[Table]:
    """Return the statements by how often their groups were Split, the most first."""
    rows = {
        f"{each.code} {each.text}": [
            one.discussed[each.code]
            for one in data.returns
            if each.code in one.discussed
        ]
        for each in data.edition.statements
    }
    words = {name: before(each, data.edition.scale) for name, each in rows.items()}
    compared = {name: each for name, each in words.items() if each.compared}
    shares = {name: _split_share(each) for name, each in compared.items()}
    split = [name for name in in_order(shares) if shares[name]]
    return [
        Table(
            "disputed",
            "The most disputed statements",
            [
                Column("Statement"),
                Column("Authorities compared", 0),
                *[Column(word, 0) for word in COMPARED],
                Column("Split, of those compared"),
                Column("Settled outside the range", 0),
                Column("Could not agree", 0),
            ],
            [_disputed_cells(name, words[name], effect(rows[name])) for name in split],
            lines=_disputed_lines(len(compared), len(split)),
            below=["Equal shares are listed in the order of the statements."],
            plot=_words_plot(
                "How groups’ first ratings lay to one another, for the statements that "
                "were disputed most. The table has every figure.",
                {name: words[name] for name in split[:MOST]},
            ),
            empty="No statement was Split in any authority.",
        )
    ]


def _disputed_lines(compared: int, split: int) -> list[str]:
    if not compared:
        return ["No statement was rated by two or more groups of one authority."]
    return [
        (
            "The order is by the share of authorities whose groups were Split. "
            f"{compared - split} of {compared} statements were Split in none, and are left "
            "out."
        )
    ]


def _disputed_cells(name: str, each: Before, did: Effect) -> list[Cell]:
    return [
        name,
        each.compared,
        *each.words.values(),
        share_in_words(each.words[Word.SPLIT], each.compared),
        did.outside,
        did.not_agreed,
    ]


def _split_share(each: Before) -> float:
    return each.words[Word.SPLIT] / each.compared
