"""The compiled loops that choose sites say what their plain twins say, step by step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine import covering as covering_module
from inroads.engine.compiling import COMPILED
from inroads.engine.coverage import Coverage, coverage_of_table, merge_areas
from inroads.engine.covering import Covering
from inroads.engine.kernels import coverage as compiled
from inroads.engine.limits import Limits, in_units
from inroads.engine.plain import coverage as plain
from inroads.engine.relaxing import relaxed
from inroads.engine.siting import place_sites
from inroads.engine.solving import quick_bound

pytestmark = pytest.mark.skipif(not COMPILED, reason="there is no compiler here")
unhurried = settings(max_examples=40, deadline=None)


@st.composite
def problems(draw):
    """Problems with ties, twins, several limits, and sites that cover nothing left to cover."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_sites, n_areas = draw(st.integers(1, 14)), draw(st.integers(1, 20))
    covers = world.random((n_sites, n_areas)) < draw(st.sampled_from([0.1, 0.3, 0.6]))
    weight = world.integers(1, draw(st.sampled_from([2, 4, 100])), n_areas).astype(float)
    merged = merge_areas(coverage_of_table(covers), weight)
    limits = [Limits(np.zeros(n_sites, int), np.ones(n_sites), np.array([draw(st.integers(0, 6))]))]
    if draw(st.booleans()):
        use = world.integers(0, 4, n_sites).astype(float)
        limits.append(Limits(np.zeros(n_sites, int), use, np.array([draw(st.integers(0, 9))])))
    if draw(st.booleans()):
        limits.append(Limits(world.integers(0, 3, n_sites), np.ones(n_sites), np.array([1, 2, 1])))
    limits = [Limits(row, use, room.astype(float)) for row, use, room in limits]
    return Covering(merged.coverage, merged.weight, tuple(limits))


def start(covering, module):
    """The sites that greed chooses, as flags."""
    chosen, gains = np.zeros(covering.n_sites, np.int64), np.zeros(covering.n_sites)
    price = np.ones(covering.n_sites)
    taken = module.greedy(*covering.problem, price, chosen, gains)
    flags = np.zeros(covering.n_sites, np.uint8)
    flags[chosen[:taken]] = 1
    return flags


@unhurried
@given(problems(), st.booleans())
def test_greedy_by_retiring_areas_and_lazily_are_equal_gain_by_gain(covering, priced):
    n = covering.n_sites
    price = covering.limits[-1].use + 0.5 if priced else np.ones(n)
    answers = []
    for module in (compiled, plain):
        chosen, gains = np.zeros(n, np.int64), np.zeros(n)
        taken = module.greedy(*covering.problem, price, chosen, gains)
        answers.append((chosen[:taken].tolist(), gains[:taken].tolist()))

    assert answers[0] == answers[1]


@unhurried
@given(problems())
def test_exchanges_are_the_same(covering):
    ours, twins = start(covering, compiled), start(covering, compiled)

    swaps = compiled.swap(*covering.problem, ours)
    said = plain.swap(*covering.problem, twins)

    assert (swaps, ours.tolist()) == (said, twins.tolist())
    assert covering.allows(ours.astype(bool))


@unhurried
@given(problems(), st.integers(0, 2**32 - 1), st.integers(1, 4), st.sampled_from([0.0, 0.5, 20.0]))
def test_the_search_goes_the_same_way(covering, seed, most_out, heat):
    ours, twins = start(covering, compiled), start(covering, compiled)
    before = covering.value(ours.astype(bool))

    value = compiled.anneal(
        *covering.problem, ours, 60, most_out, heat, np.random.default_rng(seed)
    )
    said = plain.anneal(*covering.problem, twins, 60, most_out, heat, np.random.default_rng(seed))

    assert (value, ours.tolist()) == (said, twins.tolist())
    assert value == covering.value(ours.astype(bool)) >= before
    assert covering.allows(ours.astype(bool))


@unhurried
@given(problems(), st.sampled_from([1, 40, 200]))
def test_every_bound_lies_above_what_any_allowed_choice_covers(covering, rounds):
    sets = (np.arange(2**covering.n_sites)[:, None] >> np.arange(covering.n_sites)) & 1
    best = max(covering.value(flags) for flags in sets.astype(bool) if covering.allows(flags))
    chosen = start(covering, compiled).astype(bool)

    assert best <= quick_bound(covering, chosen)
    if len(covering.weight):
        share, bound = relaxed(covering, rounds)
        assert best <= bound
        assert ((share >= 0) & (share <= 1)).all()


@unhurried
@given(st.integers(0, 2**32 - 1))
def test_merged_areas_are_those_that_the_same_sites_cover(seed):
    world = np.random.default_rng(seed)
    covers = world.random((world.integers(1, 6), world.integers(1, 40))) < 0.5
    weight = world.integers(0, 3, covers.shape[1]).astype(float)

    merged = merge_areas(coverage_of_table(covers), weight)

    wanted: dict[bytes, float] = {}
    for column, heavy in zip(covers.T, weight, strict=True):
        if column.any() and heavy:
            wanted[column.tobytes()] = wanted.get(column.tobytes(), 0) + heavy
    columns = merged.coverage.table.toarray().astype(bool).T
    assert {
        column.tobytes(): heavy for column, heavy in zip(columns, merged.weight, strict=True)
    } == wanted
    for area, part in enumerate(merged.part_of):
        if part >= 0:
            assert (columns[part] == covers[:, area]).all()
        else:
            assert not covers[:, area].any() or not weight[area]


def test_units_are_whole_and_their_rounding_is_owned_up_to():
    assert in_units(np.array([3.0, 0.0, 5.0])) == (pytest.approx([3, 0, 5]), 1.0, True)
    for values in ([0.1, 0.2], [1e-300, 2e-300], [1e18, 1.0], [5e-324, 1e-310]):
        whole, unit, exact = in_units(np.array(values))
        assert not exact
        assert (whole == np.floor(whole)).all()
        assert whole.sum() < 2**51
        np.testing.assert_allclose(whole * unit, values, rtol=0, atol=0.51 * unit)


def test_the_loops_take_arrays_of_a_map_without_areas():
    empty = Covering(
        Coverage(np.zeros(3, np.int64), np.zeros(0, np.int32), 0),
        np.zeros(0),
        (Limits(np.zeros(2, int), np.ones(2), np.array([1.0])),),
    )
    for module in (compiled, plain):
        assert not start(empty, module).any()
        flags = np.zeros(2, np.uint8)
        assert module.swap(*empty.problem, flags) == 0
        assert module.anneal(*empty.problem, flags, 5, 2, 1.0, np.random.default_rng(1)) == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_the_answer_is_the_same_to_the_last_bit_where_there_is_no_compiler(seed, exact):
    world = np.random.default_rng(seed)
    near = coverage_of_table(world.random((15, 25)) < 0.15)
    people, cost = world.integers(0, 50, 25) / 4, world.integers(1, 5, 15)

    def asked():
        rng = np.random.default_rng(seed)
        steps = {"search": 100, "rounds": 80, "exact": exact}
        return place_sites(near, people, 4, cost=cost, budget=9, rng=rng, **steps)

    with_compiler = asked()
    with pytest.MonkeyPatch.context() as without:
        without.setattr(covering_module, "loops", plain)
        alone = asked()

    for mine, plainly in zip(with_compiler, alone, strict=True):
        np.testing.assert_array_equal(mine, plainly)
