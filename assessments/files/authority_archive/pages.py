"""The pages of the archive: plain HTML that any browser shows, without scripts.

Pages are made one at a time from rows that come in the same order, so that however
much an authority wrote, only one page of it is in memory.
"""

from collections import defaultdict
from itertools import groupby

from assessments.models import FollowUp
from frameworks.light import to_plain

from .contents import NAMED
from .wording import agreed_words, draft_words, rated, told


class Beside:
    """Rows in the order of a key, taken key by key in that order."""

    def __init__(self, rows, key):
        self.groups = groupby(rows, key)
        self.next = next(self.groups, None)

    def take(self, key):
        """The rows of that key; those of smaller keys are passed over."""
        while self.next and self.next[0] < key:
            self.next = next(self.groups, None)
        if self.next is None or self.next[0] != key:
            return []
        rows = list(self.next[1])
        self.next = next(self.groups, None)
        return rows


def pages(site):
    """Yield every Page of the archive but its first."""
    for one in site.assessments:
        yield _assessment(site, one)
    yield from _drafts(site)
    yield from _agreed(site)
    yield from _happened(site)


def first(site, kept):
    """The first Page; `kept` is [(name, about)] of the files that are not pages."""
    context = {
        "people": [_worded("people", row) for row in site.rows("people")],
        "invitations": [
            _worded("invitations", row) for row in site.rows("invitations")
        ],
        "kept": kept,
    }
    return site.page("", "index.html", "Where to begin", "index", **context)


def _worded(table, row):
    """The row with what it holds of a few values in words."""
    table = NAMED[table]
    return row | {name: table.in_words(name, row[name]) for name in table.labels}


def _assessment(site, one):
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
        "one": _worded("assessments", one),
        "groups": groups,
        "submissions": submissions,
        "follow_ups": [_with_ideas_in_words(each) for each in of["follow_ups"]],
    }
    about = f"{one['round_name']}: the assessment"
    return site.page(one["folder"], "index.html", about, "assessment", **context)


def _with_ideas_in_words(follow_up):
    labels = dict(FollowUp.Idea.choices)
    ideas = follow_up["ideas"].items()
    return follow_up | {"ideas": {code: labels.get(each, each) for code, each in ideas}}


def _formats(files, submission):
    return [
        file["format"] for file in files if file["reference"] == submission["reference"]
    ]


# Drafts


def _drafts(site):
    drafts = {
        draft["_draft"]: draft
        for rows in site.of_round["drafts"].values()
        for draft in rows
    }
    beside = {
        name: Beside(site.rows(name), lambda row: row["_draft"])
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
            answers=_with(rows, {n: b.take(key) for n, b in beside.items()}, labels),
        )


def _with(rows, beside, labels):
    """Draft responses for a page, with what belongs to each."""
    of = {name: _by_response(found) for name, found in beside.items()}
    return [
        row
        | {
            "text": to_plain(row["text"]),
            "answer": draft_words(row, labels),
            "revisions": told(of["draft_revisions"][row["_response"]], labels),
            "notes": of["notes"][row["_response"]],
            "seconds": [
                each | {"answer": rated(each["rating"], labels)}
                for each in of["second_ratings"][row["_response"]]
            ],
        }
        for row in rows
    ]


def _by_response(rows):
    found = defaultdict(list)
    for row in rows:
        found[row["_response"]].append(row)
    return found


# What was agreed


def _agreed(site):
    areas = {
        (area["_assessment"], area["area"]): area
        for rows in site.of_round["areas"].values()
        for area in rows
    }

    def key_of(row):
        return row["_assessment"], row["area"]

    beside = {
        name: Beside(site.rows(name), key_of)
        for name in ["agreed_revisions", "dissents"]
    }
    for key, found in groupby(site.rows("agreed_responses"), key_of):
        rows, area = list(found), areas[key]
        labels = site.labels[site.edition[area["round"]]]
        of = {name: _by_response(b.take(key)) for name, b in beside.items()}
        yield site.page(
            site.folders[area["round"]],
            area["file"],
            f"Agreed answers, area {area['area']}",
            "agreed",
            area=area,
            answers=[_agreed_answer(row, of, labels) for row in rows],
        )


def _agreed_answer(row, of, labels):
    way = NAMED["agreed_revisions"].labels["way"]
    revisions = [
        each | {"way": way[each["way"]]}
        for each in of["agreed_revisions"][row["_response"]]
    ]
    return row | {
        "text": to_plain(row["text"]),
        "answer": agreed_words(row, labels),
        "revisions": told(revisions, labels, agreed_words),
        "dissents": of["dissents"][row["_response"]],
    }


# What happened


def _happened(site):
    for name, rows in groupby(site.rows("what_happened"), lambda row: row["round"]):
        yield site.page(
            site.folders[name],
            "what-happened.html",
            "Who did what, when",
            "happened",
            events=[_worded("what_happened", row) for row in rows],
        )
