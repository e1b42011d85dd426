"""Names of local authorities compared, as people write them in many ways.

"City of Bristol", "Bristol, City of" and "Bristol City Council" are one name here. Near matches are only ever offered to a person, who decides.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import TypeVar

# What a name may have or leave out and still be the same authority's.
GENERIC = frozenset(
    [
        "and",
        "the",
        "of",
        "a",
        "council",
        "councils",
        "authority",
        "local",
        "city",
        "county",
        "borough",
        "metropolitan",
        "district",
        "unitary",
        "royal",
        "london",
        "corporation",
        "boro",
        "mbc",
        "bc",
        "cc",
        "dc",
        "ua",
        "lb",
        "rbc",
    ]
)
LIKE = 0.84  # from which share of common letters two names are offered as one
POSSESSIVE = re.compile(r"['’]s\b")  # "Kent’s"
Key = TypeVar("Key")


def words_of(name: str) -> list[str]:
    """Return a name's words in lower case, without accents and punctuation."""
    return [word.casefold() for word in _as_written(name)]


def _as_written(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).replace("&", " and ")
    return "".join(
        char if char.isalnum() else " "
        for char in plain
        if not unicodedata.combining(char) and char not in "'’"
    ).split()


def spelling(name: str) -> str:
    """Return what is equal for two spellings of one full name."""
    return " ".join(words_of(name))


def core(name: str) -> str:
    """Return what is left of a name without words like "council", in order of letters.

    A name of such words alone is kept whole.
    """
    words = words_of(name)
    return " ".join(sorted(set(words) - GENERIC or set(words)))


def short(name: str) -> str:
    """Return a name's own words in order: "Bristol, City of" is "bristol".

    A name of words like "council" alone is kept whole.
    """
    words = words_of(name)
    own = [place for place, word in enumerate(words) if word not in GENERIC]
    return " ".join(words[own[0] : own[-1] + 1] if own else words)


def own_name(name: str) -> str:
    """Return a name without such words at its ends: "City of Bristol" is "Bristol".

    A name of such words alone is kept whole.
    """
    words = name.split()
    own = [place for place, word in enumerate(words) if not _is_generic(word)]
    return " ".join(words[own[0] : own[-1] + 1]).strip(",") if own else name


def _is_generic(word: str) -> bool:
    return GENERIC.issuperset(words_of(word))


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1; the same but for such words is 1."""
    first, second = core(one), core(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if _is_part(first, second) or _is_part(second, first):
        return 0.9
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _is_part(few: str, many: str) -> bool:
    """Return whether all words of one name are in the other, as Dorset in West Dorset."""
    return set(few.split()) < set(many.split())


def alike(name: str, names: Mapping[Key, Iterable[str]], most: int = 5) -> list[Key]:
    """Return the keys of those whose names may be meant, the most alike first.

    `names` has each one's names. The order of equals is that of `names`.
    """
    found = [
        (max((likeness(name, each) for each in theirs), default=0.0), key)
        for key, theirs in names.items()
    ]
    near = [(score, key) for score, key in found if score >= LIKE]
    return [key for _, key in sorted(near, key=lambda pair: -pair[0])[:most]]


def search(wanted: str, names: Mapping[Key, Iterable[str]]) -> list[Key]:
    """Return the keys of those that a search finds, or those that are alike.

    Each word looked for begins a word of one of their names. Those with a name that
    begins with the search come first.
    """
    looked_for = words_of(wanted)
    if not looked_for:
        return []
    first, others = [], []
    for key, theirs in names.items():
        found = [words for name in theirs if _has(words := words_of(name), looked_for)]
        if any(" ".join(words).startswith(" ".join(looked_for)) for words in found):
            first.append(key)
        elif found:
            others.append(key)
    return [*first, *others] or alike(wanted, names, most=10)


def named_in(text: str, names: Mapping[Key, Iterable[str]]) -> list[Key]:
    """Return the keys of those that a text names, in the order of `names`.

    In full, or by its own words beginning with a capital letter: "Kent did well" names
    Kent County Council, and "thank you for reading" does not name Reading.
    """
    forms = (text, POSSESSIVE.sub("", text))
    written = [word for form in forms for word in [*_as_written(form), ""]]
    words = [word.casefold() for word in written]

    def has(own: list[str], *, is_capital: bool) -> bool:
        return bool(own) and any(
            words[at : at + len(own)] == own
            and (written[at][0].isupper() or not is_capital)
            for at in range(len(words))
        )

    return [
        key
        for key, theirs in names.items()
        if any(
            has(words_of(name), is_capital=len(words_of(name)) == 1)
            or has(short(name).split(), is_capital=True)
            for name in theirs
        )
    ]


def _has(words: Iterable[str], looked_for: Iterable[str]) -> bool:
    words = list(words)
    return all(any(word.startswith(each) for word in words) for each in looked_for)
