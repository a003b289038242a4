"""Records for tests, made directly."""

from datetime import date, time
from itertools import count

from django.db import connection
from django.test.utils import CaptureQueriesContext

from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Venue
from inroads.programme.directory.models import Schedule, Service, Topic

number = count(1)


def an_organisation(**given) -> Organisation:
    values = {"name": f"Partner {next(number)}", "kind": "charity"}
    return Organisation.objects.create(**(values | given))


def a_venue(**given) -> Venue:
    values = {"name": f"Village hall {next(number)}", "postcode": "DT1 1AA"}
    return Venue.objects.create(**(values | given))


def a_topic(**given) -> Topic:
    return Topic.objects.create(**({"name": f"Topic {next(number)}"} | given))


def a_service(organisation: Organisation | None = None, **given) -> Service:
    values = {"name": f"Drop-in {next(number)}"}
    return Service.objects.create(
        organisation=organisation or an_organisation(), **(values | given)
    )


def a_schedule(service: Service | None = None, **given) -> Schedule:
    values = {
        "service": service or a_service(),
        "venue": given.pop("venue", None) or a_venue(),
        "weekday": 3,
        "starts": time(10),
        "ends": time(12),
        "capacity": 6,
        "valid_from": date(2026, 1, 1),
    }
    return Schedule.objects.create(**(values | given))


def queries_of(client, address: str) -> int:
    """How many queries a page costs."""
    client.get(address)  # what is read once for a session is not the page's
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
