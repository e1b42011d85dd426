"""The sections of a Word file on what was recorded with a submission or after it.

Each heading's columns are in `printed_text`, and our reader reads back what stands here.
"""

from collections.abc import Sequence

from assessments.submission.shown.actions import about_words
from assessments.submission.shown.content import (
    PICKS,
    Action,
    Agreed,
    FollowUp,
    FollowUpArea,
    Supplements,
    YoungPeople,
    YoungPeopleScore,
)
from assessments.submission.shown.document import AgreedShown
from assessments.submission.shown.supplements import follow_up_values
from assessments.submission.shown.wording import date_words
from assessments.submission.shown.young_people import about_values

from .. import printed_text
from .appendix import named, part
from .values import Section

Titles = list[tuple[str, str]]  # of areas: (number as text, "7. Accommodation")


def sections(
    content: Agreed, shaped: AgreedShown, beside: Supplements
) -> list[Section]:
    """Return sections of the supplements (see `submission.supplements.of`).

    `shaped` is `content` through `document.shape_agreed`. Areas are in the order of the
    page of scores. Sections without a row are left out.
    """
    titles = [
        (str(row["number"]), f"{row['number']}. {row['title']}")
        for row in shaped["scores"]["rows"]
    ]
    found = [
        *young_people_sections(titles, beside),
        *follow_up_sections(content, shaped, titles, beside),
        plan_section(beside.get("action_plan") or []),
    ]
    for each in found:
        each["sentences"].insert(0, printed_text.BESIDE_SAYS)
    return [each for each in found if each["rows"]]


def young_people_sections(titles: Titles, beside: Supplements) -> list[Section]:
    """Return young people's scores, how they were gathered, and their survey."""
    record = beside.get("young_people") or YoungPeople()
    findings = record.get("findings", {})
    return [
        scores_section(titles, beside["young_people_scores"]),
        part(
            printed_text.GATHERED,
            printed_text.GATHEREDS,
            [40, 80],
            [[label, value] for label, value in about_values(record, str)],
        ),
        part(
            printed_text.FINDING,
            printed_text.FINDINGS,
            [36, 60, 10, 12, 30],
            [
                [
                    title,
                    each["text"],
                    text_of(each["asked"]),
                    text_of(each["answered"]),
                    each["source"],
                ]
                for number, title in titles
                for each in findings.get(number, [])
            ],
        ),
    ]


def scores_section(titles: Titles, scores: dict[str, YoungPeopleScore]) -> Section:
    """Return the scores of all areas, without a column in which nothing would stand."""
    nothing: YoungPeopleScore = {}
    said = [(title, scores.get(number, nothing)) for number, title in titles]
    columns, shares = [*printed_text.YOUNG_PEOPLES], [40, 20]
    rows = [
        [title, text_of(each.get("score")) or printed_text.NOT_GIVEN]
        for title, each in said
    ]
    more = [
        (
            printed_text.PICK,
            24,
            [PICKS.get(each.get("pick", ""), "") for _, each in said],
        ),
        (
            printed_text.HOW_GATHERED,
            60,
            [each.get("how_gathered") or "" for _, each in said],
        ),
    ]
    for heading, share, texts in more:
        if any(texts):
            columns.append(heading)
            shares.append(share)
            rows = [[*row, text] for row, text in zip(rows, texts, strict=True)]
    return part(
        printed_text.YOUNG_PEOPLE,
        columns,
        shares,
        rows if scores else [],
        sentences=[printed_text.YOUNG_PEOPLE_ORDER],
    )


def follow_up_sections(
    content: Agreed, shaped: AgreedShown, titles: Titles, beside: Supplements
) -> list[Section]:
    """Return the follow-up, and the progress on ideas."""
    later = beside["follow_up"]
    followed = later.get("areas", {})
    return [
        part(
            printed_text.FOLLOW_UP,
            printed_text.FOLLOW_UPS,
            [30, 14, 14, 30, 30, 30],
            [
                [title, *follow_up_texts(followed[number])]
                for number, title in titles
                if number in followed
            ],
            sentences=follow_up_sentences(content, later),
        ),
        part(
            printed_text.IDEA,
            printed_text.IDEAS,
            [40, 60, 20],
            idea_rows(shaped, later.get("ideas", {})),
        ),
    ]


def follow_up_sentences(content: Agreed, later: FollowUp) -> list[str]:
    """Return when it was completed and submitted, and what the submission lacks."""
    areas, scores = content["framework"]["areas"], content["global_scores"]
    said = follow_up_values(areas, later, str, scores)
    reference = said["reference"] and f" Reference {said['reference']}."
    found = [said["completed"], said["returned"] + reference, said["given_later"]]
    return list(filter(None, found))


def plan_section(plan: list[Action]) -> Section:
    """Return the action plan, with a column of measures if there is any."""
    columns: Sequence[str] = printed_text.PLANS
    shares = [10, 40, 30, 22, 18, 14, 30]
    if any(each.get("measure") for each in plan):
        columns = printed_text.MEASURED_PLANS
        shares = [10, 36, 26, 22, 18, 28, 14, 26]
    said = [plan_texts(each) for each in plan]
    rows = [[each[name] for name in columns] for each in said]
    return part(printed_text.PLAN, columns, shares, rows)


def plan_texts(action: Action) -> dict[str, str]:
    """Return the texts of an action by their columns."""
    is_same = action["idea"] == action["text"]
    texts = [
        about_words(action),
        action["text"],
        printed_text.SAME_IDEA if is_same else action["idea"],
        action["owner"],
        date_words(action["due_on"]) if action["due_on"] else "",
        action.get("measure", ""),
        printed_text.STATUSES[action["state"]],
        action["note"],
    ]
    return dict(zip(printed_text.MEASURED_PLANS, texts, strict=True))


def idea_rows(shaped: AgreedShown, statuses: dict[str, str]) -> list[list[str]]:
    return [
        [named(each), each["ideas"], printed_text.STATUSES[statuses[each["code"]]]]
        for area in shaped["areas"]
        for each in area["statements"]
        if each["code"] in statuses
    ]


def follow_up_texts(row: FollowUpArea) -> list[str]:
    return [
        text_of(row.get("stage_one")),
        text_of(row.get("stage_two")),
        row.get("what_helped") or "",
        row.get("barriers") or "",
        row.get("next_steps") or "",
    ]


def text_of(score: int | None) -> str:
    return "" if score is None else str(score)
