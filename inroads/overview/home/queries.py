"""What today's page shows: each part in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from inroads.foundations.history.models import Event
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Organisation, Role
from inroads.foundations.organisations.permissions import organisations_where
from inroads.foundations.people.models import Person
from inroads.programme.champions.models import Champion, Shift, Thanks
from inroads.programme.champions.queries import current_champions
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.permissions import visible_helps
from inroads.programme.help.queries import active_champions, helps_between, unrecorded_sessions
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.permissions import (
    received_referrals,
    sent_referrals,
    visible_referrals,
)
from inroads.programme.referrals.promises import Clock, promise_clock
from inroads.programme.referrals.queries import (
    OPEN,
    WAITING,
    names_shown,
    outcomes_told,
    with_people,
)
from inroads.programme.referrals.wording import standing
from inroads.programme.timetable.local_time import bounds, week_of
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.permissions import visible_bookings
from inroads.programme.timetable.queries import Place, places_seen_by

MOST = 5  # lines of each part: more are a page of their own
MOST_OF_A_STORY = 50
MOST_THANKS = 3
MOST_IN_A_MORNING = 4  # so that the morning page is one screen


@dataclass(frozen=True)
class Promise:
    """One referral on today's page, named only to whoever may see the person."""

    referral: Referral
    clock: Clock
    name: str
    is_told: bool

    @property
    def state(self) -> str:
        """What became of it if the user may be told, or how far it is: as on its own page."""
        return standing(self.referral, is_told=self.is_told)


@dataclass(frozen=True)
class Promises:
    """What was promised to people and not yet kept."""

    first: list[Promise]
    late: int
    today: int


def promises_to_keep(user, on: date) -> Promises:
    """Received referrals with whom nobody has spoken yet, the earliest promise first."""
    to_keep = received_referrals(user).filter(WAITING | (OPEN & Q(route__spoken_on=None)))
    counts = to_keep.order_by().aggregate(
        late=Count("pk", filter=Q(promise_on__lt=on)),
        today=Count("pk", filter=Q(promise_on=on)),
    )
    first = list(with_people(to_keep).order_by("promise_on", "pk")[:MOST])
    return Promises(in_words(user, first, on), **counts)


def own_referrals(user, on: date) -> list[Promise]:
    """What the user's organisation sent, the latest first, with what became of each."""
    latest = with_people(sent_referrals(user)).order_by("-sent_at", "-pk")[:MOST]
    return in_words(user, list(latest), on)


def in_words(user, referrals: list[Referral], on: date) -> list[Promise]:
    shown, told = names_shown(user, referrals), outcomes_told(referrals, on)
    return [
        Promise(
            referral=referral,
            clock=promise_clock(referral, on),
            name=str(referral.person) if referral.person_id in shown else str(referral),
            is_told=referral.pk in told,
        )
        for referral in referrals
    ]


def helps_this_week(on: date) -> int:
    """Helps given since Monday, as they are known now."""
    return helps_between(*week_of(on)).count()


def champions_and_active(at: datetime) -> dict[str, int]:
    """How many champions there are, and how many of them have been active."""
    return {"all": current_champions().count(), "active": active_champions(at).count()}


def unrecorded_yesterday(on: date) -> list[tuple[Session, list[str], bool]]:
    """Yesterday's sessions of which nothing is recorded, who promised to be there, and whether they were reminded."""
    yesterday = on - timedelta(days=1)
    sessions = list(
        unrecorded_sessions(yesterday, yesterday).prefetch_related(
            Prefetch("shifts", Shift.objects.select_related("champion__person"))
        )
    )
    keys = [
        f"remind-{session.pk}-{shift.champion_id}"
        for session in sessions
        for shift in session.shifts.all()
    ]
    sent = set(Message.objects.filter(once__in=keys).values_list("once", flat=True))
    return [
        (
            session,
            [str(shift.champion) for shift in session.shifts.all()],
            any(
                f"remind-{session.pk}-{shift.champion_id}" in sent for shift in session.shifts.all()
            ),
        )
        for session in sessions
    ]


def own_sessions(user, at: datetime) -> list[Session]:
    """The sessions, now and next, to which the user promised to come as a champion."""
    promised = Session.objects.filter(
        shifts__champion__person__user=user, status=Session.Status.PLANNED, ends_at__gt=at
    ).distinct()
    return list(promised.select_related("venue", "service").order_by("starts_at")[:MOST])


def who_comes(user, sessions: list[Session]) -> list[Place]:
    """Who has a place at the first of these sessions: by name whom the user may see, by card the others."""
    return places_seen_by(user, sessions[0]) if sessions else []


def own_thanks(user) -> QuerySet[Thanks]:
    """The latest that was said of the user's help."""
    return Thanks.objects.filter(
        champion__person__user=user, champion__status__in=Champion.CURRENT
    )[:MOST_THANKS]


def own_helps_lately(user, on: date) -> int:
    """Helps that the user gave in four weeks, today included: all they ever gave would cost more every year."""
    own = HelpRecord.objects.filter(champion__person__user=user)
    return helps_between(on - timedelta(days=27), on, own).count()


def own_helps_this_week(user, on: date) -> int:
    """Helps that the user gave since Monday."""
    own = HelpRecord.objects.filter(champion__person__user=user)
    return helps_between(*week_of(on), own).count()


def own_organisations(user) -> QuerySet[Organisation]:
    """The organisations that the user administers, with how many people work in them here."""
    return Organisation.objects.filter(
        pk__in=organisations_where(user, Role.PARTNER_ADMIN)
    ).annotate(users=Count("memberships__user", distinct=True))


@dataclass(frozen=True)
class Story:
    """What was done with and for one person, the latest first, as far as one user may see it."""

    referrals: list[tuple[Referral, str]]
    bookings: list[Booking]
    helps: list[HelpRecord]


def story_of(user, person: Person, on: date) -> Story:
    """A person's referrals with how they stand, the places kept for them, and the helps they had."""
    own = visible_referrals(user).filter(person=person)
    referrals = list(with_people(own).order_by("-sent_at", "-pk")[:MOST_OF_A_STORY])
    told = outcomes_told(referrals, on) | set(
        received_referrals(user).filter(person=person).values_list("pk", flat=True)
    )
    bookings = visible_bookings(user).filter(person=person).select_related("session__venue")
    helps = visible_helps(user).standing().filter(person=person).select_related("topic", "venue")
    return Story(
        referrals=[(each, standing(each, is_told=each.pk in told)) for each in referrals],
        bookings=list(bookings.order_by("-session__starts_at", "-pk")[:MOST_OF_A_STORY]),
        helps=list(helps.order_by("-given_at", "-pk")[:MOST_OF_A_STORY]),
    )


def events_today(on: date) -> dict[str, int]:
    """How much the history gained today, and how often a person's record was read."""
    begin, end = bounds(on, on)
    return Event.objects.filter(at__gte=begin, at__lt=end).aggregate(
        all=Count("pk"), looks=Count("pk", filter=Q(verb="person.viewed"))
    )
