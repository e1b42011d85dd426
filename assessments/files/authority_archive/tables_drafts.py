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

from .answer_tables import AnswerTables
from .table import ArchiveTable, Columns, columns

TO_GROUP = "group__assessment__authority"
TO_DRAFT = f"draft__{TO_GROUP}"
ROUND = "assessment__round__slug"
OPENED = Exists(
    AgreedArea.objects.opened().filter(
        assessment=OuterRef("response__draft__group__assessment"),
        area=OuterRef("response__draft__area"),
    )
)
ANSWER = ["rating", "not_rated_reason", "candidates", "evidence", "ideas"]
DRAFTED = AnswerTables(
    TO_DRAFT,
    {
        "_draft": "draft",
        "round": f"draft__group__{ROUND}",
        "group": "draft__group__name",
        "area": "draft__area__number",
    },
    ["draft", "statement__letter"],
)


def of_group(paths: str, **named: str | tuple[str, ...]) -> Columns:
    """Return the columns of something a group has, its round and name first."""
    group: Columns = {"round": f"group__{ROUND}", "group": "group__name"}
    return group | columns(paths, **named)


TABLES = [
    ArchiveTable(
        "groups",
        "The working groups",
        WorkingGroup,
        "assessment__authority",
        columns("due_on kind", round=ROUND, group="name"),
        ["assessment", "name"],
    ),
    ArchiveTable(
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
    ArchiveTable(
        "drafts",
        "The drafts: a group's copy of an area",
        Draft,
        TO_GROUP,
        of_group(
            "global_score handed_in_at handed_in_by__name handed_back_because "
            "asked_back_at asked_back_by__name",
            _draft="pk",
            area="area__number",
            area_title="area__title",
        ),
        ["group__assessment", "group__name", "area__number"],
    ),
    DRAFTED.answers(
        "draft_responses",
        "Each group’s answer to each statement",
        DraftResponse,
        "rating__value not_rated_reason candidates evidence ideas carried_from "
        "updated_at updated_by__name",
    ),
    DRAFTED.belonging(
        "draft_revisions",
        "Every answer a group saved, oldest first",
        DraftRevision,
        "at by__name content",
        spread={"content": {name: name for name in [*ANSWER, "carried_from"]}},
        called={"not_rated_reason": dict(DraftResponse.NotRated.choices)},
    ),
    DRAFTED.belonging(
        "notes",
        "Notes to colleagues on areas whose discussion is open",
        Note,
        "at by__name text edited_at resolved_at resolved_by__name",
        only=Q(OPENED),
    ),
    DRAFTED.belonging(
        "second_ratings",
        "Second ratings, given after the discussion, once they were shown",
        SecondRating,
        "rating__value by__name at revealed_at",
        only=Q(revealed_at__isnull=False),
    ),
    ArchiveTable(
        "word_forms_taken",
        "Word forms that groups downloaded to fill in",
        FormDownload,
        TO_GROUP,
        of_group("reference at by__name"),
        ["at"],
    ),
    ArchiveTable(
        "word_forms_brought_in",
        "Word forms that groups filled in and uploaded",
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
