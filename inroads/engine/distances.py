"""Areas and sites as points: how far apart they are, and sums over whatever lies within reach.

Nothing here ever makes the table of every area by every site; a grid finds what is near.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.spatial import cKDTree

from inroads.engine.compiling import COMPILED
from inroads.engine.journeys import Journeys, Nearest
from inroads.engine.kernels import catchments as compiled
from inroads.engine.plain import catchments as plain_catchments
from inroads.engine.scales import Floats
from inroads.engine.threads import in_threads
from inroads.engine.travel import EARTH

FEWEST_CELLS, MOST_CELLS = 4, 24  # across the largest radius
PAIRS_AT_ONCE = 2_000_000
FARTHEST = 1e12  # metres


@dataclass(frozen=True)
class Distances:
    """Where areas and sites lie. Lengths are metres: straight on a map, along the surface on the globe."""

    areas: Floats  # (3, n_areas) metres
    sites: Floats  # (3, n_sites)
    on_globe: bool

    @property
    def n_areas(self) -> int:
        return self.areas.shape[1]

    @property
    def n_sites(self) -> int:
        return self.sites.shape[1]

    def catchments(self, breaks: Floats, weights: Floats, threads: int = 1) -> "Catchments":
        """What lies within reach of what, for sums."""
        steps = weights - np.append(weights[1:], 0.0)
        return Catchments(self, self._straight(breaks), steps, threads)

    def nearest(self) -> Nearest:
        """The nearest site to each area; of sites equally near, the first in the list."""
        if not self.n_sites or not self.n_areas:
            return Nearest(np.full(self.n_areas, -1), np.full(self.n_areas, np.inf))
        places, first = np.unique(self.sites.T, axis=0, return_index=True)
        tree = cKDTree(places)
        few = min(2, len(places))
        lengths, found = tree.query(self.areas.T, k=list(range(1, few + 1)))
        site = first[found[:, 0]]
        for area in np.flatnonzero(lengths[:, -1] <= lengths[:, 0] * (1 + 1e-12)):
            # Two or more places at one distance: look at all of them.
            radius = lengths[area, 0] * (1 + 1e-12)
            site[area] = first[tree.query_ball_point(self.areas[:, area], radius)].min()
        return Nearest(site.astype(np.int64), self._along(lengths[:, 0]))

    def reachable(self, limit: float) -> Journeys:
        """Every pair of an area and a site no further apart than the limit."""
        straight = float(self._straight(np.array([limit]))[0])
        sites = cKDTree(self.sites.T) if self.n_sites else None
        counts, found, lengths = np.zeros(self.n_areas, np.int64), [], []
        at_once = max(PAIRS_AT_ONCE // max(self.n_sites, 1), 4096)
        for begin in range(0, self.n_areas if sites else 0, at_once):
            here = cKDTree(self.areas.T[begin : begin + at_once])
            pairs = here.sparse_distance_matrix(
                sites, straight * (1 + 1e-9) + 1e-9, output_type="ndarray"
            )
            pairs = pairs[pairs["v"] <= straight * (1 + 2e-12)]
            where = (pairs["i"], pairs["j"])
            rows = coo_array((pairs["v"], where), shape=(here.n, self.n_sites)).tocsr()
            rows.sort_indices()
            counts[begin : begin + at_once] += np.diff(rows.indptr)
            found.append(rows.indices.astype(np.int32))
            lengths.append(self._along(rows.data))
        return Journeys(
            first=np.concatenate([[0], np.cumsum(counts)]),
            site=np.concatenate([np.empty(0, np.int32), *found]),
            length=np.concatenate([np.empty(0), *lengths]),
            n_sites=self.n_sites,
        )

    def _straight(self, along: Floats) -> Floats:
        """The straight line that belongs to a way along the surface; never longer than any that is asked for."""
        if not self.on_globe:
            both = np.concatenate([self.areas, self.sites], axis=1)
            extent = np.ptp(both, axis=1).sum() if both.size else 0.0
            return np.minimum(along, 2 * extent)
        return 2 * EARTH * np.sin(np.minimum(along / (2 * EARTH), np.pi / 2))

    def _along(self, straight: Floats) -> Floats:
        if not self.on_globe:
            return straight
        return 2 * EARTH * np.arcsin(np.minimum(straight / (2 * EARTH), 1.0))

    @cached_property
    def turned(self) -> tuple[Floats, Floats, float]:
        """Both seen from above their middle, and the cosine of the steepest slope between any two.

        Seen from above nothing lies further apart than it is, so that a flat grid misses no neighbour.
        """
        if not self.on_globe:
            return self.areas, self.sites, 1.0
        both = np.concatenate([self.areas, self.sites], axis=1)
        middle = both.sum(axis=1)
        size = float(np.sqrt((middle**2).sum()))
        up = middle / size if size > 1e-6 * EARTH * both.shape[1] else np.array([0.0, 0.0, 1.0])
        aside = np.eye(3)[int(np.argmin(abs(up)))]
        east = np.cross(aside, up)
        east /= np.sqrt((east**2).sum())
        axes = (east, np.cross(up, east), up)
        areas, sites = (
            np.array([one[0] * axis[0] + one[1] * axis[1] + one[2] * axis[2] for axis in axes])
            for one in (self.areas, self.sites)
        )
        lowest = min(areas[2].min(initial=EARTH), sites[2].min(initial=EARTH))
        return areas, sites, max(float(lowest) / EARTH, 0.0)


def distances(areas: ArrayLike, sites: ArrayLike) -> Distances:
    """Areas and sites from where they lie, on a map or on the globe.

    Parameters
    ----------
    areas, sites : array_like of shape (n, 2) or (n, 3)
        Eastings and northings in metres; or points from ``on_the_globe``. Both of one kind.

    Returns
    -------
    Distances

    Raises
    ------
    ValueError
        If a place has no coordinates, the two are of different kinds, or points of three coordinates
        do not lie on the globe.

    Examples
    --------
    >>> distances([[0, 0], [3000, 4000]], [[0, 0]]).nearest().length
    array([   0., 5000.])
    """
    one, other = _points(areas), _points(sites)
    if one.size and other.size and one.shape[1] != other.shape[1]:
        raise ValueError("Areas and sites must both lie on a map, or both on the globe")
    on_globe = 3 in (one.shape[1], other.shape[1])
    placed = []
    for points in (one, other):
        if on_globe and points.size:
            away = np.sqrt((points**2).sum(axis=1))
            if (abs(away - EARTH) > 1e-6 * EARTH).any():
                raise ValueError("A point of three coordinates must lie on the globe")
        rows = np.zeros((3, len(points)))
        rows[: points.shape[1]] = points.T
        placed.append(rows)
    return Distances(placed[0], placed[1], on_globe)


class Grid(NamedTuple):
    """Points sorted by square cells, row after row."""

    points: Floats  # (3, n) sorted
    order: NDArray[np.int64]  # (n,) where each came from
    cell: NDArray[np.int64]  # (n,) sorted
    start: NDArray[np.int64]  # (rows * columns + 1,)


class Catchments:
    """Who reaches whom, and how much each counts; made anew for each set of breaks."""

    def __init__(self, ways: Distances, radii: Floats, steps: Floats, threads: int):
        self.areas, self.sites, self.level = ways.turned
        self.radii, self.steps, self.threads = radii, steps, threads

    def squared(self) -> "Catchments":
        """The same with the square of each weight."""
        weights = np.cumsum(self.steps[::-1])[::-1] ** 2
        alike = object.__new__(Catchments)
        alike.__dict__.update(self.__dict__, steps=weights - np.append(weights[1:], 0.0))
        return alike

    def at_sites(self, of_areas: Floats) -> Floats:
        """What each site has within reach: weighted sum over the areas."""
        return self._sums(1, 0, of_areas)

    def at_areas(self, of_sites: Floats) -> Floats:
        """What each area has within reach: weighted sum over the sites."""
        return self._sums(0, 1, of_sites)

    def _sums(self, asking: int, giving: int, values: Floats) -> Floats:
        places = (self.areas, self.sites)
        query, point = places[asking], places[giving]
        if not query.size or not point.size:
            return np.zeros(query.shape[1])
        if not COMPILED:
            return plain_catchments.sums_within(query, point, values, self.radii, self.steps)
        corner, columns, rows, pad = self.frame
        asked, given = self.grids[asking], self.grids[giving]
        value = values[given.order]
        cell_sum = np.bincount(given.cell, weights=value, minlength=rows * columns)
        sums = np.empty(query.shape[1])

        def part(begin: int, end: int) -> None:
            compiled.sums_within(
                *(asked.points, given.points, value, cell_sum, given.start, corner, columns, rows),
                *(self.radii, self.steps, self.level, pad, sums, begin, end),
            )

        in_threads(part, len(sums), self.threads)
        out = np.empty(len(sums))
        out[asked.order] = sums
        return out

    @cached_property
    def frame(self) -> tuple[Floats, int, int, float]:
        """Corner and width of the cells, how many there are, and more than a coordinate is rounded by."""
        both = np.concatenate([self.areas[:2], self.sites[:2]], axis=1)
        low, (wide, tall) = both.min(axis=1), np.ptp(both, axis=1)
        most = 4 * both.shape[1] + 1024
        widest = max(np.sqrt(wide / most * tall), wide / most, tall / most)

        def cells(across: float) -> tuple[float, int, int]:
            width = max(self.radii[-1] / across, widest) or 1.0
            return width, int(wide * (1 / width)) + 1, int(tall * (1 / width)) + 1

        width, columns, rows = cells(FEWEST_CELLS)
        # Where points crowd, smaller cells: more of them lie whole within a circle.
        place = ((both - low[:, None]) * (1 / width)).astype(np.int64)
        held = np.bincount(place[1] * columns + place[0])
        about = (held**2).sum() / held.sum() * np.pi * FEWEST_CELLS**2
        width, columns, rows = cells(np.clip(np.sqrt(about) / 8, FEWEST_CELLS, MOST_CELLS))
        pad = 1e-9 * (abs(both).max() + self.radii[-1])
        return np.array([*low, width]), columns, rows, float(pad)

    @cached_property
    def grids(self) -> tuple[Grid, Grid]:
        (left, bottom, width), columns, rows, _ = self.frame
        grids = []
        for points in (self.areas, self.sites):
            column = ((points[0] - left) * (1 / width)).astype(np.int64)
            cell = ((points[1] - bottom) * (1 / width)).astype(np.int64) * columns + column
            order = np.argsort(cell, kind="stable")
            start = np.zeros(rows * columns + 1, np.int64)
            np.cumsum(np.bincount(cell, minlength=rows * columns), out=start[1:])
            grids.append(Grid(np.ascontiguousarray(points[:, order]), order, cell[order], start))
        return grids[0], grids[1]


def _points(places: ArrayLike) -> Floats:
    try:
        points = np.asarray(places, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("A coordinate must be a number") from error
    if points.size == 0:
        return points.reshape(0, points.shape[1] if points.ndim == 2 else 2)
    if points.ndim != 2 or points.shape[1] not in (2, 3):
        raise ValueError("A place is two coordinates on a map, or three on the globe")
    if not np.isfinite(points).all():
        raise ValueError("A place without coordinates must be left out first")
    if (abs(points) > FARTHEST).any():
        raise ValueError("A coordinate in metres cannot be so large")
    return points
