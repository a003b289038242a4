"""Records of people for tests, made directly."""

from itertools import count

from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.models import Consent, ContactWay, Holding, Person

numbers = count(1)


def a_person(
    *holders: Organisation, purpose: str = Purpose.ARRANGING, phone: str = "", **given
) -> Person:
    """Someone whom these organisations hold from today."""
    details = {"name": f"Ivy Bishop {next(numbers)}", "added_at": timezone.now()}
    person = Person.objects.create(**(details | given))
    for organisation in holders:
        a_holding(person, organisation, purpose)
    if phone:
        ContactWay.objects.create(person=person, kind=ContactWay.Kind.VOICE, value=phone)
    return person


def a_holding(
    person: Person, organisation: Organisation, purpose: str = Purpose.ARRANGING, **given
) -> Holding:
    days = {"starts_on": today()} | given
    return Holding.objects.create(person=person, organisation=organisation, purpose=purpose, **days)


def a_consent(person: Person, organisation: Organisation, **given) -> Consent:
    details = {
        "purpose": Purpose.ARRANGING,
        "words": "May we write this down?",
        "how": Consent.How.SPOKEN,
        "given_at": timezone.now(),
    }
    return Consent.objects.create(person=person, organisation=organisation, **(details | given))


def answers(**given) -> dict:
    """What the form for a new person posts."""
    return {
        "name": "Ivy Bishop",
        "languages": "en",
        "postcode": "DT1 1AA",
        "phone": "01632 960 001",
        "phone_use": "voice",
        **given,
    }
