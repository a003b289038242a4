"""Whoever is matched has a place; nobody is left who could be helped without taking anything from anybody."""

from collections import Counter
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inroads.overview.planning.proposing import Matching, Way, answer_by
from inroads.overview.planning.waiting import Meetings, Offer, Waiting


@st.composite
def waiting_lists(draw):
    """Champions with a few sessions each, some shared and most of them small, and people who fit some of them."""
    sessions = [
        SimpleNamespace(pk=number, places_left=draw(st.integers(0, 2)))
        for number in range(draw(st.integers(1, 4)))
    ]
    held = draw(
        st.lists(
            st.lists(st.sampled_from(range(len(sessions))), min_size=1, max_size=3, unique=True),
            min_size=1,
            max_size=4,
        )
    )
    offers = [
        Offer(SimpleNamespace(pk=row), [], draw(st.integers(0, 3)), 0, frozenset(), frozenset())
        for row in range(len(held))
    ]
    rows = [(champion, sessions[one]) for champion, theirs in enumerate(held) for one in theirs]
    meetings = Meetings(
        np.array([champion for champion, _ in rows]),
        [session for _, session in rows],
        np.array([session.pk for _, session in rows]),
        np.zeros((len(rows), 3)),
        np.zeros(len(rows)),
    )
    people, ways = [], []
    for _ in range(draw(st.integers(1, 7))):
        people.append(
            Waiting(
                SimpleNamespace(), draw(st.integers(0, 4)), draw(st.integers(0, 9)),
                frozenset(), frozenset(), None, frozenset(), None,
            )
        )  # fmt: skip
        fits = draw(st.sets(st.sampled_from(range(len(rows)))))
        found: dict[int, list[Way]] = {}
        for row in fits:
            found.setdefault(rows[row][0], []).append(Way(row, draw(st.integers(0, 60))))
        ways.append({row: sorted(each, key=lambda way: way.minutes) for row, each in found.items()})
    return Matching(people, offers, meetings, ways, "bus", 60)


@given(
    asked=waiting_lists(),
    policy=st.sampled_from(["flat", "by_band", "strict"]),
    keep=st.sampled_from(["left", "never"]),
)
def test_no_place_is_given_twice_and_none_is_kept_from_somebody_who_fits(asked, policy, keep):
    answer = answer_by(policy, asked, keep)

    with_each = Counter(answer.champion.tolist())
    given_out: Counter[int] = Counter()
    for person, champion in enumerate(answer.champion.tolist()):
        if champion >= 0:
            way = answer.ways[person][champion][0]
            assert way in asked.ways[person][champion]
            given_out[asked.meetings.session[way.meeting].pk] += 1
    for session in asked.meetings.session:
        assert given_out[session.pk] + answer.left[session.pk] == session.places_left
        assert answer.left[session.pk] >= 0
    for champion, offer in enumerate(asked.offers):
        assert with_each[champion] <= offer.room
    for person in np.flatnonzero(answer.champion < 0).tolist():
        for champion, ways in asked.ways[person].items():
            has_room = with_each[champion] < asked.offers[champion].room
            assert not has_room or all(
                answer.left[asked.meetings.session[way.meeting].pk] == 0 for way in ways
            )
    assert answer.served.served.sum() == (answer.champion >= 0).sum()
