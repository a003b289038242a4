"""Choices as big buttons: what `help/_taps.html` draws."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.forms import BoundField

from inroads.programme.directory.models import Topic


def taps(
    field: BoundField,
    pairs: Iterable[tuple[Any, str]],
    *,
    guarded: Collection[int] = (),
    keys: str = "",
    words: Mapping[int, str] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """The choices of a field: which is chosen, which is about money or benefits, its key, its other words."""
    chosen = str(field.value() or "")
    return [
        {
            "id": f"{field.auto_id}_{number}" if number else field.auto_id,
            "name": field.html_name,
            "value": value,
            "text": text,
            "checked": str(value) == chosen,
            "is_guarded": value in guarded,
            "key": keys[number : number + 1],
            "words": words.get(value, ""),
        }
        for number, (value, text) in enumerate(pairs)
    ]


def pairs_of(topics: Iterable[Topic]) -> list[tuple[int, str]]:
    """Topics as choices."""
    return [(topic.pk, topic.name) for topic in topics]


def guarded_among(topics: Iterable[Topic]) -> set[int]:
    """Those about money or benefits, by their keys."""
    return {topic.pk for topic in topics if topic.is_guarded}
