"""The waiting list matched at once: who fits whom by hard rules, and the best for all together by a policy."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from inroads.engine.candidates import Candidates
from inroads.engine.matching import Match, match
from inroads.engine.priorities import ServedByBand, keep_agreed, penalties, served_by_band
from inroads.overview.planning.waiting import (
    BANDS,
    Meetings,
    Offer,
    Waiting,
    meetings_of,
    minutes_between,
    minutes_to,
)

Keep = Literal["left", "never"]
# After so many rounds of giving out places whoever has none is left; each round turns at least one person elsewhere.
MOST_ROUNDS = 50
# Where an agreed pair meets is agreed already.
AGREED = -1


class Way(NamedTuple):
    """How a person would come to a champion: to which meeting, and in how many minutes."""

    meeting: int  # row of the meetings; AGREED for what is agreed already
    minutes: int


# A person's ways to each champion who fits, by the champion's row; the nearest first, then the soonest.
Ways = dict[int, list[Way]]


@dataclass(frozen=True)
class Matching:
    """The question: who waits, who could help, and how each could come to each who fits."""

    waiting: list[Waiting]
    offers: list[Offer]
    meetings: Meetings
    ways: list[Ways]  # one for each who waits
    travel: str
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

    @property
    def by_need(self) -> list[int]:
        """The rows of those who wait, who is in more need and waits longer before the others."""
        return sorted(
            range(len(self.waiting)),
            key=lambda row: (-self.waiting[row].band, -self.waiting[row].days, row),
        )


def matching_of(
    waiting: Sequence[Waiting], offers: Sequence[Offer], *, travel: str, limit: int
) -> Matching:
    """Who fits whom. No rule bends: a language in common, every topic that was asked for, a session with a place
    left at which neither is elsewhere, a journey within the limit; and nobody helps themselves.

    Where it is not known where somebody lives, the way counts as the longest that is allowed.
    """
    meetings = meetings_of(offers)
    rows = {offer.champion.pk: number for number, offer in enumerate(offers)}
    ways = [ways_of(each, offers, meetings, rows, travel, limit) for each in waiting]
    return Matching(list(waiting), list(offers), meetings, ways, travel, limit)


def ways_of(
    one: Waiting,
    offers: Sequence[Offer],
    meetings: Meetings,
    rows: dict[int, int],
    travel: str,
    limit: int,
) -> Ways:
    """A person's ways to all who fit; with whom they have agreed there is one, whatever has changed since."""
    found: Ways = {}
    if len(meetings.key):
        suits = np.array([knows(one, offer) and speaks(one, offer) for offer in offers], dtype=bool)
        minutes = minutes_to(one.home, meetings, travel, limit)
        free = ~np.isin(meetings.key, list(one.busy))
        fit = np.flatnonzero(suits[meetings.champion] & (minutes <= limit) & free)
        for row in fit[np.lexsort((meetings.starts[fit], minutes[fit]))].tolist():
            way = Way(row, int(minutes[row]))
            found.setdefault(int(meetings.champion[row]), []).append(way)
    if one.step and (number := rows.get(one.step.champion_id)) is not None:
        minutes_there = minutes_between(one.home, one.step.session.venue, travel, limit)
        found[number] = [Way(AGREED, minutes_there)]
    return found


def speaks(one: Waiting, offer: Offer) -> bool:
    return bool(one.languages & offer.languages)


def knows(one: Waiting, offer: Offer) -> bool:
    """Every topic that was asked for; and nobody helps themselves."""
    return one.topics <= offer.topics and offer.champion.person_id != one.person.pk


@dataclass(frozen=True)
class Answer:
    """The best matching by one policy, with a place for everyone who is matched."""

    policy: str
    match: Match
    ways: list[Ways]  # those that are left after the places ran out
    found: Candidates  # the same for the engine: the first way to each
    counted: Candidates  # with the minutes as they count, agreed pairs kept
    penalty: np.ndarray
    champion: np.ndarray  # (n_people,) -1 for whoever has nobody, or no place
    left: Counter[int]  # places left at each session, by its key
    served: ServedByBand  # of those who wait
    proved: bool  # no other matching is better by this policy


