"""How often each area is among those of most need when the weights are drawn again and again."""

import numpy as np

from inroads.engine.compiling import kernel

BUCKETS = 4096
AREAS_AT_ONCE = 2048
DRAWS_AT_ONCE = 8


@kernel("float64(float64[:, ::1], float64[::1], int64[::1], int64[::1], int64)")
def score_of(table, weights, first, missing, i):
    """The score of one area in whole billionths, from what was published about it."""
    score = weights[0] * table[0, i]
    for k in range(1, len(weights)):
        score += weights[k] * table[k, i]
    if first[i] < first[i + 1]:
        known = 1.0
        for place in range(first[i], first[i + 1]):
            known -= weights[missing[place]]
        score = score / known if known > 1e-12 else -1e9
    return np.rint(score * 1e9)


@kernel("void(int32[::1], float64[::1], int64, int64, int32[::1])")
def take_highest(candidates, scores, count, wanted, times):
    """Count the highest of some candidates once more; of equals the first in the list."""
    while wanted > 0:
        low, high = scores[0], scores[0]
        for c in range(1, count):
            low, high = min(low, scores[c]), max(high, scores[c])
        if low == high or wanted == count:
            for c in range(wanted):
                times[candidates[c]] += 1
            return
        per_unit = (BUCKETS - 1) / (high - low)
        held = np.zeros(BUCKETS, np.int64)
        for c in range(count):
            held[np.int64((scores[c] - low) * per_unit)] += 1
        bucket = BUCKETS - 1
        while held[bucket] < wanted:
            wanted -= held[bucket]
            bucket -= 1
        kept = 0
        for c in range(count):
            here = np.int64((scores[c] - low) * per_unit)
            if here > bucket:
                times[candidates[c]] += 1
            elif here == bucket:
                candidates[kept], scores[kept] = candidates[c], scores[c]
                kept += 1
        count = kept


@kernel(
    "void(float64[:, ::1], float64[:, ::1], int64[::1], int64[::1], float64[::1], float64[::1],"
    " int64, int32[::1])"
)
def times_in_top(table, drawn, first, missing, lowest, highest, wanted, times):
    """Count for each area in how many draws it is among the `wanted` highest scores, equals by their order."""
    n_indicators, n_areas = table.shape
    holed = np.flatnonzero(first[1:] > first[:-1])
    scores = np.empty(AREAS_AT_ONCE)
    buckets = np.empty((DRAWS_AT_ONCE, n_areas), np.int16)
    candidates, exact = np.empty(n_areas, np.int32), np.empty(n_areas)
    for begin in range(0, len(drawn), DRAWS_AT_ONCE):
        draws = min(DRAWS_AT_ONCE, len(drawn) - begin)
        hole = 0
        for at in range(0, n_areas, AREAS_AT_ONCE):
            areas = min(AREAS_AT_ONCE, n_areas - at)
            score = scores[:areas]
            holes = hole
            while holes < len(holed) and holed[holes] < at + areas:
                holes += 1
            for d in range(draws):
                weights = drawn[begin + d]
                low, high = -1.0, 1.0
                for k in range(n_indicators):
                    low += weights[k] * lowest[k] * 1e9
                    high += weights[k] * highest[k] * 1e9
                per_unit = BUCKETS / (high - low)
                weight, column = weights[0], table[0, at : at + areas]
                for i in range(areas):
                    score[i] = weight * column[i]
                for k in range(1, n_indicators):
                    weight, column = weights[k], table[k, at : at + areas]
                    for i in range(areas):
                        score[i] += weight * column[i]
                for h in range(hole, holes):
                    known = 1.0
                    for place in range(first[holed[h]], first[holed[h] + 1]):
                        known -= weights[missing[place]]
                    i = holed[h] - at
                    score[i] = score[i] / known if known > 1e-12 else -1e9
                bucket = buckets[d, at : at + areas]
                for i in range(areas):
                    step = (np.rint(score[i] * 1e9) - low) * per_unit
                    bucket[i] = np.int16(np.int32(min(max(step, 0.0), BUCKETS - 1.0)))
            hole = holes
        for d in range(draws):
            bucket = buckets[d]
            held = np.zeros((2, BUCKETS), np.int64)  # two, so that like neighbours need not wait
            for i in range(0, n_areas - 1, 2):
                held[0, bucket[i]] += 1
                held[1, bucket[i + 1]] += 1
            if n_areas % 2:
                held[0, bucket[n_areas - 1]] += 1
            left, threshold = wanted, BUCKETS - 1
            while held[0, threshold] + held[1, threshold] < left:
                left -= held[0, threshold] + held[1, threshold]
                threshold -= 1
            count = 0
            for i in range(n_areas):
                times[i] += bucket[i] > threshold
            for i in range(n_areas):
                if bucket[i] == threshold:
                    candidates[count] = i
                    count += 1
            for c in range(count):
                exact[c] = score_of(table, drawn[begin + d], first, missing, candidates[c])
            take_highest(candidates, exact, count, left, times)
