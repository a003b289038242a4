"""Who could come to a session, and why, in words. It only orders them: a person rings and asks.

The order is plain: whose venue it is comes first, then whom the day suits, then who helps with what the session is
about, then who is nearer, then who has promised fewer sessions lately.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from django.db.models import Count, Exists, OuterRef, QuerySet

from inroads.foundations.places.miles import distance_in_words
from inroads.foundations.places.queries import kilometres
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.directory.models import Topic, Weekday
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.queries import overlapping

LATELY = timedelta(weeks=4)
MOST_TOPICS = 3


@dataclass(frozen=True)
class Candidate:
    """A champion who could come, how far it is for them, and what they promised lately."""

    champion: Champion
    weekday: Weekday
    is_own_venue: bool
    kilometres: float | None
    lately: int
    topics: list[Topic]  # of the session, with which they help

    @property
    def day_suits(self) -> bool:
        """They said that they can help on this weekday."""
        return self.weekday in self.champion.days

    @property
    def rank(self) -> tuple:
        """Their place in the order."""
        return (
            not self.is_own_venue,
            not self.day_suits,
            not self.topics,
            inf if self.kilometres is None else round(self.kilometres, 1),
            self.lately,
            str(self.champion),
            self.champion.pk,
        )

    @property
    def in_words(self) -> str:
        """What speaks for them, with one subject throughout: mostly helps here, can come on Thursdays, …"""
        said = [
            "mostly helps here" if self.is_own_venue else self.distance_in_words,
            self.day_in_words,
            self.topics_in_words,
            f"promised {self.lately or 'no'} other session{'' if self.lately < 2 else 's'}"
            " in the four weeks before",
        ]
        return ", ".join(filter(None, said))

    @property
    def day_in_words(self) -> str:
        """Whether the day suits them; nothing if they named no days."""
        if self.day_suits:
            return f"can come on {self.weekday.label}s"
        days = [f"{day}s" for day in self.champion.day_names]
        return f"otherwise helps on {' and '.join(days)}" if days else ""

    @property
    def topics_in_words(self) -> str:
        """What of the session they help with; nothing if nothing in particular is known."""
        return f"helps with {', '.join(map(str, self.topics[:MOST_TOPICS]))}" if self.topics else ""

    @property
    def distance_in_words(self) -> str:
        """How far it is from where they live or help, as the crow flies; nothing if it is not known."""
        if self.kilometres is None:
            return ""
        far = distance_in_words(self.kilometres)
        return f"lives about {far}" if lives_at(self.champion) else f"mostly helps {far}"


def candidates_for(session: Session, among: QuerySet[Champion]) -> list[Candidate]:
    """Active champions who have not promised it and are not elsewhere then, in the order in which to ask them.

    Left out is who helps at another venue, on other days.
    """
    weekday = Weekday(session.day.weekday())
    lately = promised_lately(session)
    wanted_topics = set(session.service.topics.values_list("pk", flat=True))
    found = [
        Candidate(
            champion=champion,
            weekday=weekday,
            is_own_venue=champion.venue_id == session.venue_id,
            kilometres=distance(champion, session),
            lately=lately.get(champion.pk, 0),
            topics=[one for one in champion.topics.all() if one.pk in wanted_topics],
        )
        for champion in free_then(session, among)
    ]
    wanted = [
        each for each in found if each.is_own_venue or each.day_suits or not each.champion.days
    ]
    return sorted(wanted, key=lambda each: each.rank)


def free_then(session: Session, among: QuerySet[Champion]) -> Iterable[Champion]:
    """Those who are active and have promised nothing at that time."""
    then = Shift.objects.filter(
        champion=OuterRef("pk"),
        session__status=Session.Status.PLANNED,
        session__starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    )
    active = among.filter(status=Champion.Status.ACTIVE, person__erased_at=None)
    free = active.filter(~Exists(then)).select_related("person__small_area", "venue")
    return free.prefetch_related("topics")


def promised_then(champion: Champion, session: Session) -> Session | None:
    """Another session that the champion promised and that is on at that time."""
    return overlapping(session).filter(shifts__champion=champion).first()


def promised_lately(session: Session) -> dict[int, int]:
    """How many sessions each champion promised in the four weeks before this one."""
    shifts = Shift.objects.filter(
        session__starts_at__gte=session.starts_at - LATELY,
        session__starts_at__lt=session.starts_at,
        session__status=Session.Status.PLANNED,
    )
    return dict(shifts.values_list("champion").annotate(Count("pk")).order_by())


def lives_at(champion: Champion) -> tuple[float, float] | None:
    """The middle of the small area where they live, if it is known."""
    area = champion.person.small_area
    return None if area is None or area.lat is None or area.lon is None else (area.lat, area.lon)


def distance(champion: Champion, session: Session) -> float | None:
    """From where they live, or else where they mostly help, to the session's venue."""
    there, own = session.venue, champion.venue
    start = lives_at(champion)
    if start is None and own and own.lat is not None and own.lon is not None:
        start = (own.lat, own.lon)
    if start is None or there.lat is None or there.lon is None:
        return None
    return kilometres(*start, there.lat, there.lon)
