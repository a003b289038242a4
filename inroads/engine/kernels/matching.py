"""Loops of matching: prices rise as a person joins and fall as a place is freed, and the optimum is kept."""

import numpy as np

from inroads.engine.compiling import kernel

FAR = 1 << 62
UNSERVED, ABSENT = -1, -2

# indptr, indices, minutes: the pairs of each person; of each champion, indptr, people, minutes.
PAIRS = "Tuple((int64[::1], int32[::1], int32[::1]))"
# capacity, offset, filled, price of champions; members in their places; champion, minutes, place of people.
STANDING = (
    "Tuple((int64[::1], int64[::1], int64[::1], int64[::1],"
    " int32[::1], int32[::1], int32[::1], int32[::1]))"
)
# total, moved, via, towards, place, heap, touched: what a search knows of each champion.
MARKS = "UniTuple(int64[::1], 7)"


@kernel(f"int64({PAIRS}, int64, int64)")
def minutes_between(pairs, person, champion):
    """The minutes of a pair that is known to be there."""
    indptr, indices, minutes = pairs
    for pair in range(indptr[person], indptr[person + 1]):
        if indices[pair] == champion:
            return minutes[pair]
    return FAR


@kernel(f"void({PAIRS}, {STANDING}, int64, int64)")
def put(pairs, standing, person, j):
    """Give a person a champion who has room."""
    _, offset, filled, _, members, champion, cost, slot = standing
    members[offset[j] + filled[j]] = person
    slot[person] = filled[j]
    champion[person] = j
    cost[person] = minutes_between(pairs, person, j)
    filled[j] += 1


@kernel(f"void({PAIRS}, {STANDING}, int32[::1], int32[::1])")
def put_each(pairs, standing, people, champions):
    """Give each of these people their champion."""
    for person in people:
        put(pairs, standing, person, champions[person])


@kernel(f"void({PAIRS}, {PAIRS}, int64[::1], {STANDING}, int64)")
def give_away(pairs, back, penalty, standing, j):
    """Free places that nobody gains by go to people unserved who lose nothing by it, as far as there are any."""
    indptr, people, minutes = back
    capacity, _, filled, price, _, champion, _, _ = standing
    for pair in range(indptr[j], indptr[j + 1]):
        if filled[j] == capacity[j]:
            break
        i = people[pair]
        if champion[i] == UNSERVED and minutes[pair] + price[j] == penalty[i]:
            put(pairs, standing, i, j)


@kernel(f"void({STANDING}, int64, int64)")
def take(standing, person, then):
    """Take a person from their champion; `then` they are unserved or absent."""
    _, offset, filled, _, members, champion, _, slot = standing
    j = champion[person]
    filled[j] -= 1
    last = members[offset[j] + filled[j]]
    members[offset[j] + slot[person]] = last
    slot[last] = slot[person]
    champion[person] = then


@kernel("boolean(int64[::1], int64[::1], int64, int64)")
def sooner(total, moved, a, b):
    """Whether a champion comes before another: by total, then by people moved, then by number."""
    if total[a] != total[b]:
        return total[a] < total[b]
    if moved[a] != moved[b]:
        return moved[a] < moved[b]
    return a < b


@kernel("void(int64[::1], int64[::1], int64[::1], int64[::1], int64)")
def rise(total, moved, place, heap, j):
    """Move a champion up the heap to where it belongs."""
    at = place[j]
    while at > 0:
        above = heap[(at - 1) >> 1]
        if not sooner(total, moved, j, above):
            break
        heap[at] = above
        place[above] = at
        at = (at - 1) >> 1
    heap[at] = j
    place[j] = at


@kernel("int64(int64[::1], int64[::1], int64[::1], int64[::1], int64)")
def next_champion(total, moved, place, heap, waiting):
    """Take the first champion off a heap of so many."""
    first = heap[0]
    place[first] = -2
    waiting -= 1
    if waiting == 0:
        return first
    j = heap[waiting]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= waiting:
            break
        if below + 1 < waiting and sooner(total, moved, heap[below + 1], heap[below]):
            below += 1
        if not sooner(total, moved, heap[below], j):
            break
        heap[at] = heap[below]
        place[heap[at]] = at
        at = below
    heap[at] = j
    place[j] = at
    return first


