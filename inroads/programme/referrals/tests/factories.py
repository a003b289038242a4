"""Records for the tests of referrals."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.models import Purpose
from inroads.foundations.people.models import Consent, ContactWay, Holding, Person
from inroads.foundations.places.models import Postcode, Venue
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.directory.models import Service, Topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.actions import agree_step
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.timetable.models import Session

TEST = Machine("test")
XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7*7 }}{% debug %}",
    "</textarea><svg/onload=alert(1)>",
    "'-alert(1)-'",
    "<!--<iframe src=//evil.example>",
]


def a_topic(name: str = "Online banking", **given) -> Topic:
    return Topic.objects.get_or_create(name=name, defaults=given)[0]


def a_venue(name: str = "Sherton Abbas Library", **given) -> Venue:
    values = {
        "address": "Abbey Road, Sherton Abbas",
        "postcode": "DT9 3NL",
        "lat": 50.95,
        "lon": -2.52,
        "travel": "Bus 57 stops outside",
        **given,
    }
    return Venue.objects.create(name=name, **values)


def a_postcode(postcode: str = "DT9 4AA", lat: float = 50.96, lon: float = -2.52) -> Postcode:
    return Postcode.objects.create(postcode=postcode, lat=lat, lon=lon)


def a_person(name: str = "Grace Melbury", **given) -> Person:
    return Person.objects.create(name=name, added_at=timezone.now(), **given)


def reached_by(person: Person, kind: str, value: str = "", **given) -> ContactWay:
    return ContactWay.objects.create(person=person, kind=kind, value=value, **given)


def held(person: Person, organisation, purpose: str = Purpose.REFERRING) -> Holding:
    return Holding.objects.create(
        person=person, organisation=organisation, purpose=purpose, starts_on=today()
    )


def a_champion(council, name: str = "Giles Winterborne", *, venue=None, phone="", **given):
    languages = given.pop("languages", ["en"])
    topics = given.pop("topics", [])
    person = a_person(name, languages=languages)
    held(person, council, Purpose.HELPING)
    if phone:
        reached_by(person, "text", phone)
    values = {"network": "community", "organisation": council, "joined_on": today(), **given}
    champion = Champion.objects.create(person=person, venue=venue, **values)
    champion.topics.set(topics)
    return champion


def a_session(council, venue, *, days: float = 3, hours: float = 2, capacity: int = 8, **given):
    service, _ = Service.objects.get_or_create(organisation=council, name="Digital drop-in")
    base = timezone.make_aware(datetime.combine(today(), datetime.min.time())).replace(hour=10)
    starts_at = given.pop("starts_at", base + timedelta(days=days))
    return Session.objects.create(
        service=service,
        venue=venue,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        capacity=capacity,
        **given,
    )


def a_shift(champion, session) -> Shift:
    return Shift.objects.create(champion=champion, session=session)


def a_referral(sender, receiver, person: Person | None = None, **given) -> Referral:
    """A referral that waits for an answer, its person held by both."""
    person = person or a_person()
    topics = given.pop("topics", [])
    at = given.pop("sent_at", timezone.now())
    consent = Consent.objects.create(
        person=person,
        organisation=sender,
        purpose=Purpose.REFERRING,
        words=given.pop("words", "I would like to pass your name on. Is that all right with you?"),
        how="spoken",
        given_at=at,
    )
    referral = Referral.objects.create(
        person=person,
        sender=sender,
        receiver=receiver,
        consent=consent,
        sent_at=at,
        promise_on=given.pop("promise_on", today() + timedelta(days=7)),
        ward=person.ward,
        **given,
    )
    referral.topics.set(topics)
    Holding.objects.get_or_create(
        person=person,
        organisation=sender,
        purpose=Purpose.REFERRING,
        defaults={"starts_on": timezone.localdate(at)},
    )
    Holding.objects.get_or_create(
        person=person,
        organisation=receiver,
        purpose=Purpose.ARRANGING,
        defaults={"starts_on": timezone.localdate(at)},
    )
    return referral


def accepted(referral: Referral, **given) -> Route:
    """The same referral, accepted: its route."""
    referral.status = Referral.Status.ACCEPTED
    referral.answered_at = timezone.now()
    referral.save()
    return Route.objects.create(referral=referral, opened_at=timezone.now(), **given)


def agreed(route: Route, champion, session) -> Step:
    return agree_step(route, champion=champion, session=session, at=timezone.now(), by=TEST)


def a_help(person=None, *, champion=None, topic=None, given_at=None, **given) -> HelpRecord:
    at = given_at or timezone.now()
    return HelpRecord.objects.create(
        person=person,
        champion=champion,
        topic=topic or a_topic(),
        given_at=at,
        received_at=given.pop("received_at", at),
        door="tap",
        minutes=15,
        outcome="sorted",
        **given,
    )


def screen(organisation, step: str, journey=None) -> str:
    """The address of one screen of a journey."""
    return reverse("referrals_refer", args=[organisation.pk, journey or uuid4(), step])


def need_typed(*topics, **given) -> dict:
    return {"topics": [topic.pk for topic in topics], "languages": "en", **given}


def who_typed(**given) -> dict:
    return {
        "name": "Grace Melbury",
        "postcode": "DT9 4AA",
        "phone": "01632 960 111",
        "phone_use": "voice",
        **given,
    }


def refer(client, organisation, *, need: dict, who: dict, how: str = "spoken", journey=None):
    """The whole journey through the three screens; the answer to the last."""
    journey = journey or uuid4()
    assert client.post(screen(organisation, "need", journey), need).status_code == 302
    assert client.post(screen(organisation, "who", journey), who).status_code == 302
    last = screen(organisation, "check", journey)
    words = client.get(last).context["words"]
    return client.post(last, {"how": how, "heard": words})
