"""What happens to the record of a person: added, changed, held, agreed to, looked at, erased."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.models import (
    DETAILS,
    PHONE_KINDS,
    AccessNeed,
    Consent,
    ContactWay,
    Holding,
    Household,
    Language,
    Person,
)
from inroads.foundations.people.phones import international
from inroads.foundations.people.traces import Erased, erase_traces
from inroads.foundations.places.postcodes import tidy
from inroads.foundations.places.queries import find_postcode

OLDEST = 130


@transaction.atomic
def add_person(
    *,
    name: str = "",
    birth_year: int | None = None,
    address: str = "",
    postcode: str = "",
    languages: Iterable[str] = (),
    needs_interpreter: bool = False,
    access_needs: Iterable[str] = (),
    contact_ways: Iterable[dict] = (),
    at: datetime,
    by: Actor,
) -> Person:
    """Someone new is written down; where they live is found from the postcode if it is known."""
    person = Person(added_at=at)
    fill(
        person,
        name=name,
        birth_year=birth_year,
        address=address,
        postcode=postcode,
        languages=languages,
        needs_interpreter=needs_interpreter,
        access_needs=access_needs,
    )
    person.save()
    replace_contact_ways(person, contact_ways)
    record("person.added", person, by=by)
    return person


@transaction.atomic
def take_person_on(
    organisation: Organisation,
    purpose: Purpose,
    *,
    on: date,
    at: datetime,
    by: Actor,
    **details: Any,
) -> Person:
    """Someone new is written down, and an organisation holds them from today; `details` as for `add_person`."""
    person = add_person(**details, at=at, by=by)
    hold(person, organisation, purpose, on=on, by=by)
    return person


@transaction.atomic
def change_person(
    person: Person,
    *,
    contact_ways: Iterable[dict] | None = None,
    by: Actor,
    **details: Any,
) -> Person:
    """Correct the record: only the details that are given change, and `contact_ways` all together."""
    person = not_erased(person)
    before = values_of(person, [*DETAILS, "small_area", "ward"])
    reached_before = ways_of(person)
    fill(person, **details)
    person.save()
    if contact_ways is not None:
        replace_contact_ways(person, contact_ways)
    changes = changes_between(before, person)
    if ways_of(person) != reached_before:
        changes["contact_ways"] = "changed"
    if changes:
        record("person.changed", person, by=by, changes=changes)
    return person


@transaction.atomic
def hold(
    person: Person, organisation: Organisation, purpose: Purpose, *, on: date, by: Actor
) -> Holding:
    """An organisation keeps the person's record for a purpose from today, once however often it is asked."""
    person = not_erased(person)
    holding, is_new = Holding.objects.get_or_create(
        person=person,
        organisation=organisation,
        purpose=purpose,
        ends_on=None,
        defaults={"starts_on": on},
    )
    if is_new:
        changes = {"organisation": organisation.pk, "purpose": str(purpose)}
        record("person.held", person, by=by, changes=changes)
    return holding


@transaction.atomic
def end_holding(holding: Holding, *, on: date, by: Actor) -> Holding:
    """The organisation needs the record no longer, and from today sees it no more."""
    holding = locked(holding)
    if holding.ends_on is not None:
        return holding
    holding.ends_on = max(on, holding.starts_on)
    holding.save()
    changes = {"organisation": holding.organisation_id, "purpose": holding.purpose}
    record("person.let_go", holding.person, by=by, changes=changes)
    return holding


@transaction.atomic
def take_consent(
    person: Person,
    organisation: Organisation,
    purpose: Purpose,
    *,
    words: str,
    how: str,
    at: datetime,
    by: Actor,
) -> Consent:
    """The person said yes to the words that were read out to them."""
    person = not_erased(person)
    if not words.strip():
        raise Refused("Write down the words that were read out", field="words")
    consent = Consent.objects.create(
        person=person,
        organisation=organisation,
        purpose=purpose,
        words=words,
        how=how,
        taken_by=by if isinstance(by, User) else None,
        given_at=at,
    )
    changes = {"consent": consent.pk, "organisation": organisation.pk, "purpose": str(purpose)}
    record("person.consented", person, by=by, changes=changes)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, at: datetime, by: Actor) -> Consent:
    """The person changed their mind; that they had said yes until now is kept."""
    consent = locked(consent)
    if consent.stands:
        consent.withdrawn_at = max(at, consent.given_at)
        consent.save()
        changes = {"consent": consent.pk}
        record("person.withdrew_consent", consent.person, by=by, changes=changes)
    return consent


@transaction.atomic
def join_household(person: Person, other: Person, *, by: Actor) -> Household:
    """The person lives with another one."""
    person, other = not_erased(person), not_erased(other)
    if person == other:
        raise Refused("Choose somebody else: nobody lives with themselves", field="lives_with")
    household = other.household
    if household is None:
        household = Household.objects.create(address=other.address, postcode=other.postcode)
        other.household = household
        other.save()
        record("person.joined_household", other, by=by, changes={"household": "changed"})
    if person.household_id != household.pk:
        leave_household(person, by=by)
        person.household = household
        person.save()
        record("person.joined_household", person, by=by, changes={"household": "changed"})
    return household


@transaction.atomic
def leave_household(person: Person, *, by: Actor) -> None:
    """The person lives there no longer; a household of one is none."""
    person = not_erased(person)
    household = person.household
    if household is None:
        return
    person.household = None
    person.save()
    record("person.left_household", person, by=by, changes={"household": "changed"})
    if household.people.count() < 2:
        household.delete()


@transaction.atomic
def look_at(person: Person, *, by: Actor) -> None:
    """Somebody read the person's record; the history keeps that too."""
    record("person.viewed", person, by=by)


@transaction.atomic
def hand_over(person: Person, *, by: Actor) -> None:
    """All that is kept of the person was made ready to be handed to them."""
    record("person.exported", person, by=by)


@transaction.atomic
def erase_person(person: Person, *, at: datetime, by: Actor) -> Erased:
    """Everything personal goes, in every table; what is left counts, and speaks of nobody.

    The history stays: it holds no name, only which record was looked at or changed, when and by whom, and
    it is the proof that the erasure was done (UK GDPR article 17(3)(b) and (e)).
    """
    person = locked(person)
    if person.erased_at is not None:
        raise Refused("They have been erased already")
    if person.user and person.user.memberships.exists():
        raise Refused("They still sign in here. End their roles first, then erase their record.")
    for holding in person.holdings.filter(ends_on=None):
        end_holding(holding, on=at.date(), by=by)
    for consent in person.consents.filter(withdrawn_at=None):
        withdraw_consent(consent, at=at, by=by)
    household = person.household
    erased = erase_traces(person)
    if household and household.people.count() < 2:
        household.delete()
    Person.objects.filter(pk=person.pk).update(erased_at=at)
    record("person.erased", person, by=by, changes={"rows": erased.rows})
    return erased


# What the actions above share


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
