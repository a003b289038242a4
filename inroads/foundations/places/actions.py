"""What happens to places: venues are added and changed; files of areas are kept."""

from collections import Counter
from collections.abc import Iterable

from django.db import models, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import (
    Actor,
    changes_between,
    record,
    values_of,
)
from inroads.foundations.places.comparing import CHANGED, venue_state
from inroads.foundations.places.keeping import (
    AreaKeeper,
    PostcodeKeeper,
    keep_boundary_rows,
    keep_change_rows,
)
from inroads.foundations.places.models import Venue
from inroads.foundations.places.postcodes import tidy
from inroads.foundations.places.queries import find_postcode
from inroads.foundations.places.rows import (
    AreaRow,
    BoundaryRow,
    ChangeRow,
    PostcodeRow,
    Scheme,
    VenueRow,
)

VENUE_FIELDS = [
    "name",
    "address",
    "postcode",
    "lat",
    "lon",
    "ward_id",
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
    _write_venue(venue, {"name": name, "postcode": postcode, **details})
    record("places.venue_added", venue, by=by)
    return venue


@transaction.atomic
def change_venue(venue: Venue, *, by: Actor, **details) -> Venue:
    """Other details of a venue; what is not named stays. A change that changes nothing is no event."""
    venue = locked(venue)
    before = values_of(venue, VENUE_FIELDS)
    _write_venue(venue, details)
    changes = changes_between(before, venue)
    if changes:
        record("places.venue_changed", venue, by=by, changes=changes)
    return venue


@transaction.atomic
def keep_areas(
    batches: Iterable[list[AreaRow]], *, scheme: Scheme, source: models.Model, by: Actor
) -> Counter:
    """Small areas with what they lie in and their statistics, as a file tells them; `source` is that file."""
    keeper = AreaKeeper(scheme)
    counts = sum((keeper.keep(rows) for rows in batches), Counter())
    record("places.areas_kept", source, by=by, changes=dict(counts))
    return counts


@transaction.atomic
def keep_boundaries(
    batches: Iterable[list[BoundaryRow]],
    *,
    kind: str,
    vintage: int,
    source: models.Model,
    by: Actor,
) -> Counter:
    """The outlines of areas, as a file tells them."""
    counts = sum((keep_boundary_rows(rows, kind, vintage) for rows in batches), Counter())
    record("places.boundaries_kept", source, by=by, changes=dict(counts))
    return counts


@transaction.atomic
def keep_postcodes(
    batches: Iterable[list[PostcodeRow]],
    *,
    small_vintage: int,
    ward_vintage: int,
    parish_vintage: int,
    source: models.Model,
    by: Actor,
) -> Counter:
    """Postcodes and the areas they lie in, as a file tells them."""
    keeper = PostcodeKeeper(small_vintage, ward_vintage, parish_vintage)
    counts = sum((keeper.keep(rows) for rows in batches), Counter())
    record("places.postcodes_kept", source, by=by, changes=dict(counts))
    return counts


@transaction.atomic
def keep_changes(
    batches: Iterable[list[ChangeRow]],
    *,
    vintages: tuple[int, int],
    source: models.Model,
    by: Actor,
) -> Counter:
    """What the small areas of one vintage became in the next, as a file tells it."""
    counts = sum((keep_change_rows(rows, vintages) for rows in batches), Counter())
    record("places.changes_kept", source, by=by, changes=dict(counts))
    return counts


@transaction.atomic
def keep_venues(batches: Iterable[list[VenueRow]], *, source: models.Model, by: Actor) -> Counter:
    """Venues as a file tells them; what staff wrote of them and the file does not tell stays."""
    counts: Counter = Counter()
    for rows in batches:
        found = Venue.objects.filter(source_key__in=[row.source_key for row in rows])
        kept = {venue.source_key: venue for venue in found}
        for row in rows:
            venue = kept.get(row.source_key)
            state = venue_state(row, venue)
            counts[state] += 1
            if venue is None:
                kept[row.source_key] = add_venue(source_key=row.source_key, by=by, **row.details)
            elif state == CHANGED:
                change_venue(venue, by=by, **row.details)
    record("places.venues_kept", source, by=by, changes=dict(counts))
    return counts


def _write_venue(venue: Venue, details: dict) -> None:
    """Set what is given, and find the point and the ward of a new postcode."""
    unknown = details.keys() - {"ward", *VENUE_FIELDS}
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
            details = {**_where(details["postcode"]), **details}
    for name, value in details.items():
        setattr(venue, name, value)
    venue.save()


def _where(postcode: str) -> dict:
    """The point and the ward of a postcode, as far as it is loaded."""
    found = find_postcode(postcode)
    if not found:
        return {"lat": None, "lon": None, "ward_id": None}
    return {"lat": found.lat, "lon": found.lon, "ward_id": found.ward_id}
