"""Every pair explained: why these two, what choosing somebody else would cost, why nobody, where help is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from inroads.engine.rematching import Standing, change_capacity, explain, leave, stand
from inroads.foundations.people.models import Language
from inroads.foundations.places.queries import kilometres
from inroads.overview.planning.actions import Drafted
from inroads.overview.planning.models import ProposedPair
from inroads.overview.planning.proposing import (
    AGREED,
    Answer,
    Matching,
    Way,
    knows,
    meeting_with,
    speaks,
)
from inroads.overview.planning.waiting import Waiting, minutes_to
from inroads.programme.referrals.suggestions import fit
from inroads.programme.referrals.wording import listed

OTHERS = 5


def drafted(
    asked: Matching, answer: Answer, helps, topics: dict[int, str]
) -> Iterator[Drafted | None]:
    """For each person a pair, or why there is none; None for those who keep whom they have."""
    standing, agreed = standing_of(asked, answer), asked.agreed
    best = outcome_of(asked, answer, answer.match.champion)
    for person in asked.by_need:
        champion, one = int(answer.champion[person]), asked.waiting[person]
        if one.step and champion in (agreed[person], -1):
            yield None
            continue
        fields: dict[str, Any] = {
            "route": one.route,
            "band": one.band,
            "days_waiting": one.days,
            "status": ProposedPair.Status.NOBODY,
            "reasons": [why_nobody(asked, person, topics)],
        }
        others: list[dict[str, Any]] = []
        meeting = meeting_with(answer.ways, person, champion)
        if meeting is not None:
            others = others_for(asked, answer, person, standing, best)
            minutes = answer.ways[person][champion][0].minutes
            fields |= {
                "champion": asked.offers[champion].champion,
                "session": asked.meetings.session[meeting],
                "minutes": minutes,
                "reasons": reasons_for(asked, person, champion, meeting, minutes, helps),
                "price": others[0]["price"] if others else "Nobody else fits",
                "was": one.step.champion if one.step else None,
                "status": ProposedPair.Status.PROPOSED,
            }
        yield Drafted(fields, others)


def reasons_for(
    asked: Matching, person: int, champion: int, meeting: int, minutes: int, helps
) -> list[str]:
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
    where = f"{suggestion.far}, about {minutes} minutes"
    said = ["It is not known how far it is" if far is None else where, *suggestion.reasons]
    return [each[:1].upper() + each[1:] for each in said]


@dataclass(frozen=True)
class Outcome:
    """What a matching comes to: who is helped, how many agreed pairs are kept, the minutes of all journeys."""

    served: np.ndarray  # (n_people,)
    kept: int
    minutes: int


def outcome_of(asked: Matching, answer: Answer, champion: np.ndarray) -> Outcome:
    person = np.repeat(np.arange(len(champion)), np.diff(answer.found.indptr))
    theirs = champion[person] == answer.found.indices
    agreed = asked.agreed
    return Outcome(
        served=champion >= 0,
        kept=int(((agreed >= 0) & (champion == agreed)).sum()),
        minutes=int(answer.found.minutes[theirs].sum()),
    )


def outcome_with(
    asked: Matching, answer: Answer, standing: Standing, person: int, champion: int
) -> Outcome | None:
    """The best there is if this person gets this champion; none if that champion has no place at all."""
    room = int(standing.capacity[champion])
    if room < 1:
        return None
    without = leave(standing, [person]).standing
    chosen = change_capacity(without, champion, room - 1).standing.champion.copy()
    chosen[person] = champion
    return outcome_of(asked, answer, chosen)


def price_in_words(best: Outcome, other: Outcome) -> str:
    """What choosing somebody else would cost all together."""
    fewer = int(best.served.sum()) - int(other.served.sum())
    if fewer > 0:
        return (
            f"{fewer} {'person' if fewer == 1 else 'people'} more would be left without a champion"
        )
    if (best.served & ~other.served).any():
        return "Somebody in more need would be left without a champion"
    if other.kept < best.kept:
        return "Somebody who has agreed with a champion would lose theirs"
    more = other.minutes - best.minutes
    if more <= 0:
        return "As good for all together"
    return f"{more} minute{'' if more == 1 else 's'} more for all together"


def others_for(
    asked: Matching, answer: Answer, person: int, standing: Standing, best: Outcome
) -> list[dict[str, Any]]:
    """The other champions who fit and have a place left, those that cost all together least before the others."""
    offers = explain(standing, person)
    found: list[dict[str, Any]] = []
    for number in np.argsort(offers.more, kind="stable").tolist():
        champion = int(offers.champions[number])
        way = free_way(asked, answer, person, champion)
        if champion == answer.champion[person] or way is None or len(found) == OTHERS:
            continue
        if other := outcome_with(asked, answer, standing, person, champion):
            found.append(
                {
                    "champion": asked.offers[champion].champion,
                    "session": asked.meetings.session[way.meeting],
                    "minutes": way.minutes,
                    "price": price_in_words(best, other),
                }
            )
    return found


def free_way(asked: Matching, answer: Answer, person: int, champion: int) -> Way | None:
    """The first way to a champion at a session that has a place left when all have theirs."""
    return next(
        (
            way
            for way in answer.ways[person].get(champion, [])
            if way.meeting != AGREED and answer.left[asked.meetings.session[way.meeting].pk] > 0
        ),
        None,
    )


def why_nobody(asked: Matching, person: int, topics: dict[int, str]) -> str:
    """Which rule leaves nobody, in words, so that one knows what to do."""
    one = asked.waiting[person]
    if asked.ways[person]:
        return "All who fit, or the last places with them, go to people who come first"
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
    return how_far(asked, one, [asked.offers.index(offer) for offer in free])


def how_far(asked: Matching, one: Waiting, fitting_offers: list[int]) -> str:
    """The nearest session of those who fit: too far, or at a time when the person is elsewhere."""
    meetings = asked.meetings
    theirs = np.isin(meetings.champion, fitting_offers)
    ways = minutes_to(one.home, meetings, asked.travel, asked.limit)[theirs]
    nearest = int(ways.min())
    if nearest > asked.limit:
        return (
            f"The nearest who fits is about {nearest} minutes away; you chose {asked.limit} at most"
        )
    return "Those who fit are only there when the person has a place elsewhere"


def wanted_places(asked: Matching, answer: Answer, *, most: int = 10) -> list[dict[str, Any]]:
    """With whom one more place would help all together most: where the price is high, tried out."""
    standing = standing_of(asked, answer)
    before, price = outcome_of(asked, answer, answer.match.champion), answer.match.price
    found = []
    for row in np.argsort(-price, kind="stable")[:most].tolist():
        if price[row] <= 0:
            break
        more = change_capacity(standing, row, int(standing.capacity[row]) + 1).standing
        after = outcome_of(asked, answer, more.champion)
        found.append(
            {
                "champion": asked.offers[row].champion,
                "minutes": before.minutes - after.minutes,
                "serves": max(int(after.served.sum()) - int(before.served.sum()), 0),
            }
        )
    return found


def standing_of(asked: Matching, answer: Answer) -> Standing:
    """The matching taken up, so that it can be asked what would be if."""
    return stand(
        answer.counted, asked.room, answer.penalty, answer.match.champion, answer.match.price
    )
