"""Which areas each site covers: whoever lives there can reach it. What siting and cover are worked out from."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from inroads.engine.journeys import Journeys
from inroads.engine.scales import Floats

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Coverage:
    """The areas that each site covers: those of site s stand in ``area`` from ``first[s]`` up to ``first[s + 1]``."""

    first: Ints  # (n_sites + 1,)
    area: NDArray[np.int32]  # (n_pairs,) rising within a site, each once
    n_areas: int

    @property
    def n_sites(self) -> int:
        return len(self.first) - 1

    def areas_of(self, site: int) -> NDArray[np.int32]:
        """The areas that one site covers."""
        return self.area[self.first[site] : self.first[site + 1]]

    def times(self, sites: ArrayLike) -> Ints:
        """How many of these sites cover each area; a site given twice counts once."""
        taken = np.zeros(self.n_sites, bool)
        taken[np.asarray(sites, np.int64)] = True
        reached = self.area[np.repeat(taken, np.diff(self.first))]
        return np.bincount(reached, minlength=self.n_areas).astype(np.int64)

    def sums(self, of_areas: Floats) -> Floats:
        """For each site the sum over the areas that it covers."""
        some = np.flatnonzero(np.diff(self.first))
        sums = np.zeros(self.n_sites)
        if len(some):
            sums[some] = np.add.reduceat(of_areas[self.area], self.first[some])
        return sums

    def covered(self, sites: ArrayLike) -> Flags:
        """Whether at least one of these sites covers the area."""
        return self.times(sites) > 0

    def only(self, sites: ArrayLike, areas: ArrayLike) -> "Coverage":
        """The same for some of the sites and some of the areas, numbered anew in the order given."""
        part = self.table[np.asarray(sites, np.int64)][:, np.asarray(areas, np.int64)]
        part.sort_indices()
        return Coverage(part.indptr.astype(np.int64), part.indices.astype(np.int32), part.shape[1])

    @cached_property
    def table(self) -> csr_array:
        """Sites by areas, 1 where the site covers the area: one byte each, to be widened before they are added up."""
        ones = np.ones(len(self.area), np.int8)
        return csr_array((ones, self.area, self.first), shape=(self.n_sites, self.n_areas))

    @cached_property
    def turned(self) -> csr_array:
        """Areas by sites, as ``table``."""
        turned = self.table.T.tocsr()
        turned.sort_indices()
        return turned


def coverage_of_pairs(site: ArrayLike, area: ArrayLike, n_sites: int, n_areas: int) -> Coverage:
    """Coverage from pairs of a site and an area, in any order; a pair given twice counts once.

    Parameters
    ----------
    site, area : array_like of int, of shape (n_pairs,)
        From 0 to ``n_sites - 1`` and ``n_areas - 1``.
    n_sites, n_areas : int

    Returns
    -------
    Coverage

    Raises
    ------
    ValueError
        If a pair is not complete, or names a site or an area that there is not.

    Examples
    --------
    >>> both = coverage_of_pairs([1, 0, 1], [0, 2, 2], n_sites=2, n_areas=3)
    >>> both.areas_of(1)
    array([0, 2], dtype=int32)
    """
    sites, areas = whole_numbers(site, "site"), whole_numbers(area, "area")
    if sites.shape != areas.shape:
        raise ValueError("Each pair needs one site and one area")
    for numbers, count, what in ((sites, n_sites, "site"), (areas, n_areas, "area")):
        if count < 0 or (numbers < 0).any() or (numbers >= count).any():
            raise ValueError(f"A pair names a number that is none of the {what}s")
    pairs = csr_array((np.ones(len(sites), np.int8), (sites, areas)), shape=(n_sites, n_areas))
    pairs.sum_duplicates()
    return Coverage(pairs.indptr.astype(np.int64), pairs.indices.astype(np.int32), n_areas)


def coverage_of_table(covers: ArrayLike) -> Coverage:
    """Coverage from a small table of every site by every area.

    Parameters
    ----------
    covers : array_like of bool, of shape (n_sites, n_areas)

    Returns
    -------
    Coverage

    Raises
    ------
    ValueError
        If it is not a table of True and False.

    Examples
    --------
    >>> coverage_of_table([[True, False, True]]).first
    array([0, 2])
    """
    table = np.asarray(covers)
    if table.ndim != 2 or (table.dtype != bool and table.size):
        raise ValueError(
            "A table of coverage holds True or False, one row a site, one column an area"
        )
    site, area = np.nonzero(table)
    return coverage_of_pairs(site, area, table.shape[0], table.shape[1])


def coverage_of_journeys(near: Journeys) -> Coverage:
    """Coverage from the journeys that count as near enough, as ``reach.reachable`` finds them.

    Parameters
    ----------
    near : Journeys
        From areas to sites; every one of them counts.

    Returns
    -------
    Coverage

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> minutes = journeys_from_table([[5, 90], [20, 10]])
    >>> coverage_of_journeys(minutes.reachable(30)).areas_of(0)
    array([0, 1], dtype=int32)
    """
    ones = np.ones(len(near.site), np.int8)
    shape = (near.n_areas, near.n_sites)
    return coverage_of_turned(csr_array((ones, near.site, near.first), shape=shape))


def coverage_of_turned(rows: csr_array) -> Coverage:
    """Coverage from rows of areas: the sites that cover each, in any order, each once.

    Examples
    --------
    >>> coverage_of_turned(csr_array([[1, 0], [1, 1]])).areas_of(0)
    array([0, 1], dtype=int32)
    """
    table = rows.T.tocsr()
    table.sort_indices()
    return Coverage(table.indptr.astype(np.int64), table.indices.astype(np.int32), rows.shape[0])


class Merged(NamedTuple):
    """Areas that the same sites cover, made one."""

    coverage: Coverage
    weight: Floats  # (n_merged,) the weights of the areas in it, added up
    part_of: Ints  # (n_areas,) which merged area each became; -1 if no site covers it, or it weighs nothing


def merge_areas(coverage: Coverage, weight: Floats) -> Merged:
    """Make one area of all that exactly the same sites cover: no choice of sites can tell them apart.

    However many people there are, few sites cut the map into few parts; the answer to any question of covering
    stays the same. Areas that no site covers, or that weigh nothing, are left out.

    Parameters
    ----------
    coverage : Coverage
    weight : ndarray of shape (n_areas,)

    Returns
    -------
    Merged

    References
    ----------
    Cordeau, Furini and Ljubić (2019), Benders decomposition for very large scale partial set covering and maximal
    covering location problems, European Journal of Operational Research 275(3), 882-896.

    Examples
    --------
    >>> near = coverage_of_table([[True, True, False, False], [True, True, True, False]])
    >>> merged = merge_areas(near, np.array([3.0, 4.0, 5.0, 6.0]))
    >>> merged.weight, merged.part_of
    (array([7., 5.]), array([ 0,  0,  1, -1]))
    """
    rows = coverage.turned
    kept = np.flatnonzero((np.diff(rows.indptr) > 0) & (weight > 0))
    if not len(kept):
        empty = Coverage(np.zeros(coverage.n_sites + 1, np.int64), np.zeros(0, np.int32), 0)
        return Merged(empty, np.zeros(0), np.full(coverage.n_areas, -1))
    rows = rows[kept] if len(kept) < coverage.n_areas else rows
    # Each site has its own large number; the sum over the sites of an area stands for the set of them. Should
    # two sets ever share a sum, the comparison below sees it and other numbers are drawn.
    for seed in range(100):
        numbers = np.random.default_rng(seed).integers(0, 2**64, coverage.n_sites, dtype=np.uint64)
        marks = np.add.reduceat(numbers[rows.indices], rows.indptr[:-1])
        _, model, group = np.unique(marks, return_index=True, return_inverse=True)
        if _same_rows(rows, model[group]):
            break
    order = np.argsort(
        model
    )  # by the first area of each, so that the order does not hang on the numbers
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    part_of = np.full(coverage.n_areas, -1)
    part_of[kept] = place[group]
    merged = rows[np.sort(model)].T.tocsr()
    merged.sort_indices()
    return Merged(
        Coverage(merged.indptr.astype(np.int64), merged.indices.astype(np.int32), len(order)),
        np.bincount(place[group], weights=weight[kept], minlength=len(order)).astype(float),
        part_of,
    )


def _same_rows(rows: csr_array, model: Ints) -> bool:
    """Whether each row is equal to the one that stands for it."""
    lengths = np.diff(rows.indptr)
    others = np.flatnonzero(model != np.arange(len(model)))
    if (lengths[others] != lengths[model[others]]).any():
        return False
    return bool((rows[others].indices == rows[model[others]].indices).all())


def whole_numbers(values: ArrayLike, what: str) -> Ints:
    """The values as whole numbers in one row."""
    numbers = np.asarray(values)
    if numbers.size == 0:
        return np.zeros(0, np.int64)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu":
        raise ValueError(f"The number of a {what} must be a whole number")
    return numbers.astype(np.int64, copy=False)
