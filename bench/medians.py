"""Shortest ways on average and for the farthest, beside peers and published optima: `python -m bench.medians`."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path


def median_instance(path) -> tuple[np.ndarray, int]:
    """All lengths of ways, and how many sites to open, of a published instance: a network with its roads.

    A road that is listed twice has the length that is given last.
    """
    numbers = path.read_text(encoding="utf-8").split()
    size, roads, count = map(int, numbers[:3])
    length = {}
    for a, b, long in np.array(numbers[3 : 3 + 3 * roads], int).reshape(-1, 3):
        length[min(a, b) - 1, max(a, b) - 1] = long
    ends = np.array([*length]).T
    network = csr_array(([*length.values()], (ends[0], ends[1])), shape=(size, size), dtype=float)
    return shortest_path(network, method="D", directed=False), count
