"""Sites with room: the published instances, every choice tried by hand, and what is refused."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from inroads.engine.roomy import place_with_room


def capacitated_instance(path):
    """What stands in a file of the OR-Library: the best known total, ways, needs, room and number of sites."""
    numbers = np.array(path.read_text(encoding="utf-8").split(), float)
    best, count, room = numbers[1], int(numbers[3]), numbers[4]
    _, across, up, need = numbers[5:].reshape(-1, 4).T
    ways = np.floor(np.hypot(across[:, None] - across, up[:, None] - up))
    return best, ways, need, np.full(len(need), room), count


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_capacitated_medians_of_the_or_library(settings, number):
    path = settings.SHARED / "data" / "orlib" / "pmedcap" / f"pmedcap1_{number}.txt"
    if not path.exists():
        pytest.skip("the published instances are not here: set INROADS_SHARED")
    best, ways, need, room, count = capacitated_instance(path)

    found = place_with_room(ways, need, room, count)

    assert (found.total, found.bound, found.proved) == (best, best, True)
    assert (np.bincount(found.site, need) <= room[0]).all()
    assert len(found.chosen) <= count


@effort(max_examples=40)
@given(
    ways=st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=1, max_size=4),
    room=st.lists(st.integers(0, 5), min_size=3, max_size=3),
    count=st.integers(1, 3),
)
def test_nothing_that_fits_is_better(ways, room, count):
    need = np.arange(len(ways)) % 3 + 1
    totals = [
        sum(ways[area][site] for area, site in enumerate(sites))
        for sites in product(range(3), repeat=len(ways))
        if len(set(sites)) <= count and (np.bincount(sites, need, 3) <= room).all()
    ]
    if not totals:
        with pytest.raises(ValueError, match="allow more"):
            place_with_room(ways, need, room, count)
        return

    found = place_with_room(ways, need, room, count)

    assert found.total == found.bound == min(totals)
    assert (np.bincount(found.site, need, 3) <= room).all()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"length": [[np.nan]]}, "must be a number"),
        ({"length": [[np.inf]]}, "must be a number"),
        ({"length": [[-1]]}, "below zero"),
        ({"length": []}, "one length for each"),
        ({"need": [-1]}, "below zero"),
        ({"need": [2]}, "Not all fit"),
        ({"room": [np.nan]}, "must be a number"),
        ({"count": 0}, "1 or more"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked, why):
    with pytest.raises(ValueError, match=why):
        place_with_room(**{"length": [[1]], "need": [1], "room": [1], "count": 1} | asked)


def test_whatever_stops_the_search_an_answer_that_meets_its_bound_is_proved():
    ways = [[1, 5, 9], [2, 3, 9], [9, 4, 1]]

    found = place_with_room(ways, need=[1, 1, 1], room=[1, 1, 1], count=3, nodes=1)

    assert found.total == found.bound == 5
    assert found.proved
