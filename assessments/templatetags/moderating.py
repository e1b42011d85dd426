"""Template filters for the pages of moderation."""

from collections.abc import Container

from django import template

from ..moderation.comparison import GroupAnswer

register = template.Library()


@register.filter
def of_groups(
    answers: list[GroupAnswer], group_ids: Container[int]
) -> list[GroupAnswer]:
    """Return those of the groups' answers that these groups gave."""
    return [answer for answer in answers if answer.group_id in group_ids]
