"""The content of a submission: a document complete in itself.

It holds the whole edition it answers, so a submission can be read and printed from
it alone, even if editions, names or code change later.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from django.db.models import prefetch_related_objects

from frameworks.models import Area, Framework, ScalePoint, Statement
from leavingcare.models import User

from ..analysis.scoring import OUT_OF
from ..models import (
    AgreedResponse,
    Assessment,
)
from .agreed import Agreed, agreed_of
from .approval import ApprovalStatus, standing
from .discussion import (
    changes_document,
    dissents_document,
    later_document,
    ratings_document,
    reported_revisions,
    time_document,
)
from .shown import content

FORMAT = "leavingcare.submission"
VERSION = 1


class Kept(TypedDict):
    """The parts to keep of a document that a submission is imported from.

    `voices` is what was said in another place and time, of which this site has no
    rows: the "ratings", "dissents" and "changes" of each statement, by code.
    """

    sign_off: content.SignOff | None
    reopened_because: str
    not_printed: list[str]
    origin: content.Origin
    voices: dict[str, content.Response]


def of(
    assessment: Assessment,
    *,
    reference: str,
    number: int,
    submitted_at: datetime,
    submitted_by: User | None,
    not_printed: Iterable[str] = (),
) -> content.Document:
    """Return the submission of the assessment as agreed, as JSON types only.

    `not_printed` is what its published PDF leaves out (see `shown.not_printed`).
    """
    agreed = agreed_document(assessment)
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": reference,
        "number": number,
        "submitted_at": time_document(submitted_at),
        "submitted_by": submitted_by.name if submitted_by else "",
        "reopened_because": assessment.reopened_because,
        "not_printed": list(not_printed),
        "edition": agreed["edition"],
        "framework": agreed["framework"],
        "authority": agreed["authority"],
        "round": agreed["round"],
        "cover": agreed["cover"],
        "responses": agreed["responses"],
        "global_scores": agreed["global_scores"],
        "global_score_notes": agreed["global_score_notes"],
        "sign_off": agreed["sign_off"],
    }


def with_kept(submission: content.Document, kept: Kept) -> content.Document:
    """Return the document with what is kept of the one it is imported from."""
    responses = {
        code: _merged(response, kept["voices"].get(code, {}))
        for code, response in submission["responses"].items()
    }
    return {
        **submission,
        "responses": responses,
        "sign_off": kept["sign_off"],
        "reopened_because": kept["reopened_because"],
        "not_printed": kept["not_printed"],
        "origin": kept["origin"],
    }


def _merged(response: content.Response, kept: content.Response) -> content.Response:
    return {**response, **kept}


def agreed_document(assessment: Assessment) -> content.Agreed:
    """Return what is agreed, with the edition it answers. Eight queries."""
    agreed = agreed_of(assessment)
    return document_of(agreed, standing(agreed))


def document_of(agreed: Agreed, status: ApprovalStatus) -> content.Agreed:
    """Return the same of an Agreed that was fetched, with its status. Five queries.

    Two more if ratings came in after a statement was settled.
    """
    assessment = agreed.assessment
    framework = assessment.round.framework
    return {
        "edition": framework.edition,
        "framework": _framework(
            framework,
            [each.area for each in agreed.areas],
            [row.statement for row in agreed.responses],
        ),
        "authority": {"name": assessment.authority.name},
        "round": {"slug": assessment.round.slug, "name": assessment.round.name},
        "cover": cover_document(assessment),
        "responses": responses_document(agreed),
        "global_scores": {
            str(each.area.number): each.global_score for each in agreed.areas
        },
        "global_score_notes": {
            str(each.area.number): each.global_score_note for each in agreed.areas
        },
        "sign_off": sign_off_document(status),
    }


def sign_off_document(status: ApprovalStatus) -> content.SignOff | None:
    """Return the last approval of what is agreed; None if nobody has approved."""
    approved = status.approved
    if approved is None or approved.approved_by is None or not approved.approved_at:
        return None
    return {
        "asked_by": approved.asked_by.name,
        "asked_at": time_document(approved.asked_at),
        "approved_by": approved.approved_by.name,
        "approved_at": time_document(approved.approved_at),
        "changed_since": status.changed_since,
    }


def responses_document(agreed: Agreed) -> dict[str, content.Response]:
    """Return {code: the agreed response, with ratings, dissent, changes and later}."""
    assessment = agreed.assessment
    ratings = ratings_document(assessment)
    dissents = dissents_document(assessment)
    revisions = reported_revisions(assessment)
    changes = changes_document(revisions)
    later = later_document(agreed, revisions)
    found: dict[str, content.Response] = {}
    for row in agreed.responses:
        found[row.statement.code] = {
            **response_document(row),
            "ratings": ratings.get(row.statement_id, []),
            "dissents": dissents.get(row.pk, []),
            "changes": changes.get(row.pk, []),
        }
        if row.pk in later:
            found[row.statement.code]["later"] = later[row.pk]
    return found


def cover_document(assessment: Assessment) -> content.Cover:
    """Return the cover sheet."""
    cover = {name: getattr(assessment, name) for name in assessment.COVER_FIELDS}
    if cover["completed_on"]:
        cover["completed_on"] = cover["completed_on"].isoformat()
    return cover


def response_document(response: AgreedResponse) -> content.Response:
    """Return an agreed response."""
    return {
        "outcome": response.outcome,
        "rating": response.rating.value if response.rating else None,
        "candidates": response.candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "rationale": response.rationale,
    }


def framework_document(framework: Framework) -> content.Framework:
    """Return the edition, in the order it prints itself. Three queries."""
    statements = Statement.objects.filter(area__framework=framework)
    return _framework(
        framework, framework.areas.all(), statements.select_related("area")
    )


def _framework(
    framework: Framework, areas: Iterable[Area], statements: Iterable[Statement]
) -> content.Framework:
    """Return the edition with its areas and statements, which are in printed order."""
    prefetch_related_objects([framework], "scale")
    in_area: defaultdict[int, list[content.Statement]] = defaultdict(list)
    for statement in statements:
        in_area[statement.area_id].append(_statement(statement))
    return {
        "edition": framework.edition,
        "title": framework.title,
        "title_printed": framework.title_printed,
        "credit": framework.credit,
        "contact": framework.contact,
        "ideas_prompt": framework.ideas_prompt,
        "scores_heading": framework.scores_heading,
        "scores_instruction": framework.scores_instruction,
        "scores_note": framework.scores_note,
        "scores_stem": framework.scores_stem,
        "cover_questions": framework.cover_questions,
        "scale": [_point(point) for point in framework.scale.all()],
        "areas": [_area(area, in_area[area.pk]) for area in areas],
    }


def form_document(framework: Framework) -> content.Form:
    """Return the edition with everything that its blank form prints. Four queries.

    "follow_up" also has the paper's own "rows" and the maximum total, "out_of".
    """
    follow_up: content.FollowUpTable = framework.follow_up.copy()
    if follow_up:
        areas = list(framework.areas.all())
        follow_up["rows"] = [
            f"{area.number}. {area.follow_up_label} ({area.follow_up_prompts})"
            if area.follow_up_prompts
            else f"{area.number}. {area.follow_up_label}"
            for area in areas
        ]
        follow_up["out_of"] = str(OUT_OF * len(areas))
    return {
        **framework_document(framework),
        "guidance": framework.guidance,
        "footnotes": framework.footnotes,
        "follow_up": follow_up,
    }


def _point(point: ScalePoint) -> content.ScalePoint:
    return {
        "value": point.value,
        "label": point.label,
        "column_heading": point.column_heading,
        "guide": point.guide,
        "guide_number": point.guide_number,
    }


def _area(area: Area, statements: list[content.Statement]) -> content.Area:
    return {
        "number": area.number,
        "theme": area.theme,
        "title": area.title,
        "examples": area.examples,
        "heading_printed": area.heading_printed,
        "row_label": area.row_label,
        "prompt_md": area.prompt_md,
        "evidence_prompt": area.evidence_prompt,
        "rating_title": area.rating_title,
        "rating_order": area.rating_order,
        "statements": statements,
    }


def _statement(statement: Statement) -> content.Statement:
    return {
        "letter": statement.letter,
        "code": statement.code,
        "text_md": statement.text_md,
        "footnote": statement.footnote,
        "family": statement.family,
    }
