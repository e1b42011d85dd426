"""The tables of what groups did before anything was agreed."""

from django.db.models import Exists, OuterRef, Q

from assessments.models import (
    AgreedArea,
    Draft,
    DraftResponse,
    DraftRevision,
    FormDownload,
    FormUpload,
    Note,
    SecondRating,
    WorkingGroup,
)

from .table import Table, code, columns

TO_GROUP = "group__assessment__authority"
TO_DRAFT = f"draft__{TO_GROUP}"
ROUND = "assessment__round__slug"
OPENED = Exists(
    AgreedArea.objects.filter(
        assessment=OuterRef("response__draft__group__assessment"),
        area=OuterRef("response__draft__area"),
        discussion_opened_at__isnull=False,
    )
)
ANSWER = ["rating", "not_rated_reason", "candidates", "evidence", "ideas"]
ORDER = ["draft", "statement__letter"]


def of_group(paths, **named):
    """Columns of something a group has; they begin with its round and name."""
    place = {"round": f"group__{ROUND}", "group": "group__name"}
    return place | columns(paths, **named)


def of_statement(prefix, paths, **named):
    """Columns of something a draft response has; `prefix` leads to the response."""
    return {
        "_draft": f"{prefix}draft",
        "_response": f"{prefix}pk",
        "round": f"{prefix}draft__group__{ROUND}",
        "group": f"{prefix}draft__group__name",
        "area": f"{prefix}draft__area__number",
        "statement": code(f"{prefix}statement"),
    } | columns(paths, **named)


def of_response(name, title, model, paths, **more):
    """A Table of what belongs to a draft response."""
    return Table(
        name,
        title,
        model,
        f"response__{TO_DRAFT}",
        of_statement("response__", paths),
        [f"response__{each}" for each in ORDER],
        **more,
    )


TABLES = [
    Table(
        "groups",
        "The working groups",
        WorkingGroup,
        "assessment__authority",
        columns("due_on", round=ROUND, group="name"),
        ["assessment", "name"],
    ),
    Table(
        "group_members",
        "Who is in which working group",
        WorkingGroup.members.through,
        "workinggroup__assessment__authority",
        {
            "round": f"workinggroup__{ROUND}",
            "group": "workinggroup__name",
            "name": "user__name",
            "email": "user__email",
        },
        ["workinggroup__assessment", "workinggroup__name", "user__name"],
    ),
    Table(
        "drafts",
        "The drafts: a group's copy of an area",
        Draft,
        TO_GROUP,
        of_group(
            "global_score handed_in_at handed_in_by__name handed_back_because",
            _draft="pk",
            area="area__number",
            area_title="area__title",
        ),
        ["group__assessment", "group__name", "area__number"],
    ),
    Table(
        "draft_responses",
        "What each group answers to each statement",
        DraftResponse,
        TO_DRAFT,
        of_statement(
            "",
            "rating__value not_rated_reason candidates evidence ideas carried_from "
            "updated_at updated_by__name",
            text="statement__text_md",
        ),
        ORDER,
    ),
    of_response(
        "draft_revisions",
        "Every answer a group saved, the oldest first",
        DraftRevision,
        "at by__name content",
        spread={"content": {name: name for name in [*ANSWER, "carried_from"]}},
        called={"not_rated_reason": dict(DraftResponse.NotRated.choices)},
    ),
    of_response(
        "notes",
        "Notes to colleagues, of areas whose discussion is open",
        Note,
        "at by__name text resolved_at resolved_by__name",
        only=Q(OPENED),
    ),
    of_response(
        "second_ratings",
        "Second ratings, given after hearing the others, once they were shown",
        SecondRating,
        "rating__value by__name at revealed_at",
        only=Q(revealed_at__isnull=False),
    ),
    Table(
        "word_forms_taken",
        "Word forms that groups took away to fill in",
        FormDownload,
        TO_GROUP,
        of_group("reference at by__name"),
        ["at"],
    ),
    Table(
        "word_forms_brought_in",
        "Word forms that groups filled in and brought in",
        FormUpload,
        TO_GROUP,
        of_group(
            "at by__name brought_in_at brought_in_by__name",
            reference="download__reference",
        ),
        ["at"],
        only=Q(brought_in_at__isnull=False),
    ),
]
