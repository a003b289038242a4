"""Points gathered, one look at each, that no site can tell apart."""

from inroads.engine.compiling import kernel


@kernel(
    "int64(float64[:, ::1], float64[::1], int64, float64[::1], int64, int64[::1], int32[::1],"
    " float64[:, ::1], float64, int64[::1], int64[::1], int64[::1], float64[::1], int64[::1], int64[::1])"
)
def gather(
    point,  # (n, 2)
    people,  # (n,)
    begin,  # the point to go on from
    corner,  # least x, least y, and the width of a cell
    columns,
    first,  # where the sites of each cell begin: those whose reach ends inside it, at most 62
    near,
    site,  # (n_sites, 2)
    square,  # of the distance that counts
    newest,  # the group last made in each cell, -1 if none
    older,  # of each group: the one made before it in its cell, -1 if none
    bits,  # of each group: which of the sites near its cell cover it
    total,  # of each group: its people
    model,  # of each group: its first point
    count,  # how many groups there are so far
):
    """Add each point to the group of its cell that the same sites cover; answers where it stopped if groups ran out."""
    for i in range(begin, len(people)):
        x, y = point[i, 0], point[i, 1]
        cell = int((y - corner[1]) / corner[2]) * columns + int((x - corner[0]) / corner[2])
        seen, bit = 0, 1
        for k in range(first[cell], first[cell + 1]):
            dx, dy = site[near[k], 0] - x, site[near[k], 1] - y
            if dx * dx + dy * dy <= square:
                seen |= bit
            bit <<= 1
        group = newest[cell]
        while group >= 0 and bits[group] != seen:
            group = older[group]
        if group < 0:
            group = count[0]
            if group == len(model):
                return i
            count[0] += 1
            older[group], newest[cell] = newest[cell], group
            bits[group], total[group], model[group] = seen, 0.0, i
        total[group] += people[i]
    return len(people)
