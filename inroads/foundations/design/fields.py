"""The markup of one form field: its label, hint, error and control."""

from django import forms
from django.forms.boundfield import BoundField

from inroads.foundations.design.components import component
from inroads.foundations.design.forms import DateParts


def field_markup(field: BoundField):
    """GOV.UK markup for a bound field, chosen by its widget."""
    widget = field.field.widget
    for kind, draw in DRAWN_AS:
        if isinstance(widget, kind):
            return draw(field, common(field))
    raise TypeError(f"No markup for {type(widget).__name__} ({field.html_name})")


def common(field: BoundField) -> dict:
    """The parameters that every component takes."""
    params: dict = {"id": field.auto_id, "idPrefix": field.auto_id, "name": field.html_name}
    if field.help_text:
        params["hint"] = {"text": str(field.help_text)}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    return params


def label(field: BoundField) -> dict:
    optional = "" if field.field.required else " (optional)"
    return {"text": f"{field.label}{optional}"}


def legend(field: BoundField) -> dict:
    return {"legend": {**label(field), "classes": "govuk-fieldset__legend--s"}}


def choices(field: BoundField) -> list[dict]:
    value = field.value()
    chosen = {str(item) for item in (value if isinstance(value, list | tuple | set) else [value])}
    hints = getattr(field.field, "hints", {})
    return [
        {
            "value": str(value),
            "text": str(text),
            "checked": str(value) in chosen,
            "selected": str(value) in chosen,
            **({"hint": {"text": hints[str(value)]}} if str(value) in hints else {}),
        }
        for value, text in field.field.choices  # type: ignore[attr-defined]
    ]


def draw_radios(field: BoundField, params: dict):
    return component("radios", **params, fieldset=legend(field), items=choices(field))


def draw_checkboxes(field: BoundField, params: dict):
    return component("checkboxes", **params, fieldset=legend(field), items=choices(field))


def draw_checkbox(field: BoundField, params: dict):
    item = {"value": "on", "text": str(field.label), "checked": bool(field.value())}
    return component("checkboxes", **params, items=[item])


def draw_select(field: BoundField, params: dict):
    return component("select", **params, label=label(field), items=choices(field))


def draw_textarea(field: BoundField, params: dict):
    rows = str(field.field.widget.attrs.get("rows", 4))
    return component("textarea", **params, label=label(field), rows=rows, value=field.value() or "")


def draw_file(field: BoundField, params: dict):
    return component("file-upload", **params, label=label(field))


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
        }
        for (part, text, width), value in zip(parts, values, strict=True)
    ]
    params.pop("name")
    return component("date-input", **params, fieldset=legend(field), items=items)


def draw_input(field: BoundField, params: dict):
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    attributes = {
        name: str(value)
        for name, value in widget.attrs.items()
        if name in ("maxlength", "inputmode", "min", "max", "step", "placeholder")
    }
    return component(
        "input",
        **params,
        label=label(field),
        type=kind,
        classes=widget.attrs.get("class", ""),
        autocomplete=widget.attrs.get("autocomplete", ""),
        attributes=attributes,
        value="" if kind == "password" or field.value() is None else str(field.value()),
    )


DRAWN_AS = [
    (forms.RadioSelect, draw_radios),
    (forms.CheckboxSelectMultiple, draw_checkboxes),
    (forms.CheckboxInput, draw_checkbox),
    (forms.Select, draw_select),
    (forms.Textarea, draw_textarea),
    (forms.FileInput, draw_file),
    (DateParts, draw_date),
    (forms.TextInput, draw_input),
]


def first_control(field: BoundField) -> str:
    """The id of the control that the error summary leads to."""
    if isinstance(field.field.widget, DateParts):
        return f"{field.auto_id}_day"
    return field.auto_id
