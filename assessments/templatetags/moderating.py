"""Template filters for the pages of moderation."""

from collections.abc import Container, Iterable

from django import template
from django.utils.html import format_html, format_html_join

from leavingcare.templatetags.links import linked

from ..moderation.agenda import Item
from ..moderation.comparison import GroupAnswer
from ..moderation.quoting import Control

register = template.Library()


@register.filter
def of_groups(
    answers: list[GroupAnswer], group_ids: Container[int]
) -> list[GroupAnswer]:
    """Return those of the groups' answers that these groups gave."""
    return [answer for answer in answers if answer.group_id in group_ids]


@register.filter
def said_by(item: Item, groups: Container[str]) -> str:
    """Return what these groups rated an item of the agenda: "Housing: Agree"."""
    return "; ".join(
        f"{group}: {item.labels[rating]}"
        for group, rating in item.rated
        if group in groups
    )


@register.filter
def as_query(query: str) -> str:
    """Return a query string with its question mark, or "" if it is blank."""
    return f"?{query}" if query else ""


# A table has hundreds of these: written here, as templates would take twice as long.


@register.filter
def chips(answers: Iterable[GroupAnswer]) -> str:
    """Return the names of the groups that gave these answers, as chips of the strip."""
    return format_html_join(
        "",
        ' <span class="app-chip"><bdi>{}</bdi>{}</span>',
        ((answer.group, answer.suffix) for answer in answers),
    )


@register.filter
def said(answer: GroupAnswer) -> str:
    """Return what a group wrote of a statement, under its name and rating."""
    head = format_html(
        '<p class="app-settling-row__group"><bdi>{}</bdi>: {}</p>',
        answer.group,
        answer.label or "did not rate",
    )
    text = '<div class="app-text" dir="auto">{}</div>'
    evidence = format_html(text, linked(answer.evidence)) if answer.evidence else ""
    ideas = format_html(text, linked(answer.ideas)) if answer.ideas else ""
    ideas = ideas and format_html('<p class="app-quote__name">Ideas</p>{}', ideas)
    return format_html("{}{}{}", head, evidence, ideas)


USE = (
    '<button class="govuk-button govuk-button--secondary app-quote__use" form="settle" '
    'name="use" value="{}" data-add="{}" data-take="{}"><span>{}</span>'
    '<span class="govuk-visually-hidden">, {}</span></button>'
)


@register.simple_tag
def use_button(control: Control, add: str, take: str, about: str) -> str:
    """Return the button that adds a piece to a final text, or removes it if it is in."""
    words = take if control.is_in else add
    return format_html(USE, control.key, add, take, words, about)
