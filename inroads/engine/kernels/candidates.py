"""Loops that find who may be matched with whom, through a grid of champions."""

import numpy as np

from inroads.engine.compiling import kernel

# Sets as bits: what must all be there, and of what one must be shared, languages and days.
SETS = "UniTuple(uint64[:, ::1], 3)"
# Where, the longest journey, and the sets, one row each.
SIDE = f"Tuple((float64[:, ::1], float64[::1], {SETS}))"
# West and south edge and the side of a cell; columns and rows; the first champion of each cell.
GRID = "Tuple((float64[::1], int64[::1], int64[::1]))"
# First place of each person, and the champions not to be matched with them.
BARRED = "UniTuple(int64[::1], 2)"


@kernel("void(int64[::1], int64, int64, int64)")
def sink(keys, low, size, key):
    """Put a key in the place of the largest of a heap, and let it sink to where it belongs."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and keys[low + below + 1] > keys[low + below]:
            below += 1
        if keys[low + below] <= key:
            break
        keys[low + at] = keys[low + below]
        at = below
    keys[low + at] = key


@kernel("void(int64[::1], int64, int64, int64)")
def lift(keys, low, size, key):
    """Add a key to a heap of so many."""
    at = size
    while at > 0 and keys[low + ((at - 1) >> 1)] < key:
        keys[low + at] = keys[low + ((at - 1) >> 1)]
        at = (at - 1) >> 1
    keys[low + at] = key


@kernel("void(int64[::1], int64, int64)")
def sort_heap(keys, low, size):
    """Turn a heap, largest first, into a sorted list."""
    for left in range(size - 1, 0, -1):
        key = keys[low + left]
        keys[low + left] = keys[low]
        sink(keys, low, left, key)


@kernel("UniTuple(int64, 2)(float64, float64, float64, int64)")
def cells_within(middle, reach, side, cells):
    """First cell within reach, and the one after the last, of a line of cells."""
    # Cut off before it becomes a whole number: someone may be willing to go any distance.
    first = int(min(max((middle - reach) / side, 0.0), float(cells)))
    last = int(min(max((middle + reach) / side, -1.0), cells - 1.0))
    return first, last + 1


@kernel("void(int64[::1], int64, int64, int64)")
def move_first(keys, low, size, key):
    """Change the first of a sorted list to a key, and move it to where that belongs."""
    at = 1
    while at < size and keys[low + at] < key:
        keys[low + at - 1] = keys[low + at]
        at += 1
    keys[low + at - 1] = key


@kernel(
    f"void({SIDE}, {SIDE}, {BARRED}, {GRID}, int64[::1], float64[::1], float64[::1], int64[::1],"
    " int64, int64[::1], int64[::1], int64[::1], int64[::1])"
)
def nearest_who_fit(
    people, champions, barred, grid, number, pace, reach, agreed, first, room, keys, listed, fitting
):
    """The nearest champions who fit each person, as sorted keys of minutes and number, as many as there is room for.

    The agreed champion is among them if they fit. With no keys at all, those who fit are only counted.
    """
    at, longest, (needed, spoken, free) = people
    their_at, their_longest, (held, their_spoken, their_free) = champions
    barred_from, not_with = barred
    edges, shape, starts = grid
    counting = keys.shape[0] == 0
    for row in range(listed.shape[0]):
        person = first + row
        x, y = at[person, 0], at[person, 1]
        west, east = cells_within(x - edges[0], reach[person], edges[2], shape[0])
        south, north = cells_within(y - edges[1], reach[person], edges[2], shape[1])
        low, most = room[row], room[row + 1] - room[row]
        size, found, agreed_key = 0, 0, -1
        for line in range(south, north):
            corner = line * shape[0]
            for j in range(starts[corner + west], starts[corner + max(west, east)]):
                gap_x, gap_y = x - their_at[j, 0], y - their_at[j, 1]
                square = gap_x * gap_x + gap_y * gap_y
                if square > reach[person] * reach[person]:
                    continue
                fits = True
                for word in range(needed.shape[1]):
                    fits &= (needed[person, word] & ~held[j, word]) == 0
                if not fits:
                    continue
                shared = spoken.shape[1] == 0
                for word in range(spoken.shape[1]):
                    shared |= (spoken[person, word] & their_spoken[j, word]) != 0
                if not shared:
                    continue
                shared = free.shape[1] == 0
                for word in range(free.shape[1]):
                    shared |= (free[person, word] & their_free[j, word]) != 0
                if not shared:
                    continue
                # A hair is taken off first, so that what is whole but for rounding stays so.
                minutes = max(np.ceil(np.sqrt(square) / pace[person] - 1e-9), 0.0)
                if minutes > longest[person] or minutes > their_longest[j]:
                    continue
                for place in range(barred_from[person], barred_from[person + 1]):
                    fits &= not_with[place] != j
                if not fits:
                    continue
                found += 1
                if counting:
                    continue
                key = (np.int64(minutes) << 32) | number[j]
                if j == agreed[person]:
                    # Below every other key, so that nearer ones do not push it out.
                    agreed_key, key = key, -1
                if size < most:
                    lift(keys, low, size, key)
                    size += 1
                elif key < keys[low]:
                    sink(keys, low, size, key)
        fitting[row] = found
        if not counting:
            listed[row] = size
            sort_heap(keys, low, size)
            if agreed_key >= 0:
                move_first(keys, low, size, agreed_key)