@kernel(f"UniTuple(int64, 2)({MARKS}, int64, int64, int64, int64, int64, int64, int64)")
def note(marks, waiting, count, j, way, moves, person, onward):
    """Note a way to a champion if it is better than the one known, and look there when its turn comes."""
    total, moved, via, towards, place, heap, touched = marks
    if way > total[j] or (way == total[j] and moves >= moved[j]):
        return waiting, count
    if total[j] == FAR:
        touched[count] = j
        count += 1
    total[j] = way
    moved[j] = moves
    via[j] = person
    towards[j] = onward
    if place[j] == -1:
        place[j] = waiting
        heap[waiting] = j
        waiting += 1
    rise(total, moved, place, heap, j)
    return waiting, count


@kernel(f"{MARKS}(int64)")
def blank(champions):
    """The marks of a search that has not begun."""
    total = np.full(champions, FAR, np.int64)
    moved = np.zeros(champions, np.int64)
    via = np.full(champions, -1, np.int64)
    place = np.full(champions, -1, np.int64)
    return total, moved, via, via.copy(), place, moved.copy(), moved.copy()


@kernel(f"void({MARKS}, int64)")
def forget(marks, count):
    """Make the marks blank again."""
    for at in range(count):
        j = marks[6][at]
        marks[0][j] = FAR
        marks[4][j] = -1


@kernel(f"UniTuple(int64, 4)({PAIRS}, int64[::1], {STANDING}, {MARKS}, int64, int64, int64)")
def cheapest_way_in(pairs, penalty, standing, marks, person, start, limit):
    """What one more person costs everyone, where the way ends, who is dropped there, and how many are marked.

    They may go to any of their own pairs or, if `start` is a champion, to that one at no minutes.
    """
    indptr, indices, minutes = pairs
    capacity, offset, filled, price, members, _, cost, _ = standing
    total, moved, via, _, place, heap, _ = marks
    best, fewest, end, dropped = limit, 0, -1, -1
    waiting, count = 0, 0
    if start >= 0:
        waiting, count = note(marks, waiting, count, start, price[start], 0, person, -1)
    else:
        for pair in range(indptr[person], indptr[person + 1]):
            j = indices[pair]
            way = minutes[pair] + price[j]
            if filled[j] < capacity[j]:
                if way < best or (way == best and end < 0):
                    best, end = way, j
                    via[j] = person
            elif way < best:
                waiting, count = note(marks, waiting, count, j, way, 0, person, -1)
    while waiting > 0:
        j = next_champion(total, moved, place, heap, waiting)
        waiting -= 1
        moves = moved[j] + 1
        if total[j] > best or (total[j] == best and moves >= fewest):
            break
        for at in range(offset[j], offset[j] + filled[j]):
            i = members[at]
            base = total[j] - price[j] - cost[i]
            way = base + penalty[i]
            if way < best or (way == best and moves < fewest):
                best, fewest, end, dropped = way, moves, j, i
            for pair in range(indptr[i], indptr[i + 1]):
                other = indices[pair]
                way = base + minutes[pair] + price[other]
                if way > best:
                    continue
                if filled[other] < capacity[other]:
                    even = moves < fewest or (moves == fewest and dropped >= 0)
                    if way < best or even:
                        best, fewest, end, dropped = way, moves, other, -1
                        via[other] = i
                elif (way < best or moves + 1 < fewest) and way <= total[other]:
                    waiting, count = note(marks, waiting, count, other, way, moves, i, -1)
    return best, end, dropped, count


@kernel(f"void({STANDING}, {MARKS}, int64, int64)")
def raise_prices(standing, marks, best, count):
    """Champions on the way become as dear as the whole way was."""
    price, total, touched = standing[3], marks[0], marks[6]
    for at in range(count):
        j = touched[at]
        if total[j] < best:
            price[j] += best - total[j]


@kernel(f"void({PAIRS}, int64[::1], {STANDING}, int32[::1])")
def join(pairs, penalty, standing, people):
    """People come in one by one; each time the whole is as good as it can be.

    In the place of a person, -1 - j is a place that champion j, who is full, gives up: it is taken as if by
    somebody who cannot be moved, and whoever is best moved makes way.
    """
    room, champion = standing[0], standing[5]
    marks = blank(room.shape[0])
    for person in people:
        start, limit = -1 - person, FAR
        if person >= 0:
            champion[person] = UNSERVED
            limit = penalty[person]
        best, end, dropped, count = cheapest_way_in(
            pairs, penalty, standing, marks, person, start, limit
        )
        raise_prices(standing, marks, best, count)
        if dropped >= 0:
            take(standing, dropped, UNSERVED)
        j = end
        while j not in (-1, start):
            i = marks[2][j]
            before = champion[i]
            if before >= 0:
                take(standing, i, UNSERVED)
            put(pairs, standing, i, j)
            j = before
        if start >= 0:
            room[start] -= 1
        forget(marks, count)


