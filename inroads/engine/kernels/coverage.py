"""Choosing sites that cover the most weight: greedy, swaps, and a cooling search.

All take one problem: rows of areas by site, rows of sites by area, the weight of each area in whole numbers (so that
sums are exact in any order), and the limits: `row[f, s]` is the limit of family f that site s counts towards,
`use[f, s]` how much of it the site takes, and `room` what there is of each.
"""

import math

from numpy import empty, float64, full, int32, int64, uint8, zeros

from inroads.engine.compiling import kernel

PROBLEM = (
    "int64[::1], int32[::1], int64[::1], int32[::1], float64[::1],"
    " int32[:, ::1], float64[:, ::1], float64[::1]"
)
BLOCK = 64  # sites of which the best is kept at hand


@kernel("boolean(int64, int32[:, ::1], float64[:, ::1], float64[::1], float64[::1])")
def fits(s, row, use, used, room):
    """Whether site s can be taken as well."""
    room_left = True
    for f in range(row.shape[0]):
        room_left &= used[row[f, s]] + use[f, s] <= room[row[f, s]]
    return room_left


@kernel(f"float64(int64, {PROBLEM}, float64[::1], int32[::1], float64[::1])")
def take(s, first, area, first_site, site, weight, row, use, room, used, times, gain):
    """Take site s; answers how much weight it newly covers."""
    newly = 0.0
    for k in range(first[s], first[s + 1]):
        a = area[k]
        times[a] += 1
        if times[a] == 1:
            newly += weight[a]
            for q in range(first_site[a], first_site[a + 1]):
                gain[site[q]] -= weight[a]
    for f in range(row.shape[0]):
        used[row[f, s]] += use[f, s]
    return newly


@kernel(f"float64(int64, {PROBLEM}, float64[::1], int32[::1], float64[::1])")
def leave(s, first, area, first_site, site, weight, row, use, room, used, times, gain):
    """Give site s up; answers how much weight is no longer covered."""
    no_longer = 0.0
    for k in range(first[s], first[s + 1]):
        a = area[k]
        times[a] -= 1
        if times[a] == 0:
            no_longer += weight[a]
            for q in range(first_site[a], first_site[a + 1]):
                gain[site[q]] += weight[a]
    for f in range(row.shape[0]):
        used[row[f, s]] -= use[f, s]
    return no_longer


@kernel("void(int64, float64[::1], uint8[::1], int64[::1])")
def look_again(block, gain, out, top):
    """Find the site of the largest gain of a block, of equal ones the first; -1 if none of them adds anything."""
    best = -1
    for s in range(block * BLOCK, min((block + 1) * BLOCK, len(gain))):
        if out[s] == 0 and gain[s] > 0.0 and (best < 0 or gain[s] > gain[best]):
            best = s
    top[block] = best


@kernel("void(int64, int64[::1], int64, float64[::1])")
def sink(place, heap, size, key):
    """Let what stands at this place of a heap sink to where it belongs: large keys on top, then low numbers."""
    one = heap[place]
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size:
            left, right = heap[child], heap[child + 1]
            if key[right] > key[left] or (key[right] == key[left] and right < left):
                child += 1
        below = heap[child]
        if key[below] < key[one] or (key[below] == key[one] and below > one):
            break
        heap[place] = below
        place = child
    heap[place] = one


