"""The auction: people bid for places, and a price rises only as far as the next best choice allows."""

from inroads.engine.compiling import kernel
from inroads.engine.kernels.matching import FAR, PAIRS

# offset, filled, price of champions; bid and holder of each place.
PLACES = "Tuple((int64[::1], int64[::1], int64[::1], int64[::1], int32[::1]))"


@kernel(f"void({PLACES}, int64)")
def take_room(places, j):
    """The last of a champion's places, just filled, is moved up among the cheaper ones."""
    offset, filled, _, bid, holder = places
    low = offset[j]
    at = filled[j] - 1
    person = holder[low + at]
    while at > 0:
        above = (at - 1) >> 1
        if holder[low + above] < person:  # nobody has bid yet: every place is free of charge
            break
        holder[low + at] = holder[low + above]
        at = above
    holder[low + at] = person
    bid[low + at] = 0


@kernel(f"void({PLACES}, int64, int64, int64)")
def outbid(places, j, person, amount):
    """The cheapest place of a full champion goes to someone who pays more."""
    offset, filled, price, bid, holder = places
    low, size, at = offset[j], filled[j], 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        right = low + below + 1
        if below + 1 < size and (
            bid[right] < bid[right - 1]
            or (bid[right] == bid[right - 1] and holder[right] < holder[right - 1])
        ):
            below += 1
        cheaper = low + below
        if bid[cheaper] > amount or (bid[cheaper] == amount and holder[cheaper] > person):
            break
        bid[low + at], holder[low + at] = bid[cheaper], holder[cheaper]
        at = below
    bid[low + at], holder[low + at] = amount, person
    price[j] = bid[low]


@kernel(f"int64({PAIRS}, int64[::1], int64[::1], {PLACES}, int32[::1], int64, int64, int64)")
def auction(pairs, penalty, capacity, places, queue, scale, least, most):
    """Bid until nobody wants to; how many bids that took, or -1 if it would have taken more than `most`.

    Prices are in parts of a minute, `scale` to one; a bid is `least` parts above what the place is worth.
    """
    indptr, indices, minutes = pairs
    _, filled, price, _, holder = places
    offset = places[0]
    waiting = queue.shape[0]
    bids = 0
    while waiting > 0:
        waiting -= 1
        person = queue[waiting]
        best, second, j = FAR, FAR, -1
        for pair in range(indptr[person], indptr[person + 1]):
            other = indices[pair]
            if capacity[other] > 0:
                way = minutes[pair] * scale + price[other]
                if way < best:
                    best, second, j = way, best, other
                elif way < second:
                    second = way
        alone = penalty[person] * scale
        if j < 0 or best > alone:
            continue
        bids += 1
        if filled[j] < capacity[j]:
            holder[offset[j] + filled[j]] = person
            filled[j] += 1
            take_room(places, j)
            continue
        if bids > most:
            return -1
        queue[waiting] = holder[offset[j]]
        waiting += 1
        outbid(places, j, person, price[j] + min(second, alone) - best + least)
    return bids
