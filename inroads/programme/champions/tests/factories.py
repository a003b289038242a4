"""Records for tests, made directly."""

from datetime import date

from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.models import Holding, Person
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.directory.tests.factories import a_venue
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.tests.factories import someone


def a_champion(
    organisation: Organisation, *, person: Person | None = None, topics=(), **given
) -> Champion:
    """A champion whom their organisation holds for helping."""
    person = person or someone(name="Gabriel Oak")
    values = {"network": "community", "joined_on": date(2025, 1, 1), "venue": a_venue()}
    champion = Champion.objects.create(person=person, organisation=organisation, **(values | given))
    champion.topics.set(topics)
    Holding.objects.get_or_create(
        person=person,
        organisation=organisation,
        purpose=Purpose.HELPING,
        ends_on=None,
        defaults={"starts_on": champion.joined_on},
    )
    return champion


def a_shift(champion: Champion, session: Session) -> Shift:
    return Shift.objects.create(champion=champion, session=session)
