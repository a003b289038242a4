"""What is shown and counted of help records, and what a champion may choose from when recording."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.crypto import salted_hmac

from inroads.foundations.people.models import PHONE_KINDS, Person
from inroads.foundations.places.models import Venue
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.champions.queries import ACTIVE_DAYS, current_champions, shifts_since
from inroads.programme.directory.models import Topic
from inroads.programme.directory.queries import counts_under
from inroads.programme.help.models import (
    HelpRecord,
    Helps,
    RecordingLink,
    Tally,
)
from inroads.programme.timetable.local_time import bounds, local, week_of
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.queries import sessions_between

ELSEWHERE = "elsewhere"
# How far back we look for what a champion mostly helps with.
HABIT = timedelta(days=180)
LATELY = timedelta(minutes=10)
# Of one champion, in that time: nobody helps so many, whoever has found the link or the telephone.
MOST_HELPS_LATELY = 120
# A session that nobody promised is proposed only around its own time.
AROUND = timedelta(hours=1)
# For so many days the page knows on which sessions a champion may be, also without a signal.
ROTA = timedelta(days=14)
# A session is recorded in time if its first help arrives in this time after its end.
WITHIN = timedelta(days=1)


# Counts for others


def helps_between(first: date, last: date, among: Helps | None = None) -> Helps:
    """Helps given on these days, the last one included, by the clock on the wall."""
    begin, end = bounds(first, last)
    helps = HelpRecord.objects.all() if among is None else among
    return helps.standing().filter(given_at__gte=begin, given_at__lt=end)


def active_champions(at: datetime) -> QuerySet[Champion]:
    """Champions who have not left, and who gave help or were at a promised session in the last ninety days."""
    on = local(at).date()
    helps = helps_between(on - timedelta(days=ACTIVE_DAYS - 1), on).filter(champion=OuterRef("pk"))
    shifts = shifts_since(at).filter(champion=OuterRef("pk"))
    return current_champions().filter(Exists(helps) | Exists(shifts))


def active_first(champions: QuerySet[Champion], at: datetime) -> QuerySet[Champion]:
    """These champions by name, those who have been active lately before the others; `is_active` says who."""
    active = Q(pk__in=active_champions(at).values("pk"))
    return (
        champions.annotate(is_active=active)
        .select_related("person")
        .order_by("-is_active", "person__name", "pk")
    )


def champions_at_first(session: Session, champions: QuerySet[Champion]) -> QuerySet[Champion]:
    """These champions by name, those who promised the session before the others; `was_promised` says who."""
    promised = Exists(Shift.objects.filter(session=session, champion=OuterRef("pk")))
    return (
        champions.annotate(was_promised=promised)
        .select_related("person")
        .order_by("-was_promised", "person__name", "pk")
    )


def first_help_after(person: Person, moment: datetime) -> HelpRecord | None:
    """The first help that a person got from this moment on."""
    return person.helps.standing().filter(given_at__gte=moment).order_by("given_at", "pk").first()


def helps_this_week(champion: Champion, at: datetime) -> int:
    """How many helps a champion recorded from Monday on."""
    return helps_between(*week_of(local(at).date()), champion.helps.all()).count()


def calls_today(at: datetime) -> int:
    """How many helps were given over the telephone today."""
    day = local(at).date()
    return helps_between(day, day).filter(door=HelpRecord.Door.PHONE).count()


def helps_lately(champion: Champion, at: datetime) -> int:
    """How many helps of a champion arrived in the last ten minutes."""
    return champion.helps.filter(received_at__gt=at - LATELY).count()


def _counted(helps: QuerySet[HelpRecord]) -> dict[int, int]:
    """How many there are of each topic, the merged ones under the topic that took their place."""
    rows = helps.order_by().annotate(about=counts_under()).values_list("about")
    return dict(rows.annotate(Count("pk")))


# What was claimed


@dataclass(frozen=True)
class Claimed:
    """One week of tallies: claimed by those who answered, nothing said of the others."""

    week: date
    people: int
    answered: int
    most: str


def claimed_by_week(on: date) -> list[Claimed]:
    """Week by week, the latest first, of the last two years; with what they say that they helped most."""
    since = on - timedelta(days=730)
    tallies = Tally.objects.filter(week__gt=since).order_by()
    sums = tallies.values("week").annotate(people=Sum("people"), answered=Count("pk"))
    named: dict[date, Counter[str]] = {}
    about = tallies.exclude(topic=None).annotate(name=counts_under("name"))
    for week, name, number in about.values_list("week", "name").annotate(Count("pk")):
        named.setdefault(week, Counter())[name] += number
    return [
        Claimed(
            week=row["week"],
            people=row["people"],
            answered=row["answered"],
            most=named[row["week"]].most_common(1)[0][0] if row["week"] in named else "",
        )
        for row in sums.order_by("-week")
    ]


# Sessions of which nothing was recorded


def unrecorded_sessions(first: date, last: date) -> QuerySet[Session]:
    """Sessions of these days to which a champion promised to come, and of which no help was recorded."""
    return _rostered(sessions_between(first, last)).filter(has_record=False)


def recorded_within_a_day(at: datetime, days: int = 7) -> tuple[int, int]:
    """Of the promised sessions of so many days that ended a day ago or more: how many had a record in a day."""
    ended = Session.objects.filter(
        ends_at__lte=at - WITHIN, ends_at__gt=at - WITHIN - timedelta(days=days)
    )
    counts = _rostered(ended).aggregate(
        recorded=Count("pk", filter=Q(recorded_soon=True)), every=Count("pk")
    )
    return counts["recorded"], counts["every"]


def _rostered(sessions: QuerySet[Session]) -> Any:
    """Those that took place and that a champion promised, each with whether it has a record, and in a day."""
    records = HelpRecord.objects.standing().filter(session=OuterRef("pk"))
    soon = records.filter(received_at__lte=OuterRef("ends_at") + WITHIN)
    promised = Shift.objects.filter(session=OuterRef("pk"), champion__in=current_champions())
    return sessions.filter(Exists(promised), status=Session.Status.PLANNED).annotate(
        has_record=Exists(records), recorded_soon=Exists(soon)
    )


# Who records


def champions_texting_from(number: str) -> list[Champion]:
    """Those who help now and can be rung or texted at this number; of one person the first of their networks."""
    champions = current_champions().filter(
        person__contact_ways__kind__in=PHONE_KINDS, person__contact_ways__value=number
    )
    return list(
        champions.select_related("person", "venue", "organisation").order_by("pk").distinct()
    )


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def link_of(secret: str) -> RecordingLink | None:
    """The link of this secret, open or not."""
    links = RecordingLink.objects.select_related(
        "champion__person", "champion__venue", "champion__organisation"
    )
    return links.filter(digest=digest_of(secret)).first()


def opened_link(secret: str, at: datetime) -> RecordingLink | None:
    """The link, if it is open at this moment and its champion still helps."""
    link = link_of(secret)
    if link is None or not link.opens_at(at) or not link.champion.is_current:
        return None
    return None if link.champion.person.erased_at else link


# What a champion may choose from


@dataclass(frozen=True)
class Where:
    """A place to have helped at: a session of today, the champion's venue, or somewhere else."""

    key: str
    text: str
    session: Session | None = None
    venue: Venue | None = None


