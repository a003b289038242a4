"""Loops that bring in many at once: one search from every end, then every way that it opened is taken."""

import numpy as np

from inroads.engine.compiling import kernel
from inroads.engine.kernels.matching import (
    PAIRS,
    STANDING,
    UNSERVED,
    blank,
    give_away,
    next_champion,
    put,
    rise,
    take,
)

# Champions on the way, who moves to each, which member and which pair is looked at next; who was seen before.
TRAIL = "UniTuple(int64[::1], 5)"


@kernel(f"void({PAIRS}, {PAIRS}, int64[::1], {STANDING})")
def dearest_prices(pairs, back, penalty, standing):
    """Raise each price to what one place fewer would cost, the most that still holds the matching together.

    Where there is no room at all the price must be as high as any penalty already.
    """
    indptr, people, minutes = back
    capacity, offset, filled, price, members, champion, cost, _ = standing
    champions = capacity.shape[0]
    total, moved, _, _, place, heap, _ = blank(champions)
    waiting = 0
    for j in range(champions):
        if capacity[j] == 0:
            continue
        if filled[j] < capacity[j]:
            total[j] = 0
        for at in range(offset[j], offset[j] + filled[j]):
            i = members[at]
            total[j] = min(total[j], penalty[i] - cost[i] - price[j])
        place[j], heap[waiting] = waiting, j
        rise(total, moved, place, heap, j)
        waiting += 1
    while waiting > 0:
        j = next_champion(total, moved, place, heap, waiting)
        waiting -= 1
        price[j] += total[j]
        for pair in range(indptr[j], indptr[j + 1]):
            i = people[pair]
            other = champion[i]
            if other >= 0 and place[other] >= 0:
                way = minutes[pair] + price[j] - cost[i] - price[other]
                if way < total[other]:
                    total[other] = way
                    rise(total, moved, place, heap, other)


@kernel(f"void({PAIRS}, int64[::1], {STANDING})")
def lowest_prices(pairs, penalty, standing):
    """Lower each price to what one place more would save, the least that still holds the matching together."""
    indptr, indices, minutes = pairs
    capacity, offset, filled, price, members, champion, cost, _ = standing
    champions = capacity.shape[0]
    total, moved, _, _, place, heap, _ = blank(champions)
    for j in range(champions):
        total[j] = price[j]
    for person in range(penalty.shape[0]):
        if champion[person] == UNSERVED:
            for pair in range(indptr[person], indptr[person + 1]):
                j = indices[pair]
                total[j] = min(total[j], minutes[pair] + price[j] - penalty[person])
    for j in range(champions):
        place[j], heap[j] = j, j
        rise(total, moved, place, heap, j)
    for waiting in range(champions, 0, -1):
        j = next_champion(total, moved, place, heap, waiting)
        before = price[j]
        price[j] -= total[j]
        for at in range(offset[j], offset[j] + filled[j]):
            i = members[at]
            base = total[j] - cost[i] - before
            for pair in range(indptr[i], indptr[i + 1]):
                other = indices[pair]
                if place[other] >= 0:
                    way = base + minutes[pair] + price[other]
                    if way < total[other]:
                        total[other] = way
                        rise(total, moved, place, heap, other)


@kernel(f"int64({PAIRS}, {STANDING}, {TRAIL}, int64, int64, int64, int64)")
def step(pairs, standing, trail, depth, person, first, lowest):
    """Go on to a champion not seen before who costs this person the same; how deep the trail is then."""
    indptr, indices, minutes = pairs
    price = standing[3]
    champions, movers, next_member, next_pair, seen = trail
    for pair in range(first, indptr[person + 1]):
        j = indices[pair]
        if minutes[pair] + price[j] == lowest and not seen[j]:
            if depth > 0:
                next_pair[depth - 1] = pair + 1
            seen[j] = 1
            champions[depth], movers[depth] = j, person
            next_member[depth], next_pair[depth] = 0, -1
            return depth + 1
    return depth


