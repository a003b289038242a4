"""How often each area is among those of most need when the weights are drawn: every draw sorted whole."""

import numpy as np
from numpy.typing import NDArray

from inroads.engine.scales import Floats


def times_in_top(
    table: Floats,
    drawn: Floats,
    first: NDArray[np.int64],
    missing: NDArray[np.int64],
    lowest: Floats,
    highest: Floats,
    wanted: int,
    times: NDArray[np.int32],
) -> None:
    """Count for each area in how many draws it is among the `wanted` highest scores, equals by their order."""
    areas = np.repeat(np.arange(table.shape[1]), np.diff(first))
    for weights in drawn:
        score = np.zeros(table.shape[1])
        for weight, column in zip(weights, table, strict=True):
            score += weight * column
        known = np.ones(table.shape[1])
        np.subtract.at(known, areas, weights[missing])
        score = np.where(known > 1e-12, score / np.where(known > 1e-12, known, 1.0), -1e9)
        order = np.argsort(-np.rint(score * 1e9), kind="stable")
        times[order[:wanted]] += 1
