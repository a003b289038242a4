"""The waiting list matched at once: who fits whom by hard rules, the best for all by a policy, every pair explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from inroads.engine.candidates import Candidates
from inroads.engine.matching import Match, match
from inroads.engine.priorities import ServedByBand, keep_agreed, penalties, served_by_band
from inroads.overview.planning.models import Proposal
from inroads.overview.planning.waiting import (
    BANDS,
    Meetings,
    Offer,
    Waiting,
    meetings_of,
    minutes_to,
)

Policy = Proposal.Policy
Keep = Literal["left", "never"]
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
        list(waiting), list(offers), found, np.array(meeting, np.int64), meetings, travel, limit
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


def name_of_band(band: int) -> str:
    """
    >>> [name_of_band(each) for each in (4, 2, 0)]
    ['Most need', 'Middle, or not known', 'Least need']
    """
    names = ["Least need", "Less need", "Middle, or not known", "More need", "Most need"]
    return names[min(band, BANDS - 1)]
