"""The waiting list matched at once: who fits whom by hard rules, the best for all by a policy, every pair explained."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from inroads.engine.candidates import Candidates
from inroads.engine.matching import Match, match
from inroads.engine.priorities import ServedByBand, keep_agreed, penalties, served_by_band
from inroads.engine.rematching import Offers, explain, stand
from inroads.foundations.people.models import Language
from inroads.foundations.places.queries import kilometres
from inroads.overview.planning.actions import Drafted
from inroads.overview.planning.models import Proposal, ProposedPair
from inroads.overview.planning.waiting import (
    BANDS,
    Meetings,
    Offer,
    Waiting,
    meetings_of,
    minutes_to,
)
from inroads.programme.referrals.suggestions import fit
from inroads.programme.referrals.wording import listed

Policy = Proposal.Policy
Keep = Literal["left", "never"]
OTHERS = 5
# What leaving somebody unserved counts for at least, in minutes, as `penalties` has it.
LEFT_OUT = 240


@dataclass(frozen=True)
class Matching:
    """The question: who waits, who could help, and which of them fit, with the minutes there and the session."""

    waiting: list[Waiting]
    offers: list[Offer]
    found: Candidates
    meeting: (
        np.ndarray
    )  # (n_pairs,) the row of `meetings` at which a pair would meet; -1 where it is agreed
    meetings: Meetings
    limit: int

    @property
    def band(self) -> np.ndarray:
        return np.array([each.band for each in self.waiting], dtype=np.int64)

    @property
    def room(self) -> np.ndarray:
        return np.array([each.room for each in self.offers], dtype=np.int64)

    @property
    def agreed(self) -> np.ndarray:
        """The row of the champion with whom each has agreed; -1 for those who wait."""
        row = {offer.champion.pk: number for number, offer in enumerate(self.offers)}
        return np.array(
            [row.get(each.step.champion_id, -1) if each.step else -1 for each in self.waiting],
            dtype=np.int64,
        )

    def pairs_of(self, person: int) -> slice:
        return slice(int(self.found.indptr[person]), int(self.found.indptr[person + 1]))


def matching_of(
    waiting: Sequence[Waiting], offers: Sequence[Offer], *, travel: str, limit: int
) -> Matching:
    """Who fits whom. No rule bends: a language in common, every topic that was asked for, a session with a place
    left at which neither is elsewhere, a journey within the limit; and nobody helps themselves.

    Of a champion's sessions the nearest counts, and of equally near ones the soonest. Where it is not known where
    somebody lives, the way counts as the longest that is allowed.
    """
    meetings = meetings_of(offers)
    indptr, indices, minutes, meeting = [0], [], [], []
    for each in waiting:
        rows, ways = fitting(each, offers, meetings, travel, limit)
        own = agreed_pair(each, offers, rows, meetings, travel, limit)
        if own is not None:
            champion, way = own
            indices.append(champion)
            minutes.append(way)
            meeting.append(-1)
            others = meetings.champion[rows] != champion
            rows, ways = rows[others], ways[others]
        indices.extend(meetings.champion[rows].tolist())
        minutes.extend(ways.tolist())
        meeting.extend(rows.tolist())
        indptr.append(len(indices))
    found = Candidates(
        np.array(indptr, np.int64),
        np.array(indices, np.int32),
        np.array(minutes, np.int32),
        len(offers),
    )
    return Matching(
        list(waiting), list(offers), found, np.array(meeting, np.int64), meetings, limit
    )


def fitting(
    one: Waiting, offers: Sequence[Offer], meetings: Meetings, travel: str, limit: int
) -> tuple[np.ndarray, np.ndarray]:
    """The meeting with each champion who fits, and the minutes there, the nearest first."""
    suits = np.array([knows(one, offer) and speaks(one, offer) for offer in offers], dtype=bool)
    ways = minutes_to(one.home, meetings, travel, limit)
    rows = np.flatnonzero(
        suits[meetings.champion] & (ways <= limit) & ~np.isin(meetings.key, list(one.busy))
        if len(meetings.key)
        else np.zeros(0, bool)
    )
    rows = rows[np.lexsort((meetings.starts[rows], ways[rows]))]
    _, first = np.unique(meetings.champion[rows], return_index=True)
    rows = rows[np.sort(first)]
    return rows, ways[rows]


def speaks(one: Waiting, offer: Offer) -> bool:
    return bool(one.languages & offer.languages)


def knows(one: Waiting, offer: Offer) -> bool:
    """Every topic that was asked for; and nobody helps themselves."""
    return one.topics <= offer.topics and offer.champion.person_id != one.person.pk


def agreed_pair(
    one: Waiting,
    offers: Sequence[Offer],
    rows: np.ndarray,
    meetings: Meetings,
    travel: str,
    limit: int,
) -> tuple[int, int] | None:
    """The champion with whom they have agreed, and the minutes there; none if that champion has stopped."""
    if one.step is None:
        return None
    number = next(
        (row for row, each in enumerate(offers) if each.champion.pk == one.step.champion_id), None
    )
    if number is None:
        return None
    there = np.flatnonzero(meetings.key == one.step.session_id)
    ways = minutes_to(one.home, meetings, travel, limit)
    return number, int(ways[there[0]]) if len(there) else limit


@dataclass(frozen=True)
class Answer:
    """The best matching by one policy, and what it does for each band of need."""

    policy: str
    match: Match
    found: Candidates  # with the minutes as they count, agreed pairs kept
    penalty: np.ndarray
    served: ServedByBand  # of those who wait


def answer_by(policy: Any, asked: Matching, keep: Keep) -> Answer:
    least = penalties(policy, asked.band, asked.found, minutes=LEFT_OUT)
    found, penalty = keep_agreed(asked.found, least, asked.agreed, unless=keep)
    best = match(found, asked.room, penalty)
    rows = np.flatnonzero([each.step is None for each in asked.waiting])
    served = served_by_band(best.champion[rows], asked.band[rows], only_these(asked.found, rows))
    return Answer(str(policy), best, found, penalty, served)


def only_these(found: Candidates, people: np.ndarray) -> Candidates:
    """The candidates of some of the people."""
    sizes = np.diff(found.indptr)[people]
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    pick = np.concatenate(
        [np.arange(found.indptr[row], found.indptr[row + 1]) for row in people]
        or [np.zeros(0, np.int64)]
    ).astype(np.int64)
    return Candidates(indptr, found.indices[pick], found.minutes[pick], found.n_champions)


def effect_of(answer: Answer) -> dict[str, Any]:
    """What a policy does for each band, as it is kept and shown: from the most need to the least."""
    served = answer.served
    rows = [
        {
            "band": band,
            "people": int(served.people[band]),
            "in_reach": int(served.in_reach[band]),
            "served": int(served.served[band]),
            "minutes": None if np.isnan(served.minutes[band]) else float(served.minutes[band]),
        }
        for band in reversed(range(len(served.people)))
    ]
    return {"policy": answer.policy, "bands": rows}


@dataclass
class Seats:
    """The places left at each session while they are given out."""

    left: dict[int, int] = field(default_factory=dict)

    def take(self, meetings: Meetings, row: int) -> bool:
        session = meetings.session[row]
        free = self.left.setdefault(session.pk, session.places_left)
        self.left[session.pk] = free - 1 if free else 0
        return free > 0


def drafted(asked: Matching, answer: Answer, helps, topics: dict[int, str]) -> list[Drafted]:
    """A pair, or why there is none, for everyone who waits, and for those whose agreed pair would be parted."""
    standing = stand(
        answer.found, asked.room, answer.penalty, answer.match.champion, answer.match.price
    )
    seats, agreed, pairs = Seats(), asked.agreed, []
    order = sorted(
        range(len(asked.waiting)), key=lambda i: (-asked.waiting[i].band, -asked.waiting[i].days, i)
    )
    for person in order:
        champion, one = int(answer.match.champion[person]), asked.waiting[person]
        if one.step and champion == agreed[person]:
            continue  # agreed, and kept
        fields: dict[str, Any] = {
            "route": one.route,
            "band": one.band,
            "days_waiting": one.days,
            "status": ProposedPair.Status.NOBODY,
            "reasons": [why_nobody(asked, person, topics)],
        }
        others: list[dict[str, Any]] = []
        meeting = meeting_with(asked, person, champion)
        if meeting is not None and not seats.take(asked.meetings, meeting):
            fields["reasons"] = ["The last place at that session goes to somebody before them"]
        elif meeting is not None:
            offers = explain(standing, person)
            fields |= {
                "champion": asked.offers[champion].champion,
                "session": asked.meetings.session[meeting],
                "minutes": minutes_of(asked, person, champion),
                "reasons": reasons_for(asked, person, champion, meeting, helps),
                "price": price_of_the_next(offers),
                "was": one.step.champion if one.step else None,
                "status": ProposedPair.Status.PROPOSED,
            }
            others = others_for(asked, person, offers)
        elif one.step:
            continue  # nobody else can be proposed: they keep whom they have
        pairs.append(Drafted(fields, others))
    return pairs


def meeting_with(asked: Matching, person: int, champion: int) -> int | None:
    """Where they would meet; none if they are matched with nobody, or have agreed on it already."""
    part = asked.pairs_of(person)
    there = np.flatnonzero(asked.found.indices[part] == champion)
    if champion < 0 or not len(there):
        return None
    row = int(asked.meeting[part][there[0]])
    return row if row >= 0 else None


def minutes_of(asked: Matching, person: int, champion: int) -> int:
    part = asked.pairs_of(person)
    return int(asked.found.minutes[part][asked.found.indices[part] == champion][0])


def reasons_for(asked: Matching, person: int, champion: int, meeting: int, helps) -> list[str]:
    """Why these two, in words: where and how far, the language, the topics, what was done before."""
    one, offer = asked.waiting[person], asked.offers[champion]
    session = asked.meetings.session[meeting]
    venue = session.venue
    far = None
    if one.home and venue.lat is not None and venue.lon is not None:
        far = kilometres(*one.home, venue.lat, venue.lon)
    suggestion = fit(
        offer.champion,
        wanted_languages=one.person.languages,
        wanted_topics=one.topics,
        helps=helps,
        on_hand=offer.on_hand,
    ).at(session, far)
    where = (
        f"{suggestion.far}, about {minutes_of(asked, person, champion)} minutes"
        if far is not None
        else ""
    )
    said = [where or "It is not known how far it is", *suggestion.reasons]
    return [each[:1].upper() + each[1:] for each in said]


def others_for(asked: Matching, person: int, offers: Offers) -> list[dict[str, Any]]:
    """The other champions who fit, those that cost all together least before the others."""
    found = []
    for number in np.argsort(offers.more, kind="stable").tolist():
        champion = int(offers.champions[number])
        meeting = meeting_with(asked, person, champion)
        if champion == offers.champion or meeting is None or np.isinf(offers.more[number]):
            continue
        found.append(
            {
                "champion": asked.offers[champion].champion,
                "session": asked.meetings.session[meeting],
                "minutes": minutes_of(asked, person, champion),
                "price": price_in_words(float(offers.more[number])),
            }
        )
    return found[:OTHERS]


def price_of_the_next(offers: Offers) -> str:
    """What the next best choice for this person would cost all together."""
    others = [
        float(more)
        for champion, more in zip(offers.champions, offers.more, strict=True)
        if champion != offers.champion and not np.isinf(more)
    ]
    return price_in_words(min(others)) if others else "Nobody else fits"


def price_in_words(more: float) -> str:
    """What choosing somebody else would cost all together.

    >>> [price_in_words(each) for each in (0, 1, 12, 400)]
    ['As good for all together', '1 minute more for all together', '12 minutes more for all together',
    'Somebody else would be left without a champion, or lose theirs']
    """
    if more <= 0:
        return "As good for all together"
    if more >= LEFT_OUT / 2:
        return "Somebody else would be left without a champion, or lose theirs"
    return f"{more:.0f} minute{'' if more == 1 else 's'} more for all together"


def why_nobody(asked: Matching, person: int, topics: dict[int, str]) -> str:
    """Which rule leaves nobody, in words, so that one knows what to do."""
    one = asked.waiting[person]
    if len(asked.found.indices[asked.pairs_of(person)]):
        return "All who fit are taken by people who come first"
    speaking = [offer for offer in asked.offers if speaks(one, offer)]
    names = listed(sorted(str(Language(code).label) for code in one.languages))
    if not speaking:
        return f"No active champion speaks {names}"
    able = [offer for offer in speaking if knows(one, offer)]
    if not able:
        wanted = listed(sorted(topics.get(topic, "something") for topic in one.topics))
        return f"No active champion who speaks {names} helps with all of: {wanted}"
    free = [offer for offer in able if offer.sessions]
    if not free:
        return "Those who fit have no session with a place left in the next four weeks"
    return f"Nobody who fits is within {asked.limit} minutes at a time when they can come"


def wanted_places(asked: Matching, answer: Answer, *, most: int = 10) -> list[dict[str, Any]]:
    """With whom one more place would help all together most."""
    price = answer.match.price
    order = np.argsort(-price, kind="stable")[:most]
    return [
        {
            "champion": asked.offers[row].champion,
            "minutes": int(min(price[row], 2**62)),
            "serves": bool(price[row] >= LEFT_OUT / 2),
        }
        for row in order.tolist()
        if price[row] > 0
    ]


def name_of_band(band: int) -> str:
    """
    >>> [name_of_band(each) for each in (4, 2, 0)]
    ['Most need', 'Middle, or not known', 'Least need']
    """
    names = ["Least need", "Less need", "Middle, or not known", "More need", "Most need"]
    return names[min(band, BANDS - 1)]
