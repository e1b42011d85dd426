"""Works out whether a line of a form is the heading of an area."""

from assessments.submission.shown.content import Framework

from .wording import words

EXACT, LOOSE = 2, 1
LONGEST = 500
BEFORE_A_TITLE = 5
EXTRA_WORDS = 8
SHARED_WORDS = 0.6
USUAL_WORDS = {"gold", "standard", "area"}


class Headings:
    """The titles of an edition's areas, as lists of words."""

    def __init__(self, edition: Framework) -> None:
        self.titles = {
            area["number"]: (
                words(area["title"]),
                words(f"for example {area.get('examples', '')}"),
            )
            for area in edition["areas"]
        }

    def area_of(self, text: str) -> tuple[int | None, int]:
        """Return the number of the area a text is the heading of, or None, and the fit.

        EXACT is the title, with its number or the usual words before it and the
        area's examples after it. LOOSE is a line with the area's number that has
        most words of the title, so it may include words that people added.
        """
        said = words(text) if len(text) <= LONGEST else []
        fitting = [
            (fit(said, number, title, examples), len(title), number)
            for number, (title, examples) in self.titles.items()
        ]
        best, _, number = max(fitting, default=(0, 0, 0))
        return (number, best) if best else (None, 0)


def fit(said: list[str], number: int, title: list[str], examples: list[str]) -> int:
    """Return how well words fit an area's heading: EXACT, LOOSE or 0."""
    numbered = said[:1] == [str(number)]
    for start in range(len(said) - len(title) + 1):
        end = start + len(title)
        if said[start:end] != title or not title:
            continue
        before = (
            start <= BEFORE_A_TITLE if numbered else set(said[:start]) <= USUAL_WORDS
        )
        if before and set(said[end:]) <= set(examples):
            return EXACT
    shared = len(set(title) & set(said)) / max(1, len(set(title)))
    room = len(title) + len(examples) + EXTRA_WORDS
    return LOOSE if numbered and shared >= SHARED_WORDS and len(said) <= room else 0
