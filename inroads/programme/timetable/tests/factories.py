"""Records for tests, made directly."""

from datetime import UTC, datetime, timedelta

from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.models import ContactWay, Holding, Person
from inroads.programme.directory.tests.factories import a_service, a_venue
from inroads.programme.timetable.models import Booking, Session

THURSDAY_10 = datetime(2026, 3, 5, 10, tzinfo=UTC)


def a_session(**given) -> Session:
    starts_at = given.pop("starts_at", THURSDAY_10)
    values = {
        "service": given.pop("service", None) or a_service(),
        "venue": given.pop("venue", None) or a_venue(),
        "starts_at": starts_at,
        "ends_at": given.pop("ends_at", starts_at + timedelta(hours=2)),
        "capacity": 6,
    }
    return Session.objects.create(**(values | given))


def someone(held_by: Organisation | None = None, text: str = "", **given) -> Person:
    """A person, perhaps held by an organisation, perhaps with a telephone that takes texts."""
    person = Person.objects.create(
        **({"name": "Tess Durbeyfield", "added_at": THURSDAY_10} | given)
    )
    if held_by:
        Holding.objects.create(
            person=person,
            organisation=held_by,
            purpose=Purpose.ARRANGING,
            starts_on=THURSDAY_10.date() - timedelta(days=365),
        )
    if text:
        ContactWay.objects.create(person=person, kind=ContactWay.Kind.TEXT, value=text)
    return person


def a_booking(session: Session | None = None, person: Person | None = None, **given) -> Booking:
    session = session or a_session()
    Session.objects.filter(pk=session.pk).update(taken=session.bookings.count() + 1)
    return Booking.objects.create(session=session, person=person or someone(), **given)
