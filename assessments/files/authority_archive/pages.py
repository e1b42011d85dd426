"""The pages of the archive: plain HTML that any browser shows, without scripts.

Pages are made one at a time, from tables read in the same order, so that only one page
is in memory, however much an authority wrote.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from frameworks.light import to_plain

from .contents import NAMED
from .site import Page, Site
from .table import Row
from .wording import Labels, agreed_words, draft_words, rated, revisions_in_words

Key = Any  # sortable: a number or a tuple of numbers


class SortedRows:
    """Rows sorted by a key, taken key by key in that order."""

    def __init__(self, rows: Iterable[Row], key: Callable[[Row], Key]) -> None:
        self.groups = groupby(rows, key)
        self.next = next(self.groups, None)

    def take(self, key: Key) -> list[Row]:
        """Return the rows of that key, and skip those of smaller keys."""
        while self.next and self.next[0] < key:
            self.next = next(self.groups, None)
        if self.next is None or self.next[0] != key:
            return []
        rows = list(self.next[1])
        self.next = next(self.groups, None)
        return rows


def pages(site: Site) -> Iterator[Page]:
    """Yield every page of the archive except its first."""
    for one in site.assessments:
        yield _assessment(site, one)
    yield from _drafts(site)
    yield from _agreed(site)
    yield from _happened(site)


def first(site: Site, listed: Sequence[tuple[str, str]]) -> Page:
    """Return the first page; `listed` is [(name, about)] of files that are not pages."""
    context = {
        "people": [_labelled("people", row) for row in site.rows("people")],
        "invitations": [
            _labelled("invitations", row) for row in site.rows("invitations")
        ],
        "listed": listed,
    }
    return site.page("", "index.html", "Where to begin", "index", **context)


def _labelled(name: str, row: Row) -> Row:
    """Return a row of that table with the labels of its choices."""
    table = NAMED[name]
    return row | {each: table.shown(each, row[each]) for each in table.labels}


def _assessment(site: Site, one: Row) -> Page:
    of = {name: rows[one["round"]] for name, rows in site.of_round.items()}
    groups = [
        (
            group,
            [each for each in of["group_members"] if each["group"] == group["group"]],
            [each for each in of["drafts"] if each["group"] == group["group"]],
        )
        for group in of["groups"]
    ]
    submissions = [
        (submission, ["json", *_formats(of["submission_files"], submission)])
        for submission in of["submissions"]
    ]
    context = of | {
        "one": _labelled("assessments", one),
        "groups": groups,
        "submissions": submissions,
        "actions": [_labelled("actions", each) for each in of["actions"]],
        "young_people_scores": [
            _labelled("young_people_scores", each) for each in of["young_people_scores"]
        ],
    }
    about = f"{one['round_name']}: the assessment"
    return site.page(one["folder"], "index.html", about, "assessment", **context)


def _formats(files: Iterable[Row], submission: Row) -> list[object]:
    return [
        file["format"] for file in files if file["reference"] == submission["reference"]
    ]


# Drafts


def _drafts(site: Site) -> Iterator[Page]:
    drafts = {
        draft["_draft"]: draft
        for rows in site.of_round["drafts"].values()
        for draft in rows
    }
    tables = {
        name: SortedRows(site.rows(name), lambda row: row["_draft"])
        for name in ["draft_revisions", "notes", "second_ratings"]
    }
    responses = groupby(site.rows("draft_responses"), lambda row: row["_draft"])
    for key, rows in responses:
        draft = drafts[key]
        labels = site.labels[site.edition[draft["round"]]]
        about = f"Draft of {draft['group']}, area {draft['area']}"
        yield site.page(
            site.folders[draft["round"]],
            draft["file"],
            about,
            "draft",
            draft=draft,
            answers=_draft_answers(
                rows, {n: b.take(key) for n, b in tables.items()}, labels
            ),
        )


def _draft_answers(
    rows: Iterable[Row], belonging: Mapping[str, list[Row]], labels: Labels
) -> list[Row]:
    """Return draft responses for a page, each with what belongs to it."""
    of = {name: _by_response(found) for name, found in belonging.items()}
    return [
        row
        | {
            "text": to_plain(row["text"]),
            "answer": draft_words(row, labels),
            "revisions": revisions_in_words(
                of["draft_revisions"][row["_response"]], labels
            ),
            "notes": of["notes"][row["_response"]],
            "seconds": [
                each | {"answer": rated(each["rating"], labels)}
                for each in of["second_ratings"][row["_response"]]
            ],
        }
        for row in rows
    ]


def _by_response(rows: Iterable[Row]) -> Mapping[object, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row["_response"]].append(row)
    return found


# What was agreed


def _agreed(site: Site) -> Iterator[Page]:
    areas = {
        (area["_assessment"], area["area"]): area
        for rows in site.of_round["areas"].values()
        for area in rows
    }

    def key_of(row: Row) -> Key:
        return row["_assessment"], row["area"]

    tables = {
        name: SortedRows(site.rows(name), key_of)
        for name in ["agreed_revisions", "dissents"]
    }
    for key, found in groupby(site.rows("agreed_responses"), key_of):
        rows, area = list(found), areas[key]
        labels = site.labels[site.edition[area["round"]]]
        of = {name: _by_response(b.take(key)) for name, b in tables.items()}
        yield site.page(
            site.folders[area["round"]],
            area["file"],
            f"Agreed answers, area {area['area']}",
            "agreed",
            area=area,
            answers=[_agreed_answer(row, of, labels) for row in rows],
        )


def _agreed_answer(
    row: Row, of: Mapping[str, Mapping[object, list[Row]]], labels: Labels
) -> Row:
    way = NAMED["agreed_revisions"].labels["way"]
    revisions = [
        each | {"way": way[each["way"]]}
        for each in of["agreed_revisions"][row["_response"]]
    ]
    return row | {
        "text": to_plain(row["text"]),
        "answer": agreed_words(row, labels),
        "revisions": revisions_in_words(revisions, labels, agreed_words),
        "dissents": of["dissents"][row["_response"]],
    }


# What happened


def _happened(site: Site) -> Iterator[Page]:
    for name, rows in groupby(site.rows("what_happened"), lambda row: row["round"]):
        yield site.page(
            site.folders[name],
            "what-happened.html",
            "Who did what and when",
            "happened",
            events=[_labelled("what_happened", row) for row in rows],
        )
