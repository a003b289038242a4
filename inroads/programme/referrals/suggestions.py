"""How champions and sessions are ranked for a person, and why, in words. It only orders what it is given.

The order is plain: who speaks the person's own language comes first, then who helps with more of the topics,
then who is nearer, then who has fewer people on hand, then who is sooner.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf

from django.utils import timezone

from inroads.foundations.people.models import Language
from inroads.programme.champions.candidates import distance_in_words
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Weekday
from inroads.programme.referrals.wording import listed
from inroads.programme.timetable.models import Session

MIDDAY, EVENING = 12, 17


@dataclass(frozen=True)
class Suggestion:
    """A champion at a session, how far it is (if that is known), and what speaks for it."""

    champion: Champion
    session: Session
    kilometres: float | None
    language: str
    topics: tuple[str, ...]
    helps: int
    on_hand: int
    rank: tuple

    @property
    def reasons(self) -> list[str]:
        """What speaks for it, as one would say it."""
        times = "once" if self.helps == 1 else f"{self.helps} times"
        places = self.session.places_left
        said = [
            f"speaks {self.language}" if self.language else "",
            f"helps with {listed(list(self.topics)).lower()}" if self.topics else "",
            distance_in_words(self.kilometres),
            part_of_week(self.session),
            f"has helped {times} with this" if self.helps else "",
            f"{places} place{'' if places == 1 else 's'} left",
        ]
        return [reason for reason in said if reason]

    @property
    def in_words(self) -> str:
        """speaks Polish, 2.1 km away, Thursday mornings, has helped 3 times with this, 2 places left"""
        return ", ".join(self.reasons)


@dataclass(frozen=True)
class Fit:
    """How a champion fits a person, wherever they meet."""

    champion: Champion
    own: int
    language: str
    topics: tuple[str, ...]
    helps: int
    on_hand: int

    def at(self, session: Session, kilometres: float | None) -> Suggestion:
        """The champion at one session, with its place in the order."""
        return Suggestion(
            champion=self.champion,
            session=session,
            kilometres=kilometres,
            language=self.language,
            topics=self.topics,
            helps=self.helps,
            on_hand=self.on_hand,
            rank=(
                self.own,
                -len(self.topics),
                inf if kilometres is None else round(kilometres, 1),
                self.on_hand,
                session.starts_at,
                self.champion.pk,
            ),
        )


def fit(
    champion: Champion,
    *,
    wanted_languages: Sequence[str],
    wanted_topics: Collection[int],
    helps: Counter,
    on_hand: int,
) -> Fit:
    """Which language and topics they share, and how much the champion has done and has to do."""
    spoken = champion.person.languages or [Language.ENGLISH]
    shared = [language for language in wanted_languages if language in spoken]
    named = [language for language in shared if language != Language.ENGLISH]
    return Fit(
        champion=champion,
        own=wanted_languages.index(shared[0]) if shared else len(wanted_languages),
        language=str(Language(named[0]).label) if named else "",
        topics=tuple(topic.name for topic in champion.topics.all() if topic.pk in wanted_topics),
        helps=sum(helps[champion.pk, topic] for topic in wanted_topics),
        on_hand=on_hand,
    )


def part_of_week(session: Session) -> str:
    """Thursday mornings."""
    starts = timezone.localtime(session.starts_at)
    part = "mornings" if starts.hour < MIDDAY else "afternoons"
    if starts.hour >= EVENING:
        part = "evenings"
    return f"{Weekday(starts.weekday()).label} {part}"
