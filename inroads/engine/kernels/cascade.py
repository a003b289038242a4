"""How something that one person knows goes round: sets of those who would reach somebody, and runs forward in time."""

import math

from numpy import empty, int32, uint8, zeros

from inroads.engine.compiling import kernel

TIES = "int64[::1], int32[::1], float64[::1]"


@kernel(
    f"int64({TIES}, int64[::1], int64, int64[::1], int32[::1], int64[::1], npy_rng)",
)
def reverse_sets(first, other, chance, root, begin, seen, member, end, rng):
    """For each root from `begin` on, who would reach it in one throw of all dice; answers where it ran out of room.

    `first` and `other` are the ties of each person backwards: to those from whom they can learn, each with the
    person's own chance. Only ties that work cost anything: the dice say how many fail before.
    """
    for r in range(begin, len(root)):
        size = end[r]
        if size + len(chance) > len(member):
            return r
        member[size] = root[r]
        seen[root[r]] = r
        head, size = size, size + 1
        while head < size:
            x = member[head]
            head += 1
            if chance[x] <= 0.0:
                continue
            rate = math.log1p(-chance[x]) if chance[x] < 1.0 else -math.inf
            k = first[x]
            while k < first[x + 1]:
                skip = math.log1p(-rng.random()) / rate
                if skip >= first[x + 1] - k:
                    break
                k += int(skip)
                y = other[k]
                if seen[y] != r:
                    seen[y] = r
                    member[size] = y
                    size += 1
                k += 1
        end[r + 1] = size
    return len(root)


@kernel(f"void({TIES}, int64[::1], float64[::1], float64[::1], int64[::1], npy_rng)")
def spread(first, other, chance, start, weight, reached, times, rng):
    """Pass something on from those who start, each tie once, as often as there are places in `reached`."""
    n = len(chance)
    knows, line = zeros(n, uint8), empty(n, int32)
    for run in range(len(reached)):
        knows[:] = 0
        size, head, total = 0, 0, 0.0
        for s in start:
            if knows[s] == 0:
                knows[s] = 1
                line[size] = s
                size += 1
        while head < size:
            x = line[head]
            head += 1
            total += weight[x]
            times[x] += 1
            for k in range(first[x], first[x + 1]):
                y = other[k]
                if knows[y] == 0 and rng.random() < chance[y]:
                    knows[y] = 1
                    line[size] = y
                    size += 1
        reached[run] = total


@kernel(
    f"void({TIES}, int64[::1], uint8[::1], float64, float64[::1], float64[:, ::1], int64[::1], npy_rng)"
)
def fade(first, other, chance, start, stays, forgets, weight, knowing, times, rng):
    """Pass on and forget, week by week: `knowing[run, week]` is the weight of those who know."""
    n = len(chance)
    knows, line, fresh = zeros(n, uint8), empty(n, int32), empty(n, int32)
    for run in range(knowing.shape[0]):
        knows[:] = 0
        size = 0
        for s in start:
            if knows[s] == 0:
                knows[s] = 1
                line[size] = s
                size += 1
        for week in range(knowing.shape[1]):
            total = 0.0
            for i in range(size):
                total += weight[line[i]]
            knowing[run, week] = total
            if week + 1 == knowing.shape[1]:
                break
            n_fresh = 0
            for i in range(size):
                x = line[i]
                for k in range(first[x], first[x + 1]):
                    y = other[k]
                    if knows[y] == 0 and rng.random() < chance[y]:
                        knows[y] = 1
                        fresh[n_fresh] = y
                        n_fresh += 1
            left = 0
            for i in range(size):
                x = line[i]
                if stays[x] == 1 or rng.random() >= forgets:
                    line[left] = x
                    left += 1
                else:
                    knows[x] = 0
            for i in range(n_fresh):
                line[left + i] = fresh[i]
            size = left + n_fresh
        for i in range(size):
            times[line[i]] += 1
