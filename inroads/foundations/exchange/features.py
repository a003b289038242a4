"""Reads GeoJSON one feature at a time, so that memory holds no more than the largest of them."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from inroads.foundations.core.rules import Refused

# A feature is a handful of properties and one outline; a coast has some ten thousand points.
MAX_PARTS = 2_000_000
MAX_DEPTH = 12


def features_in(stream: BinaryIO) -> Iterator[tuple[dict[str, Any], str]]:
    """The properties and the geometry of each feature, with what is wrong with it, if anything is."""
    try:
        for feature, doubled in objects(stream):
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(properties, dict):
                yield {"geometry": None}, "is no GeoJSON feature with properties"
                continue
            cells = {
                name.strip() or "(no name)": plain(value) for name, value in properties.items()
            }
            cells["geometry"] = feature.get("geometry")
            wrong = f"has the property “{doubled[:60]}” twice" if doubled else ""
            yield cells, wrong
    except ijson.JSONError as error:
        raise Refused(
            "This is not GeoJSON that can be read: it is damaged or cut short."
        ) from error
    except UnicodeDecodeError as error:
        raise Refused("This GeoJSON is not written in UTF-8.") from error


def plain(value: Any) -> Any:
    """A property as a cell: text without blanks around it, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.strip() if isinstance(value, str) else str(value)


def objects(stream: BinaryIO) -> Iterator[tuple[Any, str]]:
    """Build each item of `features` from the parser's events; name a key that came twice."""
    events = ijson.parse(stream, use_float=True)
    for prefix, event, _ in events:
        if prefix == "features.item" and event == "start_map":
            yield build(events)


def build(events: Iterator[tuple[str, str, Any]]) -> tuple[dict, str]:
    """One object, whose opening brace has been read."""
    top: dict[str, Any] = {}
    stack: list[Any] = [top]
    keys: list[str] = [""]
    doubled = ""
    for parts, (_, event, value) in enumerate(events):
        if parts > MAX_PARTS or len(stack) > MAX_DEPTH:
            raise Refused("One feature of this file is too large to take in.")
        holder = stack[-1]
        if event == "map_key":
            if value in holder:
                doubled = value
            keys[-1] = value
            continue
        if event in ("end_map", "end_array"):
            stack.pop()
            keys.pop()
            if not stack:
                return top, doubled
            continue
        if event in ("start_map", "start_array"):
            value = {} if event == "start_map" else []
        if isinstance(holder, dict):
            holder[keys[-1]] = value
        else:
            holder.append(value)
        if event in ("start_map", "start_array"):
            stack.append(value)
            keys.append("")
    raise Refused("This is not GeoJSON that can be read: it is damaged or cut short.")
