"""Where to open places, so that the longest way to the nearest is as short as can be (p-centre)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from inroads.engine.checking import amounts, counted, open_and_barred, the_others
from inroads.engine.coverage import Coverage, Flags, Ints, coverage_of_pairs
from inroads.engine.covering import Covering
from inroads.engine.journeys import Journeys
from inroads.engine.limits import Limits, limit_of_cost, limit_of_number
from inroads.engine.medians import nearest_of
from inroads.engine.scales import Floats
from inroads.engine.solver import Rows, Solved, cheapest
from inroads.engine.solving import FEW_NODES, quick

MOST_COMPARED = 3_000  # sites or areas that are compared pair by pair


class Centres(NamedTuple):
    """Sites to open, and how much shorter the longest way could be at most."""

    chosen: Ints  # rising, without the fixed ones
    nearest: Ints  # (n_areas,) the open site that each area goes to; -1 where it has no way to any
    longest: float  # the way of the area that is farthest from its nearest site
    bound: float  # with no choice that keeps the limits is the longest way shorter
    gap: float  # the share by which the bound lies below
    proved: bool  # whether nothing is better


def place_centres(
    journeys: Journeys,
    people: ArrayLike,
    count: int | None = None,
    *,
    priority: ArrayLike | None = None,
    fixed: ArrayLike = (),
    forbidden: ArrayLike = (),
    cost: ArrayLike | None = None,
    budget: float | None = None,
    exact: bool = False,
    seconds: float = 60.0,
) -> Centres:
    """The sites to open so that nobody's way to the nearest is longer than it must be (p-centre).

    The longest way is one of the ways there are. It is found by halving: whether the sites that are allowed can cover
    all areas within a length is first asked of greed and exchanges, then of parts of sites, and only then of a solver,
    after leaving out every area and site that another one makes needless.

    Parameters
    ----------
    journeys : Journeys
        The way from each area to each site that can be reached, in minutes or metres.
    people : array_like of shape (n_areas,)
        People in need in each area; areas without any do not matter.
    count : int, optional
        How many sites may be opened, beside the fixed ones.
    priority : array_like of shape (n_areas,), optional
        What the ways of each area are multiplied by (equity weights), 1 by default.
    fixed, forbidden : array_like of int, optional
        Sites that are open anyway, and sites that must not be opened.
    cost : array_like of shape (n_sites,), optional
        What opening each site costs; the fixed ones are paid for already.
    budget : float, optional
        What the chosen sites may cost together.
    exact : bool, default False
        Whether the solver goes on, at each length, for as long as ``seconds`` allow. Otherwise it stops after so many
        branches; most maps of a county are proved by then.
    seconds : float, default 60
        How long it may take for each length when asked. An answer that is not proved by then can differ from run
        to run.

    Returns
    -------
    Centres

    Raises
    ------
    ValueError
        If a number cannot be meant, nothing limits the choice, the limits contradict one another, or no choice
        within them reaches every area.

    References
    ----------
    Minieka (1970), The m-center problem, SIAM Review 12(1), 138-139; Daskin (2000), A new approach to solving the
    vertex p-center problem to optimality, Communications of the Operations Research Society of Japan 45(9), 428-436.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> minutes = journeys_from_table([[0, 9, 20], [9, 0, 6], [20, 6, 0]])
    >>> place_centres(minutes, [10, 20, 30], 1)
    Centres(chosen=array([1]), nearest=array([1, 1, 1]), longest=9.0, bound=9.0, gap=0.0, proved=True)
    """
    n_sites = journeys.n_sites
    there = amounts(people, journeys.n_areas, "people", "area") > 0
    factor = counted(np.ones(journeys.n_areas), priority, journeys.n_areas)
    stays, never = open_and_barred(fixed, forbidden, n_sites)
    limits = [*limit_of_number(n_sites, count), *limit_of_cost(n_sites, cost, budget)]
    if not limits:
        raise ValueError("Say how many sites may be opened, or what they may cost")
    patience = float(amounts([seconds], 1, "seconds", "solver")[0])
    free = the_others(n_sites, stays, never)
    for each in limits:
        free = free[each.use[free] <= each.room[0]]
    area = np.repeat(np.arange(journeys.n_areas), np.diff(journeys.first))
    wanted = np.flatnonzero(there)
    ways = Ways(area, journeys.site.astype(np.int64), journeys.length * factor[area])
    question = Question(
        ways=ways.only(there[area] & np.isin(journeys.site, np.concatenate([stays, free]))),
        areas=wanted,
        stays=stays,
        free=free,
        limits=tuple(each.only(free) for each in limits),
        effort=(patience, None) if exact else (None, FEW_NODES),
    )
    chosen, bound = _shortest_that_works(question)
    sites = np.sort(free[chosen])
    near = nearest_of(journeys, np.concatenate([stays, sites]))
    longest = float((near.length[wanted] * factor[wanted]).max(initial=0.0))
    gap = 1 - bound / longest if longest else 0.0
    return Centres(sites, near.site, longest, bound, gap, bool(bound == longest))


class Ways(NamedTuple):
    """Ways from areas to sites, one after another."""

    area: Ints
    site: Ints
    length: Floats

    def only(self, kept: Flags) -> "Ways":
        return Ways(self.area[kept], self.site[kept], self.length[kept])


class Question(NamedTuple):
    """What has to be reached, from where, and within which limits."""

    ways: Ways
    areas: Ints  # that must be reached
    stays: Ints
    free: Ints
    limits: tuple[Limits, ...]  # of the free sites
    effort: tuple[float | None, int | None]  # seconds and branches of the solver


def _shortest_that_works(question: Question) -> tuple[Ints, float]:
    """The sites whose longest way is the shortest that was found, and the shortest that was not ruled out."""
    if not len(question.areas):
        return np.zeros(0, np.int64), 0.0
    lengths = np.unique(question.ways.length)
    found, ruled_out = _within(question, lengths[-1] if len(lengths) else 0.0)
    if found is None:
        why = "reaches" if ruled_out else "was found that reaches"
        raise ValueError(f"No choice of sites within the limits {why} every area with people")
    # Every area needs some site, and what was found is often far better than it had to be.
    low = int(np.searchsorted(lengths, _longest(question, np.arange(len(question.free)))))
    high = int(np.searchsorted(lengths, _longest(question, found)))
    possible = low
    while low < high:
        middle = (low + high) // 2
        other, ruled_out = _within(question, lengths[middle])
        if other is not None:
            found, high = other, int(np.searchsorted(lengths, _longest(question, other)))
            continue
        low = middle + 1
        if ruled_out and possible <= middle:
            possible = low
    return found, float(lengths[possible])


def _longest(question: Question, chosen: Ints) -> float:
    """The way of the area that is farthest from the nearest of these sites and those that stay."""
    ways = question.ways
    open_ones = np.isin(ways.site, np.concatenate([question.stays, question.free[chosen]]))
    nearest = np.full(int(question.areas.max()) + 1, np.inf)
    np.minimum.at(nearest, ways.area[open_ones], ways.length[open_ones])
    return float(nearest[question.areas].max())


def _within(question: Question, length: float) -> tuple[Ints | None, bool]:
    """Sites that serve every area within a length, if some are found; otherwise whether it is sure that none can."""
    near = question.ways.only(question.ways.length <= length)
    left = np.setdiff1d(question.areas, near.area[np.isin(near.site, question.stays)])
    if not len(left):
        return np.zeros(0, np.int64), False
    near = near.only(np.isin(near.area, left) & np.isin(near.site, question.free))
    coverage = coverage_of_pairs(
        np.searchsorted(question.free, near.site),
        np.searchsorted(left, near.area),
        len(question.free),
        len(left),
    )
    if not coverage.covered(np.arange(coverage.n_sites)).all():
        return None, True
    sites, areas = needed(coverage, np.array([each.use for each in question.limits]))
    limits = tuple(each.only(sites) for each in question.limits)
    covering = Covering(coverage.only(sites, areas), np.ones(len(areas)), limits)
    chosen = quick(covering)
    if covering.value(chosen) == len(areas):
        return sites[chosen], False
    for whole in (False, True):
        found = _fewest(covering, whole, *question.effort)
        if found.values is None:
            return None, found.proved
        chosen = found.values > 0.5
        if covering.value(chosen) == len(areas) and covering.allows(chosen):
            return sites[chosen], False
    return None, False


def _fewest(covering: Covering, whole: bool, seconds: float | None, nodes: int | None) -> Solved:
    """Sites, or parts of them, that cover everything within the limits, if there are any."""
    n = covering.n_sites
    rows = [Rows(csr_array(covering.coverage.turned.astype(float)), 1.0, np.inf)]
    for row, use, room in covering.limits:
        most = max(float(use.max()), 1.0)
        rows.append(
            Rows(csr_array((use / most, (row, np.arange(n))), shape=(1, n)), 0.0, room / most)
        )
    return cheapest(np.ones(n), rows, np.full(n, whole), seconds=seconds, nodes=nodes, gap=1.0)


def needed(coverage: Coverage, uses: Floats) -> tuple[Ints, Ints]:
    """The sites and areas that are left when those that another one makes needless are left out.

    A site is needless if another one covers all that it covers and uses no more; an area, if every site that
    covers some other area covers it too.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> near = coverage_of_table([[True, True, False], [True, False, False], [False, True, True]])
    >>> needed(near, np.ones((1, 3)))
    (array([0, 2]), array([0, 2]))
    """
    sites, areas = np.arange(coverage.n_sites), np.arange(coverage.n_areas)
    if max(len(sites), len(areas)) > MOST_COMPARED:
        return sites, areas
    table = coverage.table.toarray().astype(np.float32)
    while True:
        before = table.shape
        # Area b makes area a needless if the sites of b are all among those of a.
        lies_in = _lies_in(table.T)
        kept = ~(lies_in & ~(lies_in.T & _later(len(areas)))).any(axis=0)
        table, areas = table[:, kept], areas[kept]
        lies_in = _lies_in(table)
        for use in uses[:, sites]:
            lies_in &= use[:, None] >= use[None, :]
        kept = ~(lies_in & ~(lies_in.T & _later(len(sites)).T)).any(axis=1)
        table, sites = table[kept], sites[kept]
        if table.shape == before:
            return sites, areas


def _lies_in(table: Floats) -> NDArray[np.bool_]:
    """Whether all that row i covers is covered by another row j as well."""
    shared = table @ table.T
    lies_in = shared == table.sum(axis=1)[:, None]
    np.fill_diagonal(lies_in, False)
    return lies_in


def _later(count: int) -> NDArray[np.bool_]:
    """Whether i comes after j: of two alike the first is kept."""
    return np.arange(count)[:, None] > np.arange(count)[None, :]
