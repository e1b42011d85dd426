"""What the pages of moderation need of Python."""

from django import template

register = template.Library()


@register.filter
def of_groups(voices, group_ids):
    """Those of the voices that are of these groups."""
    return [voice for voice in voices if voice.group_id in group_ids]
