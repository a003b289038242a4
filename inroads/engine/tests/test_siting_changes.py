"""What is said about opening, closing and moving a place is what counting again finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine.changes import best_moves, change, nearer, one_more_or_fewer
from inroads.engine.coverage import coverage_of_table
from inroads.engine.journeys import journeys_from_table
from inroads.engine.siting import place_sites

unhurried = settings(max_examples=40, deadline=None)


@st.composite
def towns(draw):
    """Which sites cover which areas, the people, and which sites are open."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    covers = world.random((draw(st.integers(1, 7)), draw(st.integers(1, 9)))) < 0.4
    people = world.integers(0, 4, covers.shape[1]).astype(float)
    return covers, people, np.flatnonzero(world.random(len(covers)) < 0.4)


def in_reach(covers, people, sites):
    return people[covers[list(sites)].any(axis=0)].sum() if len(sites) else 0.0


@unhurried
@given(towns(), st.data())
def test_a_change_says_who_gains_and_who_loses(town, data):
    covers, people, before = town
    after = data.draw(st.sets(st.integers(0, len(covers) - 1)))

    found = change(coverage_of_table(covers), people, before, sorted(after))

    assert found.before == in_reach(covers, people, before)
    assert found.after == in_reach(covers, people, after)
    assert found.after - found.before == found.gain - found.loss
    assert people[found.gained].sum() == found.gain
    assert people[found.lost].sum() == found.loss
    assert not (found.gained & found.lost).any()


@unhurried
@given(towns())
def test_each_site_is_worth_what_opening_or_closing_it_alone_changes(town):
    covers, people, opened = town

    found = one_more_or_fewer(coverage_of_table(covers), people, opened)

    now = in_reach(covers, people, opened)
    for site in range(len(covers)):
        more = in_reach(covers, people, {*opened, site}) - now
        fewer = now - in_reach(covers, people, {*opened} - {site})
        assert (found.gain[site], found.loss[site]) == (more, fewer)


@unhurried
@given(towns(), st.integers(0, 6), st.data())
def test_the_best_moves_are_the_best_of_all_there_are(town, most, data):
    covers, people, opened = town
    stay = data.draw(st.sets(st.integers(0, len(covers) - 1), max_size=2))
    forbidden = data.draw(st.sets(st.integers(0, len(covers) - 1), max_size=2))

    found = best_moves(
        coverage_of_table(covers),
        people,
        opened,
        most,
        stay=sorted(stay),
        forbidden=sorted(forbidden),
    )

    everything = []
    for out in {*opened} - stay:
        for into in {*range(len(covers))} - {*opened} - forbidden:
            moved = change(
                coverage_of_table(covers), people, opened, sorted({*opened} - {out} | {into})
            )
            if moved.gain > moved.loss:
                everything.append((moved.loss - moved.gain, moved.loss, out, into, moved.gain))
    wanted = sorted(everything)[:most]
    assert [*zip(found.out, found.into, found.gain, found.loss, strict=True)] == [
        (out, into, gain, loss) for _, loss, out, into, gain in wanted
    ]


def test_the_best_next_places_are_found_with_what_is_open_as_fixed():
    covers = np.array([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 0, 1]], bool)

    found = place_sites(
        coverage_of_table(covers), [9, 9, 5, 4, 3], 2, fixed=[0], rng=np.random.default_rng(1)
    )

    assert (found.chosen.tolist(), found.gain.tolist()) == ([2, 3], [9, 3])


@unhurried
@given(towns(), st.data())
def test_the_way_to_the_nearest_is_counted_for_each_area(town, data):
    covers, people, before = town
    after = data.draw(st.sets(st.integers(0, len(covers) - 1)))
    table = np.where(covers, np.arange(covers.size).reshape(covers.shape) % 7, np.inf).T

    found = nearer(journeys_from_table(table), people, before, sorted(after))

    then = table[:, before].min(axis=1, initial=np.inf)
    now = table[:, sorted(after)].min(axis=1, initial=np.inf)
    np.testing.assert_array_equal(found.before, then)
    np.testing.assert_array_equal(found.after, now)
    assert found.people_nearer == people[now < then].sum()
    assert found.people_farther == people[now > then].sum()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (lambda near: change(near, [1, np.nan], [0], [1]), "must be a number"),
        (lambda near: change(near, [1, 2], [0], [5]), "There is no site 5"),
        (lambda near: one_more_or_fewer(near, [1], [0]), "for each area"),
        (lambda near: best_moves(near, [1, 2], [0], -1), "whole number, 0 or more"),
        (lambda near: best_moves(near, [1, 2], [0], stay=[9]), "There is no site 9"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(asked, why):
    with pytest.raises(ValueError, match=why):
        asked(coverage_of_table(np.eye(2, dtype=bool)))
