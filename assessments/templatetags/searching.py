"""A filter for texts in which somebody searched for words."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def marking(text: str, words: Sequence[str] | None) -> str:
    """Return the text with each of the words marked, in capitals or not."""
    if not words:
        return text
    longest_first = sorted(words, key=len, reverse=True)
    found = re.compile(f"({'|'.join(map(re.escape, longest_first))})", re.IGNORECASE)
    parts = (
        format_html("<mark>{}</mark>", part) if place % 2 else part
        for place, part in enumerate(found.split(text))
    )
    return format_html_join("", "{}", ((part,) for part in parts))
