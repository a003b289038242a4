"""The same over every pair at once, with whole columns of numpy."""

import numpy as np

from inroads.engine.plain.matching import ABSENT, UNSERVED, put


def rows_of(pairs):
    """The person of each pair."""
    return np.repeat(np.arange(len(pairs[0]) - 1), np.diff(pairs[0]))


def first_fault(indptr, indices, minutes, champions):
    """As the kernel: the first pair that cannot be: no such champion, less than no minutes, or there twice; or -1."""
    wrong = (indices < 0) | (indices >= champions) | (minutes < 0)
    key = rows_of((indptr,)) * (champions + 1) + np.clip(indices, 0, champions)
    _, first = np.unique(key, return_index=True)
    twice = np.ones(len(key), bool)
    twice[first] = False
    faults = np.flatnonzero(wrong | twice)
    return int(faults[0]) if len(faults) else -1


def laid_out(pairs, order, number):
    """As the kernel: the same pairs with people in this order and champions under these numbers."""
    indptr, indices, minutes = pairs
    start = np.concatenate([[0], np.cumsum(np.diff(indptr)[order])])
    pair = np.concatenate(
        [np.zeros(0, np.int64), *(np.arange(indptr[i], indptr[i + 1]) for i in order)]
    )
    return start, number[indices[pair]].astype(np.int32), minutes[pair]


def turned_round(pairs, champions):
    """As the kernel: the same pairs by champion instead of by person."""
    order = np.argsort(pairs[1], kind="stable")
    start = np.searchsorted(pairs[1][order], np.arange(champions + 1))
    return start, rows_of(pairs)[order].astype(np.int32), pairs[2][order]


def adopt(pairs, penalty, standing, wanted, todo):
    """As the kernel: take over the pairs that are the cheapest at these prices; list and count the people left."""
    ways = pairs[2] + standing[3][pairs[1]]
    count = 0
    for person in range(len(penalty)):
        part = slice(pairs[0][person], pairs[0][person + 1])
        best = min(ways[part].min(initial=penalty[person]), penalty[person])
        theirs = ways[part][pairs[1][part] == wanted[person]]
        if (theirs == best).any():
            put(pairs, standing, person, wanted[person])
        elif best == penalty[person] and not (ways[part] == best).any():
            standing[5][person] = UNSERVED
        else:
            standing[5][person] = ABSENT
            todo[count] = person
            count += 1
    return count