def answer_by(policy: Any, asked: Matching, keep: Keep) -> Answer:
    """Match all, give out the places, and match again without the ways to sessions whose places ran out.

    If the places suffice at once, nothing is better, since no matching with fewer ways could be. If not, each round
    is the best of what is left, and of the whole that is not proved.
    """
    ways = asked.ways
    turned: set[int] = set()
    for _ in range(MOST_ROUNDS):
        found = candidates_of(ways, len(asked.offers))
        least = penalties(policy, asked.band, found)
        counted, penalty = keep_agreed(found, least, asked.agreed, unless=keep)
        best = match(counted, asked.room, penalty)
        left, turned = places_given(asked, ways, best.champion)
        if not turned:
            break
        ways = without(ways, turned, best.champion)
    champion = best.champion.copy()
    champion[list(turned)] = -1
    if ways is not asked.ways:
        ways = filled(asked, ways, champion, left)
    rows = np.flatnonzero([each.step is None for each in asked.waiting])
    met = candidates_of(ways, len(asked.offers))
    return Answer(
        policy=str(policy),
        match=best,
        ways=ways,
        found=found,
        counted=counted,
        penalty=penalty,
        champion=champion,
        left=left,
        served=served_by_band(champion[rows], asked.band[rows], only_these(met, rows)),
        proved=ways is asked.ways and not turned,
    )


def candidates_of(ways: list[Ways], n_champions: int) -> Candidates:
    """What the engine matches from: to each champion the first way, the nearest champion first."""
    firsts = [sorted((each[0].minutes, row) for row, each in one.items()) for one in ways]
    pairs = [pair for one in firsts for pair in one]
    return Candidates(
        np.concatenate([[0], np.cumsum([len(one) for one in firsts])]).astype(np.int64),
        np.array([row for _, row in pairs], np.int32),
        np.array([minutes for minutes, _ in pairs], np.int32),
        n_champions,
    )


def places_given(
    asked: Matching, ways: list[Ways], champion: np.ndarray
) -> tuple[Counter[int], set[int]]:
    """The places that are left at each session, and the rows of those for whom there was none."""
    left = Counter({session.pk: session.places_left for session in asked.meetings.session})
    turned = set()
    for person in asked.by_need:
        row = meeting_with(ways, person, int(champion[person]))
        if row is None:
            continue
        key = asked.meetings.session[row].pk
        if left[key] < 1:
            turned.add(person)
        else:
            left[key] -= 1
    return left, turned


def meeting_with(ways: list[Ways], person: int, champion: int) -> int | None:
    """Where the two would meet; none if they are no pair, or have agreed on it already."""
    first = ways[person].get(champion, [])[:1]
    return first[0].meeting if first and first[0].meeting != AGREED else None


def without(ways: list[Ways], turned: set[int], champion: np.ndarray) -> list[Ways]:
    """The same without the way that each of these was turned away from."""
    kept = list(ways)
    for person in turned:
        number = int(champion[person])
        rest = {**ways[person], number: ways[person][number][1:]}
        kept[person] = {row: each for row, each in rest.items() if each}
    return kept


def filled(
    asked: Matching, ways: list[Ways], champion: np.ndarray, left: Counter[int]
) -> list[Ways]:
    """Whoever has nobody takes a place that others left free meanwhile, where a champion who fits has room."""
    ways, room = (
        list(ways),
        asked.room - np.bincount(champion[champion >= 0], minlength=len(asked.offers)),
    )
    for person in asked.by_need:
        if champion[person] >= 0:
            continue
        free = [
            (way.minutes, number, way)
            for number, each in asked.ways[person].items()
            for way in each
            if room[number] > 0
            and (way.meeting == AGREED or left[asked.meetings.session[way.meeting].pk] > 0)
        ]
        if not free:
            continue
        _, number, way = min(free)
        champion[person] = number
        room[number] -= 1
        ways[person] = {**ways[person], number: [way]}
        if way.meeting != AGREED:
            left[asked.meetings.session[way.meeting].pk] -= 1
    return ways


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
            "served": int(served.served[band]),
            "minutes": None if np.isnan(served.minutes[band]) else float(served.minutes[band]),
        }
        for band in reversed(range(len(served.people)))
    ]
    return {"policy": answer.policy, "bands": rows}


def name_of_band(band: int) -> str:
    """
    >>> [name_of_band(each) for each in (4, 2, 0)]
    ['Most need', 'Middle, or not known', 'Least need']
    """
    names = ["Least need", "Less need", "Middle, or not known", "More need", "Most need"]
    return names[min(band, BANDS - 1)]
