"""How champions and sessions are ranked for a person, and why, in words. It only orders what it is given.

The order is plain: who speaks the person's own language comes first, then who is about as near as anybody,
then who helps with more of the topics, then who is nearer, then who has fewer people on hand, then who is sooner.
Somebody who comes first by their language alone may be far away, and then that is said with it.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf

from inroads.foundations.people.models import Language
from inroads.foundations.places.miles import distance_in_words, miles_in
from inroads.programme.champions.models import Champion
from inroads.programme.referrals.wording import listed
from inroads.programme.timetable.models import Session

# Within so many miles one is as good as another: a walk or a short bus, a bus or a lift, a long way, too far.
AS_NEAR = (3, 7, 15)
FAR = 7


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
        """What speaks for it, each as one would say it: Speaks Polish; Has helped twice with this."""
        places = self.session.places_left
        said = [
            self.language_in_words,
            f"Helps with {listed([in_a_sentence(topic) for topic in self.topics])}"
            if self.topics
            else "",
            f"Has helped {times_in_words(self.helps)} with this" if self.helps else "",
            f"{places} place{'' if places == 1 else 's'} left",
        ]
        return [reason for reason in said if reason]

    @property
    def language_in_words(self) -> str:
        """Which language they share, and that it is a long way for it."""
        if not self.language:
            return ""
        is_far = self.kilometres is not None and miles_in(self.kilometres) > FAR
        return f"Speaks {self.language}{f', but {self.far}' if is_far else ''}"

    @property
    def far(self) -> str:
        """How far it is; nothing if that is not known."""
        return distance_in_words(self.kilometres)


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
                nearness(kilometres),
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


def nearness(kilometres: float | None) -> int:
    """In which round of near and far it lies; what is not known lies in the last.

    >>> [nearness(far) for far in (1.5, 4.8, 8, 20, 32.6, None)]
    [0, 0, 1, 2, 3, 3]
    """
    if kilometres is None:
        return len(AS_NEAR)
    return sum(miles_in(kilometres) > miles for miles in AS_NEAR)


def in_a_sentence(topic: str) -> str:
    """A topic in the middle of a sentence; a name that begins with capitals keeps them.

    >>> [in_a_sentence(topic) for topic in ("Online banking", "NHS app")]
    ['online banking', 'NHS app']
    """
    return topic if topic[1:2].isupper() else topic[:1].lower() + topic[1:]


def times_in_words(times: int) -> str:
    """How often.

    >>> [times_in_words(times) for times in (1, 2, 3)]
    ['once', 'twice', '3 times']
    """
    return {1: "once", 2: "twice"}.get(times, f"{times} times")
