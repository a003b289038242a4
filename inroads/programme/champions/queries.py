"""What is shown of champions and their shifts."""

from datetime import date, datetime, timedelta

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from inroads.foundations.people.models import PHONE_KINDS, ContactWay, Person
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.timetable.local_time import bounds, local
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.queries import sessions_between

# A champion is active who was at a session, or gave help, in this many days.
ACTIVE_DAYS = 90
WEEKS_TO_PROMISE = 4
MOST_ON_DUTY = 8


def current_champions() -> QuerySet[Champion]:
    """Everyone on the register: those who help or rest, and of whom something is still known."""
    return Champion.objects.filter(status__in=Champion.CURRENT, person__erased_at=None)


def listed(champions: QuerySet[Champion]) -> QuerySet[Champion]:
    """Champions with all that a list says of them."""
    return champions.select_related("person", "venue", "organisation").prefetch_related("topics")


def with_last_session(champions: QuerySet[Champion], at: datetime) -> QuerySet[Champion]:
    """Each champion with when the last session that they promised and that took place began."""
    shifts = Shift.objects.filter(
        champion=OuterRef("pk"),
        session__ends_at__lte=at,
        session__status=Session.Status.PLANNED,
    ).order_by("-session__starts_at")
    return champions.annotate(last_session=Subquery(shifts.values("session__starts_at")[:1]))


def shifts_since(at: datetime) -> QuerySet[Shift]:
    """Promised shifts at sessions of the last ninety days, today included, that have ended."""
    today = local(at).date()
    begin, _ = bounds(today - timedelta(days=ACTIVE_DAYS - 1), today)
    return Shift.objects.filter(
        session__starts_at__gte=begin,
        session__ends_at__lte=at,
        session__status=Session.Status.PLANNED,
    )


def shifts_to_come(champion: Champion, on: date) -> QuerySet[Shift]:
    """The sessions that a champion promised, from today on, cancelled ones too."""
    begin, _ = bounds(on, on)
    return (
        champion.shifts.filter(session__starts_at__gte=begin)
        .select_related("session__service", "session__venue")
        .order_by("session__starts_at", "pk")
    )


def offered_shifts(at: datetime) -> QuerySet[Shift]:
    """The shifts for which another is wanted, at sessions that are not over, the soonest first."""
    return (
        Shift.objects.filter(
            offered_at__isnull=False,
            session__ends_at__gt=at,
            session__status=Session.Status.PLANNED,
            champion__in=current_champions(),
        )
        .select_related("session__service", "session__venue", "champion__person")
        .order_by("session__starts_at", "pk")
    )


def sessions_to_promise(
    champion: Champion, on: date, *, everywhere: bool = False
) -> QuerySet[Session]:
    """Sessions of the next weeks that the champion has not promised, at their venue if they have one."""
    sessions = sessions_between(on, on + timedelta(weeks=WEEKS_TO_PROMISE)).filter(
        status=Session.Status.PLANNED
    )
    if champion.venue and not everywhere:
        sessions = sessions.filter(venue=champion.venue)
    return sessions.exclude(shifts__champion=champion)


def shifts_at(session: Session, champions: QuerySet[Champion]) -> QuerySet[Shift]:
    """Who of these champions promised the session, by name."""
    promised = session.shifts.filter(champion__in=champions & current_champions())
    return (
        promised.select_related("champion__person")
        .prefetch_related("champion__person__contact_ways")
        .order_by("champion__person__name", "pk")
    )


def on_duty(at: datetime, champions: QuerySet[Champion]) -> list[tuple[Shift, ContactWay | None]]:
    """Who of these champions is at a session at this moment, with the number to ring."""
    shifts = Shift.objects.filter(
        champion__in=champions & current_champions(),
        session__status=Session.Status.PLANNED,
        session__starts_at__lte=at,
        session__ends_at__gt=at,
    )
    shifts = shifts.select_related("champion__person", "session__venue").prefetch_related(
        "champion__person__contact_ways"
    )
    ordered = shifts.order_by("champion__person__name", "pk")[:MOST_ON_DUTY]
    return [(shift, telephone_of(shift.champion.person)) for shift in ordered]


def telephone_of(person: Person) -> ContactWay | None:
    """The number on which to ring somebody whose ways to be reached are loaded, if they have one."""
    ways = [way for way in person.contact_ways.all() if way.kind in PHONE_KINDS and way.value]
    return ways[0] if ways else None


def uncovered_sessions(
    first: date, last: date, *, after: datetime | None = None
) -> QuerySet[Session]:
    """Planned sessions that fewer champions have `promised` than they need; of those not over at a moment, if given."""
    shifts = Shift.objects.filter(session=OuterRef("pk"), champion__in=current_champions())
    counted = shifts.order_by().values("session").annotate(all=Count("pk")).values("all")
    planned = sessions_between(first, last).filter(status=Session.Status.PLANNED)
    if after:
        planned = planned.filter(ends_at__gt=after)
    promised = Coalesce(Subquery(counted), 0)
    return planned.annotate(promised=promised).filter(promised__lt=F("service__champions_needed"))
