"""Tags and filters for the crispy template pack in `templates/leavingcare/`.

Text boxes, drop-down lists, radios and checkboxes are written here whole, not in
templates: an area's page has sixty of them, and templates take four times as long.
"""

import html
from collections.abc import Callable, Iterable
from typing import Any, cast

from django import template
from django.forms import BoundField, ChoiceField, widgets
from django.forms.boundfield import BoundWidget
from django.utils.safestring import mark_safe

from leavingcare.forms import RadioRow

register = template.Library()

WIDTHS = {"date": " govuk-input--width-10", "number": " govuk-input--width-5"}
Attributes = dict[str, Any]  # of an element or a choice, as Django has them
ERROR = '<span class="govuk-visually-hidden">Error:</span> '


def escape(value: object) -> str:
    """Escape what is not HTML already, as Django does but without its lazy texts."""
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


@register.filter
def kind(field: BoundField) -> str | None:
    """Name the markup a field needs; subclasses of a widget need that widget's."""
    widget = field.field.widget
    if isinstance(widget, widgets.Textarea):
        return "textarea"
    if isinstance(widget, widgets.DateInput):
        return "date"
    if isinstance(widget, widgets.CheckboxInput):
        return "checkbox"
    if isinstance(widget, widgets.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, RadioRow):
        return "radio row"
    return getattr(widget, "input_type", None)


@register.simple_tag
def written(field: BoundField, shows_label: bool) -> str:
    """Write a field of one of the kinds in WRITTEN_HERE whole, or nothing."""
    of_kind = kind(field)
    if of_kind not in WRITTEN_HERE:
        return ""
    return mark_safe(WRITTEN_HERE[of_kind](field, shows_label))


@register.simple_tag
def control(field: BoundField, of_kind: str) -> str:
    """Write a field's own input, with the classes and ids of the design."""
    classes = "govuk-input" + WIDTHS.get(of_kind, "")
    if of_kind == "password":
        classes += " govuk-password-input__input govuk-js-password-input-input"
    attrs = attributes(field, classes, "govuk-input")
    return field.as_widget(attrs=attrs)


@register.filter
def option_id(option: BoundWidget) -> str:
    """Return the id of a radio or checkbox; the first has its field's own, as links need."""
    name, index = option.data["name"], option.data["index"]
    return f"id_{name}" if index == "0" else f"id_{name}_{index}"


def attributes(
    field: BoundField, classes: str, block: str, described_by: str | None = None
) -> Attributes:
    """Return the attributes of a field's input, with its error's class and descriptions."""
    if field.errors:
        classes += f" {block}--error"
    if own := field.field.widget.attrs.get("class"):
        classes += f" {own}"
    found: Attributes = {"class": classes}
    described_by = " ".join(filter(None, [field.aria_describedby, described_by]))
    if described_by:
        found["aria-describedby"] = described_by
    return found


def own_attributes(
    field: BoundField, classes: str, block: str, described_by: str | None = None
) -> str:
    """Return the attributes of an input written here, as text."""
    attrs = attributes(field, classes, block, described_by)
    widget = field.field.widget
    attrs = {"id": field.auto_id} | widget.attrs | field.build_widget_attrs(attrs)
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in sorted(attrs.items(), key=booleans_last)
        if value is not None and value is not False
    )


def booleans_last(attribute: tuple[str, object]) -> tuple[bool, str]:
    """Return the order in which Django writes attributes."""
    name, value = attribute
    return value is True, name


def label_of(field: BoundField, shows_label: bool) -> str:
    if not shows_label:
        return ""
    return (
        f'<label class="govuk-label govuk-label--s" for="{escape(field.auto_id)}">'
        f"{escape(field.label)}</label>\n"
    )


def hint_and_errors(field: BoundField) -> str:
    """Return a field's hint and its errors, each with the id that its input refers to."""
    own_id, parts = escape(field.auto_id), ""
    if field.help_text:
        hint = escape(field.help_text)
        parts += f'<div class="govuk-hint" id="{own_id}_helptext">{hint}</div>\n'
    if field.errors:
        errors = "<br>".join(ERROR + escape(error) for error in field.errors)
        parts += f'<p class="govuk-error-message" id="{own_id}_error">{errors}</p>\n'
    return parts


def group_class(field: BoundField) -> str:
    return "govuk-form-group" + " govuk-form-group--error" * bool(field.errors)


def textarea(field: BoundField, shows_label: bool) -> str:
    """Return a text box, with a count of characters if its text has a limit."""
    own_id = escape(field.auto_id)
    limit = getattr(field.field, "limit", None)
    limit = limit if getattr(field.field, "is_counted", True) else None
    counted = described_by = count = ""
    classes = "govuk-textarea"
    if limit:
        counted = (
            ' govuk-character-count" data-module="govuk-character-count" '
            f'data-maxlength="{limit}" data-threshold="75'
        )
        classes += " govuk-js-character-count"
        described_by = f"{field.auto_id}-info"
        count = f'<div class="govuk-character-count__message" id="{own_id}-info"></div>'
    attrs = own_attributes(field, classes, "govuk-textarea", described_by)
    value = escape(field.field.widget.format_value(field.value()) or "")
    return (
        f'<div class="{group_class(field)}{counted}">\n{label_of(field, shows_label)}'
        f'{hint_and_errors(field)}<textarea name="{escape(field.html_name)}"{attrs}>\n'
        f"{value}</textarea>\n{count}</div>\n"
    )


