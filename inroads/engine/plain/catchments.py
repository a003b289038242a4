"""Sums over whatever lies within reach, every pair looked at."""

import numpy as np

from inroads.engine.scales import Floats

PAIRS_AT_ONCE = 1_000_000


def sums_within(
    query: Floats, point: Floats, value: Floats, radii: Floats, steps: Floats
) -> Floats:
    """Weighted sum of the values about each query, of shape (3, n); the points are of shape (3, m)."""
    out = np.zeros(query.shape[1])
    squares = radii * radii * (1 + 4e-12)
    at_once = max(PAIRS_AT_ONCE // max(point.shape[1], 1), 1)
    for begin in range(0, len(out), at_once):
        here = query[:, begin : begin + at_once]
        apart = ((here[:, :, None] - point[:, None, :]) ** 2).sum(axis=0)
        for square, step in zip(squares, steps, strict=True):
            out[begin : begin + at_once] += step * np.where(apart <= square, value, 0.0).sum(axis=1)
    return out
