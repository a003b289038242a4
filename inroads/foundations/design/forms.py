"""Forms that look like GOV.UK's and say what to do when something is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

from django import forms
from django.forms.renderers import TemplatesSetting

from inroads.foundations.core.rules import Refused
from inroads.foundations.design.clock import clock_words


class Renderer(TemplatesSetting):
    """Renders `{{ form }}` through our own template."""

    form_template_name = "design/form.html"


class Form(forms.Form):
    """A form that can show a refusal in the place where the user is looking."""

    @contextmanager
    def showing_refusal(self) -> Iterator[None]:
        """Turn a refusal of the action inside into an error of this form, beside its field if it names one."""
        try:
            yield
        except Refused as refusal:
            beside = refusal.field if refusal.field in self.fields else None
            self.add_error(beside, str(refusal))


class DateParts(forms.MultiWidget):
    """A day as three boxes: day, month, year."""

    template_name = "design/_date.html"

    def __init__(self, attrs=None):
        super().__init__(
            {
                "day": forms.NumberInput(),
                "month": forms.NumberInput(),
                "year": forms.NumberInput(),
            },
            attrs,
        )

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField(forms.MultiValueField):
    """A day typed as day, month and year."""

    widget = DateParts
    default_error_messages = {
        "invalid": "Enter a real date, like 27 3 2027",
        "short": "Enter the year in full, like 2027",
    }

    def __init__(self, **kwargs):
        parts = [forms.IntegerField(), forms.IntegerField(), forms.IntegerField()]
        kwargs.setdefault("require_all_fields", True)
        super().__init__(parts, **kwargs)

    def clean(self, value):
        typed = [part for part in value or [] if part not in (None, "")]
        if typed and len(typed) < 3:
            raise forms.ValidationError("A date needs a day, a month and a year", code="invalid")
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            if typed:
                short = getattr(error, "code", "") == "short"
                message = self.error_messages["short" if short else "invalid"]
                raise forms.ValidationError(message, code="invalid") from error
            raise

    def compress(self, data_list):
        if not data_list:
            return None
        day, month, year = data_list
        if 0 <= year < 1000:
            raise forms.ValidationError(self.error_messages["short"], code="short")
        try:
            return date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "0:00"}


class TimeField(forms.TimeField):
    """A time of day as people write it: 9.30, 9:30am, 2 pm, 14:00, noon, 12 midday."""

    default_error_messages = {"invalid": "Enter a time, like 10:30 or 2pm"}

    def __init__(self, **kwargs):
        attrs = {"class": "govuk-input--width-5", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(
            input_formats=["%H:%M", "%I:%M%p", "%I%p", "%H", "%H:%M:%S"],
            **kwargs,
        )

    def prepare_value(self, value):
        return clock_words(value) if isinstance(value, time) else value

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.lower().split()).replace(".", ":").replace(":m:", "m")
            value = NAMED_TIMES.get(value.removeprefix("12"), value)
        return super().to_python(value)
