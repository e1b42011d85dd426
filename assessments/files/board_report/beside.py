"""The part "Beside the others", if Coram Voice released results of the submission."""

from assessments.round_analysis.beside_others import Results
from assessments.submission.shown.content import Document
from assessments.submission.shown.not_printed import as_printed


def values(content: Document, released: Results | None) -> dict[str, object]:
    """Return the values of the part; none without results.

    What groups disputed is left out where the authority does not print their ratings.
    """
    if released is None:
        return {}
    shown = as_printed(content)["responses"]
    disputed = [
        each for each in released.disputed if shown.get(each.code, {}).get("ratings")
    ]
    standing = [
        ("Rated higher here than by most of the others", released.above),
        ("Rated lower here than by most of the others", released.below),
    ]
    return {
        "released": released,
        "standing": [(title, rows) for title, rows in standing if rows],
        "disputed": disputed,
    }
