"""The content of a submission: a document complete in itself.

It holds the whole edition it answers, so a submission can be read and printed from
it alone, whatever later becomes of editions, names and code.
"""

import hashlib
import json

from django.utils import timezone

from frameworks.models import Statement

FORMAT = "leavingcare.submission"
VERSION = 1


def of(assessment, *, reference, number, submitted_at, submitted_by):
    """The assessment as agreed, as JSON types only. Five queries."""
    framework = assessment.round.framework
    areas = list(assessment.agreed_areas.select_related("area"))
    responses = assessment.agreed_responses.select_related("statement__area", "rating")
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": reference,
        "number": number,
        "submitted_at": timezone.localtime(submitted_at).isoformat(timespec="seconds"),
        "submitted_by": submitted_by.name if submitted_by else "",
        "edition": framework.edition,
        "framework": framework_document(framework),
        "authority": {"name": assessment.authority.name},
        "round": {"slug": assessment.round.slug, "name": assessment.round.name},
        "cover": cover_document(assessment),
        "responses": {
            response.statement.code: response_document(response)
            for response in responses
        },
        "global_scores": {str(area.area.number): area.global_score for area in areas},
        "global_score_notes": {
            str(area.area.number): area.global_score_note for area in areas
        },
    }


def cover_document(assessment):
    cover = {name: getattr(assessment, name) for name in assessment.COVER_FIELDS}
    if cover["completed_on"]:
        cover["completed_on"] = cover["completed_on"].isoformat()
    return cover


def response_document(response):
    return {
        "outcome": response.outcome,
        "rating": response.rating and response.rating.value,
        "candidates": response.candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "rationale": response.rationale,
    }


FRAMEWORK_TEXTS = [
    "edition",
    "title",
    "title_printed",
    "credit",
    "contact",
    "ideas_prompt",
    "scores_heading",
    "scores_instruction",
    "scores_note",
    "scores_stem",
    "cover_questions",
]
AREA_TEXTS = [
    "number",
    "theme",
    "title",
    "examples",
    "heading_printed",
    "row_label",
    "prompt_md",
    "evidence_prompt",
    "rating_title",
    "rating_order",
]
STATEMENT_TEXTS = ["letter", "code", "text_md", "footnote", "family"]
SCALE_TEXTS = ["value", "label", "column_heading", "guide", "guide_number"]


def framework_document(framework):
    """The edition, in the order it prints itself. Three queries."""
    statements = {}
    for statement in Statement.objects.filter(area__framework=framework).select_related(
        "area"
    ):
        statements.setdefault(statement.area_id, []).append(
            _texts(statement, STATEMENT_TEXTS)
        )
    return _texts(framework, FRAMEWORK_TEXTS) | {
        "scale": [_texts(point, SCALE_TEXTS) for point in framework.scale.all()],
        "areas": [
            _texts(area, AREA_TEXTS) | {"statements": statements[area.pk]}
            for area in framework.areas.all()
        ],
    }


def _texts(row, names):
    return {name: getattr(row, name) for name in names}


def canonical(content):
    """The document as the bytes its digest is of."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def digest(content):
    """SHA-256 of the canonical document, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
