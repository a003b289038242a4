"""The markup of one form field: its label, hint, error and control."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.html import format_html_join

from inroads.foundations.design.answers import flat
from inroads.foundations.design.components import component
from inroads.foundations.design.forms import DateParts

OWN_ATTRIBUTES = {"class", "autocomplete", "inputmode", "rows", "cols", "spellcheck"}
# The browser cuts off what is pasted too long, without a word. We say so instead, and keep what was typed.
SILENT_LIMITS = {"maxlength", "minlength", "min", "max", "step", "multiple"}


def field_markup(field: BoundField):
    """GOV.UK markup for a bound field, chosen by its widget."""
    widget = field.field.widget
    for kind, draw in DRAWN_AS:
        if isinstance(widget, kind):
            return draw(field, common(field))
    raise TypeError(f"No markup for {type(widget).__name__} ({field.html_name})")


def common(field: BoundField) -> dict:
    """The parameters that every component takes."""
    params: dict = {
        "id": field.auto_id,
        "idPrefix": field.auto_id,
        "name": field.html_name,
        "classes": field.field.widget.attrs.get("class", ""),
    }
    if field.help_text:
        params["hint"] = {"text": str(field.help_text)}
    if field.errors:
        lines = format_html_join("\n", "{}<br>", [[error] for error in field.errors])
        params["errorMessage"] = {"html": lines.removesuffix("<br>")}
    if field.field.disabled:
        params["disabled"] = True
    return params


def question(field: BoundField) -> dict:
    """The words of the label; `field.heading = True` on a form's only field makes them the page's heading."""
    optional = "" if field.field.required or field.field.disabled else " (optional)"
    return {"text": f"{field.label}{optional}", "isPageHeading": is_heading(field)}


def is_heading(field: BoundField) -> bool:
    return getattr(field.field, "heading", False)


def label(field: BoundField) -> dict:
    return {**question(field), "classes": "govuk-label--l" if is_heading(field) else ""}


def legend(field: BoundField) -> dict:
    size = "l" if is_heading(field) else "s"
    return {"legend": {**question(field), "classes": f"govuk-fieldset__legend--{size}"}}


def attributes(field: BoundField) -> dict[str, str]:
    """The widget's other attributes, such as data-… and autocapitalize."""
    skip = OWN_ATTRIBUTES | SILENT_LIMITS
    return {k: str(v) for k, v in field.field.widget.attrs.items() if k not in skip}


def choices(field: BoundField) -> list[dict]:
    """Each choice, with its hint if the field has `hints` for it: {"value": "hint"}."""
    value = field.value()
    chosen = {str(item) for item in (value if isinstance(value, list | tuple | set) else [value])}
    hints = getattr(field.field, "hints", {})
    return [
        {
            "value": str(value),
            "text": str(text),
            "checked": str(value) in chosen,
            "selected": str(value) in chosen,
            "disabled": field.field.disabled,
            **({"hint": {"text": str(hints[str(value)])}} if str(value) in hints else {}),
        }
        for value, text in flat(field.field.choices)  # type: ignore[attr-defined]
    ]


def draw_radios(field: BoundField, params: dict):
    items = [item for item in choices(field) if item["value"] or field.field.required is False]
    for item in items:
        item["text"] = item["text"] if item["value"] else "None of these"
    return component("radios", **params, fieldset=legend(field), items=items)


def draw_checkboxes(field: BoundField, params: dict):
    return component("checkboxes", **params, fieldset=legend(field), items=choices(field))


def draw_checkbox(field: BoundField, params: dict):
    item = {
        "value": "on",
        "text": str(field.label),
        "checked": bool(field.value()),
        "disabled": field.field.disabled,
    }
    return component("checkboxes", **params, items=[item])


def draw_select(field: BoundField, params: dict):
    return component(
        "select", **params, label=label(field), items=choices(field), attributes=attributes(field)
    )


def draw_textarea(field: BoundField, params: dict):
    attrs = field.field.widget.attrs
    rows = attrs.get("rows", 4)
    return component(
        "textarea",
        **params,
        label=label(field),
        rows="4" if str(rows) == "10" else str(rows),
        autocomplete=attrs.get("autocomplete", ""),
        attributes=attributes(field),
        value=field.value() or "",
    )


def draw_file(field: BoundField, params: dict):
    return component("file-upload", **params, label=label(field), attributes=attributes(field))


def draw_date(field: BoundField, params: dict):
    values = field.value()
    if not isinstance(values, list):
        values = field.field.widget.decompress(values)
    wrong = " govuk-input--error" if field.errors else ""
    parts = [("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4)]
    items = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": text,
            "classes": f"govuk-input--width-{width}{wrong}",
            "value": "" if value is None else str(value),
            "attributes": {"disabled": True} if field.field.disabled else {},
        }
        for (part, text, width), value in zip(parts, values, strict=True)
    ]
    params.pop("name")
    return component("date-input", **params, fieldset=legend(field), items=items)


def draw_password(field: BoundField, params: dict):
    return component(
        "password-input",
        **params,
        label=label(field),
        autocomplete=field.field.widget.attrs.get("autocomplete", "current-password"),
        attributes=attributes(field),
    )


def draw_number(field: BoundField, params: dict):
    """A plain box with a number pad: the arrows of a number box lose what was typed wrong."""
    whole = isinstance(field.field, forms.IntegerField) and not isinstance(
        field.field, forms.DecimalField | forms.FloatField
    )
    params["classes"] = params["classes"] or "govuk-input--width-5"
    return draw_input(field, {**params, "inputmode": "numeric" if whole else "decimal"})


def draw_input(field: BoundField, params: dict):
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    params.setdefault("inputmode", widget.attrs.get("inputmode", ""))
    return component(
        "input",
        **params,
        label=label(field),
        type="text" if kind == "number" else kind,
        autocomplete=widget.attrs.get("autocomplete", ""),
        spellcheck=False if kind in ("email", "url", "tel") else None,
        attributes=attributes(field),
        value="" if field.value() is None else str(field.value()),
    )


DRAWN_AS = [
    (
        forms.CheckboxSelectMultiple,
        draw_checkboxes,
    ),  # Django's own is a kind of RadioSelect, so it goes first
    (forms.RadioSelect, draw_radios),
    (forms.CheckboxInput, draw_checkbox),
    (forms.SelectMultiple, draw_checkboxes),  # a list to pick several from is hard for everyone
    (forms.Select, draw_select),
    (forms.Textarea, draw_textarea),
    (forms.FileInput, draw_file),
    (DateParts, draw_date),
    (forms.PasswordInput, draw_password),
    (forms.NumberInput, draw_number),
    (Input, draw_input),
]


def first_control(field: BoundField) -> str:
    """The id of the control that the error summary leads to."""
    if isinstance(field.field.widget, DateParts):
        return f"{field.auto_id}_day"
    return field.auto_id
