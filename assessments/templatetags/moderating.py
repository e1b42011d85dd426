"""Template filters for the pages of moderation."""

from collections.abc import Container, Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join

from frameworks.templatetags.frameworks import emphasis
from leavingcare.templatetags.links import linked

from ..analysis import sentences
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


# A page has hundreds of these: written here, as templates would take twice as long.
MOST_ROWS = 4096  # kept: each edition has about 100 statements

SELECT = """\
<div class="govuk-checkboxes govuk-checkboxes--small app-item__select">
  <div class="govuk-checkboxes__item">
    <input class="govuk-checkboxes__input" type="checkbox" name="{name}" value="{pk}"
      id="together-{pk}">
    <label class="govuk-label govuk-checkboxes__label" for="together-{pk}"
      ><span class="govuk-visually-hidden">Settle {code} as {rating}</span></label>
  </div>
</div>"""


@register.filter
def select_box(item: Item) -> str:
    """Return the box that selects an item of the agenda to settle it with others."""
    name = "incomplete" if item.waiting else "statement"
    return _select_box(name, item.statement.pk, item.code, item.settles_as)


@lru_cache(MOST_ROWS)
def _select_box(name: str, pk: int, code: str, rating: str) -> str:
    return format_html(SELECT, name=name, pk=pk, code=code, rating=rating)


@register.filter
def statement_link(item: Item, query: str) -> str:
    """Return the link from the agenda to an item's page. Its URL is short: relative."""
    path, words = _path_and_words(*item.key, item.code, item.statement.text_md)
    return format_html(
        '<a class="govuk-link" href="../{}?{}">{}</a>', path, query, words
    )


@lru_cache(MOST_ROWS)
def _path_and_words(number: int, letter: str, code: str, text: str) -> tuple[str, str]:
    path = format_html("{}/{}/", number, letter)
    return path, format_html("{} {}", code, emphasis(text))


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
def left_to_settle(left: int, statements: int) -> str:
    """Return how many of some statements are left to settle, in words."""
    return sentences.left_to_settle(left, statements)


@register.simple_tag
def use_button(control: Control, add: str, take: str, about: str) -> str:
    """Return the button that adds a piece to a final text, or removes it if it is in."""
    words = take if control.is_in else add
    return format_html(USE, control.key, add, take, words, about)
