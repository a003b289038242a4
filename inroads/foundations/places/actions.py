"""What happens to places: venues are added and changed; files of areas are kept."""

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import (
    Actor,
    changes_between,
    record,
    values_of,
)
from inroads.foundations.places.models import Venue
from inroads.foundations.places.postcodes import tidy
from inroads.foundations.places.queries import find_postcode

VENUE_FIELDS = [
    "name",
    "address",
    "postcode",
    "lat",
    "lon",
    "ward",
    "travel",
    "access",
    "opening",
    "phone",
    "is_open",
    "source_key",
]


@transaction.atomic
def add_venue(*, name: str, postcode: str, by: Actor, **details) -> Venue:
    """A place where help happens; its ward and its point come from the postcode if none are given."""
    venue = Venue()
    write_venue(venue, {"name": name, "postcode": postcode, **details})
    record("places.venue_added", venue, by=by)
    return venue


@transaction.atomic
def change_venue(venue: Venue, *, by: Actor, **details) -> Venue:
    """Other details of a venue; what is not named stays. A change that changes nothing is no event."""
    venue = locked(venue)
    before = values_of(venue, VENUE_FIELDS)
    write_venue(venue, details)
    changes = changes_between(before, venue)
    if changes:
        record("places.venue_changed", venue, by=by, changes=changes)
    return venue


def write_venue(venue: Venue, details: dict) -> None:
    """Set what is given, and find the point and the ward of a new postcode."""
    unknown = details.keys() - set(VENUE_FIELDS)
    if unknown:
        raise TypeError(f"A venue has no {', '.join(sorted(unknown))}")
    if not details.get("name", venue.name).strip():
        raise Refused("Enter the name of the venue", field="name")
    if "postcode" in details:
        try:
            details = {**details, "postcode": tidy(details["postcode"])}
        except ValueError as error:
            raise Refused(str(error), field="postcode") from error
        if details["postcode"] != venue.postcode:
            details = {**where(details["postcode"]), **details}
    for name, value in details.items():
        setattr(venue, name, value)
    venue.save()


def where(postcode: str) -> dict:
    """The point and the ward of a postcode, as far as it is loaded."""
    found = find_postcode(postcode)
    if not found:
        return {"lat": None, "lon": None, "ward": None}
    return {"lat": found.lat, "lon": found.lon, "ward": found.ward}
