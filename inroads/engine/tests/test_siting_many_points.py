"""Points that no site can tell apart become one, and nothing that is asked of them changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine import gathering
from inroads.engine.gathering import gather_points

unhurried = settings(max_examples=25, deadline=None)


def parts(found):
    """The people of each set of sites that covers somebody."""
    table = found.coverage.table.toarray().astype(bool).T
    return {
        tuple(np.flatnonzero(row)): people for row, people in zip(table, found.people, strict=True)
    }


@st.composite
def places(draw):
    """Sites and points on a small grid of metres, so that ways equal to the limit and twins are common."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sites = world.integers(0, 12, (draw(st.integers(1, 12)), 2)).astype(float)
    points = world.integers(0, 14, (draw(st.integers(1, 80)), 2)).astype(float)
    far = draw(st.sampled_from([0.0, 1e6]))
    people = world.integers(0, 9, len(points)).astype(float)
    return sites + far, points + far, people, draw(st.sampled_from([0.0, 1.0, 5.0, 7.5]))


@unhurried
@given(places())
def test_the_parts_are_those_that_looking_at_every_pair_finds(given):
    sites, points, people, metres = given

    found = gather_points(sites, points, people, metres)

    apart = np.hypot(*(sites[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    wanted: dict[tuple[int, ...], float] = {}
    for column, here in zip((apart <= metres * (1 + 1e-12)).T, people, strict=True):
        key = tuple(np.flatnonzero(column))
        wanted[key] = wanted.get(key, 0) + here
    assert found.out_of_reach == wanted.pop((), 0)
    assert parts(found) == {key: here for key, here in wanted.items() if here}


@unhurried
@given(places())
def test_the_plain_twin_finds_the_same_parts(given):
    compiled = gather_points(*given)
    with pytest.MonkeyPatch.context() as without:
        without.setattr(gathering, "COMPILED", False)
        plain = gather_points(*given)

    assert parts(compiled) == parts(plain)
    assert compiled.out_of_reach == plain.out_of_reach


def test_crowded_sites_and_a_wide_map_are_looked_at_pair_by_pair():
    points = np.array([[0.0, 1.0], [1e9, 1e9], [0.0, 3.0]])
    crowded = np.zeros((200, 2))  # more of them end in one cell than a whole number has bits

    for sites, there in ((crowded, points), (crowded, points[[0, 2, 2]]), (crowded[:3], points)):
        found = gather_points(sites, there, [5, 7, 11], 1.0)
        assert (found.people.tolist(), found.out_of_reach) == ([5], 18)


def test_more_groups_than_cells_are_made_room_for():
    world = np.random.default_rng(1)
    sites, points = world.random((200, 2)), world.random((20_000, 2))

    found = gather_points(sites, points, np.ones(20_000), 0.4)

    assert found.people.sum() + found.out_of_reach == 20_000
    assert len(found.people) > 2_000  # cells are 400, and the first room is for 1,824


def test_nobody_and_nowhere_have_an_obvious_answer():
    assert gather_points([], [[1, 2]], [3], 5).out_of_reach == 3
    assert gather_points([[1, 2]], [], [], 5).people.tolist() == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"sites": [[1, np.nan]]}, "coordinates of a site"),
        ({"points": [[1, np.inf]]}, "coordinates of a point"),
        ({"points": [[1, 2, 3]]}, "two coordinates"),
        ({"points": [["here", 2]]}, "must be numbers"),
        ({"people": [-1]}, "cannot be below zero"),
        ({"people": [1, 2]}, "for each point"),
        ({"metres": -1}, "cannot be below zero"),
        ({"metres": np.nan}, "must be a number"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(asked, why):
    question = {"sites": [[0, 0]], "points": [[1, 1]], "people": [1], "metres": 5, **asked}

    with pytest.raises(ValueError, match=why):
        gather_points(**question)
