"""Journeys from areas to sites as a sparse table: only those that can be made, each with its length."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from inroads.engine.scales import Floats


class Nearest(NamedTuple):
    """The nearest site to each area."""

    site: NDArray[np.int64]  # (n_areas,) -1 where no site can be reached
    length: Floats  # (n_areas,) in the unit of the ways; inf where no site can be reached


@dataclass(frozen=True)
class Journeys:
    """Which sites each area can travel to, and how long that takes; in minutes, or whatever was counted.

    They are journeys from the area to the site: the way back may take longer, and does not count.
    """

    first: NDArray[np.int64]  # (n_areas + 1,) where the journeys of each area begin
    site: NDArray[np.int32]  # (n_journeys,) rising within an area
    length: Floats  # (n_journeys,)
    n_sites: int

    @property
    def n_areas(self) -> int:
        return len(self.first) - 1

    def nearest(self) -> Nearest:
        """The nearest site to each area; of sites equally near, the first in the list."""
        some = np.flatnonzero(np.diff(self.first))
        site, length = np.full(self.n_areas, -1, np.int64), np.full(self.n_areas, np.inf)
        if not len(some):
            return Nearest(site, length)
        length[some] = np.minimum.reduceat(self.length, self.first[some])
        far = self.length > np.repeat(length, np.diff(self.first))
        candidates = np.where(far, self.n_sites, self.site).astype(np.int64)
        site[some] = np.minimum.reduceat(candidates, self.first[some])
        return Nearest(site, length)

    def reachable(self, limit: float) -> "Journeys":
        """Those that are no longer than the limit."""
        kept = self.length <= limit * (1 + 2e-12)
        before = np.concatenate([[0], np.cumsum(kept)])
        return Journeys(before[self.first], self.site[kept], self.length[kept], self.n_sites)

    def catchments(self, breaks: Floats, weights: Floats, threads: int = 1) -> "Catchments":
        """What lies within reach of what, for sums."""
        zone = np.searchsorted(breaks * (1 + 2e-12), self.length)
        table = csr_array(
            (np.append(weights, 0.0)[zone], self.site, self.first),
            shape=(self.n_areas, self.n_sites),
        )
        return Catchments(table)


class Catchments:
    """Who reaches whom, and how much each counts."""

    def __init__(self, table: csr_array):
        self.table = table

    def squared(self) -> "Catchments":
        """The same with the square of each weight."""
        return Catchments(self.table.power(2))

    def at_sites(self, of_areas: Floats) -> Floats:
        """What each site has within reach: weighted sum over the areas."""
        return self.turned @ of_areas

    def at_areas(self, of_sites: Floats) -> Floats:
        """What each area has within reach: weighted sum over the sites."""
        return self.table @ of_sites

    @cached_property
    def turned(self) -> csr_array:
        return self.table.T.tocsr()


def journeys(first: ArrayLike, site: ArrayLike, length: ArrayLike, n_sites: int) -> Journeys:
    """Journeys in rows, one after another: those of area i stand from ``first[i]`` up to ``first[i + 1]``.

    Parameters
    ----------
    first : array_like of int, of shape (n_areas + 1,)
        Begins with 0 and ends with the number of journeys.
    site : array_like of int, of shape (n_journeys,)
        Where each goes, from 0 to ``n_sites - 1``; each site at most once in an area.
    length : array_like of shape (n_journeys,)
        Minutes or metres from the area to the site; 0 or more. A journey of ``inf`` is left out.
    n_sites : int

    Returns
    -------
    Journeys

    Raises
    ------
    ValueError
        If the rows do not fit together, a length is no number or below zero, or a journey is there twice.

    Examples
    --------
    >>> there = journeys([0, 2, 2], [1, 0], [5, 12.5], n_sites=2)
    >>> there.site, there.length
    (array([0, 1], dtype=int32), array([12.5,  5. ]))
    """
    rows, goes = _whole(first, "The rows of journeys"), _whole(site, "A site")
    try:
        lengths = np.asarray(length, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("The length of a journey must be a number") from error
    if lengths.ndim != 1 or goes.shape != lengths.shape:
        raise ValueError("Each journey needs one site and one length")
    if not len(rows) or rows[0] != 0 or rows[-1] != len(goes) or (np.diff(rows) < 0).any():
        raise ValueError("The rows of journeys must rise from 0 to the number of journeys")
    if (goes < 0).any() or (goes >= n_sites).any():
        raise ValueError("A journey must go to one of the sites")
    if np.isnan(lengths).any() or (lengths < 0).any():
        raise ValueError("The length of a journey must be a number, 0 or more")
    possible = np.isfinite(lengths)
    if not possible.all():
        rows = np.concatenate([[0], np.cumsum(possible)])[rows]
        goes, lengths = goes[possible], lengths[possible]
    table = csr_array((lengths, goes.astype(np.int32), rows), shape=(len(rows) - 1, n_sites))
    table.sort_indices()
    starts = np.zeros(len(goes) + 1, dtype=bool)
    starts[rows] = True
    if ((np.diff(table.indices) <= 0) & ~starts[1:-1]).any():
        raise ValueError("An area has two journeys to one site: keep the shorter one")
    return Journeys(rows, table.indices.astype(np.int32), table.data, n_sites)


def journeys_from_table(length: ArrayLike) -> Journeys:
    """Journeys from a small table of every area by every site, with ``inf`` where there is no way.

    Parameters
    ----------
    length : array_like of shape (n_areas, n_sites)

    Returns
    -------
    Journeys

    Raises
    ------
    ValueError
        As ``journeys``.

    Examples
    --------
    >>> journeys_from_table([[5, np.inf], [20, 10]]).first
    array([0, 1, 3])
    """
    try:
        table = np.asarray(length, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("The length of a journey must be a number") from error
    if table.ndim != 2:
        raise ValueError("A table of journeys has one row an area and one column a site")
    n_areas, n_sites = table.shape
    sites = np.tile(np.arange(n_sites), n_areas)
    return journeys(np.arange(n_areas + 1) * n_sites, sites, table.ravel(), n_sites)


def _whole(values: ArrayLike, what: str) -> NDArray[np.int64]:
    numbers = np.asarray(values)
    if numbers.size == 0:
        return np.zeros(0, np.int64)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu":
        raise ValueError(f"{what} must be whole numbers in one row")
    return numbers.astype(np.int64)
