"""The auction, with each champion's places in a list kept cheapest first."""

from bisect import insort


def auction(pairs, penalty, capacity, places, queue, scale, least, most):
    """As the kernel: bid until nobody wants to; how many bids that took, or -1 if more than `most`."""
    indptr, indices, minutes = (array.tolist() for array in pairs)
    offset, filled, price, bid, holder = places
    taken: list[list[tuple[int, int]]] = [[] for _ in capacity]
    waiting = queue.tolist()
    bids = 0
    while waiting:
        person = waiting.pop()
        ways = sorted(
            (minutes[pair] * scale + int(price[indices[pair]]), pair)
            for pair in range(indptr[person], indptr[person + 1])
            if capacity[indices[pair]] > 0
        )
        alone = int(penalty[person]) * scale
        if not ways or ways[0][0] > alone:
            continue
        bids += 1
        best, j = ways[0][0], indices[ways[0][1]]
        if len(taken[j]) < capacity[j]:
            insort(taken[j], (0, person))
            continue
        if bids > most:
            return -1
        second = min(ways[1][0], alone) if len(ways) > 1 else alone
        waiting.append(taken[j].pop(0)[1])
        insort(taken[j], (int(price[j]) + second - best + least, person))
        price[j] = taken[j][0][0]
    for j, held in enumerate(taken):
        filled[j] = len(held)
        for at, (amount, person) in enumerate(held):
            bid[offset[j] + at], holder[offset[j] + at] = amount, person
    return bids
