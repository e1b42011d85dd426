"""The version of the rules in `docs/analysis.md`, and the rules in short for readers."""

RULES = 1  # raise it with every change to what a figure is

SHORT = [
    (
        "These figures describe the authorities that returned, and nobody else: those asked "
        "are the whole group, and those that answered chose to. There is no test and no "
        "confidence interval on a mean, a rank or a change."
    ),
    "Counts come first. Missing answers are left out, and n says how many are left.",
    "Percentages are given from 20; of fewer, “9 of 19”.",
    "Every score is the authority’s own opinion of its service.",
]
RELEASING = [
    (
        "A spread has a median from 5 others, and the middle half and counts from 10 others. "
        "Those that an authority may see by name are not counted as others."
    ),
    (
        "Nothing is shown of a question if fewer than two others differ from the commonest "
        "answer, in any part in which releases and groups divide the submissions. In a first "
        "release it then says “nearly all”, without a count."
    ),
    (
        "A group, and everybody outside it, must both be large enough. There are no other "
        "filters."
    ),
    "A new release differs from every earlier one by at least five submissions.",
    "There is no lowest and no highest.",
]
FOR_AUTHORITIES = [SHORT[0], SHORT[-1], RELEASING[0]]