@dataclass(frozen=True)
class Choices:
    """All that one champion may choose from at one moment; nothing else is taken from a post."""

    where: list[Where]
    cards: list[Booking]
    topics: list[Topic]

    @property
    def proposed(self) -> Where:
        """Where they most likely are."""
        return self.where[0]

    def place(self, key: str) -> Where:
        return next(where for where in self.where if where.key == key)

    def at_venue(self, venue: Venue, begun_by: datetime | None = None) -> Where:
        """A session of that day at this venue, one that has begun by then if a moment is given; or just the venue."""
        there = (where for where in self.where if where.session and where.venue == venue)
        begun = (
            where
            for where in there
            if begun_by is None or where.session.starts_at <= begun_by + AROUND  # type: ignore[union-attr]
        )
        return next(begun, Where(f"v{venue.pk}", str(venue), None, venue))

    def card(self, code: str) -> Booking | None:
        return next((booking for booking in self.cards if booking.code == code), None)


def choices_for(champion: Champion, at: datetime) -> Choices:
    """What the recording page offers, the likeliest first."""
    sessions = _sessions_today(champion, at)
    own = [session for session in sessions if _is_own(session, champion)]
    cards = Booking.objects.filter(session__in=own, status=Booking.Status.KEPT)
    return Choices(
        where=_places(champion, sessions, at),
        cards=list(cards.select_related("session").order_by("session__starts_at", "code")),
        topics=topics_for(champion, at),
    )


