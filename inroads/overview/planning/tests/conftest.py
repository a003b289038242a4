"""A hall, a champion and people who wait, for the tests of matching."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inroads.foundations.places.models import Postcode, Venue
from inroads.programme.referrals.tests import factories as make

# A degree of latitude is 111.2 km.
KM = 1 / 111.2


@pytest.fixture
def hall(db) -> Venue:
    Postcode.objects.create(postcode="DT9 4AA", lat=50.95, lon=-2.52)
    Postcode.objects.create(postcode="DT9 9ZZ", lat=50.95 + 30 * KM, lon=-2.52)
    return make.a_venue("Sherton Hall", lat=50.95, lon=-2.52)


@pytest.fixture
def banking(db):
    return make.a_topic("Online banking")


@pytest.fixture
def giles(council, hall, banking):
    return make.a_champion(council, venue=hall, topics=[banking], capacity=1)


@pytest.fixture
def session(council, hall, giles):
    return make.a_session(council, hall)


@pytest.fixture
def reader(signed_in, manager):
    return signed_in(manager)


@pytest.fixture
def waits(surgery, council, banking):
    """Somebody who waits for a champion."""

    def one(name="Grace Melbury", days=1, **given):
        topics = given.pop("topics", [banking])
        person = make.a_person(name, **({"postcode": "DT9 4AA"} | given))
        sent_at = timezone.now() - timedelta(days=days)
        return make.accepted(
            make.a_referral(surgery, council, person, topics=topics, sent_at=sent_at)
        )

    return one


@pytest.fixture
def only_by_moving(waits, session, giles, council, hall, banking):
    """Giles has room for one, who could as well go to Marty; who waits can go to Giles only."""
    marty = make.a_champion(
        council, "Marty South", venue=hall, topics=[banking], capacity=1, languages=["en"]
    )
    giles.person.languages = ["en", "pl"]
    giles.person.save()
    agreed = make.agreed(waits("Agreed"), giles, session)
    return agreed, marty, waits("Waiting", languages=["pl"])
