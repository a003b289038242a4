"""Events for the tests."""

from inroads.foundations.history.models import Event


def an_event(**given) -> Event:
    return Event.objects.create(
        **{"verb": "person.viewed", "thing": "people.person/12", "by": "nightly", **given}
    )
