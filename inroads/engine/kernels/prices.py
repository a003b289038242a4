"""Loops over every pair at once: whether a table can be, what prices hold together, and in what order it lies."""

import numpy as np

from inroads.engine.compiling import kernel
from inroads.engine.kernels.matching import ABSENT, FAR, PAIRS, STANDING, UNSERVED, put


@kernel("int64(int64[::1], int32[::1], int32[::1], int64)")
def first_fault(indptr, indices, minutes, champions):
    """The first pair that cannot be: no such champion, less than no minutes, or there twice; or -1."""
    seen = np.full(champions, -1, np.int64)
    for person in range(indptr.shape[0] - 1):
        for pair in range(indptr[person], indptr[person + 1]):
            j = indices[pair]
            if j < 0 or j >= champions or minutes[pair] < 0 or seen[j] == person:
                return pair
            seen[j] = person
    return -1


@kernel(f"{PAIRS}({PAIRS}, int64[::1], int64[::1])")
def laid_out(pairs, order, number):
    """The same pairs with people in this order and champions under these numbers."""
    indptr, indices, minutes = pairs
    start = np.empty_like(indptr)
    new_indices, new_minutes = np.empty_like(indices), np.empty_like(minutes)
    start[0] = 0
    for row in range(order.shape[0]):
        at = start[row]
        for pair in range(indptr[order[row]], indptr[order[row] + 1]):
            new_indices[at] = number[indices[pair]]
            new_minutes[at] = minutes[pair]
            at += 1
        start[row + 1] = at
    return start, new_indices, new_minutes


@kernel(f"{PAIRS}({PAIRS}, int64)")
def turned_round(pairs, champions):
    """The same pairs by champion instead of by person."""
    indptr, indices, minutes = pairs
    start = np.zeros(champions + 1, np.int64)
    for pair in range(indices.shape[0]):
        start[indices[pair] + 1] += 1
    for j in range(champions):
        start[j + 1] += start[j]
    people, their_minutes = np.empty_like(indices), np.empty_like(minutes)
    at = start[:-1].copy()
    for person in range(indptr.shape[0] - 1):
        for pair in range(indptr[person], indptr[person + 1]):
            j = indices[pair]
            people[at[j]] = person
            their_minutes[at[j]] = minutes[pair]
            at[j] += 1
    return start, people, their_minutes


@kernel(f"int64({PAIRS}, int64[::1], {STANDING}, int32[::1], int32[::1])")
def adopt(pairs, penalty, standing, wanted, todo):
    """Take over the pairs that are the cheapest at these prices; the people left `todo` are listed and counted."""
    indptr, indices, minutes = pairs
    price, champion = standing[3], standing[5]
    count = 0
    for person in range(penalty.shape[0]):
        best, tight, even = penalty[person], FAR, False
        for pair in range(indptr[person], indptr[person + 1]):
            way = minutes[pair] + price[indices[pair]]
            best = min(best, way)
            even |= way == penalty[person]
            if indices[pair] == wanted[person]:
                tight = way
        if tight == best:
            put(pairs, standing, person, wanted[person])
        elif best == penalty[person] and not even:
            champion[person] = UNSERVED
        else:
            champion[person] = ABSENT
            todo[count] = person
            count += 1
    return count
