"""The version of the rules in `docs/analysis.md`, and the rules in short for readers."""

RULES = 2  # raise it with every change to what a figure is

SHORT = [
    (
        "These figures describe the authorities that returned, and no others. The whole "
        "group was asked, and each authority chose whether to answer. There is no test "
        "and no confidence interval on a mean, a rank or a change."
    ),
    "Counts come first. Missing answers are left out, and n says how many are left.",
    "A share of 20 or more is a percentage. A share of fewer is written as “9 of 19”.",
    "Every score is the authority’s own opinion of its service.",
]
RELEASING = [
    (
        "A median is shown if at least 5 others answered; the middle half and the counts, if "
        "at least 10 did. Those that an authority may see by name are not counted as others."
    ),
    (
        "Releases and groups divide the submissions into parts. Nothing is shown about a "
        "question if, in any part, fewer than two others differ from the commonest answer. "
        "In a first release it then says “nearly all”, without a count."
    ),
    (
        "A group, and everybody outside it, must both be large enough. There are no other "
        "filters."
    ),
    "A new release differs from every earlier one by at least five submissions.",
    "There is no lowest and no highest.",
]
FOR_AUTHORITIES = [SHORT[0], SHORT[-1], RELEASING[0]]
