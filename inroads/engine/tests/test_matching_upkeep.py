"""After whatever happens the matching is as good as a new one, and as few people as can be are moved."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.engine.candidates import Candidates
from inroads.engine.matching import match, verify
from inroads.engine.rematching import answer, change_capacity, explain, join, leave, stand
from inroads.engine.tests.matching_instances import (
    all_best,
    candidates_of,
    instances,
    made_up,
    offers_of,
    total_of,
)

TWO = Candidates([0, 2, 4], [0, 1, 0, 1], [5, 9, 6, 30], n_champions=2)


def only(found, penalty, people):
    """The same candidates and penalties with some of the people only."""
    rows = [offers_of(found, person) for person in people]
    return (
        candidates_of(
            [[j for j, _ in row] for row in rows],
            [[minutes for _, minutes in row] for row in rows],
            found.n_champions,
        ),
        penalty[people],
    )


def standing_of(found, capacity, penalty):
    done = match(found, capacity, penalty)
    return stand(found, capacity, penalty, done.champion, done.price)


def assert_best(standing):
    """What stands proves itself, and is as good as a matching of those who are there."""
    found, capacity, penalty = standing.found, standing.capacity, standing.penalty
    champion = standing.champion
    proof = verify(found, capacity, penalty, champion, standing.price)
    assert proof.worst_minutes == 0
    here = np.flatnonzero(champion != -2)
    least, _ = all_best(*insert(*only(found, penalty, here), capacity))
    assert total_of(found, penalty, champion) == proof.cost == proof.lower_bound == least


def insert(found, penalty, capacity):
    return found, capacity, penalty


@st.composite
def histories(draw):
    """An instance, and what then happens: people come and go, champions gain and lose room."""
    found, capacity, penalty = draw(instances())
    here = set(draw(st.sets(st.integers(0, len(penalty) - 1)))) if len(penalty) else set()
    there, events = set(here), []
    for _ in range(draw(st.integers(1, 8))):
        if len(penalty) and draw(st.booleans()):
            person = draw(st.integers(0, len(penalty) - 1))
            events.append(("leave" if person in there else "join", person, 0))
            there ^= {person}
        elif len(capacity):
            j = draw(st.integers(0, len(capacity) - 1))
            events.append(("room", j, draw(st.integers(0, 4))))
    return found, capacity, penalty, here, events


def begin(found, capacity, penalty, here):
    """A standing in which only some of the people are."""
    people = sorted(here)
    some, least = only(found, penalty, people)
    done = match(some, capacity, least)
    champion = np.full(len(penalty), -2)
    champion[people] = done.champion
    return stand(found, capacity, penalty, champion, done.price)


def happen(standing, kind, row, size):
    if kind == "room":
        return change_capacity(standing, row, size)
    return (join if kind == "join" else leave)(standing, [row])


@given(histories())
def test_whatever_happens_the_matching_stays_the_best(given):
    *instance, events = given
    standing = begin(*instance)
    assert_best(standing)

    for event in events:
        standing = happen(standing, *event).standing
        assert_best(standing)


@given(histories())
def test_no_best_matching_would_have_moved_fewer_people(given):
    found, capacity, penalty, here, events = given
    standing = begin(found, capacity, penalty, here)

    for kind, row, size in events:
        before = standing.champion
        change = happen(standing, kind, row, size)
        standing = change.standing

        there = np.flatnonzero(standing.champion != -2)
        _, matchings = all_best(*insert(*only(found, penalty, there), standing.capacity))
        served = before[there] >= 0
        moved = [((np.array(each) != before[there]) & served).sum() for each in matchings]
        ours = ((standing.champion[there] != before[there]) & served).sum()
        if kind != "room" or abs(size - capacity[row]) <= 1:
            assert ours == min(moved)
        if kind == "room":
            capacity = standing.capacity


@given(histories())
def test_a_change_names_everyone_whose_champion_changed_and_nobody_else(given):
    *instance, events = given
    standing = begin(*instance)

    for event in events:
        before = standing.champion
        change = happen(standing, *event)
        standing = change.standing
        different = np.flatnonzero(before != standing.champion)
        np.testing.assert_array_equal(change.people, different)
        np.testing.assert_array_equal(change.was, before[different])
        np.testing.assert_array_equal(change.now, standing.champion[different])


@given(histories())
def test_nobody_stays_out_beside_a_free_place(given):
    *instance, events = given
    standing = begin(*instance)

    for event in events:
        standing = happen(standing, *event).standing
        champion = standing.champion
        used = np.bincount(champion[champion >= 0], minlength=len(standing.capacity))
        for person in np.flatnonzero(champion == -1):
            for j, minutes in offers_of(standing.found, person):
                assert used[j] == standing.capacity[j] or minutes > standing.penalty[person]


@given(instances())
def test_overriding_costs_exactly_what_is_said(given):
    found, capacity, penalty = given
    standing = standing_of(found, capacity, penalty)
    least, _ = all_best(found, capacity, penalty)

    for person in range(len(penalty)):
        offers = explain(standing, person)
        rest = [other for other in range(len(penalty)) if other != person]
        others, theirs = only(found, penalty, rest)
        for at, (j, minutes) in enumerate(offers_of(found, person)):
            assert (offers.champions[at], offers.minutes[at]) == (j, minutes)
            if capacity[j] == 0:
                assert offers.why[at] == "no_place"
                assert np.isinf(offers.more[at])
                continue
            room = capacity - (np.arange(len(capacity)) == j)
            forced = minutes + all_best(others, room, theirs)[0]
            assert offers.more[at] == forced - least
            assert offers.why[at] == (
                "chosen" if j == offers.champion else "as_good" if forced == least else "dearer"
            )
        alone = penalty[person] + all_best(others, capacity, theirs)[0]
        assert offers.unserved_more == alone - least


@given(instances(), st.data())
def test_people_who_leave_and_come_back_find_the_same_total(given, data):
    found, capacity, penalty = given
    standing = standing_of(found, capacity, penalty)
    cost = answer(standing).cost
    if not len(penalty):
        return
    gone = data.draw(st.lists(st.integers(0, len(penalty) - 1), unique=True))

    left = leave(standing, gone).standing
    back = join(left, gone[::-1]).standing

    assert (left.champion[gone] == -2).all()
    assert answer(back).cost == cost


def test_hundreds_leave_and_as_many_join_and_the_total_is_that_of_a_new_matching():
    found, capacity, penalty, _ = made_up(3_000, 150, 4, room=0.95)
    rng = np.random.default_rng(2)
    late, early = np.split(rng.permutation(3_000)[:600], 2)
    standing = leave(standing_of(found, capacity, penalty), late).standing

    standing = leave(standing, early).standing
    standing = join(standing, late).standing

    here = np.setdiff1d(np.arange(3_000), early)
    assert answer(standing).cost == match(*insert(*only(found, penalty, here), capacity)).cost
    assert answer(join(standing, early).standing).cost == match(found, capacity, penalty).cost


def test_a_matching_laid_along_a_curve_is_kept_up_as_well(monkeypatch):
    found, capacity, penalty, _ = made_up(300, 20, 6, room=0.9)
    rng = np.random.default_rng(1)
    curved = found._replace(curve=(rng.permutation(300), rng.permutation(20)))
    monkeypatch.setattr("inroads.engine.matching.PAIRS_AT_ONCE", 64)
    standing = standing_of(curved, capacity, penalty)

    standing = leave(standing, [5, 17, 200]).standing
    standing = change_capacity(standing, 3, 0).standing
    standing = change_capacity(standing, 7, int(capacity[7]) + 4).standing
    standing = join(standing, [17]).standing

    here = np.setdiff1d(np.arange(300), [5, 200])
    some, least = only(found, penalty, here)
    room = standing.capacity
    assert room.tolist() == [
        0 if j == 3 else each + 4 if j == 7 else each for j, each in enumerate(capacity)
    ]
    assert answer(standing).cost == match(some, room, least).cost
    offers = explain(standing, 40)
    assert offers.champions.tolist() == [j for j, _ in offers_of(found, 40)]
    assert offers.champion == standing.champion[40]


def test_a_champion_who_stops_shows_who_would_be_moved_and_nothing_has_happened_yet():
    standing = stand(TWO, [1, 1], [100, 100], champion=[1, 0], price=[4, 0])

    change = change_capacity(standing, 1, 0)

    assert (change.people.tolist(), change.now.tolist()) == ([0, 1], [0, -1])
    assert standing.champion.tolist() == [1, 0]
    assert standing.capacity.tolist() == [1, 1]


def test_prices_that_are_kept_are_lowered_to_what_one_more_place_would_save():
    standing = stand(TWO, [1, 1], [100, 100], champion=[1, 0], price=[20, 0])

    assert standing.price.tolist() == [20, 0]
    assert answer(standing).price.tolist() == [4, 0]


@pytest.mark.parametrize(
    ("champion", "price", "why"),
    [
        ([0, 1], [0, 0], "match anew"),
        ([1, 0], [0, 0], "match anew"),
        ([1, -1], [0, 0], "match anew"),
        ([0, 0], [0, 0], "more people than room"),
        ([1, 0], [4.5, 0], "whole number"),
    ],
)
def test_a_stored_matching_that_does_not_prove_itself_is_not_taken_up(champion, price, why):
    with pytest.raises(ValueError, match=why):
        stand(TWO, [1, 1], [100, 100], champion, price)


@pytest.mark.parametrize(
    ("event", "given", "why"),
    [
        (join, [0], "there already"),
        (join, [2], "no such person"),
        (join, [-1], "no such person"),
        (join, [0.0], "row numbers"),
        (leave, [0, 0], "named twice"),
        (leave, [1], "is not there"),
        (leave, [9], "no such person"),
        (explain, 5, "no such person"),
    ],
)
def test_an_event_that_cannot_be_is_refused(event, given, why):
    standing = stand(TWO, [1, 1], [100, 100], champion=[0, -2], price=[0, 0])

    with pytest.raises(ValueError, match=why):
        event(standing, given)


@pytest.mark.parametrize(
    ("row", "size", "why"),
    [
        (2, 1, "no such champion"),
        (-1, 1, "no such champion"),
        (0, -1, "below zero"),
        (0, 0.5, "whole"),
    ],
)
def test_room_that_cannot_be_is_refused(row, size, why):
    standing = stand(TWO, [1, 1], [100, 100], champion=[0, -2], price=[0, 0])

    with pytest.raises(ValueError, match=why):
        change_capacity(standing, row, size)


def test_nobody_joining_or_leaving_changes_nothing():
    standing = stand(TWO, [1, 1], [100, 100], champion=[0, -2], price=[0, 0])

    assert not len(join(standing, []).people)
    assert not len(leave(standing, []).people)
