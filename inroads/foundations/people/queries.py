"""What is shown of people: found by search, looked for before saving, and how to reach them."""

import re
from collections.abc import Iterable

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from inroads.foundations.organisations.models import Purpose
from inroads.foundations.people.models import PHONE_KINDS, ContactWay, Person
from inroads.foundations.people.names import folded
from inroads.foundations.people.permissions import holdings_that_show, visible_people
from inroads.foundations.people.phones import international
from inroads.foundations.places.postcodes import tidy

SAME_PHONE = "the same telephone number"
SAME_HOME = "the same name and postcode"
# As many as a person can look through; more than these share a hostel's telephone.
MOST_DUPLICATES = 10


def people_to_be_helped(user) -> QuerySet[Person]:
    """Of the people whom the user may see, those for whom help is asked or arranged; not those who only give it."""
    asking = holdings_that_show(user).exclude(purpose=Purpose.HELPING)
    return visible_people(user).filter(Exists(asking.filter(person=OuterRef("pk"))))


def by_their_names(people: QuerySet[Person]) -> QuerySet[Person]:
    """In the order of their names; whoever gave none comes last."""
    nameless = Case(When(name="", then=Value(1)), default=Value(0))
    return people.order_by(nameless, "name", "pk")


def matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Those of the people whose name, telephone number or postcode holds what was typed."""
    text = text.strip()[:100]
    if not text:
        return people
    wanted = by_name(text) | by_postcode(text)
    if not re.search(r"[^\W\d_]", text):
        wanted |= by_phone(text)
    return people.filter(wanted)


def by_name(text: str) -> Q:
    """Every word of it, in any order, without regard to case and accents."""
    words = folded(text).split()
    if not words:
        return Q(pk=None)
    return Q(*(Q(name_folded__contains=word) for word in words))


def by_postcode(text: str) -> Q:
    """A whole postcode, or its beginning: “DT1”, “DT1 1”."""
    try:
        return Q(postcode=tidy(text))
    except ValueError:
        begun = " ".join(text.upper().split())
        is_begun = re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?( \d[A-Z]?)?", begun)
        return Q(postcode__startswith=begun) if is_begun else Q(pk=None)


def by_phone(text: str) -> Q:
    """A whole number in any form, or its last four digits and more."""
    try:
        numbers = Q(value=international(text))
    except ValueError:
        digits = re.sub(r"\D", "", text).lstrip("0")
        if len(digits) < 4:
            return Q(pk=None)
        numbers = Q(value__endswith=digits)
    ways = ContactWay.objects.filter(numbers, kind__in=PHONE_KINDS)
    return Q(pk__in=ways.values("person"))


def possible_duplicates(
    among: QuerySet[Person], *, name: str, postcode: str, phones: Iterable[str]
) -> list[tuple[Person, str]]:
    """Those among these people who may be this one, each with the reason why."""
    by_number = with_number(among, phones)[:MOST_DUPLICATES]
    found = {person.pk: (person, SAME_PHONE) for person in by_number}
    for person in living_at(among, name, postcode)[:MOST_DUPLICATES]:
        found.setdefault(person.pk, (person, SAME_HOME))
    return list(found.values())


def with_number(among: QuerySet[Person], phones: Iterable[str]) -> QuerySet[Person]:
    """Those among these people who can be rung or texted at one of these numbers."""
    numbers = list(filter(None, map(international_or_none, phones)))
    ways = ContactWay.objects.filter(kind__in=PHONE_KINDS, value__in=numbers)
    return among.filter(pk__in=ways.values("person"), erased_at=None)


def living_at(among: QuerySet[Person], name: str, postcode: str) -> QuerySet[Person]:
    """Those among these people with this name at this postcode; of no name or no postcode, nobody."""
    try:
        postcode = tidy(postcode)
    except ValueError:
        return among.none()
    sought = folded(name)
    people = among.filter(erased_at=None, name_folded=sought).exclude(name_folded="")
    return people.filter(Q(postcode=postcode) | Q(household__postcode=postcode)).distinct()


def international_or_none(number: str) -> str | None:
    try:
        return international(number)
    except ValueError:
        return None


def contact_for(person: Person, *kinds: str) -> ContactWay | None:
    """How to reach someone: the way they prefer, or else the first; only of these kinds if any are named."""
    ways = person.contact_ways.order_by("-preferred", "pk")
    return (ways.filter(kind__in=kinds) if kinds else ways).first()


def might_live_with(person: Person, among: QuerySet[Person]) -> QuerySet[Person]:
    """Of these people, those with the same postcode or the same telephone number."""
    numbers = person.contact_ways.filter(kind__in=PHONE_KINDS).values("value")
    shared = ContactWay.objects.filter(kind__in=PHONE_KINDS, value__in=numbers)
    near = Q(pk__in=shared.values("person"))
    if person.postcode:
        near |= Q(postcode=person.postcode)
    others = among.filter(near).exclude(pk=person.pk)
    if person.household_id:
        others = others.exclude(household=person.household_id)
    return others
