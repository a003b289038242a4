"""The maximal covering problem in whole numbers, and the ways to solve it: see ``siting.place_sites`` for its use."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.compiling import COMPILED
from inroads.engine.coverage import Coverage, Flags, Ints, merge_areas
from inroads.engine.kernels import coverage as compiled
from inroads.engine.plain import coverage as plain
from inroads.engine.scales import Floats

loops = compiled if COMPILED else plain

MOST_UNITS = 2.0**50  # sums stay below 2^53, where every whole number is exact
SMALLEST = 5e-324  # above nothing
MOST_OUT = 3  # how many sites a step of the search gives up at most


class Units(NamedTuple):
    """Amounts as whole numbers of one unit."""

    whole: Floats
    unit: float
    exact: bool  # whether nothing was rounded


def in_units(values: Floats) -> Units:
    """Amounts as whole numbers of one unit, so that their sums are exact and do not hang on their order."""
    total = float(values.sum())
    if total <= MOST_UNITS and (values == np.floor(values)).all():
        return Units(values.astype(float), 1.0, True)
    unit = max(2.0 ** float(np.floor(np.log2(total)) - 48), SMALLEST)
    return Units(np.rint(values / unit), unit, False)


class Limits(NamedTuple):
    """Limits of one family: each site counts towards one of them, by so much."""

    row: Ints  # (n_sites,) which limit of the family
    use: Floats  # (n_sites,) whole numbers, 0 or more
    room: Floats  # (n_limits,) whole numbers


def no_limit(n_sites: int) -> Limits:
    """A family of limits that keeps nothing out."""
    return Limits(np.zeros(n_sites, np.int64), np.zeros(n_sites), np.zeros(1))


def limits_of_groups(
    n_sites: int, stays: Ints, group: ArrayLike | None, most_in_group: ArrayLike | None
) -> list[Limits]:
    """The limit of each group, less what stays anyway; none if there are no groups."""
    if group is None and most_in_group is None:
        return []
    if group is None or most_in_group is None:
        raise ValueError(
            "Groups need the most of each group, and that needs the group of each site"
        )
    row = np.asarray(group)
    if row.shape != (n_sites,) or (n_sites and row.dtype.kind not in "iu") or (row < 0).any():
        raise ValueError("There must be one group for each site, a whole number from 0")
    n_groups = int(row.max(initial=-1)) + 1
    most = np.asarray(most_in_group)
    if most.shape not in ((), (n_groups,)) or most.dtype.kind not in "iu" or (most < 0).any():
        raise ValueError("The most of each group must be one whole number, or one for each group")
    row = row.astype(np.int64)
    room = np.broadcast_to(most, n_groups) - np.bincount(row[stays], minlength=n_groups)
    if (room < 0).any():
        full = int(np.argmax(room < 0))
        raise ValueError(f"Of group {full} more sites are fixed than may be open")
    return [Limits(row, np.ones(n_sites), room.astype(float))]


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
        turned, offset = self.coverage.turned, 0
        rows = np.zeros((len(self.limits), self.n_sites), np.int32)
        for family, limits in enumerate(self.limits):
            rows[family] = limits.row + offset
            offset += len(limits.room)
        return (
            self.coverage.first,
            self.coverage.area,
            turned.indptr.astype(np.int64),
            turned.indices.astype(np.int32),
            self.weight,
            rows,
            np.array([limits.use for limits in self.limits]),
            np.concatenate([limits.room for limits in self.limits]),
        )

    def value(self, chosen: Flags) -> float:
        """How much weight these sites cover."""
        return float(self.weight[self.coverage.covered(np.flatnonzero(chosen))].sum())

    def allows(self, chosen: Flags) -> bool:
        """Whether the limits allow these sites together."""
        return all(
            (np.bincount(row, weights=use * chosen, minlength=len(room)) <= room).all()
            for row, use, room in self.limits
        )

    def only(self, sites: Ints) -> "Covering":
        """The same problem with some of the sites only, numbered anew."""
        part = self.coverage.only(sites, np.arange(self.coverage.n_areas))
        merged = merge_areas(part, self.weight)
        limits = tuple(Limits(row[sites], use[sites], room) for row, use, room in self.limits)
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
