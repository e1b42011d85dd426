"""The sections of a Word file that the paper form does not have.

A section is {"heading", "is_new_page", "sentences", "columns", "shares", "rows"} (see
`values.Section`). Their words are in `printed_text`, so that our reader knows them.
"""

from collections.abc import Iterable
from typing import Literal, cast

from assessments.submission.shown.content import (
    Agreed,
    FollowUpTable,
    Framework,
    GroupRating,
    Labels,
    Response,
    ScalePoint,
)
from assessments.submission.shown.document import AgreedShown, StatementShown
from assessments.submission.shown.wording import labels_of, outcome_words

from .. import printed_text
from .values import Section

Rows = list[tuple[StatementShown, Response]]


def part(
    heading: str,
    columns: Iterable[str],
    shares: list[int],
    rows: list[list[str]],
    *,
    sentences: Iterable[str] = (),
    is_new_page: bool = False,
) -> Section:
    return {
        "heading": heading,
        "is_new_page": is_new_page,
        "sentences": list(sentences),
        "columns": list(columns),
        "shares": shares,
        "rows": rows,
    }


def sections(content: Agreed, shaped: AgreedShown) -> list[Section]:
    """Return what explains the answers: reasons, dissent, changes, notes on scores.

    `content` is a submission's document or the current agreement; `shaped` is the same
    through `document.shape_agreed`. Sections without a row are left out.
    """
    rows: Rows = [
        (statement, content["responses"].get(statement["code"], {}))
        for area in shaped["areas"]
        for statement in area["statements"]
    ]
    found = [
        part(
            printed_text.ANNEX,
            printed_text.REASONS,
            [30, 18, 30, 30],
            reason_rows(rows, content["framework"]["scale"]),
            sentences=[printed_text.ANNEX_SAYS],
        ),
        part(
            printed_text.DISSENT,
            printed_text.DISSENTS,
            [30, 18, 60],
            dissent_rows(rows),
        ),
        part(
            printed_text.CHANGE,
            printed_text.CHANGES,
            [30, 15, 15, 30, 12, 12],
            change_rows(rows),
        ),
        part(printed_text.NOTE, printed_text.NOTES, [40, 60], note_rows(shaped)),
    ]
    found = [each for each in found if each["rows"]]
    for each in found[:1]:
        each["is_new_page"] = True
    return found


def named(statement: StatementShown) -> str:
    """Return a statement as a row's heading: "7a We listen"."""
    return f"{statement['code']} {''.join(text for text, _ in statement['runs'])}"


def reason_rows(rows: Rows, scale: Iterable[ScalePoint]) -> list[list[str]]:
    """Return a row for each statement that is explained."""
    labels = labels_of(scale)
    return [
        [
            named(statement),
            outcome_words(response, labels),
            reason_of(response),
            said_of(response, labels),
        ]
        for statement, response in rows
        if is_explained(response)
    ]


def reason_of(response: Response) -> str:
    """Return the reason somebody gave: our reader puts its own where there is none."""
    reason = response.get("rationale", "")
    return "" if reason == printed_text.NOT_ON_FORM else reason


def is_explained(response: Response) -> bool:
    """Return whether an answer has a reason, or a group did not rate as was settled."""
    ratings = response.get("ratings") or []
    settled = response.get("rating") if response.get("outcome") == "agreed" else None
    return bool(reason_of(response)) or any(
        each["reason"] or each["second"] or each["first"] not in {None, settled}
        for each in ratings
    )


def said_of(response: Response, labels: Labels) -> str:
    """Return what each group rated, before and after the discussion.

    "Agree: Health, Housing. Disagree: Legal. After the discussion, Agree: Legal."
    """
    ratings = response.get("ratings") or []
    after = by_rating(ratings, "second", labels)
    said = [
        *by_rating(ratings, "first", labels),
        *(f"{each['group']}: {each['reason']}" for each in ratings if each["reason"]),
        *([f"After the discussion, {'; '.join(after)}"] if after else []),
    ]
    return " ".join(f"{sentence.rstrip('.')}." for sentence in said)


def by_rating(
    ratings: Iterable[GroupRating], name: Literal["first", "second"], labels: Labels
) -> list[str]:
    """Return ["Agree: Health, Housing"] of first or second ratings, highest first."""
    groups: dict[int, list[str]] = {value: [] for value in sorted(labels, reverse=True)}
    for each in ratings:
        if rating := each[name]:
            groups[rating].append(each["group"])
    return [
        f"{labels[value]}: {', '.join(found)}"
        for value, found in groups.items()
        if found
    ]


def dissent_rows(rows: Rows) -> list[list[str]]:
    return [
        [named(statement), dissent["group"], dissent["text"]]
        for statement, _ in rows
        for dissent in statement["dissents"]
    ]


def change_rows(rows: Rows) -> list[list[str]]:
    return [
        [
            named(statement),
            change["before"],
            change["after"],
            change["why"],
            change["by"],
            change["at"],
        ]
        for statement, _ in rows
        for change in statement["changes"]
    ]


def note_rows(shaped: AgreedShown) -> list[list[str]]:
    return [
        [f"{row['number']}. {row['title']}", row["note"]]
        for row in shaped["scores"]["rows"]
        if row["note"]
    ]


def follow_up_form(framework: Framework) -> list[Section]:
    """Return the edition's own follow-up form, blank, if it prints one."""
    printed = cast("FollowUpTable | None", framework.get("follow_up"))
    if not printed:
        return []
    columns = printed["columns"]
    blank = [""] * (len(columns) - 1)
    rows = [[label, *blank] for label in printed["rows"]]
    total = f" / {printed['out_of']}"
    rows.append([printed["total_label"], total, total, *blank[2:]])
    return [
        part(
            printed["heading"],
            columns,
            [36, *[14] * (len(columns) - 2), 60],
            rows,
            sentences=[printed["intro"]],
            is_new_page=True,
        )
    ]
