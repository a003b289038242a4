"""What a day may hold: referrals to answer, sessions to come, helps."""

from datetime import datetime, timedelta

from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.models import Consent, Holding, Person
from inroads.foundations.places.models import Venue
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.directory.models import Service, Topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral
from inroads.programme.timetable.models import Session


def a_referral(sender: Organisation, receiver: Organisation, at: datetime, **given) -> Referral:
    """Both organisations hold the person."""
    name = given.pop("name", "Canary Durbeyfield")
    person = Person.objects.create(name=name, added_at=at)
    for organisation, purpose in ((sender, Purpose.REFERRING), (receiver, Purpose.ARRANGING)):
        Holding.objects.create(
            person=person, organisation=organisation, purpose=purpose, starts_on=at.date()
        )
    consent = Consent.objects.create(
        person=person, organisation=sender, purpose=Purpose.REFERRING, words="Yes?", how="spoken",
        given_at=at,
    )  # fmt: skip
    referral = Referral.objects.create(
        **{
            "person": person,
            "sender": sender,
            "receiver": receiver,
            "consent": consent,
            "sent_at": at,
            "promise_on": at.date(),
            **given,
        }
    )
    referral.topics.add(a_topic())
    return referral


def a_topic() -> Topic:
    return Topic.objects.get_or_create(name="E-mail")[0]


def a_session(organisation: Organisation, starts_at: datetime, **given) -> Session:
    name = given.pop("venue", "Overcombe Hall")
    venue, _ = Venue.objects.get_or_create(name=name, defaults={"postcode": "WX1 1AA"})
    service, _ = Service.objects.get_or_create(organisation=organisation, name="Drop-in")
    return Session.objects.create(
        **{
            "service": service,
            "venue": venue,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "capacity": 8,
            **given,
        }
    )


def a_champion(organisation: Organisation, at: datetime, user=None) -> Champion:
    person = Person.objects.create(name="Diggory Venn", user=user, added_at=at)
    return Champion.objects.create(
        person=person, network="community", organisation=organisation, joined_on=at.date()
    )


def a_shift(champion: Champion, session: Session) -> Shift:
    return Shift.objects.create(champion=champion, session=session)


def helps(number: int, champion: Champion, at: datetime) -> None:
    HelpRecord.objects.bulk_create(
        HelpRecord(
            given_at=at, received_at=at, door="tap", champion=champion, topic=a_topic(), minutes=15,
            outcome="sorted",
        )
        for _ in range(number)
    )  # fmt: skip
