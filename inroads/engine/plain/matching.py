"""The same searches with dictionaries and Python's own heap."""

from heapq import heappop, heappush

import numpy as np

FAR = 1 << 62
UNSERVED, ABSENT = -1, -2


def listed(pairs, row):
    """Number and minutes of each entry of a row."""
    part = slice(pairs[0][row], pairs[0][row + 1])
    return zip(pairs[1][part].tolist(), pairs[2][part].tolist(), strict=True)


def put(pairs, standing, person, j):
    """Give a person a champion who has room."""
    _, offset, filled, _, members, champion, cost, slot = standing
    members[offset[j] + filled[j]] = person
    slot[person], champion[person] = filled[j], j
    cost[person] = dict(listed(pairs, person))[int(j)]
    filled[j] += 1


def put_each(pairs, standing, people, champions):
    """As the kernel: give each of these people their champion."""
    for person in people:
        put(pairs, standing, person, champions[person])


def take(standing, person, then):
    """Take a person from their champion; `then` they are unserved or absent."""
    _, offset, filled, _, members, champion, _, slot = standing
    j = champion[person]
    filled[j] -= 1
    last = members[offset[j] + filled[j]]
    members[offset[j] + slot[person]] = last
    slot[last] = slot[person]
    champion[person] = then


def members_of(standing, j):
    """The people whom a champion has."""
    _, offset, filled, _, members, _, _, _ = standing
    return members[offset[j] : offset[j] + filled[j]].tolist()


def cheapest_way_in(pairs, penalty, standing, person, start, limit):
    """What one more person costs everyone, the end of the way, who is dropped there, and how champions are reached."""
    capacity, _, filled, price, _, _, cost, _ = standing
    best, fewest, end, dropped = limit, 0, -1, -1
    known: dict[int, tuple[int, int]] = {}  # total and people moved
    via: dict[int, int] = {}
    heap: list[tuple[int, int, int]] = []

    def note(j, way, moves, mover):
        if (way, moves) < known.get(j, (FAR, 0)):
            known[j], via[j] = (way, moves), mover
            heappush(heap, (way, moves, j))

    if start >= 0:
        note(int(start), int(price[start]), 0, person)
    else:
        for j, minutes in listed(pairs, person):
            way = minutes + int(price[j])
            if filled[j] < capacity[j]:
                if way < best or (way == best and end < 0):
                    best, end, via[j] = way, j, person
            elif way < best:
                note(j, way, 0, person)
    while heap:
        total, moved, j = heappop(heap)
        if known[j] != (total, moved):
            continue
        moves = moved + 1
        if total > best or (total == best and moves >= fewest):
            break
        for i in members_of(standing, j):
            base = total - int(price[j]) - int(cost[i])
            way = base + int(penalty[i])
            if (way, moves) < (best, fewest):
                best, fewest, end, dropped = way, moves, j, i
            for other, minutes in listed(pairs, i):
                way = base + minutes + int(price[other])
                if filled[other] < capacity[other]:
                    if (way, moves, 0) < (best, fewest, int(dropped >= 0)):
                        best, fewest, end, dropped = way, moves, other, -1
                        via[other] = i
                elif way < best or (way == best and moves + 1 < fewest):
                    note(other, way, moves, i)
    return best, end, dropped, via, {j: total for j, (total, _) in known.items()}


def raise_prices(standing, best, totals):
    """Champions on the way become as dear as the whole way was."""
    for j, total in totals.items():
        standing[3][j] += max(best - total, 0)


def join(pairs, penalty, standing, people):
    """As the kernel: people come in one by one, or champions, as -1 - j, give up a place."""
    room, champion = standing[0], standing[5]
    for person in people.tolist():
        start, limit = -1 - person, FAR
        if person >= 0:
            champion[person], limit = UNSERVED, int(penalty[person])
        best, j, dropped, via, totals = cheapest_way_in(
            pairs, penalty, standing, person, start, limit
        )
        raise_prices(standing, best, totals)
        if dropped >= 0:
            take(standing, dropped, UNSERVED)
        while j not in (-1, start):
            mover = via[j]
            before = int(champion[mover])
            if before >= 0:
                take(standing, mover, UNSERVED)
            put(pairs, standing, mover, j)
            j = before
        if start >= 0:
            room[start] -= 1


def offer(pairs, back, penalty, standing, start):
    """A free place is offered to whoever gains most by it, then the place they leave, and so on."""
    _, _, _, price, _, champion, cost, _ = standing
    start = int(start)
    best, fewest, end, taker = int(price[start]), 0, start, -1
    known, via, towards = {start: (0, 0)}, {}, {}
    heap = [(0, 0, start)]
    while heap:
        total, moved, j = heappop(heap)
        if known[j] != (total, moved):
            continue
        if (total, moved, int(taker >= 0)) >= (best, fewest, 1):
            break
        for i, minutes in listed(back, j):
            other = int(champion[i])
            if other in (ABSENT, j):
                continue
            way = total + minutes + int(price[j])
            if other == UNSERVED:
                way -= int(penalty[i])
                if (way, moved, 0) < (best, fewest, int(taker < 0)):
                    best, fewest, end, taker = way, moved, j, i
                continue
            way -= int(cost[i]) + int(price[other])
            if (way, moved + 1) > (best, fewest):
                continue
            if (way, moved + 1) < known.get(other, (FAR, 0)):
                known[other], via[other], towards[other] = (way, moved + 1), i, j
                heappush(heap, (way, moved + 1, other))
            way += int(price[other])
            if (way, moved + 1) < (best, fewest):
                best, fewest, end, taker = way, moved + 1, other, -1
    for j, (total, _) in known.items():
        price[j] -= max(best - total, 0)
    j, hand = end, taker
    if taker < 0 and end != start:
        hand, j = via[end], towards[end]
        take(standing, hand, UNSERVED)
    while hand >= 0 and j != start:
        following = via[j]
        take(standing, following, UNSERVED)
        put(pairs, standing, hand, j)
        hand, j = following, towards[j]
    if hand >= 0:
        put(pairs, standing, hand, start)
    if taker < 0:
        give_away(pairs, back, penalty, standing, end)


def give_away(pairs, back, penalty, standing, j):
    """Free places that nobody gains by go to people unserved who lose nothing by it, as far as there are any."""
    capacity, _, filled, price, _, champion, _, _ = standing
    for i, minutes in listed(back, j):
        even = champion[i] == UNSERVED and minutes + price[j] == penalty[i]
        if even and filled[j] < capacity[j]:
            put(pairs, standing, i, j)


def leave(pairs, back, penalty, standing, people):
    """As the kernel: people leave one by one, or places, as -1 - j, are free already; each is offered."""
    capacity, champion = standing[0], standing[5]
    for person in people.tolist():
        j = -1 - person
        if person >= 0:
            j = int(champion[person])
            if j >= 0:
                take(standing, person, ABSENT)
            champion[person] = ABSENT
        if j >= 0 and standing[2][j] < capacity[j]:
            offer(pairs, back, penalty, standing, j)


def total_of_each(pairs, penalty, standing, person):
    """As the kernel: what everyone would pay more if this person, who is absent, came to each of their champions."""
    capacity, _, filled, _, _, _, _, _ = standing
    totals = []
    for j, minutes in listed(pairs, person):
        if capacity[j] == 0:
            totals.append(FAR)
        elif filled[j] < capacity[j]:
            totals.append(minutes)
        else:
            totals.append(minutes + cheapest_way_in(pairs, penalty, standing, -1, j, FAR)[0])
    return np.array(totals, np.int64)
