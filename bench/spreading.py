"""What it costs to spread work, and what it brings: `python -m bench.spreading`.

Empty jobs show what one piece costs besides its work; blocks of a thousand draws of weights, what two workers gain.
`bits` must be the same in each row: the answer does not hang on where it was worked out.
"""

import hashlib
import time
from contextlib import contextmanager
from importlib import import_module  # Dask is imported only where it is measured

import numpy as np

from bench.measuring import show
from inroads.engine.sensitivity import drawn_weights, most_need_probability
from inroads.engine.spreading import in_processes, on_dask, serially

EMPTY = 2000
AREAS, DRAWS, INDICATORS = 33_755, 4000, 20


@contextmanager
def here():
    yield serially


@contextmanager
def processes():
    yield in_processes(2)


@contextmanager
def dask():
    distributed = import_module("dask.distributed")
    options = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "host": "127.0.0.1",
        "dashboard_address": None,
    }
    with distributed.LocalCluster(**options) as two, distributed.Client(two) as client:
        yield on_dask(client)


def measure(title: str, place) -> dict:
    rng = np.random.default_rng(1)
    table, weights = rng.random((AREAS, INDICATORS)), rng.integers(1, 9, INDICATORS)
    drawn = drawn_weights(weights, rng, draws=DRAWS)
    start = time.perf_counter()
    with place() as spread:
        list(spread(abs, [-1, -1]))
        ready = time.perf_counter()
        done = sum(1 for _ in spread(abs, range(EMPTY)))
        empty = time.perf_counter()
        found = most_need_probability(table, weights, drawn, spread=spread)
        end = time.perf_counter()
    return {
        "where": title,
        "clock s to start": ready - start,
        "µs an empty piece": (empty - ready) / done * 1e6,
        "clock s for the draws": end - empty,
        "bits": hashlib.sha256(found.tobytes()).hexdigest()[:12],
    }


def main() -> None:
    rows = []
    for title, place in (("here", here), ("two processes", processes), ("two Dask workers", dask)):
        try:
            rows.append(measure(title, place))
        except ModuleNotFoundError as error:
            rows.append({"where": title, "clock s to start": f"not installed: {error.name}"})
    show(
        f"Probability of the tenth, {AREAS:,} areas × {INDICATORS} indicators × {DRAWS:,} draws",
        rows,
    )


if __name__ == "__main__":
    main()