@kernel(f"int64({PROBLEM}, float64[::1], int64[::1], float64[::1])")
def greedy(first, area, first_site, site, weight, row, use, room, price, chosen, gains):
    """Take the site that newly covers the most for its price, again and again; answers how many it took.

    Gains are kept up to date: each area is retired once, so that the work is the number of pairs. They only fall,
    so that a block of sites is looked at again only when what it once promised is the most.
    """
    n = len(first) - 1
    gain, worth = zeros(n, float64), empty(n, float64)
    covered, used, out = zeros(len(weight), uint8), zeros(len(room), float64), zeros(n, uint8)
    blocks = (n + BLOCK - 1) // BLOCK
    top, heap = empty(blocks, int64), empty(blocks, int64)
    promise, stale = empty(blocks, float64), zeros(blocks, uint8)
    for s in range(n):
        for k in range(first[s], first[s + 1]):
            gain[s] += weight[area[k]]
        worth[s] = gain[s] / price[s]
    for block in range(blocks):
        look_again(block, worth, out, top)
        promise[block] = worth[top[block]] if top[block] >= 0 else 0.0
        heap[block] = block
    for place in range(blocks // 2 - 1, -1, -1):
        sink(place, heap, blocks, promise)
    taken = 0
    while taken < len(chosen) and promise[heap[0]] > 0.0:
        block = heap[0]
        best = top[block]
        if stale[block] == 0:
            # Taken, or too much: room only shrinks, so that it never fits later.
            out[best] = 1
        if stale[block] == 0 and fits(best, row, use, used, room):
            chosen[taken] = best
            gains[taken] = gain[best]
            taken += 1
            for k in range(first[best], first[best + 1]):
                a = area[k]
                if covered[a] == 1:
                    continue
                covered[a] = 1
                for q in range(first_site[a], first_site[a + 1]):
                    s = site[q]
                    gain[s] -= weight[a]
                    worth[s] = gain[s] / price[s]
                    if top[s // BLOCK] == s:
                        stale[s // BLOCK] = 1
            for f in range(row.shape[0]):
                used[row[f, best]] += use[f, best]
        look_again(block, worth, out, top)
        promise[block] = worth[top[block]] if top[block] >= 0 else 0.0
        stale[block] = 0
        sink(0, heap, blocks, promise)
    return taken


@kernel(
    "int64(float64[::1], uint8[::1], int64[::1], float64,"
    " int32[:, ::1], float64[:, ::1], float64[::1], float64[::1])"
)
def best_that_fits(gain, chosen, top, floor, row, use, used, room):
    """The site of the largest gain above the floor that can be taken as well, of equal ones the first; -1 if none."""
    best, most = -1, floor
    for block in range(len(top)):
        if top[block] < 0 or gain[top[block]] <= most:
            continue
        for s in range(block * BLOCK, min((block + 1) * BLOCK, len(gain))):
            if chosen[s] == 0 and gain[s] > most and fits(s, row, use, used, room):
                best, most = s, gain[s]
    return best


@kernel(f"int64({PROBLEM}, uint8[::1])")
def swap(first, area, first_site, site, weight, row, use, room, chosen):
    """Exchange one chosen site for another, or add one, while that covers more; answers how many exchanges it made.

    For each site given up only two kinds can replace it best: those that overlap what it alone covers, and
    the one of the largest gain of all.
    """
    n = len(first) - 1
    times, used = zeros(len(weight), int32), zeros(len(room), float64)
    gain, extra = zeros(n, float64), zeros(n, float64)
    near, changed = empty(n, int64), empty(2, int64)
    blocks = (n + BLOCK - 1) // BLOCK
    top, seen = empty(blocks, int64), zeros(blocks, int64)
    for s in range(n):
        for k in range(first[s], first[s + 1]):
            gain[s] += weight[area[k]]
    for s in range(n):
        if chosen[s] == 1:
            take(s, first, area, first_site, site, weight, row, use, room, used, times, gain)
    for block in range(blocks):
        look_again(block, gain, chosen, top)
    swaps, stamp, out, passed, stale, peak = 0, 0, 0, 0, True, 0.0
    # Every site is looked at in turn, until all of them were passed since the last change.
    while passed < n:
        if stale:
            peak = 0.0
            for block in range(blocks):
                if top[block] >= 0:
                    peak = max(peak, gain[top[block]])
            stale = False
        n_changed = 0
        if out == 0 and peak > 0.0:
            into = best_that_fits(gain, chosen, top, 0.0, row, use, used, room)
            if into >= 0:
                take(into, first, area, first_site, site, weight, row, use, room, used, times, gain)
                chosen[into] = 1
                changed[0], n_changed = into, 1
        if n_changed == 0 and chosen[out] == 1:
            loss, n_near = 0.0, 0
            for k in range(first[out], first[out + 1]):
                a = area[k]
                if times[a] != 1:
                    continue
                loss += weight[a]
                for q in range(first_site[a], first_site[a + 1]):
                    s = site[q]
                    if chosen[s] == 0:
                        if extra[s] == 0.0:
                            near[n_near] = s
                            n_near += 1
                        extra[s] += weight[a]
            for f in range(row.shape[0]):
                used[row[f, out]] -= use[f, out]
            most, into = 0.0, -1
            if peak > loss:
                into = best_that_fits(gain, chosen, top, loss, row, use, used, room)
                if into >= 0:
                    most = gain[into] - loss
            for place in range(n_near):
                s = near[place]
                more = gain[s] + extra[s] - loss
                extra[s] = 0.0
                if (more > most or (more == most and s < into)) and fits(s, row, use, used, room):
                    most, into = more, s
            for f in range(row.shape[0]):
                used[row[f, out]] += use[f, out]
            if into >= 0:
                leave(out, first, area, first_site, site, weight, row, use, room, used, times, gain)
                take(into, first, area, first_site, site, weight, row, use, room, used, times, gain)
                chosen[out], chosen[into] = 0, 1
                changed[0], changed[1], n_changed = out, into, 2
                swaps += 1
        if n_changed > 0:
            stamp += 1
            for c in range(n_changed):
                for k in range(first[changed[c]], first[changed[c] + 1]):
                    for q in range(first_site[area[k]], first_site[area[k] + 1]):
                        block = site[q] // BLOCK
                        if seen[block] != stamp:
                            seen[block] = stamp
                            look_again(block, gain, chosen, top)
            stale, passed = True, 0
        else:
            passed += 1
        if n_changed != 1:
            out = out + 1 if out + 1 < n else 0
    return swaps


@kernel(f"float64({PROBLEM}, uint8[::1], int64, int64, float64, npy_rng)")
def anneal(
    first, area, first_site, site, weight, row, use, room, chosen, kicks, most_out, heat, rng
):
    """Give up a few sites that overlap and fill the room again, keeping what is better, or by chance a little worse.

    `chosen` becomes the best that was met; answers how much weight that covers. A loss of `heat` is kept
    with a chance of 1 in e at first; later losses are kept less and less.
    """
    n = len(first) - 1
    times, used, gain = zeros(len(weight), int32), zeros(len(room), float64), zeros(n, float64)
    member, place, best = empty(n, int64), full(n, -1, int64), empty(n, int64)
    seen, near = zeros(n, int64), empty(n, int64)
    gone, came = empty(most_out, int64), empty(2 * most_out, int64)
    for s in range(n):
        for k in range(first[s], first[s + 1]):
            gain[s] += weight[area[k]]
    size, now, stamp = 0, 0.0, 0
    for s in range(n):
        if chosen[s] == 1:
            now += take(s, first, area, first_site, site, weight, row, use, room, used, times, gain)
            member[size], place[s] = s, size
            size += 1
    best[:size] = member[:size]
    n_best, most = size, now
    everywhere = min(1.0, 500.0 / max(n, 1))
    for kick in range(kicks if size > 0 else 0):
        # Give up a site and, of those that overlap it, as many as chance says.
        gone[0] = member[int(rng.random() * size)]
        wanted = 1 + int(rng.random() * most_out)
        stamp += 1
        seen[gone[0]] = stamp
        n_near, width = 0, first[gone[0] + 1] - first[gone[0]]
        for _ in range(min(width, 4 * wanted) if wanted > 1 else 0):
            a = area[first[gone[0]] + int(rng.random() * width)]
            s = site[first_site[a] + int(rng.random() * (first_site[a + 1] - first_site[a]))]
            a = area[first[s] + int(rng.random() * (first[s + 1] - first[s]))]
            for q in range(first_site[a], first_site[a + 1]):
                s = site[q]
                if place[s] >= 0 and seen[s] != stamp:
                    seen[s] = stamp
                    near[n_near] = s
                    n_near += 1
        n_gone = 1
        while n_gone < wanted and n_near > 0:
            pick = int(rng.random() * n_near)
            gone[n_gone] = near[pick]
            near[pick] = near[n_near - 1]
            n_near -= 1
            n_gone += 1
        change = 0.0
        for k in range(n_gone):
            s = gone[k]
            change -= leave(
                s, first, area, first_site, site, weight, row, use, room, used, times, gain
            )
            size -= 1
            member[place[s]] = member[size]
            place[member[size]] = place[s]
            place[s] = -1
        barred = gone[int(rng.random() * n_gone)] if rng.random() < 0.7 else -1
        # Fill the room: mostly from where something was given up, at times from anywhere.
        n_came = 0
        while n_came < len(came):
            top, into = 0.0, -1
            if rng.random() < everywhere:
                for s in range(n):
                    if (
                        place[s] < 0
                        and s != barred
                        and gain[s] > top
                        and fits(s, row, use, used, room)
                    ):
                        top, into = gain[s], s
            if into < 0:
                stamp += 1
                for j in range(n_gone):
                    for k in range(first[gone[j]], first[gone[j] + 1]):
                        a = area[k]
                        if times[a] > 0:
                            continue
                        for q in range(first_site[a], first_site[a + 1]):
                            s = site[q]
                            if seen[s] == stamp:
                                continue
                            seen[s] = stamp
                            if place[s] < 0 and s != barred and fits(s, row, use, used, room):
                                noisy = gain[s] * (0.97 + 0.03 * rng.random())
                                if noisy > top:
                                    top, into = noisy, s
            if into < 0:
                break
            change += take(
                into, first, area, first_site, site, weight, row, use, room, used, times, gain
            )
            member[size], place[into] = into, size
            size += 1
            came[n_came] = into
            n_came += 1
        cool = heat * (1.0 - kick / kicks)
        if change >= 0.0 or (size > 0 and cool > 0.0 and rng.random() < math.exp(change / cool)):
            now += change
            if now > most:
                best[:size] = member[:size]
                n_best, most = size, now
        else:
            for k in range(n_came - 1, -1, -1):
                s = came[k]
                leave(s, first, area, first_site, site, weight, row, use, room, used, times, gain)
                size -= 1
                member[place[s]] = member[size]
                place[member[size]] = place[s]
                place[s] = -1
            for k in range(n_gone):
                s = gone[k]
                take(s, first, area, first_site, site, weight, row, use, room, used, times, gain)
                member[size], place[s] = s, size
                size += 1
    chosen[:] = 0
    for k in range(n_best):
        chosen[best[k]] = 1
    return most
