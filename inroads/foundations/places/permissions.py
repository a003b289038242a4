"""Who may see and change places."""

from django.db.models import QuerySet

from inroads.foundations.organisations.models import Role
from inroads.foundations.organisations.permissions import leads_as, runs_programme
from inroads.foundations.places.models import Area, Venue


def visible_areas(user) -> QuerySet[Area]:
    """Areas are published: whoever signs in sees them all."""
    return Area.objects.all() if user.is_authenticated else Area.objects.none()


def visible_venues(user) -> QuerySet[Venue]:
    """Everyone who signs in sees every venue, also those that have closed."""
    return Venue.objects.all() if user.is_authenticated else Venue.objects.none()


def can_add_venue(user) -> bool:
    """Programme managers and coordinators of the organisation that leads add venues."""
    return runs_programme(user)


def can_change_venue(user, venue: Venue) -> bool:
    """Whoever may add venues may change any of them."""
    return can_add_venue(user)


def can_load_places(user) -> bool:
    """Only the programme managers of the organisation that leads load areas and figures."""
    return leads_as(user, Role.MANAGER)
