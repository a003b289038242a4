"""Points gathered that no site can tell apart, every pair looked at."""

import numpy as np

from inroads.engine.coverage import Ints
from inroads.engine.scales import Floats

PAIRS_AT_ONCE = 1_000_000


def gather(point: Floats, people: Floats, site: Floats, square: float) -> tuple[Ints, Floats]:
    """The first point of each group that the same sites cover, and the people of the group."""
    groups: dict[bytes, int] = {}
    model: list[int] = []
    total: list[float] = []
    at_once = max(PAIRS_AT_ONCE // max(len(site), 1), 1)
    for begin in range(0, len(point), at_once):
        apart = ((site[None, :, :] - point[begin : begin + at_once, None, :]) ** 2).sum(axis=2)
        for i, row in enumerate(np.packbits(apart <= square, axis=1), start=begin):
            group = groups.setdefault(row.tobytes(), len(groups))
            if group == len(model):
                model.append(i)
                total.append(0.0)
            total[group] += people[i]
    return np.array(model, np.int64), np.array(total, float)