@kernel(f"boolean({PAIRS}, int64[::1], {STANDING}, {TRAIL}, int64)")
def walk_in(pairs, penalty, standing, trail, person):
    """Bring one person in along a way that is the cheapest at these prices, if one is open."""
    indptr, indices, minutes = pairs
    capacity, offset, filled, price, members, champion, cost, _ = standing
    champions, movers, next_member, next_pair, seen = trail
    lowest = penalty[person]
    for pair in range(indptr[person], indptr[person + 1]):
        lowest = min(lowest, minutes[pair] + price[indices[pair]])
    dropped, found = -1, False
    depth = step(pairs, standing, trail, 0, person, indptr[person], lowest)
    while depth > 0 and not found:
        j = champions[depth - 1]
        at = next_member[depth - 1]
        if filled[j] < capacity[j]:
            found = True
        elif at == filled[j]:
            depth -= 1
            if depth == 0:
                depth = step(pairs, standing, trail, 0, person, indptr[person], lowest)
        else:
            i = members[offset[j] + at]
            level, first = cost[i] + price[j], next_pair[depth - 1]
            if first < 0 and level == penalty[i]:
                dropped, found = i, True
            else:
                deeper = step(pairs, standing, trail, depth, i, max(first, indptr[i]), level)
                if deeper == depth:
                    next_member[depth - 1], next_pair[depth - 1] = at + 1, -1
                depth = deeper
    if not found:
        if lowest == penalty[person]:
            champion[person] = UNSERVED
        return lowest == penalty[person]
    if dropped >= 0:
        take(standing, dropped, UNSERVED)
    for at in range(depth - 1, -1, -1):
        if at > 0:
            take(standing, movers[at], UNSERVED)
        put(pairs, standing, movers[at], champions[at])
        seen[champions[at]] = 0
    return True


@kernel(f"boolean({PAIRS}, {PAIRS}, int64[::1], {STANDING}, {TRAIL}, int64)")
def walk_out(pairs, back, penalty, standing, trail, start):
    """Fill one free place along a way that gains as much as its price says, if one is open."""
    indptr, people, minutes = back
    price, champion, cost = standing[3], standing[5], standing[6]
    champions, movers, _, next_pair, seen = trail
    champions[0], next_pair[0], seen[start] = start, indptr[start], 1
    depth, taker = 1, -1
    while depth > 0 and taker < 0 and price[champions[depth - 1]] > 0:
        j = champions[depth - 1]
        deeper = depth - 1
        for pair in range(next_pair[depth - 1], indptr[j + 1]):
            i = people[pair]
            other = champion[i]
            if other == UNSERVED:
                if minutes[pair] + price[j] == penalty[i]:
                    taker, deeper = i, depth
                    break
                continue
            if other < 0 or seen[other]:
                continue
            if minutes[pair] + price[j] == cost[i] + price[other]:
                next_pair[depth - 1], seen[other] = pair + 1, 1
                champions[depth], movers[depth], next_pair[depth] = other, i, indptr[other]
                deeper = depth + 1
                break
        depth = deeper
    for at in range(1, depth):
        take(standing, movers[at], UNSERVED)
        put(pairs, standing, movers[at], champions[at - 1])
    if taker >= 0:
        put(pairs, standing, taker, champions[depth - 1])
    for at in range(depth):
        seen[champions[at]] = 0
    return depth > 0


@kernel(f"{TRAIL}(int64)")
def no_trail(champions):
    """The trail of a walk that has not begun."""
    none = np.zeros(champions, np.int64)
    return none, none.copy(), none.copy(), none.copy(), none.copy()


@kernel(f"int64({PAIRS}, {PAIRS}, int64[::1], {STANDING}, int32[::1], int64)")
def join_together(pairs, back, penalty, standing, people, few):
    """People come in, to the same total as one by one, until so few are left; they are then the first so many."""
    trail = no_trail(standing[0].shape[0])
    rest = people.shape[0]
    while rest > few:
        dearest_prices(pairs, back, penalty, standing)
        trail[4][:] = 0
        left = 0
        for at in range(rest):
            if not walk_in(pairs, penalty, standing, trail, people[at]):
                people[left] = people[at]
                left += 1
        rest = left
    return rest


@kernel(f"void({PAIRS}, {PAIRS}, int64[::1], {STANDING}, int64)")
def fill_together(pairs, back, penalty, standing, few):
    """Fill free places that have a price, until there are so few of them."""
    capacity, _, filled, price, _, _, _, _ = standing
    trail = no_trail(capacity.shape[0])
    while True:
        holes = 0
        for j in range(capacity.shape[0]):
            if price[j] > 0:
                holes += capacity[j] - filled[j]
        if holes <= few:
            break
        lowest_prices(pairs, penalty, standing)
        trail[4][:] = 0
        for j in range(capacity.shape[0]):
            while price[j] > 0 and filled[j] < capacity[j]:
                if not walk_out(pairs, back, penalty, standing, trail, j):
                    break


@kernel(f"void({PAIRS}, {PAIRS}, int64[::1], {STANDING})")
def give_all_away(pairs, back, penalty, standing):
    """Free places that nobody gains by go to people unserved who lose nothing by it, everywhere."""
    for j in range(standing[0].shape[0]):
        give_away(pairs, back, penalty, standing, j)
