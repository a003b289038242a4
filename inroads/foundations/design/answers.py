"""Answers as a person reads them back: the rows of a summary list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.formats import date_format

from inroads.foundations.design.clock import clock_words

NOT_GIVEN = "Not given"


@dataclass(frozen=True)
class Answer:
    """One row: a question, its answer in words, and where to change it."""

    label: str
    text: str
    change: str = ""


def shown(field: BoundField, value: Any) -> str:
    """A cleaned value in the words of its own form: the labels of choices, a day in full, yes or no."""
    kind = field.field
    if isinstance(kind, forms.ChoiceField) and not isinstance(kind, forms.ModelChoiceField):
        labels = {str(key): str(text) for key, text in flat(kind.choices)}
        values = value if isinstance(value, list | tuple | set) else [value]
        return in_words([labels.get(str(item), item) for item in values if item not in (None, "")])
    return in_words(value)


def in_words(value: Any) -> str:
    """Any value as text that reads well."""
    if value is None or value == "":
        return NOT_GIVEN
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        at = timezone.localtime(value)
        return f"{date_format(at, 'j F Y')}, {clock_words(at.time())}"
    if isinstance(value, date):
        return date_format(value, "l j F Y")
    if isinstance(value, time):
        return clock_words(value)
    if isinstance(value, Iterable) and not isinstance(value, str | Model):
        return "\n".join(in_words(item) for item in value) or NOT_GIVEN
    return str(value)


def flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    pairs: list[tuple[Any, Any]] = []
    for value, text in choices:
        pairs += flat(text) if isinstance(text, list | tuple) else [(value, text)]
    return pairs
