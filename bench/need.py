"""The need index beside a straightforward twin of it: `python -m bench.need`.

The twin is what one would write first: for each area and each indicator, one number after another. It is also
the check that the arrays say the same. Nothing here fails because a machine is slow.
"""

import argparse
import json
from math import ceil, isnan, nan
from time import process_time

import numpy as np

from inroads.engine.need import need_index

SIZES = [33_755, 180_000]  # the small areas of England, and its output areas
INDICATORS = 20


def twin(values, weights, more_is_need, top=10.0, enough_known=0.75):
    """Score, rank and decile of each area, in plain Python."""
    columns = list(zip(*values, strict=True))
    total = sum(weights)
    shares = [weight / total for weight in weights]
    ends = []
    for column in columns:
        published = [value for value in column if not isnan(value)]
        ends.append((min(published), max(published)))
    scores = []
    for row in values:
        score = missing = 0.0
        for value, share, more, (low, high) in zip(row, shares, more_is_need, ends, strict=True):
            if isnan(value):
                missing += share
                continue
            scaled = (value - low) / (high - low) if high > low else 0.5
            score += share * (scaled if more else 1 - scaled)
        known = 1 - missing
        scores.append(top * score / known if known >= enough_known else nan)
    order = sorted(-round(score, 9) for score in scores if not isnan(score))
    place: dict[float, int] = {}
    for rank, score in enumerate(order, start=1):
        place.setdefault(score, rank)
    ranks = [place.get(-round(score, 9), nan) for score in scores]
    deciles = [nan if isnan(rank) else ceil(rank * 10 / len(order)) for rank in ranks]
    return scores, ranks, deciles


def made_up(areas: int, rng: np.random.Generator):
    """Skewed columns with one value in fifty missing."""
    values = rng.lognormal(size=(areas, INDICATORS))
    values[rng.random(values.shape) < 0.02] = np.nan
    weights = rng.integers(1, 10, INDICATORS).astype(float)
    return values, weights, rng.random(INDICATORS) < 0.7


def cpu(function, *given, times: int = 1) -> tuple[float, object]:
    """The least processor seconds of so many calls, and what the last one answered."""
    least, answer = float("inf"), None
    for _ in range(times):
        start = process_time()
        answer = function(*given)
        least = min(least, process_time() - start)
    return least, answer


def measure(areas: int) -> dict:
    values, weights, more = made_up(areas, np.random.default_rng(1895))
    ours, need = cpu(need_index, values, weights, more, times=5)
    theirs, said = cpu(twin, values.tolist(), weights.tolist(), more.tolist())
    for mine, plain in zip((need.score, need.rank, need.decile), said, strict=True):
        np.testing.assert_allclose(mine, plain, rtol=0, atol=1e-9)
    return {
        "areas": areas,
        "indicators": INDICATORS,
        "ours_cpu_seconds": round(ours, 4),
        "twin_cpu_seconds": round(theirs, 3),
        "times_faster": round(theirs / ours, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args()
    for areas in SIZES:
        found = measure(areas)
        print(
            json.dumps(found)
            if asked.json
            else f"{areas:>9,} areas × {INDICATORS}: ours {found['ours_cpu_seconds']:.3f} CPU s,"
            f" twin {found['twin_cpu_seconds']:.2f} CPU s, {found['times_faster']:.0f} times faster"
        )


if __name__ == "__main__":
    main()
