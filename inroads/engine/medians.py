"""Where to open places, so that ways to the nearest are shortest for all together (p-median)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.branching import branched
from inroads.engine.checking import amounts, counted, open_and_barred, the_others, whole_number
from inroads.engine.coverage import Ints
from inroads.engine.journeys import Journeys, Nearest
from inroads.engine.limits import Limits, in_units, limit_of_cost, limit_of_number
from inroads.engine.scales import Floats
from inroads.engine.shortening import Shortening, searched

PAIRS_OF_KICKS, MOST_KICKS = 150_000_000, 500
PAIRS_OF_BRANCHES, MOST_BRANCHES = 1_000_000_000, 20_000


class Medians(NamedTuple):
    """Sites to open, and how much shorter ways could be at most."""

    chosen: Ints  # rising, without the fixed ones
    nearest: Ints  # (n_areas,) the open site that each area goes to; -1 where it has no way to any
    total: float  # people times the length of their way
    mean: float  # the length of the way of a person, on average
    bound: float  # no choice that keeps the limits has a smaller total
    gap: float  # the share by which the bound lies below
    proved: bool  # whether nothing is better, but for a billionth part where ways are not whole


def place_medians(
    journeys: Journeys,
    people: ArrayLike,
    count: int | None = None,
    *,
    beyond: float | None = None,
    priority: ArrayLike | None = None,
    fixed: ArrayLike = (),
    forbidden: ArrayLike = (),
    cost: ArrayLike | None = None,
    budget: float | None = None,
    search: int | None = None,
    branches: int | None = None,
    rng: np.random.Generator,
) -> Medians:
    """The sites to open so that people have the shortest way to the nearest, on average (p-median).

    Greedy choice, exchanges and a search of small kicks find the sites. Prices that areas would pay to be served
    prove how much better any others could be (Lagrangian bound) and rule out most sites; branching over those that
    are left closes the gap, if it takes no more branches than are allowed.

    Parameters
    ----------
    journeys : Journeys
        The way from each area to each site that can be reached, in minutes or metres.
    people : array_like of shape (n_areas,)
        People in need in each area; areas without any do not matter.
    count : int, optional
        How many sites may be opened, beside the fixed ones.
    beyond : float, optional
        How long a way counts where no open site can be reached, or the way is longer still. Needed if not every
        area with people has a way to every site.
    priority : array_like of shape (n_areas,), optional
        How much a person of each area counts (equity weights), 1 by default. Totals are then counted so.
    fixed, forbidden : array_like of int, optional
        Sites that are open anyway, and sites that must not be opened.
    cost : array_like of shape (n_sites,), optional
        What opening each site costs; the fixed ones are paid for already.
    budget : float, optional
        What the chosen sites may cost together.
    search : int, optional
        How many kicks the search goes on for; by default a number that suits the size, 0 for none.
    branches : int, optional
        How many branches the proof may look at; by default a number that suits the size, 0 for the bound alone.
    rng : numpy.random.Generator
        Decides where the search goes; the same one in the same state gives the same answer.

    Returns
    -------
    Medians

    Raises
    ------
    ValueError
        If a number cannot be meant, nothing limits the choice, no site may be open, a way that may be needed
        has no length, or the limits contradict one another.

    References
    ----------
    Teitz and Bart (1968), Heuristic methods for estimating the generalized vertex median of a weighted graph,
    Operations Research 16(5), 955-961; Beasley (1985), A note on solving large p-median problems, European Journal
    of Operational Research 21(2), 270-273; Cornuéjols, Fisher and Nemhauser (1977), Location of bank accounts to
    optimize float, Management Science 23(8), 789-810; Resende and Werneck (2007), A fast swap-based local search
    procedure for location problems, Annals of Operations Research 150, 205-230.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> minutes = journeys_from_table([[0, 9, 20], [9, 0, 6], [20, 6, 0]])
    >>> found = place_medians(minutes, [10, 20, 30], 1, rng=np.random.default_rng(1))
    >>> found.chosen, found.total, found.mean, found.proved
    (array([1]), 270.0, 4.5, True)
    """
    n_sites = journeys.n_sites
    worth = counted(people, priority, journeys.n_areas)
    stays, never = open_and_barred(fixed, forbidden, n_sites)
    limits = [*limit_of_number(n_sites, count), *limit_of_cost(n_sites, cost, budget)]
    if not limits:
        raise ValueError("Say how many sites may be opened, or what they may cost")
    longest = np.inf
    if beyond is not None:
        longest = float(amounts([beyond], 1, "length beyond reach", "way")[0])
    free = the_others(n_sites, stays, never)
    for each in limits:
        free = free[each.use[free] <= each.room[0]]
    problem, unit, hidden = _left_to_shorten(journeys, worth, stays, free, longest, limits)
    kicks, most = _effort(problem, search, branches)
    chosen, _ = searched(problem, kicks, rng)
    found = branched(problem, chosen, most)
    sites = free[found.chosen]
    if not len(sites) and not len(stays) and len(free) and beyond is None:
        sites = free[:1]  # every choice of one is as good
    site, length = nearest_of(journeys, np.concatenate([stays, sites]))
    paid = worth * np.minimum(length, longest, where=worth > 0, out=np.zeros(len(worth)))
    total = float(paid.sum())
    bound = min(max((found.bound - hidden) * unit, 0.0), total)
    return Medians(
        chosen=sites,
        nearest=site,
        total=total,
        mean=total / float(worth.sum()) if worth.any() else 0.0,
        bound=bound,
        gap=1 - bound / total if total else 0.0,
        proved=bool(found.bound >= found.cost * (1 - 2e-9)),
    )


def nearest_of(journeys: Journeys, sites: ArrayLike) -> Nearest:
    """The nearest of these sites to each area, and how long the way is.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> nearest_of(journeys_from_table([[5, 3], [4, 9]]), [0])
    Nearest(site=array([0, 0]), length=array([5., 4.]))
    """
    kept = np.isin(journeys.site, np.asarray(sites, np.int64))
    before = np.concatenate([[0], np.cumsum(kept)])
    part = Journeys(
        before[journeys.first], journeys.site[kept], journeys.length[kept], journeys.n_sites
    )
    return part.nearest()


def _left_to_shorten(
    journeys: Journeys,
    worth: Floats,
    stays: Ints,
    free: Ints,
    longest: float,
    limits: list[Limits],
) -> tuple[Shortening, float, float]:
    """The problem that is left for the free sites, its unit, and how many units rounding can hide."""
    areas = np.flatnonzero(worth > 0)
    cap = nearest_of(journeys, stays).length
    cap = np.minimum(cap, longest)[areas]
    place = np.full(journeys.n_sites, -1)
    place[free] = np.arange(len(free))
    rank = np.full(journeys.n_areas, -1)
    rank[areas] = np.arange(len(areas))
    area = rank[np.repeat(np.arange(journeys.n_areas), np.diff(journeys.first))]
    kept = (area >= 0) & (place[journeys.site] >= 0)
    area, site, length = area[kept], place[journeys.site[kept]], journeys.length[kept]
    if np.isinf(cap).any():
        # Some site must serve every area: it can be no farther than the farthest.
        full = np.bincount(area, minlength=len(areas)) == len(free)
        if not len(free) or not (full | np.isfinite(cap)).all():
            raise ValueError(
                "Not every area with people has a way to every site that may open: say how long one counts beyond"
            )
        farthest = np.zeros(len(areas))
        np.maximum.at(farthest, area, length)
        cap = np.minimum(cap, farthest)
    shorter = length < cap[area]
    area, site, length = area[shorter], site[shorter], length[shorter]
    with np.errstate(over="ignore"):
        values = np.concatenate([length * worth[areas][area], cap * worth[areas]])
        units = in_units(values, amounts(cap * worth[areas], len(areas), "way", "area").sum())
    costs, caps = units.whole[: len(area)], units.whole[len(area) :]
    order = np.lexsort((site, costs, area))
    problem = Shortening(
        first=np.concatenate([[0], np.cumsum(np.bincount(area, minlength=len(areas)))]),
        site=site[order].astype(np.int32),
        cost=costs[order],
        cap=caps,
        limits=tuple(each.only(free) for each in limits),
    )
    return problem, units.unit, 0.0 if units.exact else 0.5 * len(areas)


def _effort(problem: Shortening, search: int | None, branches: int | None) -> tuple[int, int]:
    """Kicks of the search and branches of the proof, by the size of the problem where nothing was asked."""
    size = len(problem.cost) + len(problem.cap) + 1
    kicks = int(np.clip(PAIRS_OF_KICKS // size, 3, MOST_KICKS))
    most = int(np.clip(PAIRS_OF_BRANCHES // size, 0, MOST_BRANCHES))
    return (
        kicks if search is None else whole_number(search, "kicks of the search"),
        most if branches is None else whole_number(branches, "branches of the proof"),
    )
