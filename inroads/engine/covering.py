"""The maximal covering problem in whole numbers, and the ways to solve it: see ``siting.place_sites`` for its use."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from inroads.engine.compiling import COMPILED
from inroads.engine.coverage import Coverage, Flags, Ints, merge_areas
from inroads.engine.kernels import coverage as compiled
from inroads.engine.limits import Limits, allows, for_loops
from inroads.engine.plain import coverage as plain
from inroads.engine.scales import Floats

loops = compiled if COMPILED else plain

MOST_OUT = 3  # how many sites a step of the search gives up at most


@dataclass(frozen=True)
class Covering:
    """Choose sites within limits so that the areas they cover weigh most."""

    coverage: Coverage
    weight: Floats  # (n_areas,) whole numbers, more than 0
    limits: tuple[Limits, ...]

    @property
    def n_sites(self) -> int:
        return self.coverage.n_sites

    @cached_property
    def problem(self) -> tuple:
        """What every kernel takes."""
        turned = self.coverage.turned
        return (
            self.coverage.first,
            self.coverage.area,
            turned.indptr.astype(np.int64),
            turned.indices.astype(np.int32),
            self.weight,
            *for_loops(self.limits, self.n_sites),
        )

    def value(self, chosen: Flags) -> float:
        """How much weight these sites cover."""
        return float(self.weight[self.coverage.covered(np.flatnonzero(chosen))].sum())

    def allows(self, chosen: Flags) -> bool:
        """Whether the limits allow these sites together."""
        return allows(self.limits, chosen)

    def only(self, sites: Ints) -> "Covering":
        """The same problem with some of the sites only, numbered anew."""
        part = self.coverage.only(sites, np.arange(self.coverage.n_areas))
        merged = merge_areas(part, self.weight)
        limits = tuple(each.only(sites) for each in self.limits)
        return Covering(merged.coverage, merged.weight, limits)


def greedy(covering: Covering, price: Floats | None = None) -> tuple[Ints, Floats]:
    """Sites in the order in which each adds most (for its price), and how much each adds.

    Of equal ones the first in the list. Never less than 1 - 1/e of the best where only the number is limited.
    """
    n = covering.n_sites
    chosen, gains = np.zeros(n, np.int64), np.zeros(n)
    each = np.ones(n) if price is None else price
    taken = loops.greedy(*covering.problem, each, chosen, gains)
    return chosen[:taken], gains[:taken]


def swapped(covering: Covering, chosen: Flags) -> Flags:
    """The sites after every exchange of one for another that covers more."""
    sites = chosen.astype(np.uint8)
    loops.swap(*covering.problem, sites)
    return sites.astype(bool)


def searched(covering: Covering, chosen: Flags, kicks: int, rng: np.random.Generator) -> Flags:
    """The best sites that a cooling search meets on its way from these."""
    sites, count = chosen.astype(np.uint8), int(chosen.sum())
    heat = 0.03 * covering.value(chosen) / max(count, 1)
    loops.anneal(*covering.problem, sites, kicks, MOST_OUT, heat, rng)
    return sites.astype(bool)
