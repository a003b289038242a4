"""Where to open places, so that most people in need are within reach of one (maximal covering)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.checking import amounts, counted, open_and_barred, the_others, whole_number
from inroads.engine.coverage import Coverage, Ints, merge_areas
from inroads.engine.covering import Covering, greedy
from inroads.engine.limits import (
    Limits,
    in_units,
    limit_of_cost,
    limit_of_number,
    limits_of_groups,
    no_limit,
)
from inroads.engine.scales import Floats
from inroads.engine.solving import Effort, most_covered


class Siting(NamedTuple):
    """Sites to open, what each adds, and how much better any other choice could be at most."""

    chosen: Ints  # (k,) without the fixed ones; each adds more to those before it than any later one would
    gain: Floats  # (k,) the people in reach that each adds
    covered: float  # people in reach of the chosen and the fixed
    bound: float  # no choice that keeps the limits has more people in reach
    gap: float  # the share by which the bound lies above: at most this much is missed
    proved: bool  # whether nothing is better, but for a billionth part where weights are not whole


def place_sites(
    coverage: Coverage,
    people: ArrayLike,
    count: int | None = None,
    *,
    priority: ArrayLike | None = None,
    fixed: ArrayLike = (),
    forbidden: ArrayLike = (),
    cost: ArrayLike | None = None,
    budget: float | None = None,
    group: ArrayLike | None = None,
    most_in_group: ArrayLike | None = None,
    exact: bool | None = None,
    seconds: float = 60.0,
    search: int | None = None,
    rounds: int | None = None,
    rng: np.random.Generator,
) -> Siting:
    """The sites to open so that most people are in reach of one, with a proven bound (MCLP).

    Greedy choice, exchanges and a cooling search find the sites; a primal-dual method proves how much better
    any others could be; where the problem is small, or when asked, a solver closes what is left between the two.
    Whatever the limits, fewer sites are chosen if more would add nobody.

    Parameters
    ----------
    coverage : Coverage
        Which areas each site covers.
    people : array_like of shape (n_areas,)
        People in need in each area, 0 or more.
    count : int, optional
        How many sites may be opened, beside the fixed ones.
    priority : array_like of shape (n_areas,), optional
        How much a person of each area counts (equity weights), 1 by default. Everything in the answer is then
        counted so.
    fixed : array_like of int, optional
        Sites that are open anyway.
    forbidden : array_like of int, optional
        Sites that must not be opened.
    cost : array_like of shape (n_sites,), optional
        What opening each site costs; the fixed ones are paid for already.
    budget : float, optional
        What the chosen sites may cost together.
    group : array_like of int, of shape (n_sites,), optional
        The group that each site belongs to, from 0: its district, or the team of a person.
    most_in_group : int or array_like of int, optional
        How many sites of one group may be open, the fixed ones included; one number, or one for each group.
    exact : bool, optional
        Whether the solver must try; by default it does where the problem is small.
    seconds : float, default 60
        How long it may try when asked. An answer that is not proved by then can differ from run to run.
    search : int, optional
        Steps of the cooling search; by default a number that suits the size, 0 for none.
    rounds : int, optional
        Rounds of the bound; by default a number that suits the size, 0 for a quick and loose one.
    rng : numpy.random.Generator
        Decides where the search goes; the same one in the same state gives the same answer.

    Returns
    -------
    Siting

    Raises
    ------
    ValueError
        If a number cannot be meant, nothing limits the choice, or the limits contradict one another.

    References
    ----------
    Church and ReVelle (1974), The maximal covering location problem, Papers of the Regional Science Association 32,
    101-118; Nemhauser, Wolsey and Fisher (1978), An analysis of approximations for maximizing submodular set
    functions, Mathematical Programming 14, 265-294.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> near = coverage_of_table(
    ...     [[True, True, False, False], [False, True, True, False], [False, False, True, True]]
    ... )
    >>> place_sites(near, [40, 30, 35, 20], 1, rng=np.random.default_rng(1))
    Siting(chosen=array([0]), gain=array([70.]), covered=70.0, bound=70.0, gap=0.0, proved=True)
    >>> place_sites(near, [40, 30, 35, 20], 1, fixed=[1], rng=np.random.default_rng(1)).chosen
    array([0])
    """
    n_sites = coverage.n_sites
    worth = counted(people, priority, coverage.n_areas)
    stays, never = open_and_barred(fixed, forbidden, n_sites)
    effort = Effort(
        exact=exact,
        seconds=float(amounts([seconds], 1, "seconds", "solver")[0]),
        search=None if search is None else whole_number(search, "steps of the search"),
        rounds=None if rounds is None else whole_number(rounds, "rounds of the bound"),
    )
    limits = [
        *limit_of_number(n_sites, count),
        *limit_of_cost(n_sites, cost, budget),
        *limits_of_groups(n_sites, stays, group, most_in_group),
    ]
    if not limits:
        raise ValueError("Say how many sites may be opened, or what they may cost")

    there = coverage.covered(stays)
    free = the_others(n_sites, stays, never)
    units = in_units(worth * (coverage.covered(free) & ~there))
    covering, sites = _left_to_cover(coverage, units.whole, free, limits)
    found = most_covered(covering, effort, rng)
    chosen, gain = _each_adds(coverage, worth, stays, sites[found.chosen], units.whole)
    covered = float(worth[coverage.covered(np.concatenate([stays, chosen]))].sum())
    # Where weights are not whole people, rounding can have hidden half a unit in every area.
    hidden = 0.0 if units.exact else 0.5 * coverage.n_areas
    bound = max(float(worth[there].sum()) + (found.bound + hidden) * units.unit, covered)
    gap = 1 - covered / bound if bound else 0.0
    return Siting(chosen, gain, covered, bound, gap, found.proved)


def _left_to_cover(
    coverage: Coverage, weight: Floats, free: Ints, limits: list[Limits]
) -> tuple[Covering, Ints]:
    """The problem that is left for the free sites, and which sites are in it."""
    for each in limits:
        free = free[each.use[free] <= each.room[each.row[free]]]
    if len(free) < coverage.n_sites:
        coverage = coverage.only(free, np.arange(coverage.n_areas))
    merged = merge_areas(coverage, weight)
    useful = np.flatnonzero(np.diff(merged.coverage.first) > 0)
    left = merged.coverage
    if len(useful) < left.n_sites:
        left = left.only(useful, np.arange(left.n_areas))
    sites = free[useful]
    kept = tuple(each.only(sites) for each in limits)
    return Covering(left, merged.weight, kept), sites


def _each_adds(
    coverage: Coverage, worth: Floats, stays: Ints, sites: Ints, whole: Floats
) -> tuple[Ints, Floats]:
    """The sites in the order in which each adds most to those before it, and how much."""
    reached = coverage.covered(stays)
    merged = merge_areas(coverage.only(sites, np.arange(coverage.n_areas)), whole * ~reached)
    order, _ = greedy(Covering(merged.coverage, merged.weight, (no_limit(len(sites)),)))
    gain = np.zeros(len(order))
    for place, site in enumerate(sites[order]):
        areas = coverage.areas_of(site)
        gain[place] = worth[areas[~reached[areas]]].sum()
        reached[areas] = True
    return sites[order], gain
