"""A filter for the names of several people, or of what people named."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def names(named: Iterable[object]) -> str:
    """Return names joined as in a sentence, each with its own direction of writing."""
    shown = [format_html("<bdi>{}</bdi>", each) for each in named]
    if len(shown) < 2:
        return next(iter(shown), "")
    before = format_html_join(", ", "{}", ((each,) for each in shown[:-1]))
    return format_html("{} and {}", before, shown[-1])
