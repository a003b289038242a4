"""Millions of points and few sites: points that no site can tell apart become one, before anything is worked out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from inroads.engine.checking import amounts
from inroads.engine.compiling import COMPILED
from inroads.engine.coverage import Coverage, Ints, coverage_of_pairs, merge_areas
from inroads.engine.kernels import gathering as compiled
from inroads.engine.plain import gathering as plain
from inroads.engine.scales import Floats

MOST_NEAR = 62  # bits of a whole number
MOST_CELLS = 4_000_000
POINTS_AT_ONCE = 100_000
FARTHEST = 1e12  # metres


class Gathered(NamedTuple):
    """Parts of the map, each of which the same sites cover."""

    coverage: Coverage  # of the parts that any site covers
    people: Floats  # (n_parts,) in each of them
    out_of_reach: float  # people whom no site covers


def gather_points(
    sites: ArrayLike, points: ArrayLike, people: ArrayLike, metres: float
) -> Gathered:
    """Parts of the map that the same sites cover, with the people in each, from one look at each point.

    Circles about n sites cut a map into no more than n² - n + 2 parts, however many people there are. What
    ``siting.place_sites`` finds for the parts is what it would find for the points.

    Parameters
    ----------
    sites : array_like of shape (n_sites, 2)
        Eastings and northings in metres.
    points : array_like of shape (n_points, 2)
        Where people live; an array of float in rows is not copied.
    people : array_like of shape (n_points,)
        How many live there.
    metres : float
        Longest straight way that counts as within reach; the limit itself counts.

    Returns
    -------
    Gathered

    Raises
    ------
    ValueError
        If a place has no coordinates, the limit is below zero or no number, or people cannot be counted.

    References
    ----------
    Cordeau, Furini and Ljubić (2019), Benders decomposition for very large scale partial set covering and maximal
    covering location problems, European Journal of Operational Research 275(3), 882-896.

    Examples
    --------
    >>> found = gather_points([[0, 0]], [[3, 4], [0, 5], [0, 6]], [10, 20, 40], metres=5)
    >>> found.people, found.out_of_reach
    (array([30.]), 40.0)
    """
    site, point = _places(sites, "site"), _places(points, "point")
    counts = np.ascontiguousarray(amounts(people, len(point), "people", "point"))
    limit = float(amounts([metres], 1, "metres", "limit")[0])
    square = limit * limit * (1 + 4e-12)  # a distance equal to the limit counts
    if not len(site) or not len(point):
        nothing = Coverage(np.zeros(len(site) + 1, np.int64), np.zeros(0, np.int32), 0)
        return Gathered(nothing, np.zeros(0), float(counts.sum()))
    grid = Grid.over(site, point, limit) if COMPILED and limit > 0 else None
    if grid is None:
        model, total = plain.gather(point, counts, site, square)
    else:
        model, total = _by_cells(grid, site, point, counts, square)
    coverage = _covered_within(site, point[model], limit, square)
    merged = merge_areas(coverage, total)
    reached = coverage.covered(np.arange(len(site)))
    return Gathered(merged.coverage, merged.weight, float(total[~reached].sum()))


class Grid(NamedTuple):
    """Square cells, each with the sites whose reach ends inside it."""

    corner: Floats  # least x, least y, width
    columns: int
    first: Ints
    near: np.ndarray

    @classmethod
    def over(cls, site: Floats, point: Floats, limit: float) -> "Grid | None":
        """Cells so small that few sites end inside any; none if that takes too many."""
        low, high = point.min(axis=0), point.max(axis=0)
        for parts in (8, 16, 32, 64):
            width = limit / parts
            columns, rows = (int(side / width) + 1 for side in high - low)
            if columns * rows > MOST_CELLS:
                return None
            middles = low + width * (
                np.stack(np.divmod(np.arange(rows * columns), columns)).T[:, ::-1] + 0.5
            )
            # From the middle of a cell to its corners, and more than all rounding.
            half = width * 0.7072 + 1e-9 * (abs(low).max() + abs(high).max() + limit)
            pairs = cKDTree(middles).sparse_distance_matrix(
                cKDTree(site), limit + half, output_type="ndarray"
            )
            pairs = pairs[pairs["v"] >= limit - half]
            table = csr_array(
                (np.ones(len(pairs), np.int8), (pairs["i"], pairs["j"])),
                shape=(len(middles), len(site)),
            )
            if np.diff(table.indptr).max() <= MOST_NEAR:
                corner = np.array([low[0], low[1], width])
                return cls(
                    corner, columns, table.indptr.astype(np.int64), table.indices.astype(np.int32)
                )
        return None


def _by_cells(
    grid: Grid, site: Floats, point: Floats, people: Floats, square: float
) -> tuple[Ints, Floats]:
    newest = np.full(len(grid.first) - 1, -1)
    size = 2 * len(newest) + 1024
    older, bits, model = (np.empty(size, np.int64) for _ in range(3))
    total, count = np.empty(size), np.zeros(1, np.int64)
    done = 0
    while True:
        done = compiled.gather(
            *(point, people, done, grid.corner, grid.columns, grid.first, grid.near, site, square),
            *(newest, older, bits, total, model, count),
        )
        if done == len(point):
            return model[: count[0]], total[: count[0]]
        older, bits, model, total = (
            np.concatenate([old, old]) for old in (older, bits, model, total)
        )


def _covered_within(site: Floats, point: Floats, limit: float, square: float) -> Coverage:
    sites, points = [], []
    tree = cKDTree(site)
    for begin in range(0, len(point), POINTS_AT_ONCE):
        here = point[begin : begin + POINTS_AT_ONCE]
        pairs = cKDTree(here).sparse_distance_matrix(
            tree, limit * (1 + 1e-9) + 1e-9, output_type="ndarray"
        )
        away = site[pairs["j"]] - here[pairs["i"]]
        within = away[:, 0] * away[:, 0] + away[:, 1] * away[:, 1] <= square
        sites.append(pairs["j"][within].astype(np.int64))
        points.append(pairs["i"][within].astype(np.int64) + begin)
    return coverage_of_pairs(np.concatenate(sites), np.concatenate(points), len(site), len(point))


def _places(values: ArrayLike, what: str) -> Floats:
    try:
        places = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"The coordinates of a {what} must be numbers") from error
    if not places.size:
        return np.zeros((0, 2))
    if places.ndim != 2 or places.shape[1] != 2:
        raise ValueError(f"A {what} has two coordinates")
    if not np.isfinite(places).all() or (abs(places) > FARTHEST).any():
        raise ValueError(f"The coordinates of a {what} must be numbers of metres")
    return np.ascontiguousarray(places)
