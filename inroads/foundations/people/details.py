"""The details of a person: each tidied and checked before it is kept, or refused with what to do."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.people.models import (
    DETAILS,
    PHONE_KINDS,
    AccessNeed,
    ContactWay,
    Language,
    Person,
)
from inroads.foundations.people.phones import international
from inroads.foundations.places.postcodes import tidy
from inroads.foundations.places.queries import find_postcode

OLDEST = 130


def not_erased(person: Person) -> Person:
    """The person, read afresh and held; nothing more is written about one who was erased."""
    person = locked(person)
    if person.erased_at is not None:
        raise Refused("They have been erased. Nothing more may be written about them.")
    return person


def fill(person: Person, **details: Any) -> None:
    """Put details into the record, each tidied, or refuse with what to do."""
    for name, value in details.items():
        if name not in DETAILS:
            raise TypeError(f"A person has no detail called {name}")
        setattr(person, name, value)
    person.name = one_line(person.name, field="name")
    person.address = person.address.strip().replace("\r\n", "\n")
    latest = person.added_at.year
    if person.birth_year is not None and not latest - OLDEST <= person.birth_year <= latest:
        raise Refused(
            f"Enter a year between {latest - OLDEST} and {latest}, like 1950", field="birth_year"
        )
    person.languages = chosen(person.languages, Language, field="languages")
    person.access_needs = chosen(person.access_needs, AccessNeed, field="access_needs")
    if "postcode" in details:
        locate(person)


def locate(person: Person) -> None:
    """Tidy the postcode, and find the small area and the ward it lies in."""
    if person.postcode:
        try:
            person.postcode = tidy(person.postcode)
        except ValueError:
            raise Refused("Enter a full postcode, like DT1 1AA", field="postcode") from None
    known = find_postcode(person.postcode) if person.postcode else None
    person.small_area = known.small_area if known else None
    person.ward = known.ward if known else None


def one_line(text: str, *, field: str) -> str:
    """The text as it was written, unless it hides a line break or another control character."""
    text = text.strip()
    if any(unicodedata.category(mark) in ("Cc", "Zl", "Zp") for mark in text):
        raise Refused("Write this in one line", field=field)
    return text


def chosen(values: Iterable[str], choices: Any, *, field: str) -> list[str]:
    """Each chosen value once, in the order they were chosen."""
    once = list(dict.fromkeys(str(value) for value in values))
    if not set(once) <= set(choices.values):
        raise Refused("Choose from the list", field=field)
    return once


def ways_of(person: Person) -> list[tuple]:
    return sorted(person.contact_ways.values_list("kind", "value", "note", "preferred"))


def replace_contact_ways(person: Person, ways: Iterable[dict]) -> None:
    """Write down the ways to reach someone, one of each kind and value, one of them preferred."""
    person.contact_ways.all().delete()
    seen: set[tuple[str, str]] = set()
    preferred_yet = False
    for way in ways:
        kind = ContactWay.Kind(way["kind"])
        value = contact_value(person, kind, way.get("value", ""))
        if (kind, value) in seen:
            continue
        seen.add((kind, value))
        preferred = bool(way.get("preferred")) and not preferred_yet
        preferred_yet = preferred_yet or preferred
        ContactWay.objects.create(
            person=person,
            kind=kind,
            value=value,
            note=one_line(way.get("note", ""), field="note"),
            preferred=preferred,
        )


def forget_letters_to_nowhere(person: Person) -> None:
    """Nobody is written to once we know no address of theirs."""
    if not person.written_to_at:
        person.contact_ways.filter(kind=ContactWay.Kind.POST).delete()


def contact_value(person: Person, kind: ContactWay.Kind, value: str) -> str:
    """A number in international form, a checked e-mail address, a place to meet; nothing for a letter."""
    value = one_line(value, field="meet_at")
    if kind in PHONE_KINDS:
        try:
            return international(value)
        except ValueError:
            raise Refused("Enter a telephone number, like 01632 960 001", field="phone") from None
    if kind == ContactWay.Kind.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            raise Refused(
                "Enter an e-mail address in the right form, like name@example.com", field="email"
            ) from None
        return value
    if kind == ContactWay.Kind.POST:
        if not person.written_to_at:
            raise Refused("Enter the address and postcode that letters go to", field="address")
        return ""
    return value
