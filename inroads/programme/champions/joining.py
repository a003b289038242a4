"""Those who would like to become champions, and how far they are."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from inroads.foundations.history.queries import Entry, events_about, in_words
from inroads.programme.champions.models import Champion, Tip

# In one hour, at the public page: more is somebody playing with it.
MOST_IN_AN_HOUR = 20
STEPS = ("champion.applied", "champion.added", "champion.status_set", "champion.tier_set")
# By when somebody who would like to help is rung.
DAYS_TO_RING = 5
MOST_STEPS = 20


def joining(champions: QuerySet[Champion]) -> QuerySet[Champion]:
    """Those of these who are on the way to becoming a champion, whoever waits longest first."""
    waiting = champions.filter(status__in=Champion.JOINING, person__erased_at=None)
    return waiting.select_related("person").order_by("person__added_at", "pk")


def applied_lately(at: datetime) -> int:
    """How many said in the last hour that they would like to help."""
    return Champion.objects.filter(
        joined_on=None, person__added_at__gt=at - timedelta(hours=1)
    ).count()


def steps_of(champion: Champion) -> list[Entry]:
    """Each step on a champion's way, who took it with them and when; the first one first."""
    events = events_about(champion).filter(verb__in=STEPS).order_by("at", "pk")
    return in_words(events[:MOST_STEPS])


def tip_of(on: date) -> Tip | None:
    """The tip that champions read on this day."""
    return Tip.objects.filter(starts_on__lte=on).first()
