"""A venue, two skills, and a passport with no stamp."""

import pytest

from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_venue
from inroads.programme.passports.tests.factories import a_passport, a_skill


@pytest.fixture
def venue(db):
    return a_venue(name="Knollsea Library")


@pytest.fixture
def skill(db):
    return a_skill(name="Keeping in touch", meaning="I send a message")


@pytest.fixture
def other_skill(skill):
    return a_skill(name="Staying safe")


@pytest.fixture
def passport(venue):
    return a_passport(venue=venue)


@pytest.fixture
def champion(council, helper, venue):
    """The champion who signs in as `helper`."""
    champion = a_champion(council, venue=venue)
    champion.person.user = helper
    champion.person.save()
    return champion
