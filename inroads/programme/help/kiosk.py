"""What is shown and counted at a venue's own page, where nobody signs in and nobody is named."""

from datetime import datetime

from inroads.foundations.places.models import Venue
from inroads.programme.help.models import HelpRecord, VenueLink
from inroads.programme.help.queries import LATELY, digest_of
from inroads.programme.timetable.models import Session

# At one venue, in ten minutes: more is somebody playing with the code.
MOST_AT_A_VENUE = 40
TOPICS_SHOWN = 12


def opened_venue_link(secret: str) -> VenueLink | None:
    """The link of this secret, if it was not revoked and its venue is open."""
    links = VenueLink.objects.filter(digest=digest_of(secret), revoked_at=None, venue__is_open=True)
    return links.select_related("venue").first()


def session_on_at(venue: Venue, at: datetime) -> Session | None:
    """The session that is on there at this moment, if it is one alone."""
    on = Session.objects.filter(
        venue=venue, status=Session.Status.PLANNED, starts_at__lte=at, ends_at__gt=at
    )[:2]
    return on[0] if len(on) == 1 else None


def counted_lately(venue: Venue, at: datetime) -> int:
    """How many helps were counted at this venue's own page in the last ten minutes."""
    helps = HelpRecord.objects.filter(venue=venue, door=HelpRecord.Door.KIOSK)
    return helps.filter(received_at__gt=at - LATELY).count()
