"""What the crispy template pack in `templates/leavingcare/` needs of Python.

Inputs, radios and checkboxes are written here, not in templates: an area's page has a
hundred of them, and templates take four times as long.
"""

from django import template
from django.forms import widgets
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

register = template.Library()

WIDTHS = {"date": " govuk-input--width-10", "number": " govuk-input--width-5"}
CHOICE = (
    '<div class="govuk-{0}__item"><input class="govuk-{0}__input" type="{1}" '
    'name="{2}" value="{3}" id="{4}"{5}{6}>'
    '<label class="govuk-label govuk-{0}__label" for="{4}">{7}</label>{8}</div>\n'
)
TEXTAREA = '<textarea name="{}"{}>\n{}</textarea>'
SELECT = '<select name="{}"{}>\n{}</select>'
CHOICE_HINT = '<div class="govuk-hint govuk-{}__hint" id="{}_hint">{}</div>'


@register.filter
def kind(field):
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
    return getattr(widget, "input_type", None)


@register.filter
def limit(field):
    """How many characters a long text may have, for the count beside it."""
    if isinstance(field.field.widget, widgets.Textarea):
        return getattr(field.field, "limit", None)
    return None


@register.simple_tag
def control(field, of_kind):
    """Write a field's own input, with the classes and ids of the design."""
    widget = field.field.widget
    block = f"govuk-{of_kind}" if of_kind in {"textarea", "select"} else "govuk-input"
    classes = block + WIDTHS.get(of_kind, "")
    described_by = field.aria_describedby
    if of_kind == "password":
        classes += " govuk-password-input__input govuk-js-password-input-input"
    if limit(field):
        classes += " govuk-js-character-count"
        described_by = f"{described_by or ''} {field.auto_id}-info".strip()
    if field.errors:
        classes += f" {block}--error"
    if own := widget.attrs.get("class"):
        classes += f" {own}"
    attrs = {"class": classes}
    if described_by:
        attrs["aria-describedby"] = described_by
    if of_kind not in WRITTEN_HERE:
        return field.as_widget(attrs=attrs)
    attrs = {"id": field.auto_id} | widget.attrs | field.build_widget_attrs(attrs)
    return WRITTEN_HERE[of_kind](field, widget, flatatt(attrs))


def textarea(field, widget, attrs):
    """Write what Django's own template for it would."""
    value = widget.format_value(field.value()) or ""
    return format_html(TEXTAREA, field.html_name, attrs, value)


def select(field, widget, attrs):
    """Write a drop-down list; choices in named groups stay in them."""
    parts = []
    chosen = widget.format_value(field.value())
    for group, members, _ in widget.optgroups(field.html_name, chosen):
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>\n',
            (
                (one["value"], " selected" * one["selected"], one["label"])
                for one in members
            ),
        )
        parts.append(
            format_html('<optgroup label="{}">{}</optgroup>', group, options)
            if group
            else options
        )
    return format_html(
        SELECT,
        field.html_name,
        attrs,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


WRITTEN_HERE = {"textarea": textarea, "select": select}


@register.simple_tag
def choices(field):
    """Write a field's radios or checkboxes, each with its label's hint, if any.

    The first has the field's own id, so that a link from the error summary finds it.
    """
    widget = field.field.widget
    block = "checkboxes" if widget.allow_multiple_selected else "radios"
    chosen = widget.format_value(field.value())
    groups = widget.optgroups(field.html_name, chosen, widget.attrs)
    options = (option for _, members, _ in groups for option in members)
    return format_html_join(
        "",
        CHOICE,
        (choice(field, block, at, option) for at, option in enumerate(options)),
    )


def choice(field, block, at, option):
    """The arguments of CHOICE for one option."""
    own_id = f"{field.auto_id}_{at}" if at else field.auto_id
    label = option["label"]
    hint = described_by = ""
    if text := getattr(label, "hint", ""):
        hint = format_html(CHOICE_HINT, block, own_id, text)
        described_by = format_html(' aria-describedby="{}_hint"', own_id)
    disabled = field.field.disabled or option["attrs"].get("disabled")
    state = " checked" * option["selected"] + " disabled" * bool(disabled)
    name, value = field.html_name, option["value"]
    kind_of_input = option["type"]
    return block, kind_of_input, name, value, own_id, state, described_by, label, hint
