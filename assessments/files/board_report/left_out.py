"""The texts that a board report leaves out, as they may identify a person.

The moderator can include each of them: see `choices`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.analysis.personal_details import personal_details
from assessments.submission.shown.content import (
    Action,
    Document,
    Supplements,
    SurveyFinding,
)

PLAN, ASKED, FINDING, GATHERED = "action", "request", "finding", "gathered"
NOT_PRINTED = "Not printed: it could identify someone."
NOT_RATED = "not_rated"  # the outcome that is printed with its reason
FIELDS = {"evidence": "evidence", "ideas": "ideas for improvement"}


@dataclass(frozen=True)
class Personal:
    """A text that could identify someone.

    key    the code of its statement, the key of a cover question, or `key_of` the text
           of an action, a request or a finding
    about  what it is: "1a, evidence"
    found  [(what it looks like, the words)]
    """

    key: str
    about: str
    found: list[tuple[str, str]]


def action_text(action: Action) -> str:
    """Return what a report prints of an action besides its date and state."""
    said = (
        action.get("text"),
        action.get("note"),
        action.get("owner"),
        action.get("measure"),
    )
    return "\n".join(filter(None, said))


def surveyed(
    supplements: Supplements | None,
) -> Mapping[str, Sequence[SurveyFinding]]:
    """Return the findings of young people's survey, by the area's number as text."""
    said = (supplements or {}).get("young_people") or {}
    return said.get("findings") or {}


def how_gathered(supplements: Supplements | None) -> str:
    """Return how young people's scores were gathered, as far as it was written."""
    said = (supplements or {}).get("young_people") or {}
    return said.get("how_gathered") or ""


def finding_text(finding: SurveyFinding) -> str:
    """Return what a report prints of a finding besides how many answered."""
    return "\n".join(filter(None, (finding["text"], finding["source"])))


def key_of(kind: str, text: str) -> str:
    """Return the key of a text that may still change: another text, another key."""
    return f"{kind} {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def without_reasons(content: Document, hidden: set[str]) -> Document:
    """Return the document without the reasons for not rating these statements."""
    responses = content["responses"].copy()
    for code in hidden & responses.keys():
        if responses[code].get("outcome") == NOT_RATED:
            responses[code] = {**responses[code], "rationale": ""}
    return {**content, "responses": responses}


def personal_texts(
    content: Document,
    supplements: Supplements | None = None,
    asked: Sequence[str] = (),
) -> list[Personal]:
    """Return the texts a report may print that could identify someone."""
    found = []
    for key, about, text in [*texts_of(content), *later_texts(supplements, asked)]:
        details = [(str(each.kind), each.found) for each in personal_details(text)]
        if details:
            found.append(Personal(key, about, details))
    return found


def texts_of(content: Document) -> Iterator[tuple[str, str, str]]:
    """Yield (key, what it is, text) of a submission's cover and answers."""
    for question in content["framework"]["cover_questions"]:
        if question["key"] in ("how_completed", "who_was_involved"):
            answer = content["cover"].get(question["key"]) or ""
            yield question["key"], question["question"], answer
    for code, response in content["responses"].items():
        yield code, f"{code}, {FIELDS['evidence']}", response.get("evidence", "")
        yield code, f"{code}, {FIELDS['ideas']}", response.get("ideas", "")
        if response.get("outcome") == NOT_RATED:
            reason = response.get("rationale", "")
            yield code, f"{code}, reason it is not rated", reason


def later_texts(
    supplements: Supplements | None, asked: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield (key, what it is, text) of what young people say, the plan, the requests."""
    gathered = how_gathered(supplements)
    yield (
        key_of(GATHERED, gathered),
        "How young people’s scores were gathered",
        gathered,
    )
    for area, findings in surveyed(supplements).items():
        for number, finding in enumerate(findings, 1):
            text = finding_text(finding)
            about = f"Finding {number} from young people, area {area}"
            yield key_of(FINDING, text), about, text
    for number, action in enumerate((supplements or {}).get("action_plan") or [], 1):
        text = action_text(action)
        yield key_of(PLAN, text), f"Action {number} of the action plan", text
    for number, line in enumerate(asked, 1):
        yield key_of(ASKED, line), f"Request {number} to the Board", line
