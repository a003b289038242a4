"""Sums over whatever lies within reach, pair by pair through a grid, with no pair ever kept."""

import math

from inroads.engine.compiling import kernel


@kernel(
    "void(float64[:, ::1], float64[:, ::1], float64[::1], float64[::1], int64[::1], float64[::1],"
    " int64, int64, float64[::1], float64[::1], float64, float64, float64[::1], int64, int64)"
)
def sums_within(
    query,  # (3, n): where we ask from, in metres
    point,  # (3, m): where the values are, sorted by cell, row after row
    value,  # (m,)
    cell_sum,  # (rows * columns,): the values of each cell added up
    start,  # (rows * columns + 1,): the first point of each cell
    corner,  # least x, least y, and the width of a cell
    columns,
    rows,
    radii,
    steps,  # how much each radius adds to the weight of what lies within it
    level,  # cosine of the steepest slope between two points: 1 on a plane
    pad,  # more than all rounding of a coordinate
    out,  # (n,)
    begin,
    end,
):
    """Weighted sum of the values about each query from `begin` to `end`, by whole cells where they lie inside."""
    left, bottom, width = corner[0], corner[1], corner[2]
    per_metre = 1 / width
    for q in range(begin, end):
        x, y, z = query[0, q], query[1, q], query[2, q]
        total = 0.0
        for k in range(len(radii)):
            square = radii[k] * radii[k] * (1 + 4e-12)  # a distance equal to the limit counts
            outer, inner = radii[k] + pad, radii[k] * level - pad
            low = max(int((y - outer - bottom) * per_metre), 0)
            high = min(int((y + outer - bottom) * per_metre), rows - 1)
            within = 0.0
            for row in range(low, high + 1):
                floor = bottom + row * width
                near = max(max(floor - y, y - floor - width), 0.0)
                if near > outer:
                    continue
                half = math.sqrt(outer * outer - near * near)
                first = max(math.floor((x - half - left) * per_metre), 0)
                last = min(math.floor((x + half - left) * per_metre), columns - 1)
                if last < first:
                    continue
                whole, beyond = last + 1, last + 1
                far = max(y - floor, floor + width - y)
                if far < inner:
                    half = math.sqrt(inner * inner - far * far)
                    a = max(math.ceil((x - half - left) * per_metre), first)
                    b = min(math.floor((x + half - left) * per_metre), last + 1)
                    if a < b:
                        whole, beyond = a, b
                base = row * columns
                for cell in range(base + whole, base + beyond):
                    within += cell_sum[cell]
                for i in range(start[base + first], start[base + whole]):
                    dx, dy, dz = point[0, i] - x, point[1, i] - y, point[2, i] - z
                    within += value[i] * (dx * dx + dy * dy + dz * dz <= square)  # never branches
                for i in range(start[base + beyond], start[base + last + 1]):
                    dx, dy, dz = point[0, i] - x, point[1, i] - y, point[2, i] - z
                    within += value[i] * (dx * dx + dy * dy + dz * dz <= square)  # never branches
            total += steps[k] * within
        out[q] = total
