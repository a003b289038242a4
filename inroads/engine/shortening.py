"""The median problem in whole numbers, and the ways to solve it: see ``medians.place_medians`` for its use."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from inroads.engine.compiling import COMPILED
from inroads.engine.coverage import Flags, Ints
from inroads.engine.kernels import medians as compiled
from inroads.engine.limits import Limits, allows, for_loops
from inroads.engine.plain import medians as plain
from inroads.engine.scales import Floats

loops = compiled if COMPILED else plain

MOST_CHANGED = 3  # sites that a kick of the search exchanges at most


@dataclass(frozen=True)
class Shortening:
    """Choose sites within limits so that the ways of areas to the nearest cost least."""

    first: Ints  # (n_areas + 1,) where the ways of each area begin
    site: np.ndarray  # (n_ways,) those of an area in rising order of cost
    cost: Floats  # (n_ways,) whole numbers
    cap: Floats  # (n_areas,) what an area costs that has no chosen site nearer
    limits: tuple[Limits, ...]

    @property
    def n_sites(self) -> int:
        return len(self.limits[0].row)

    @cached_property
    def problem(self) -> tuple:
        """What ``improve`` takes."""
        area = np.repeat(np.arange(len(self.cap)), np.diff(self.first))
        # Entries are numbered from 1, since a table does not keep a cost of 0.
        ways = csr_array(
            (np.arange(1.0, len(self.cost) + 1), (self.site, area)),
            shape=(self.n_sites, len(self.cap)),
        )
        ways.sort_indices()
        return (
            *self.ways,
            self.cap,
            ways.indptr.astype(np.int64),
            ways.indices.astype(np.int32),
            self.cost[ways.data.astype(np.int64) - 1],
            *for_loops(self.limits, self.n_sites),
        )

    @property
    def ways(self) -> tuple:
        return self.first, self.site, self.cost

    def paid(self, chosen: Flags) -> Floats:
        """What each area costs with these sites."""
        cost = np.append(np.where(chosen[self.site], self.cost, np.inf), np.inf)
        nearest = np.minimum.reduceat(cost, self.first[:-1]) if len(self.cap) else self.cap
        return np.where(np.diff(self.first) > 0, np.minimum(nearest, self.cap), self.cap)

    def saved(self, price: Floats) -> Floats:
        """What each site would save the areas that pay a price more than their way to it."""
        out = np.zeros(self.n_sites)
        loops.saved(*self.ways, price, out)
        return out

    def served(self, price: Floats, share: Floats) -> Floats:
        """By how many sites each area is served that cost less than its price."""
        out = np.zeros(len(self.cap))
        loops.served(*self.ways, price, share, out)
        return out


def improved(
    problem: Shortening, chosen: Flags, price: Floats | None = None
) -> tuple[Flags, float]:
    """The sites after adding what fits and every exchange that shortens the ways, and what they cost."""
    sites = chosen.astype(np.uint8)
    each = np.ones(problem.n_sites) if price is None else price
    cost = loops.improve(*problem.problem, each, sites)
    return sites.astype(bool), float(cost)


def searched(problem: Shortening, kicks: int, rng: np.random.Generator) -> tuple[Flags, float]:
    """The best sites that were met on a way of small kicks, each followed by every exchange that helps."""
    none = np.zeros(problem.n_sites, bool)
    best, cost = improved(problem, none)
    for limits in problem.limits:
        if limits.use.max(initial=0) > limits.use.min(initial=0):
            price = np.maximum(limits.use, 1e-9 * limits.use.max())
            best, cost = min(
                (best, cost), improved(problem, none, price), key=lambda found: found[1]
            )
    for _ in range(kicks):
        taken, others = np.flatnonzero(best), np.flatnonzero(~best)
        many = min(1 + int(rng.random() * MOST_CHANGED), len(taken), len(others))
        if not many:
            break
        chosen = best.copy()
        chosen[rng.choice(taken, many, replace=False)] = False
        for site in rng.choice(others, many, replace=False):
            chosen[site] = True
            chosen[site] = allows(problem.limits, chosen)
        chosen, other = improved(problem, chosen)
        if other <= cost:
            best, cost = chosen, other
    return best, cost