def topics_for(champion: Champion, at: datetime) -> list[Topic]:
    """Every topic: those this champion helps with most first, then their venue's, then their own, then A to Z."""
    recent = HelpRecord.objects.standing().filter(given_at__gte=at - HABIT, given_at__lte=at)
    mine = Counter(_counted(recent.filter(champion=champion)))
    there = Counter(_counted(recent.filter(venue=champion.venue)) if champion.venue else {})
    own = set(champion.topics.values_list("pk", flat=True))
    return sorted(
        Topic.objects.filter(retired=False),
        key=lambda topic: (-mine[topic.pk], -there[topic.pk], topic.pk not in own, topic.name),
    )


def topics_at(venue: Venue | None, at: datetime) -> list[Topic]:
    """Every topic: those helped with most at this venue lately first, then everywhere, then A to Z."""
    recent = HelpRecord.objects.standing().filter(given_at__gte=at - HABIT, given_at__lte=at)
    there = Counter(_counted(recent.filter(venue=venue)) if venue else {})
    everywhere = Counter(_counted(recent))
    return sorted(
        Topic.objects.filter(retired=False),
        key=lambda topic: (-there[topic.pk], -everywhere[topic.pk], topic.name),
    )


def kept_place(champion: Champion, choices: Choices, key: str) -> Where:
    """The place of this key as it was on offer when a telephone kept it; if it is not known any more, elsewhere.

    A session that is not on offer at that time is not where it was, but its venue may be.
    """
    if known := next((where for where in choices.where if where.key == key), None):
        return known
    number = int(key[1:]) if key[1:].isascii() and key[1:].isdigit() and len(key) < 12 else 0
    venues = Venue.objects.all()
    if key.startswith("s"):
        venues = venues.filter(
            sessions__in=_theirs(champion, Session.objects.filter(pk=number)).values("pk")
        )
    elif key.startswith("v"):
        venues = venues.filter(pk=number)
    else:
        venues = venues.none()
    return Where(ELSEWHERE, "Somewhere else", None, venues.first())


def rota_of(champion: Champion, at: datetime) -> list[dict[str, Any]]:
    """The sessions of the days to come at which they may help, for a telephone that has no signal then."""
    day = local(at).date()
    sessions = _theirs(champion, sessions_between(day, day + ROTA))
    return [
        {
            "key": f"s{session.pk}",
            "text": f"{session.venue}, {session.hours}",
            "day": session.day.isoformat(),
            "starts": int(session.starts_at.timestamp() * 1000),
            "ends": int(session.ends_at.timestamp() * 1000),
            "own": session.promised,
            "here": session.venue_id == champion.venue_id,
        }
        for session in sessions
    ]


def whose(champion: Champion) -> str:
    """A name by which a telephone tells what this champion kept from what another did; it says nothing of them."""
    return salted_hmac("inroads.help.kept", str(champion.pk)).hexdigest()[:16]


def _theirs(champion: Champion, sessions: QuerySet[Session]) -> Any:
    """Those of these sessions that the champion promised, at their venue, or of their organisation."""
    promised = Shift.objects.filter(champion=champion, session=OuterRef("pk"))
    return sessions.annotate(promised=Exists(promised)).filter(
        Q(promised=True)
        | Q(venue=champion.venue_id or 0)
        | Q(service__organisation=champion.organisation_id),
        status=Session.Status.PLANNED,
    )


def _sessions_today(champion: Champion, at: datetime) -> list[Session]:
    """Today's sessions at which the champion may help; nearest first."""
    day = local(at).date()
    sessions = _theirs(champion, sessions_between(day, day))
    return sorted(
        sessions,
        key=lambda session: (
            not session.promised,
            session.venue_id != champion.venue_id,
            _away(session, at),
        ),
    )


def _is_own(session: Any, champion: Champion) -> bool:
    return session.promised or session.venue_id == champion.venue_id


def _away(session: Session, at: datetime) -> timedelta:
    """How far a moment is from a session: nothing while it lasts."""
    if session.starts_at <= at <= session.ends_at:
        return timedelta(0)
    return min(abs(session.starts_at - at), abs(session.ends_at - at))


def _places(champion: Champion, sessions: list[Session], at: datetime) -> list[Where]:
    """Sessions, the venue and elsewhere, in the order of what is most likely."""
    likely: list[Where] = []
    others: list[Where] = []
    for session in sessions:
        where = Where(f"s{session.pk}", f"{session.venue}, {session.hours}", session, session.venue)
        near = _is_own(session, champion) and _away(session, at) <= AROUND
        (likely if session.promised or near else others).append(where)  # type: ignore[attr-defined]
    if champion.venue:
        venue = champion.venue
        likely.append(Where(f"v{venue.pk}", f"{venue}, no session", None, venue))
    return [*likely, *others, Where(ELSEWHERE, "Somewhere else")]
