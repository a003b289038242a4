"""Small matchings, drawn with many ties, and the slow certain answer to them."""

from functools import cache

import numpy as np
from hypothesis import strategies as st

from inroads.engine.candidates import Candidates


@st.composite
def instances(draw, most_people=7, most_champions=4, longest=6, dearest=12):
    """Candidates, capacities and penalties; now and then nobody, no champion, or nobody in reach."""
    people = draw(st.integers(0, most_people))
    champions = draw(st.integers(0, most_champions))
    rows = [
        sorted(draw(st.sets(st.integers(0, champions - 1)))) if champions else []
        for _ in range(people)
    ]
    minutes = [[draw(st.integers(0, longest)) for _ in row] for row in rows]
    capacity = draw(st.lists(st.integers(0, 3), min_size=champions, max_size=champions))
    penalty = draw(st.lists(st.integers(0, dearest), min_size=people, max_size=people))
    return candidates_of(rows, minutes, champions), np.array(capacity, int), np.array(penalty, int)


def candidates_of(rows, minutes, champions):
    """Candidates from one list of champions, and one of minutes, for each person."""
    return Candidates(
        indptr=np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(int),
        indices=np.array([j for row in rows for j in row], np.int32),
        minutes=np.array([each for row in minutes for each in row], np.int32),
        n_champions=champions,
    )


def made_up(people, champions, seed, *, listed=8, room=1.0, bands=5):
    """A larger instance on a square, with people and room unevenly spread."""
    rng = np.random.default_rng(seed)
    at, their_at = rng.random((people, 2)) ** 2, rng.random((champions, 2))
    minutes = np.ceil(60 * np.hypot(*(at[:, None] - their_at[None]).transpose(2, 0, 1))).astype(int)
    nearest = np.argsort(minutes, axis=1, kind="stable")[:, :listed]
    capacity = rng.poisson(room * people / champions, champions)
    band = rng.integers(0, bands, people)
    found = candidates_of(nearest, np.take_along_axis(minutes, nearest, 1), champions)
    return found, capacity, 120 + 30 * band, band


def offers_of(found, person):
    """Champion and minutes of each candidate."""
    part = slice(found.indptr[person], found.indptr[person + 1])
    return list(zip(found.indices[part].tolist(), found.minutes[part].tolist(), strict=True))


def all_best(found, capacity, penalty):
    """The least total, and every matching that has it, by trying everything."""

    @cache
    def best(person, room):
        if person == len(penalty):
            return 0, ((),)
        ways = [(int(penalty[person]), -1, room)]
        for j, minutes in offers_of(found, person):
            if room[j]:
                ways.append((minutes, j, (*room[:j], room[j] - 1, *room[j + 1 :])))
        totals = [(cost + best(person + 1, left)[0], j, left) for cost, j, left in ways]
        least = min(total for total, _, _ in totals)
        rest = [
            (j, *following)
            for total, j, left in totals
            if total == least
            for following in best(person + 1, left)[1]
        ]
        return least, tuple(dict.fromkeys(rest))

    return best(0, tuple(int(each) for each in capacity))


def total_of(found, penalty, champion):
    """Minutes and penalties of a matching, added up one by one."""
    return sum(
        int(penalty[person]) if j < 0 else dict(offers_of(found, person))[j]
        for person, j in enumerate(champion)
        if j != -2
    )
