"""Which counts of a table must be hidden, so that nobody can work out a small one; with the proof that nobody can."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array

from inroads.engine.scales import Floats
from inroads.engine.tables import Cell, Counts, whole_counts

Mask = NDArray[np.bool_]

SMALL = (1, 4)
# What is hidden anyway costs next to nothing, so that no more of it is moved than need be.
NEXT_TO_NOTHING = 1e-4


class Hiding(NamedTuple):
    """What is shown, and the proof that this gives no small count away."""

    shown: Mask  # (n_cells,)
    small: Mask  # (n_cells,) the counts that are protected
    weaker: Mask  # (n_cells,) small ones that are safe only as long as nobody knows which of the hidden are small
    others: Counts  # (n_tables, n_cells) other tables that agree in all that is shown

    def gives_nothing_away(self, counts: ArrayLike, sums: csr_array) -> bool:
        """Whether the proof holds: each small count is another one in some other table that could be true."""
        true = np.asarray(counts)
        possible = (
            not (sums @ self.others.T).any()
            and (self.others >= 0).all()
            and (self.others[:, self.shown] == true[self.shown]).all()
        )
        return bool(possible and (self.others != true).any(axis=0)[self.small].all())


class Move(NamedTuple):
    """From the true table to another that could be true."""

    by: Counts  # (n_cells,)
    knowing: (
        bool  # it could be true even for somebody who knows which of the hidden counts are small
    )


def hide_small(
    counts: ArrayLike,
    sums: csr_array,
    cells: ArrayLike | None = None,
    *,
    small: tuple[int, int] = SMALL,
    price: ArrayLike | None = None,
) -> Hiding:
    """Hide the small counts, and as few others as it takes, so that no small one can be worked out.

    It is assumed that whoever tries knows the rule, every sum, and even which of the hidden counts are small and which
    are not. Still another table agrees with all that is shown, in which the count is another one. Where nothing can
    achieve that (four counts of 1 whose sum is known to be small can only be four ones), the count is protected from
    everybody who does not know which of the hidden counts are small, and ``weaker`` says so.

    A zero is never hidden: that nobody was there points at nobody.

    Parameters
    ----------
    counts : array_like of int, of shape (n_cells,)
    sums : csr_array of shape (n_sums, n_cells)
        Whole numbers; ``sums @ counts`` is zero throughout. From ``with_totals`` or ``with_earlier``, or one's own.
    cells : array_like of Cell, of shape (n_cells,), optional
        What the world sees of each; without it each is FREE.
    small : pair of int, default (1, 4)
        The least and the largest count that might point at somebody.
    price : array_like of shape (n_cells,), optional
        How much is lost if a count is hidden, 0 or more; without it, the logarithm of the count.

    Returns
    -------
    Hiding
        ``others`` proves it, and ``gives_nothing_away`` checks the proof.

    Raises
    ------
    ValueError
        If a count is no whole number or below zero, the sums do not add up, or nothing can be done: what is public
        already gives a small count away.

    References
    ----------
    Kelly, Golden and Assad (1992), Cell suppression: disclosure protection for sensitive tabular data, Networks 22,
    397-417. Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear
    constraints, Management Science 47(7), 1008-1027.

    Examples
    --------
    >>> from inroads.engine.tables import with_totals
    >>> counts, sums = with_totals([[3, 20, 30], [40, 25, 60], [12, 9, 50]])
    >>> np.where(hide_small(counts.ravel(), sums).shown.reshape(4, 4), counts, -1)
    array([[ -1,  -1,  30,  53],
           [ 40,  25,  60, 125],
           [ -1,  -1,  50,  71],
           [ 55,  54, 140, 249]])
    """
    table = _Table(counts, sums, cells, small)
    lost = np.log1p(table.counts) if price is None else np.asarray(price, dtype=float)
    if lost.shape != table.counts.shape or not np.isfinite(lost).all() or (lost < 0).any():
        raise ValueError("Each count needs one price, not below zero")

    hidden = table.sensitive | np.isin(table.cells, (Cell.HIDDEN, Cell.UNSEEN))
    may = hidden | ((table.cells == Cell.FREE) & (table.counts > 0))
    moves: list[Move] = []
    for cell in np.flatnonzero(table.sensitive):
        cost = np.where(hidden, NEXT_TO_NOTHING, NEXT_TO_NOTHING + lost)
        if not table.protect(int(cell), moves, may, cost):
            raise ValueError(
                f"What is public gives count {cell} away, whatever is hidden: show nothing of this table"
            )
        hidden |= moves[-1].by != 0 if moves else False
    weaker = table.sensitive & ~_moved(moves, knowing=True)

    # Show again whatever the others protect without it, the dearest first.
    extra = np.flatnonzero(hidden & ~table.sensitive & (table.cells == Cell.FREE))
    for cell in extra[np.argsort(-lost[extra], kind="stable")]:
        hidden[cell] = False
        again = [move for move in moves if not move.by[cell]]
        cost = np.ones(len(hidden))
        if (
            all(
                table.protect(int(one), again, hidden, cost)
                for one in np.flatnonzero(table.sensitive)
            )
            and not (table.sensitive & ~weaker & ~_moved(again, knowing=True)).any()
        ):
            moves = again
        else:
            hidden[cell] = True
    others = [table.counts + move.by for move in moves]
    return Hiding(
        shown=~hidden & np.isin(table.cells, (Cell.FREE, Cell.PUBLIC)),
        small=table.sensitive,
        weaker=weaker,
        others=np.array(others, np.int64).reshape(len(others), len(table.counts)),
    )


def could_be(
    counts: ArrayLike,
    shown: ArrayLike,
    sums: csr_array,
    cells: ArrayLike | None = None,
    *,
    small: tuple[int, int] = SMALL,
    knowing: bool = True,
) -> tuple[Floats, Floats]:
    """Between which two numbers each count must lie, for somebody who sees what is shown and knows the rule.

    An audit of ``hide_small``, or of any other way to hide, that takes nothing from it: two whole-number programmes for
    each count.

    Parameters
    ----------
    counts, sums, cells, small
        As ``hide_small``.
    shown : array_like of bool, of shape (n_cells,)
    knowing : bool, default True
        Whether they also know which of the hidden counts are small.

    Returns
    -------
    lowest, highest : ndarrays of shape (n_cells,)
        ``inf`` where there is no end; the count itself where it is shown.

    Raises
    ------
    ValueError
        As ``hide_small``.

    Examples
    --------
    >>> from inroads.engine.tables import with_totals
    >>> counts, sums = with_totals([3, 20, 30])
    >>> could_be(counts, [False, True, True, True], sums)
    (array([ 3., 20., 30., 53.]), array([ 3., 20., 30., 53.]))
    >>> could_be(counts, [False, False, True, True], sums)
    (array([ 1., 19., 30., 53.]), array([ 4., 22., 30., 53.]))
    """
    table = _Table(counts, sums, cells, small)
    seen = np.asarray(shown, dtype=bool)
    if seen.shape != table.counts.shape:
        raise ValueError("Each count is either shown or not")
    lowest, highest = (table.counts.astype(float) for _ in range(2))
    for cell in np.flatnonzero(~seen):
        lowest[cell] += table.furthest(int(cell), -1, ~seen, knowing)
        highest[cell] += table.furthest(int(cell), 1, ~seen, knowing)
    return lowest, highest


def _moved(moves: list[Move], knowing: bool) -> Mask | np.bool_:
    """Which counts some move changes."""
    some = [move.by != 0 for move in moves if move.knowing or not knowing]
    return np.any(some, axis=0) if some else np.False_


class _Table:
    """Counts and sums, and how far from the true one somebody who knows the rule could think each hidden count."""

    def __init__(
        self, counts: ArrayLike, sums: csr_array, cells: ArrayLike | None, small: tuple[int, int]
    ):
        self.counts = whole_counts(counts)
        self.sums = csr_array(sums)
        free = np.full(self.counts.shape, Cell.FREE)
        self.cells = free if cells is None else np.asarray(cells)
        low, high = small
        if self.counts.ndim != 1 or self.sums.shape[1] != len(self.counts):
            raise ValueError("Each sum needs one number for each count")
        if self.cells.shape != self.counts.shape or not np.isin(self.cells, list(Cell)).all():
            raise ValueError("Each count is free, public, hidden or unseen")
        if not 1 <= low <= high:
            raise ValueError("Small counts go from 1 or more to no less")
        if (self.sums.data != np.round(self.sums.data)).any() or (self.sums @ self.counts).any():
            raise ValueError("The sums do not add up")
        is_small = (self.counts >= low) & (self.counts <= high)
        unseen = self.cells == Cell.UNSEEN
        self.sensitive = is_small & (self.cells != Cell.PUBLIC)
        # A count below the small ones is shown, as a zero is.
        fixed = ((self.counts < low) & ~unseen) | (self.cells == Cell.PUBLIC)
        self.bounds: dict[bool, tuple[Floats, Floats]] = {}
        for knowing in (True, False):
            large = high + 1 if knowing else low
            least = np.where(unseen, 0, np.where(is_small, low, large))
            most = np.where(is_small & ~unseen & knowing, float(high), np.inf)
            self.bounds[knowing] = (
                np.where(fixed, 0.0, least - self.counts),
                np.where(fixed, 0.0, most - self.counts),
            )

    def protect(self, cell: int, moves: list[Move], may: Mask, price: Floats) -> bool:
        """See to it that some move changes this count, and say whether one can."""
        for knowing in (True, False):
            if any(move.by[cell] and move.knowing >= knowing for move in moves):
                return True
            found = [
                by
                for step in (1, -1)
                if (by := self._other(cell, step, may, price, knowing)) is not None
            ]
            if found:
                moves.append(Move(min(found, key=lambda by: float(price @ (by != 0))), knowing))
                return True
        return False

    def furthest(self, cell: int, way: int, may: Mask, knowing: bool) -> float:
        """How far up (1) or down (-1) the count could be, all else that is hidden being free."""
        some = np.flatnonzero(may)
        down, up = self.bounds[knowing]
        bounds = np.column_stack([down[some], up[some]])
        lines = self.sums[:, some]
        aim = np.where(some == cell, -float(way), 0.0)
        none = np.zeros(lines.shape[0])
        found = linprog(aim, A_eq=lines, b_eq=none, bounds=bounds)
        if found.status == 0 and abs(found.x - np.round(found.x)).max() > 1e-6:
            found = linprog(
                aim, A_eq=lines, b_eq=none, bounds=bounds, integrality=np.ones(len(some))
            )
        if found.status == 3:
            return way * np.inf
        if found.status:
            raise RuntimeError(f"The solver gave up: {found.message}")
        return way * float(round(-found.fun))

    def _other(
        self, cell: int, step: int, may: Mask, price: Floats, knowing: bool
    ) -> Counts | None:
        """The cheapest move that changes this count by so much."""
        down, up = self.bounds[knowing]
        if not down[cell] <= step <= up[cell]:
            return None
        some = np.flatnonzero(may & ((down < 0) | (up > 0)))
        lines = self.sums[:, some]
        # Each count moves up by one variable and down by another, both at a price.
        least, most = np.zeros((2, len(some))), np.array([up[some], -down[some]])
        at = np.flatnonzero(some == cell)[0]
        most[:, at] = least[:, at] = (step > 0, step < 0)
        for whole in (0, 1):  # in fractions it is quicker, and the answer mostly whole
            found = linprog(
                np.tile(price[some], 2),
                A_eq=csr_array(block_array([[lines, -lines]])),
                b_eq=np.zeros(lines.shape[0]),
                bounds=np.column_stack([least.ravel(), most.ravel()]),
                integrality=np.full(2 * len(some), whole),
            )
            if found.status == 2:
                return None
            if found.status:
                raise RuntimeError(f"The solver gave up: {found.message}")
            moved = found.x[: len(some)] - found.x[len(some) :]
            by = np.zeros(len(self.counts), np.int64)
            by[some] = np.round(moved).astype(np.int64)
            if abs(moved - by[some]).max() < 1e-6 and not (self.sums @ by).any():
                return by
        raise RuntimeError("The solver found no whole answer")
