"""Work that is spread has the same answer, bit for bit, wherever it is done."""

import importlib
import math
import os
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine.distances import distances
from inroads.engine.reach import enhanced_two_step_floating_catchment
from inroads.engine.sensitivity import drawn_weights, most_need_probability
from inroads.engine.spreading import blocks, in_processes, on_dask, serially, with_seeds

unhurried = settings(deadline=None)


def cascade(piece):
    """A job with chance in it: a seed of its own for each piece."""
    steps, seed = piece
    rng = np.random.default_rng(seed)
    return float(rng.standard_normal(steps).cumsum().max()), os.getpid()


def what_if(added):
    """A job of the engine: access in a made-up county with one more site."""
    rng = np.random.default_rng(1902)
    areas, sites = rng.normal(0, 8000, (300, 2)), rng.normal(0, 8000, (20, 2))
    ways = distances(areas, np.vstack([sites, added]))
    found = enhanced_two_step_floating_catchment(
        rng.random(300), rng.random(21), ways, [3000, 6000, 10_000]
    )
    return found.access.tobytes()


@pytest.fixture(scope="module")
def cluster():
    """A client of two Dask workers, each a process of its own, that listen on loopback only."""
    distributed = pytest.importorskip(
        "dask.distributed", reason="dask.distributed is not here: pip install inroads[cluster]"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Dask warns of in itself is not ours
        importlib.import_module("dask").config.set({"distributed.worker.daemon": True})
        with (
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
            ) as two,
            distributed.Client(two) as client,
        ):
            yield client


@pytest.fixture(params=["in processes", "on Dask"])
def spread(request):
    """Each way to spread work among two workers."""
    if request.param == "in processes":
        return in_processes(2)
    return on_dask(request.getfixturevalue("cluster"))


def test_jobs_with_chance_in_them(spread):
    pieces = with_seeds([500, 20, 300, 1, 700, 40, 5, 5], seed=1874)

    here, there = list(serially(cascade, pieces)), list(spread(cascade, pieces))

    assert [best for best, _ in there] == [best for best, _ in here]
    workers = {process for _, process in there}
    assert os.getpid() not in workers
    assert 1 <= len(workers) <= 2


def test_what_ifs_of_reach(spread):
    added = [np.array([east, 0.0]) for east in (-5000, 0, 5000)]

    assert list(spread(what_if, added)) == list(serially(what_if, added))


def test_draws_of_weights(spread):
    rng = np.random.default_rng(4)
    table = rng.random((400, 5))
    table[rng.random(table.shape) < 0.05] = np.nan
    weights = [5, 4, 3, 2, 1]
    drawn = drawn_weights(weights, rng, draws=700)

    here = most_need_probability(table, weights, drawn)
    there = most_need_probability(table, weights, drawn, spread=spread)

    assert here.tobytes() == there.tobytes()


def test_a_refusal_comes_back_as_it_was_raised_after_what_was_done_before(spread):
    answers = spread(math.sqrt, [0, 1, -1, 4])

    assert [next(answers), next(answers)] == [0, 1]
    with pytest.raises(ValueError, match="domain"):
        next(answers)


def test_work_can_be_stopped_half_way(spread):
    asked = []

    def pieces():
        for piece in range(1000):
            asked.append(piece)
            yield piece

    answers = spread(abs, pieces())
    assert next(answers) == 0
    answers.close()

    assert len(asked) < 20


def test_nothing_to_do_is_done_at_once(spread):
    assert list(spread(abs, [])) == []


def test_work_is_done_on_both_dask_workers(cluster):
    pieces = with_seeds([200_000] * 12, seed=3)

    workers = {process for _, process in on_dask(cluster)(cascade, pieces)}

    assert len(workers) == 2


@unhurried
@given(st.integers(0, 2**63), st.integers(1, 9))
def test_the_seed_of_a_piece_depends_on_its_place_alone(seed, count):
    few, many = with_seeds(range(count), seed), with_seeds(range(count + 5), seed)

    draws = [
        [int(np.random.default_rng(own).integers(2**62)) for _, own in some] for some in (few, many)
    ]
    assert draws[1][:count] == draws[0]
    assert len(set(draws[1])) == count + 5


@unhurried
@given(st.integers(0, 200), st.integers(1, 50))
def test_blocks_hold_everything_once(count, size):
    found = [place for block in blocks(count, size) for place in range(count)[block]]

    assert found == list(range(count))
    assert all(len(range(count)[block]) <= size for block in blocks(count, size))


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda: in_processes(0), "at least one process"),
        (lambda: blocks(5, 0), "at least one"),
        (lambda: with_seeds([1], -1), "below zero"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(ask, why):
    with pytest.raises(ValueError, match=why):
        ask()
