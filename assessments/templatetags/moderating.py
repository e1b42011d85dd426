"""Template filters for the pages of moderation."""

from collections.abc import Container

from django import template

from ..moderation.comparison import Voice

register = template.Library()


@register.filter
def of_groups(answers: list[Voice], group_ids: Container[int]) -> list[Voice]:
    """Return those of the groups' answers that these groups gave."""
    return [answer for answer in answers if answer.group_id in group_ids]
