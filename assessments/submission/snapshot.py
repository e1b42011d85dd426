"""The content of a submission: a document complete in itself.

It holds the whole edition it answers, so a submission can be read and printed from
it alone, whatever later becomes of editions, names and code.
"""

from collections import defaultdict

from django.utils import timezone

from frameworks.models import Statement

from ..models import AgreedRevision, Dissent, DraftResponse, SecondRating
from ..moderation.comparison_queries import labels_of, reason_in_words
from .agreed import agreed_of
from .approval import standing

FORMAT = "leavingcare.submission"
VERSION = 1
OUT_OF = 10  # a score's highest


def of(assessment, *, reference, number, submitted_at, submitted_by, not_printed=()):
    """The submission of the assessment as agreed, as JSON types only.

    `not_printed` is what its published PDF leaves out (see `redaction`).
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": reference,
        "number": number,
        "submitted_at": time_document(submitted_at),
        "submitted_by": submitted_by.name if submitted_by else "",
        "reopened_because": assessment.reopened_because,
        "not_printed": list(not_printed),
    } | agreed_document(assessment)


def with_kept(content, kept):
    """The content with what is kept of a document it is brought in from.

    `kept` holds its "sign_off", "reopened_because", "not_printed", "origin" and, as
    "voices", {code: {"ratings", "dissents", "changes"}}: what was said in another place and time, of
    which this site has no rows.
    """
    responses = {
        code: response | kept["voices"].get(code, {})
        for code, response in content["responses"].items()
    }
    names = ("sign_off", "reopened_because", "not_printed", "origin")
    return content | {"responses": responses} | {name: kept[name] for name in names}


def agreed_document(assessment):
    """What is agreed, with the edition it answers. Twelve queries."""
    framework = assessment.round.framework
    agreed = agreed_of(assessment)
    return {
        "edition": framework.edition,
        "framework": framework_document(framework),
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
        "sign_off": sign_off_document(standing(agreed)),
    }


def time_document(moment):
    return timezone.localtime(moment).isoformat(timespec="seconds")


def sign_off_document(standing):
    """Who approved what is agreed, or the last that was approved; None if nobody did.

    "changed_since" names what was settled after that, as part of a sentence.
    """
    approved = standing.approved
    if approved is None:
        return None
    return {
        "asked_by": approved.asked_by.name,
        "asked_at": time_document(approved.asked_at),
        "approved_by": approved.approved_by.name,
        "approved_at": time_document(approved.approved_at),
        "changed_since": standing.changed_since,
    }


def responses_document(agreed):
    """{code: the agreed response, with what groups rated and what became of it}."""
    assessment = agreed.assessment
    ratings = ratings_document(assessment)
    dissents = dissents_document(assessment)
    changes = changes_document(assessment)
    return {
        row.statement.code: response_document(row)
        | {
            "ratings": ratings[row.statement_id],
            "dissents": dissents[row.pk],
            "changes": changes[row.pk],
        }
        for row in agreed.responses
    }


ANSWER = [
    "pk",
    "statement",
    "draft__group__name",
    "rating__value",
    "not_rated_reason",
    "candidates",
]


def ratings_document(assessment, **only):
    """{statement id: [{"group", "first", "reason", "second"}]}, groups by name.

    Of what was handed in, or `only` of some statements (`statement=...`). "reason"
    says in words why there is no first rating; "second" is the last rating given
    after hearing the others, once it was shown.
    """
    labels = labels_of(assessment.round.framework)
    seconds = SecondRating.objects.filter(
        response__draft__group__assessment=assessment, revealed_at__isnull=False
    )
    second = dict(seconds.order_by("pk").values_list("response", "rating__value"))
    answers = DraftResponse.objects.filter(
        draft__group__assessment=assessment, draft__handed_in_at__isnull=False, **only
    )
    found = defaultdict(list)
    for each in answers.order_by("draft__group__name").values_list(*ANSWER, named=True):
        first = each.rating__value
        found[each.statement].append(
            {
                "group": each.draft__group__name,
                "first": first,
                "reason": "" if first else reason_in_words(each, labels),
                "second": second.get(each.pk),
            }
        )
    return found


def dissents_document(assessment):
    """{agreed response: [{"group", "text"}]} of the notes not taken back."""
    found = defaultdict(list)
    for response, group, text in Dissent.objects.filter(
        response__assessment=assessment, withdrawn_at=None
    ).values_list("response", "group__name", "text"):
        found[response].append({"group": group, "text": text})
    return found


def changes_document(assessment):
    """{agreed response: [{"from", "to", "why", "by", "at"}]} by approvers, in order.

    "from" and "to" are {"outcome", "rating", "candidates"}.
    """
    found = defaultdict(list)
    for revision in (
        AgreedRevision.objects.filter(
            response__assessment=assessment, way=AgreedRevision.Way.SIGN_OFF
        )
        .select_related("by")
        .order_by("pk")
    ):
        content = revision.content
        found[revision.response_id].append(
            {
                "from": _outcome(content["before"]),
                "to": _outcome(content),
                "why": content["rationale"],
                "by": revision.by.name,
                "at": time_document(revision.at),
            }
        )
    return found


def _outcome(content):
    return {name: content[name] for name in ("outcome", "rating", "candidates")}


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


def form_document(framework):
    """The edition with all that its blank form prints: guidance, follow-up. Four queries.

    "follow_up" has the paper's own "rows" and what its total is "out_of", too.
    """
    follow_up = dict(framework.follow_up)
    if follow_up:
        areas = list(framework.areas.all())
        follow_up["rows"] = [
            f"{area.number}. {area.follow_up_label} ({area.follow_up_prompts})"
            if area.follow_up_prompts
            else f"{area.number}. {area.follow_up_label}"
            for area in areas
        ]
        follow_up["out_of"] = str(OUT_OF * len(areas))
    return framework_document(framework) | {
        "guidance": framework.guidance,
        "footnotes": framework.footnotes,
        "follow_up": follow_up,
    }


def _texts(row, names):
    return {name: getattr(row, name) for name in names}
