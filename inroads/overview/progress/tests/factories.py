"""Records as they are found: helps at venues in wards, referrals of people who live there."""

from datetime import datetime, timedelta

from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.models import Consent, Person
from inroads.foundations.places.models import Area, AreaKind, Venue
from inroads.programme.directory.models import Topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral


def a_ward(name: str) -> Area:
    number = Area.objects.count() + 1
    return Area.objects.create(kind=AreaKind.WARD, vintage=2024, code=f"X05{number:06d}", name=name)


def a_venue(ward: Area | None, **given) -> Venue:
    return Venue.objects.create(
        **{"name": f"Hall of {ward}", "postcode": "WX1 1AA", "ward": ward, **given}
    )


def a_topic() -> Topic:
    return Topic.objects.get_or_create(name="E-mail")[0]


def helps(number: int, venue: Venue | None, at: datetime, **given) -> None:
    HelpRecord.objects.bulk_create(
        HelpRecord(
            **{
                "given_at": at,
                "received_at": at,
                "door": "tap",
                "venue": venue,
                "topic": a_topic(),
                "minutes": 15,
                "outcome": "sorted",
                **given,
            }
        )
        for _ in range(number)
    )


def a_referral(
    sender: Organisation, receiver: Organisation, ward: Area | None, at: datetime, **given
) -> Referral:
    person = Person.objects.create(name="Canary Durbeyfield", ward=ward, added_at=at)
    consent = Consent.objects.create(
        person=person, organisation=sender, purpose=Purpose.REFERRING, words="Yes?", how="spoken",
        given_at=at,
    )  # fmt: skip
    return Referral.objects.create(
        **{
            "person": person,
            "sender": sender,
            "receiver": receiver,
            "consent": consent,
            "sent_at": at,
            "ward": ward,
            "promise_on": (at + timedelta(days=7)).date(),
            **given,
        }
    )


def was_helped(referral: Referral, at: datetime) -> None:
    helps(1, None, at, person=referral.person)
