"""Choosing sites that make ways shortest: what the bound needs, and exchanges.

All take the ways of each area in rising order, `first`, `site` and `cost`, and `cap`, what an area costs if no chosen
site is nearer; `first_area`, `area` and `reverse` are the same ways seen from the sites. Costs are whole numbers, so
that sums are exact in any order.
"""

from numpy import empty, float64, int64, zeros

from inroads.engine.compiling import kernel
from inroads.engine.kernels.coverage import fits
from inroads.engine.plain.medians import BEST

WAYS = "int64[::1], int32[::1], float64[::1], float64[::1]"


@kernel(f"void({WAYS}, float64[::1])")
def saved(first, site, cost, price, out):
    """What each site would save the areas that now pay a price more than their way to it."""
    out[:] = 0.0
    for i in range(len(first) - 1):
        for k in range(first[i], first[i + 1]):
            if cost[k] >= price[i]:
                break
            out[site[k]] += price[i] - cost[k]


@kernel(f"void({WAYS}, float64[::1], float64[::1])")
def served(first, site, cost, price, share, out):
    """By how many sites each area is served that cost less than its price, given these shares of sites."""
    for i in range(len(first) - 1):
        out[i] = 0.0
        for k in range(first[i], first[i + 1]):
            if cost[k] >= price[i]:
                break
            out[i] += share[site[k]]


@kernel(f"void(int64, {WAYS}, uint8[::1], int64[::1], float64[::1], float64[::1], float64[::1])")
def settle(i, first, site, cost, cap, chosen, nearest, one, two, gain):
    """Find the nearest chosen site of an area and the cost of the next, and what other sites would save it."""
    for k in range(first[i], first[i + 1]):
        if cost[k] >= one[i]:
            break
        gain[site[k]] -= one[i] - cost[k]
    nearest[i], one[i], two[i] = -1, cap[i], cap[i]
    for k in range(first[i], first[i + 1]):
        if cost[k] >= cap[i]:
            break
        if chosen[site[k]] == 1 and nearest[i] >= 0:
            two[i] = cost[k]
            break
        if chosen[site[k]] == 1:
            nearest[i], one[i] = site[k], cost[k]
    for k in range(first[i], first[i + 1]):
        if cost[k] >= one[i]:
            break
        gain[site[k]] += one[i] - cost[k]


@kernel("int64(float64[::1], uint8[::1], int64[::1])")
def largest(gain, chosen, best):
    """The sites of the largest gain that are not chosen, the largest first; answers how many there are."""
    found = 0
    for s in range(len(gain)):
        if chosen[s] == 1 or gain[s] <= 0.0:
            continue
        if found == len(best) and gain[s] <= gain[best[found - 1]]:
            continue
        place = found if found < len(best) else found - 1
        while place > 0 and gain[best[place - 1]] < gain[s]:
            best[place] = best[place - 1]
            place -= 1
        best[place] = s
        if found < len(best):
            found += 1
    return found


@kernel(
    f"float64({WAYS}, int64[::1], int32[::1], float64[::1], int32[:, ::1], float64[:, ::1], float64[::1],"
    " float64[::1], uint8[::1])"
)
def improve(first, site, cost, cap, first_area, area, reverse, row, use, room, price, chosen):
    """Add sites, the one that saves most for its price first, then exchange them while that saves; answers the cost."""
    n = len(first_area) - 1
    nearest, one, two = empty(len(cap), int64), zeros(len(cap), float64), empty(len(cap), float64)
    gain, extra, used = zeros(n, float64), zeros(n, float64), zeros(len(room), float64)
    best, near = empty(BEST, int64), empty(n, int64)
    for i in range(len(cap)):
        settle(i, first, site, cost, cap, chosen, nearest, one, two, gain)
    for s in range(n):
        for f in range(row.shape[0]):
            used[row[f, s]] += use[f, s] * chosen[s]
    better = True
    while better:
        better = False
        while True:
            into = -1
            for s in range(n):
                if chosen[s] == 1 or gain[s] <= 0.0 or not fits(s, row, use, used, room):
                    continue
                if into < 0 or gain[s] / price[s] > gain[into] / price[into]:
                    into = s
            if into < 0:
                break
            chosen[into] = 1
            for f in range(row.shape[0]):
                used[row[f, into]] += use[f, into]
            for k in range(first_area[into], first_area[into + 1]):
                if reverse[k] < two[area[k]]:
                    settle(area[k], first, site, cost, cap, chosen, nearest, one, two, gain)
        found = largest(gain, chosen, best)
        for out in range(n):
            if chosen[out] == 0:
                continue
            loss, n_near = 0.0, 0
            for q in range(first_area[out], first_area[out + 1]):
                i = area[q]
                if nearest[i] != out:
                    continue
                loss += two[i] - one[i]
                for k in range(first[i], first[i + 1]):
                    if cost[k] >= two[i]:
                        break
                    s, more = site[k], two[i] - max(cost[k], one[i])
                    if chosen[s] == 0 and more > 0.0:
                        if extra[s] == 0.0:
                            near[n_near] = s
                            n_near += 1
                        extra[s] += more
            for f in range(row.shape[0]):
                used[row[f, out]] -= use[f, out]
            most, into = 0.0, -1
            for place in range(found):
                s = best[place]
                if gain[s] - loss <= most:
                    break
                if fits(s, row, use, used, room):
                    most, into = gain[s] - loss, s
                    break
            for place in range(n_near):
                s = near[place]
                more = gain[s] + extra[s] - loss
                extra[s] = 0.0
                if (more > most or (more == most and s < into)) and fits(s, row, use, used, room):
                    most, into = more, s
            if into < 0:
                for f in range(row.shape[0]):
                    used[row[f, out]] += use[f, out]
                continue
            chosen[out], chosen[into] = 0, 1
            better = True
            for f in range(row.shape[0]):
                used[row[f, into]] += use[f, into]
            for k in range(first_area[out], first_area[out + 1]):
                if nearest[area[k]] == out or reverse[k] == two[area[k]]:
                    settle(area[k], first, site, cost, cap, chosen, nearest, one, two, gain)
            for k in range(first_area[into], first_area[into + 1]):
                if reverse[k] < two[area[k]]:
                    settle(area[k], first, site, cost, cap, chosen, nearest, one, two, gain)
            found = largest(gain, chosen, best)
    total = 0.0
    for i in range(len(cap)):
        total += one[i]
    return total