@kernel(f"void({PAIRS}, {PAIRS}, int64[::1], {STANDING}, {MARKS}, int64)")
def offer(pairs, back, penalty, standing, marks, start):
    """A free place is offered to whoever gains most by it, then the place they leave, and so on."""
    indptr, people, minutes = back
    _, _, _, price, _, champion, cost, _ = standing
    total, moved, via, towards, place, heap, _ = marks
    best, fewest, end, taker = price[start], 0, start, -1
    waiting, count = note(marks, 0, 0, start, 0, 0, -1, -1)
    while waiting > 0:
        j = next_champion(total, moved, place, heap, waiting)
        waiting -= 1
        way, moves = total[j], moved[j]
        even = moves < fewest or (moves == fewest and taker < 0)
        if way > best or (way == best and not even):
            break
        for pair in range(indptr[j], indptr[j + 1]):
            i = people[pair]
            other = champion[i]
            if other in (ABSENT, j):
                continue
            if other == UNSERVED:
                new = way + minutes[pair] + price[j] - penalty[i]
                even = moves < fewest or (moves == fewest and taker < 0)
                if new < best or (new == best and even):
                    best, fewest, end, taker = new, moves, j, i
                continue
            new = way + minutes[pair] + price[j] - cost[i] - price[other]
            if new > best or (new == best and moves + 1 > fewest):
                continue
            if new <= total[other]:
                waiting, count = note(marks, waiting, count, other, new, moves + 1, i, j)
            new += price[other]
            if new < best or (new == best and moves + 1 < fewest):
                best, fewest, end, taker = new, moves + 1, other, -1
    for at in range(count):
        j = marks[6][at]
        if total[j] < best:
            price[j] -= best - total[j]
    j, hand = end, taker
    if taker < 0 and end != start:
        hand, j = via[end], towards[end]
        take(standing, hand, UNSERVED)
    if hand >= 0:
        # Who makes way is remembered with where they go: equal prices would not tell it again.
        while j != start:
            following = via[j]
            take(standing, following, UNSERVED)
            put(pairs, standing, hand, j)
            hand, j = following, towards[j]
        put(pairs, standing, hand, start)
    if taker < 0:
        give_away(pairs, back, penalty, standing, end)
    forget(marks, count)


@kernel(f"void({PAIRS}, {PAIRS}, int64[::1], {STANDING}, int32[::1])")
def leave(pairs, back, penalty, standing, people):
    """People leave one by one; the place of each is offered to whoever gains most by it.

    In the place of a person, -1 - j is a place of champion j that is free already.
    """
    capacity, champion = standing[0], standing[5]
    marks = blank(capacity.shape[0])
    for person in people:
        j = -1 - person
        if person >= 0:
            j = champion[person]
            if j >= 0:
                take(standing, person, ABSENT)
            champion[person] = ABSENT
        if j >= 0 and standing[2][j] < capacity[j]:
            offer(pairs, back, penalty, standing, marks, j)


@kernel(f"int64[::1]({PAIRS}, int64[::1], {STANDING}, int64)")
def total_of_each(pairs, penalty, standing, person):
    """What everyone together would pay more if this person, who is absent, came to each of their champions."""
    indptr, indices, minutes = pairs
    capacity, _, filled, _, _, _, _, _ = standing
    marks = blank(capacity.shape[0])
    totals = np.empty(indptr[person + 1] - indptr[person], np.int64)
    for at in range(totals.shape[0]):
        pair = indptr[person] + at
        j = indices[pair]
        totals[at] = minutes[pair]
        if capacity[j] == 0:
            totals[at] = FAR
        elif filled[j] == capacity[j]:
            best, _, _, count = cheapest_way_in(pairs, penalty, standing, marks, -1, j, FAR)
            totals[at] += best
            forget(marks, count)
    return totals
