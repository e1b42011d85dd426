"""A group that was given an area always has somebody who can hand it in."""

from leavingcare.refusals import Refused

from ..models import Draft
from .common import numbers

NOBODY = "{group} would have nobody to hand in {areas}. Add somebody to it first."


class NobodyLeft(Refused):
    """Groups would be left with areas to hand in and nobody to do it.

    `left` is [(group, what is wrong and what to do, in a sentence)].
    """

    def __init__(self, areas_of_groups):
        self.left = [
            (group, NOBODY.format(group=group, areas=numbers(areas)))
            for group, areas in areas_of_groups.items()
        ]
        super().__init__(" ".join(sentence for _, sentence in self.left))


def require_somebody(groups):
    """Raise NobodyLeft if one of the groups can hand in its drafts no more.

    Called after a change, which is undone by that. Whoever changes a group's people
    holds the assessment's row, so that two who leave at once do so one by one.
    """
    areas_of_groups = {}
    drafts = Draft.objects.filter(group__in=groups, handed_in_at=None)
    for draft in (
        drafts.exclude(group__members__is_active=True)
        .select_related("group", "area")
        .order_by("group__name", "area__number")
    ):
        areas_of_groups.setdefault(draft.group, []).append(draft.area)
    if areas_of_groups:
        raise NobodyLeft(areas_of_groups)


def has_somebody(group):
    """Whether anybody in the group can sign in and hand in."""
    return group.members.filter(is_active=True).exists()
