"""The rule that a group with areas to hand in always has an active member."""

from collections.abc import Iterable, Mapping

from frameworks.models import Area
from leavingcare.refusals import Refused

from ..models import Draft, WorkingGroup
from .common import numbers

NOBODY = "{group} would have nobody to hand in {areas}. Add somebody to it first"


class NobodyLeft(Refused):
    """Raised when groups would have areas to hand in and nobody to do so.

    `left` is [(group, a sentence on what is wrong and what to do)].
    """

    def __init__(self, areas_of_groups: Mapping[WorkingGroup, list[Area]]) -> None:
        self.left = [
            (group, NOBODY.format(group=group, areas=numbers(areas)))
            for group, areas in areas_of_groups.items()
        ]
        super().__init__(" ".join(sentence for _, sentence in self.left))


def require_somebody(groups: Iterable[WorkingGroup]) -> None:
    """Raise NobodyLeft if one of the groups can no longer hand in its drafts.

    Call it after a change of members, which the exception rolls back. The caller has
    locked the assessment, so that two people who leave at once do so in turn.
    """
    areas_of_groups: dict[WorkingGroup, list[Area]] = {}
    drafts = Draft.objects.filter(group__in=groups, handed_in_at=None)
    for draft in (
        drafts.exclude(group__members__is_active=True)
        .select_related("group", "area")
        .order_by("group__name", "area__number")
    ):
        areas_of_groups.setdefault(draft.group, []).append(draft.area)
    if areas_of_groups:
        raise NobodyLeft(areas_of_groups)


def has_somebody(group: WorkingGroup) -> bool:
    """Return whether the group has a member who can sign in."""
    return group.members.filter(is_active=True).exists()
