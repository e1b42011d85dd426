"""Filters for the texts of an edition."""

from collections.abc import Collection

from django import template
from django.utils.html import conditional_escape

from frameworks import light

register = template.Library()


@register.filter
def emphasis(text: str) -> str:
    """Return a text with its printed emphasis. Everything else in it is escaped."""
    return light.to_html(text)


@register.filter(is_safe=False)
def plain(text: str) -> str:
    """Return the text without its marks of emphasis."""
    return light.to_plain(text)


@register.filter
def footnoted(text: str, marks: Collection[str]) -> str:
    """Link the footnote numbers in a text to the footnotes of those marks."""
    return light.link_footnotes(conditional_escape(text), marks)
