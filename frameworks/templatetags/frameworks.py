"""Filters for the texts of an edition."""

from django import template
from django.utils.html import conditional_escape

from frameworks import light

register = template.Library()


@register.filter
def emphasis(text):
    """Show the printed emphasis of a text. Everything else in it is escaped."""
    return light.to_html(text)


@register.filter(is_safe=False)
def plain(text):
    """Leave out the marks of emphasis."""
    return light.to_plain(text)


@register.filter
def footnoted(text, marks):
    """Link the footnote numbers in a text to the footnotes of those marks."""
    return light.link_footnotes(conditional_escape(text), marks)