def select(field: BoundField, shows_label: bool) -> str:
    """Return a drop-down list; choices in named groups stay in them."""
    widget = field.field.widget
    chosen = widget.format_value(field.value())
    parts = []
    for group, members, _ in widget.optgroups(field.html_name, chosen):
        options = "".join(
            f'<option value="{escape(one["value"])}"{" selected" * one["selected"]}>'
            f"{escape(one['label'])}</option>\n"
            for one in members
        )
        parts.append(
            f'<optgroup label="{escape(group)}">{options}</optgroup>'
            if group
            else options
        )
    attrs = own_attributes(field, "govuk-select", "govuk-select")
    return (
        f'<div class="{group_class(field)}">\n{label_of(field, shows_label)}'
        f'{hint_and_errors(field)}<select name="{escape(field.html_name)}"{attrs}>\n'
        f"{''.join(parts)}</select>\n</div>\n"
    )


def choices(field: BoundField, shows_label: bool) -> str:
    """Return radios or checkboxes in a fieldset, each with its label's hint, if any.

    The first has the field's own id, so that a link from the error summary finds it.
    """
    widget = field.field.widget
    block = "checkboxes" if widget.allow_multiple_selected else "radios"
    chosen = widget.format_value(field.value())
    groups = widget.optgroups(field.html_name, chosen, widget.attrs)
    options = [option for _, members, _ in groups for option in members]
    items = "".join(
        choice(field, block, at, option) for at, option in enumerate(options)
    )
    described_by = field.aria_describedby
    refers = f' aria-describedby="{escape(described_by)}"' if described_by else ""
    legend = (
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">'
        f"{escape(field.label)}</legend>\n"
        if shows_label
        else ""
    )
    own = f" {escape(widget.attrs['class'])}" if "class" in widget.attrs else ""
    return (
        f'<div class="{group_class(field)}">\n<fieldset class="govuk-fieldset"{refers}>'
        f"\n{legend}{hint_and_errors(field)}"
        f'<div class="govuk-{block}{own}" data-module="govuk-{block}">\n{items}</div>\n'
        "</fieldset>\n</div>\n"
    )


def choice(field: BoundField, block: str, at: int, option: Attributes) -> str:
    """Return one radio or checkbox with its label and hint."""
    own_id = escape(f"{field.auto_id}_{at}" if at else field.auto_id)
    label, hint, refers = option["label"], "", ""
    if text := getattr(label, "hint", ""):
        hint = (
            f'<div class="govuk-hint govuk-{block}__hint" id="{own_id}_hint">'
            f"{escape(text)}</div>"
        )
        refers = f' aria-describedby="{own_id}_hint"'
    state = " checked" * option["selected"]
    if field.field.disabled or option["attrs"].get("disabled"):
        state += " disabled"
    return (
        f'<div class="govuk-{block}__item"><input class="govuk-{block}__input" '
        f'type="{option["type"]}" name="{escape(field.html_name)}" '
        f'value="{escape(option["value"])}" id="{own_id}"{state}{refers}>'
        f'<label class="govuk-label govuk-{block}__label" for="{own_id}">'
        f"{escape(label)}</label>{hint}</div>\n"
    )


def radio_row(field: BoundField, shows_label: bool) -> str:
    """Return radios in a row, in a fieldset whose legend is only read aloud."""
    own_id = escape(field.auto_id)
    name, chosen = escape(field.html_name), str(field.value() or "")
    first = f' id="{own_id}"'
    chosen_from = cast("ChoiceField", field.field).choices
    options = cast("Iterable[tuple[object, object]]", chosen_from)
    items = "".join(
        f'<label><input type="radio" name="{name}" '
        f'value="{escape(value)}"{"" if at else first}'
        f"{' checked' * (str(value) == chosen)}>{escape(label)}</label>\n"
        for at, (value, label) in enumerate(options)
    )
    refers = f' aria-describedby="{own_id}_error"' if field.errors else ""
    return (
        f'<div class="{group_class(field)}"><fieldset class="govuk-fieldset"{refers}>'
        f'<legend class="govuk-visually-hidden">{escape(field.label)}</legend>\n'
        f'{hint_and_errors(field)}<div class="app-row">\n{items}</div></fieldset></div>\n'
    )


WRITTEN_HERE: dict[str, Callable[[BoundField, bool], str]] = {
    "textarea": textarea,
    "select": select,
    "radio": choices,
    "checkboxes": choices,
    "radio row": radio_row,
}
