"""Choosing sites that cover the most weight, with sets and whole tables; arguments as those of the kernels."""

import heapq
import math
from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_array

from inroads.engine.scales import Floats


class State:
    """Which sites are taken, how often each area is covered, what each site would add, and what is used up."""

    def __init__(self, first, area, first_site, site, weight, row, use, room):
        n = len(first) - 1
        self.weight, self.row, self.use, self.room = weight, row, use, room
        self.table = csr_array((np.ones(len(area)), area, first), shape=(n, len(weight)))
        self.areas = [area[first[s] : first[s + 1]] for s in range(n)]
        self.sites = [site[first_site[a] : first_site[a + 1]] for a in range(len(weight))]
        self.times = np.zeros(len(weight), np.int64)
        self.used = np.zeros(len(room))
        self.taken: list[int] = []

    def fits(self, s: int) -> bool:
        rows = self.row[:, s]
        return bool((self.used[rows] + self.use[:, s] <= self.room[rows]).all())

    def use_room(self, s: int, sign: int) -> None:
        np.add.at(self.used, self.row[:, s], sign * self.use[:, s])

    def take(self, s: int) -> float:
        self.taken.append(s)
        self.use_room(s, 1)
        self.times[self.areas[s]] += 1
        return float(self.weight[self.areas[s]][self.times[self.areas[s]] == 1].sum())

    def leave(self, s: int) -> float:
        # The last one takes the place of the one that leaves: places decide what chance picks next.
        place = self.taken.index(s)
        self.taken[place] = self.taken[-1]
        self.taken.pop()
        self.use_room(s, -1)
        self.times[self.areas[s]] -= 1
        return float(self.weight[self.areas[s]][self.times[self.areas[s]] == 0].sum())

    def gains(self) -> Floats:
        return self.table @ (self.weight * (self.times == 0))

    def gain(self, s: int) -> float:
        return float(self.weight[self.areas[s]][self.times[self.areas[s]] == 0].sum())


def greedy(first, area, first_site, site, weight, row, use, room, price, chosen, gains) -> int:
    """Take the site that newly covers the most for its price, again and again; answers how many it took.

    Lazily (Minoux 1978): a gain is counted again only when it comes to the top, since it can only have fallen.
    """
    state = State(first, area, first_site, site, weight, row, use, room)
    heap = [(-gain / price[s], s) for s, gain in enumerate(state.gains())]
    heapq.heapify(heap)
    taken = 0
    while heap and taken < len(chosen):
        key, s = heapq.heappop(heap)
        gain = state.gain(s)
        if gain <= 0:
            continue
        if gain / price[s] < -key:
            heapq.heappush(heap, (-gain / price[s], s))
        elif state.fits(s):
            chosen[taken], gains[taken] = s, gain
            taken += 1
            state.take(s)
    return taken


def swap(first, area, first_site, site, weight, row, use, room, chosen) -> int:
    """Exchange one chosen site for another, or add one, while that covers more; answers how many exchanges it made."""
    n = len(chosen)
    state = State(first, area, first_site, site, weight, row, use, room)
    for s in np.flatnonzero(chosen):
        state.take(int(s))

    def fitting(some) -> list[int]:
        return [int(s) for s in some if state.fits(int(s))]

    swaps, out, passed = 0, 0, 0
    while passed < n:
        passed += 1
        free = chosen == 0
        if out == 0:
            into = best_of(fitting(np.flatnonzero(free)), state.gains())
            if into is not None:
                state.take(into)
                chosen[into] = 1
                passed = 0
                continue
        if chosen[out]:
            alone = np.zeros(len(weight), bool)
            alone[state.areas[out]] = state.times[state.areas[out]] == 1
            loss = weight[alone].sum()
            overlapping = (state.table @ (weight * alone) > 0) & free
            state.use_room(out, -1)
            gains = state.gains()
            # Of all sites the one of the largest gain, whatever it shares with the one that is given up.
            top = min(
                fitting(np.flatnonzero(free & (gains > loss))),
                key=lambda s: -gains[s],
                default=None,
            )
            some = [*fitting(np.flatnonzero(overlapping)), *([] if top is None else [top])]
            into = best_of(some, state.table @ (weight * ((state.times == 0) | alone)) - loss)
            state.use_room(out, 1)
            if into is not None:
                state.leave(out)
                state.take(into)
                chosen[out], chosen[into] = 0, 1
                swaps += 1
                passed = 0
        out = (out + 1) % n
    return swaps


def best_of(candidates: Iterable[int], more: Floats) -> int | None:
    """The candidate that adds most, of equal ones the lowest; none if nothing is added."""
    best = min(candidates, key=lambda s: (-more[s], s), default=None)
    return best if best is not None and more[best] > 0 else None


def anneal(
    first, area, first_site, site, weight, row, use, room, chosen, kicks, most_out, heat, rng
) -> float:
    """Give up a few sites that overlap and fill the room again, keeping what is better, or by chance a little worse."""
    n = len(first) - 1
    state = State(first, area, first_site, site, weight, row, use, room)
    now = sum(state.take(int(s)) for s in np.flatnonzero(chosen))
    best, most = list(state.taken), now
    everywhere = min(1.0, 500.0 / max(n, 1))

    def one_of(some):
        return some[int(rng.random() * len(some))]

    for kick in range(kicks if state.taken else 0):
        before = list(state.taken)
        gone = [int(one_of(state.taken))]
        wanted = 1 + int(rng.random() * most_out)
        near: list[int] = []
        own = state.areas[gone[0]]
        for _ in range(min(len(own), 4 * wanted) if wanted > 1 else 0):
            s = one_of(state.sites[one_of(own)])
            for other in state.sites[one_of(state.areas[s])]:
                if other in before and other not in gone and other not in near:
                    near.append(int(other))
        while len(gone) < wanted and near:
            pick = int(rng.random() * len(near))
            gone.append(near[pick])
            near[pick] = near[-1]
            near.pop()
        change = -sum(state.leave(s) for s in gone)
        barred = one_of(gone) if rng.random() < 0.7 else -1
        came: list[int] = []
        while len(came) < 2 * most_out:
            into = anywhere(state, barred) if rng.random() < everywhere else None
            if into is None:
                into = nearby(state, gone, barred, rng)
            if into is None:
                break
            change += state.take(into)
            came.append(into)
        cool = heat * (1 - kick / kicks)
        if change >= 0 or (state.taken and cool > 0 and rng.random() < math.exp(change / cool)):
            now += change
            if now > most:
                best, most = list(state.taken), now
        else:
            for s in reversed(came):
                state.leave(s)
            for s in gone:
                state.take(s)
    chosen[:] = 0
    chosen[best] = 1
    return float(most)


def anywhere(state: State, barred: int) -> int | None:
    """Of all sites that fit, the one that adds most."""
    taken = set(state.taken)
    free = [s for s in range(len(state.areas)) if s not in taken and s != barred and state.fits(s)]
    return best_of(free, state.gains())


def nearby(state: State, gone: list[int], barred: int, rng: np.random.Generator) -> int | None:
    """Of the sites that cover what was given up, one that adds much."""
    top, into, taken = 0.0, None, set(state.taken)
    seen: set[int] = set()
    for a in (a for s in gone for a in state.areas[s] if state.times[a] == 0):
        for s in map(int, state.sites[a]):
            if s in seen:
                continue
            seen.add(s)
            if s not in taken and s != barred and state.fits(s):
                noisy = state.gain(s) * (0.97 + 0.03 * rng.random())
                if noisy > top:
                    top, into = noisy, s
    return into
