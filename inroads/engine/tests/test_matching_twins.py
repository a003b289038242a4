"""Each compiled loop of matching says what its plain twin says, to the last bit where only one answer is right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.engine import matching, rematching
from inroads.engine.kernels import bidding, joining, prices
from inroads.engine.kernels import matching as loops
from inroads.engine.matching import checked, fresh_standing, match, room_of_use
from inroads.engine.plain import bidding as plain_bidding
from inroads.engine.plain import joining as plain_joining
from inroads.engine.plain import matching as plain_loops
from inroads.engine.plain import prices as plain_prices
from inroads.engine.tests.matching_instances import instances, made_up


def both(given, people=None):
    """Pairs, penalties, and the same standing twice with these people in it, each made by its own loops."""
    pairs, room, penalty = checked(*given)
    order = (
        np.arange(len(penalty), dtype=np.int32) if people is None else np.array(people, np.int32)
    )
    standings = []
    for made_by in (loops, plain_loops):
        standing = fresh_standing(pairs, room, len(penalty), np.zeros(len(room), np.int64))
        made_by.join(pairs, penalty, standing, order)
        standings.append(standing)
    return pairs, prices.turned_round(pairs, len(room)), penalty, *standings


def assert_alike(one, other):
    for ours, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@given(instances(), st.randoms(use_true_random=False))
def test_joining_one_by_one(given, random):
    order = list(range(len(given[2])))
    random.shuffle(order)

    *_, compiled, plain = both(given, order)

    assert_alike(compiled, plain)


@given(instances(), st.data())
def test_leaving_and_giving_up_room(given, data):
    pairs, back, penalty, *standings = both(given)
    gone = (
        data.draw(st.lists(st.integers(0, len(penalty) - 1), unique=True)) if len(penalty) else []
    )
    rooms = [(j, data.draw(st.integers(0, 3))) for j in range(len(given[1]))]

    for made_by, standing in zip((loops, plain_loops), standings, strict=True):
        made_by.leave(pairs, back, penalty, standing, np.array(gone, np.int32))
        capacity, offset, filled, _, _, _, _, _ = standing
        for j, room in rooms:
            given_up = np.full(max(filled[j] - room, 0), -1 - j, np.int32)
            capacity[j] = filled[j]
            made_by.join(pairs, penalty, standing, given_up)
        capacity[:] = np.diff(offset)
        holes = -1 - np.arange(len(rooms), dtype=np.int32).repeat(3)
        made_by.leave(pairs, back, penalty, standing, holes)

    assert_alike(*standings)


@given(instances())
def test_what_each_candidate_would_cost_everyone(given):
    pairs, back, penalty, standing, _ = both(given)

    for person in range(len(penalty)):
        alone = tuple(array.copy() for array in standing)
        loops.leave(pairs, back, penalty, alone, np.array([person], np.int32))
        np.testing.assert_array_equal(
            loops.total_of_each(pairs, penalty, alone, person),
            plain_loops.total_of_each(pairs, penalty, alone, person),
        )


@given(instances())
def test_the_dearest_and_the_lowest_prices(given):
    pairs, back, penalty, compiled, plain = both(given)

    for standing in (compiled, plain):  # nobody goes where there is no room
        standing[3][standing[0] == 0] = penalty.max(initial=0)

    joining.dearest_prices(pairs, back, penalty, compiled)
    plain_joining.dearest_prices(pairs, back, penalty, plain)
    assert_alike(compiled, plain)

    joining.lowest_prices(pairs, penalty, compiled)
    plain_joining.lowest_prices(pairs, penalty, plain)
    assert_alike(compiled, plain)


def auctioned(made_by, pairs, room, penalty, scale, least, most):
    places = room_of_use(pairs, room)
    offset = np.concatenate([[0], np.cumsum(places)])
    filled, price = np.zeros(len(room), np.int64), np.zeros(len(room), np.int64)
    bid, holder = np.zeros(offset[-1], np.int64), np.full(offset[-1], -1, np.int32)
    queue = np.arange(len(penalty), dtype=np.int32)
    state = (offset, filled, price, bid, holder)
    bids = made_by.auction(pairs, penalty, places, state, queue, scale, least, most)
    held = [
        sorted(zip(bid[low:high].tolist(), holder[low:high].tolist(), strict=True))
        for low, high in zip(offset[:-1], offset[:-1] + filled, strict=True)
    ]
    return bids, price.tolist(), held


@given(instances(), st.integers(1, 4), st.integers(1, 3))
def test_the_auction(given, scale, least):
    pairs, room, penalty = checked(*given)

    compiled, plain = (
        auctioned(made_by, pairs, room, penalty, scale, least, 10**6)
        for made_by in (bidding, plain_bidding)
    )

    assert compiled == plain


@pytest.mark.parametrize("made_by", [bidding, plain_bidding])
def test_an_auction_that_takes_too_long_is_given_up(made_by):
    found, room, penalty, _ = made_up(60, 4, 1, room=0.5)

    assert auctioned(made_by, *checked(found, room, penalty), 1, 1, 50)[0] == -1


@given(instances(), st.data())
def test_taking_over_what_an_auction_found(given, data):
    pairs, room, penalty = checked(*given)
    price = np.array([data.draw(st.integers(0, 6)) for _ in room], np.int64)
    wanted, _ = matching._bid(pairs, room, penalty, 1, 1)
    found = []

    for made_by in (prices, plain_prices):
        standing = fresh_standing(pairs, room, len(penalty), price)
        todo = np.zeros(len(penalty), np.int32)
        count = made_by.adopt(pairs, penalty, standing, wanted, todo)
        found.append((*standing, todo[:count]))

    assert_alike(*found)


@given(instances(), st.randoms(use_true_random=False))
def test_tables_turned_round_and_laid_out_anew(given, random):
    pairs, room, penalty = checked(*given)
    order, number = np.arange(len(penalty)), np.arange(len(room))
    random.shuffle(order)
    random.shuffle(number)

    assert_alike(prices.turned_round(pairs, len(room)), plain_prices.turned_round(pairs, len(room)))
    assert_alike(prices.laid_out(pairs, order, number), plain_prices.laid_out(pairs, order, number))


@given(instances(), st.data())
def test_the_first_pair_that_cannot_be(given, data):
    (indptr, indices, minutes), room, _ = checked(*given)
    for array in (indices, minutes):
        for at in range(len(array)):
            if data.draw(st.integers(0, 9)) == 0:
                array[at] = data.draw(st.integers(-1, len(room) + 1))

    compiled, plain = (
        made_by.first_fault(indptr, indices, minutes, len(room))
        for made_by in (prices, plain_prices)
    )

    assert compiled == plain


@pytest.fixture
def without_a_compiler(monkeypatch):
    """A function that has everything done by the plain twins from now on."""

    def change():
        monkeypatch.setattr(matching, "market", plain_bidding)
        monkeypatch.setattr(matching, "crowd", plain_joining)
        monkeypatch.setattr(matching, "table", plain_prices)
        monkeypatch.setattr(matching, "single", plain_loops)
        monkeypatch.setattr(rematching, "crowd", plain_joining)
        monkeypatch.setattr(rematching, "table", plain_prices)
        monkeypatch.setattr(rematching, "single", plain_loops)

    return change


@pytest.mark.parametrize(("people", "room"), [(40, 0.5), (40, 1.5), (200, 0.9), (0, 1)])
def test_a_whole_matching_without_a_compiler(without_a_compiler, people, room):
    found, capacity, penalty, band = made_up(people, 7, people, room=room)
    before = [match(found, capacity, least) for least in (penalty, (1 + band) * 10**6)]

    without_a_compiler()

    for least, compiled in zip((penalty, (1 + band) * 10**6), before, strict=True):
        plain = match(found, capacity, least)
        assert plain.cost == compiled.cost
        np.testing.assert_array_equal(plain.price, compiled.price)


def test_upkeep_without_a_compiler(without_a_compiler):
    found, capacity, penalty, _ = made_up(120, 9, 2, room=0.8)
    done = match(found, capacity, penalty)

    def kept_up():
        standing = rematching.stand(found, capacity, penalty, done.champion, done.price)
        standing = rematching.leave(standing, [3, 50, 90]).standing
        standing = rematching.change_capacity(standing, 2, 1).standing
        standing = rematching.change_capacity(standing, 4, 40).standing
        return rematching.join(standing, [50, 3]).standing

    compiled = kept_up()
    explained = rematching.explain(compiled, 7)
    without_a_compiler()
    plain = kept_up()

    np.testing.assert_array_equal(compiled.champion, plain.champion)
    np.testing.assert_array_equal(compiled.price, plain.price)
    for ours, theirs in zip(explained, rematching.explain(plain, 7), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    for ours, theirs in zip(rematching.answer(compiled), rematching.answer(plain), strict=True):
        np.testing.assert_array_equal(ours, theirs)
