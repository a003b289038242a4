"""Tables of counts with their totals, and with what was shown of them before.

A table is a row of cells, totals among them, and the sums that hold between them: a cell for each count, and a line
for each sum, whose numbers times the counts come to nothing. A parish that overlaps wards, or last month's table that
this month's can be held against, is only more cells and more lines.
"""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import block_array, csr_array, eye_array, vstack

Counts = NDArray[np.int64]


class Cell(IntEnum):
    """What the world sees of a cell."""

    FREE = 0  # is going to be shown, unless it must be hidden
    PUBLIC = 1  # has been shown already, and nothing hides it any more
    HIDDEN = 2  # has been hidden in an earlier table, and stays so
    UNSEEN = 3  # stands in no table, but may be worked out: what a count grew by since last month


def with_totals(counts: ArrayLike) -> tuple[Counts, csr_array]:
    """A table with a total added at the end of each row and column (and so on), and the sums that hold in it.

    Parameters
    ----------
    counts : array_like of int, of any shape

    Returns
    -------
    counts : ndarray of int
        One longer each way.
    sums : csr_array of shape (n_sums, n_cells)
        Cells in the order of ``counts.ravel()``.

    Examples
    --------
    >>> counts, sums = with_totals([[1, 7], [8, 9]])
    >>> counts
    array([[ 1,  7,  8],
           [ 8,  9, 17],
           [ 9, 16, 25]])
    >>> sums.shape
    (6, 9)
    """
    table = whole_counts(counts)
    for axis in range(table.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    number = np.arange(table.size).reshape(table.shape)
    lines = []
    for axis in range(table.ndim):
        cells = np.moveaxis(number, axis, -1).reshape(-1, table.shape[axis])
        values = np.append(np.ones(cells.shape[1] - 1), -1.0)
        row = np.repeat(np.arange(len(cells)), cells.shape[1])
        entries = (np.tile(values, len(cells)), (row, cells.ravel()))
        lines.append(csr_array(entries, shape=(len(cells), table.size)))
    return table, csr_array(vstack(lines)) if lines else csr_array((0, table.size))


def with_earlier(
    counts: ArrayLike, sums: csr_array, earlier: Sequence[tuple[ArrayLike, ArrayLike]]
) -> tuple[Counts, csr_array, NDArray[np.int64]]:
    """A table together with earlier ones of the same cells, and what each count has grown by since.

    For counts to date, which never fall. If 37 was shown and 39 is, then everybody knows that there were two: what
    a count grew by can be small although neither count is.

    Parameters
    ----------
    counts : array_like of int, of shape (n_cells,)
        What is to be shown now.
    sums : csr_array of shape (n_sums, n_cells)
    earlier : sequence of (counts, shown)
        Each table that is public: its counts, and which of them were shown.

    Returns
    -------
    counts : ndarray of shape (n_cells * (1 + 2 * n_earlier),)
        Those of now come first.
    sums : csr_array
    cells : ndarray
        The ``Cell`` of each, for ``hide_small``.

    Raises
    ------
    ValueError
        If a count is less than it was.

    Examples
    --------
    >>> counts, sums = with_totals([20, 30])
    >>> now, lines, cells = with_earlier(counts, sums, [([20, 28, 48], [True, True, True])])
    >>> now, cells
    (array([20, 30, 50, 20, 28, 48,  0,  2,  2]), array([0, 0, 0, 1, 1, 1, 3, 3, 3]))
    """
    now = whole_counts(counts).ravel()
    every, kinds = [now], [np.full(len(now), Cell.FREE)]
    blocks: list[list[csr_array | None]] = [[csr_array(sums)]]
    same = eye_array(len(now), format="csr")
    for before, seen in earlier:
        then, shown = whole_counts(before).ravel(), np.asarray(seen, dtype=bool).ravel()
        if then.shape != now.shape or shown.shape != now.shape:
            raise ValueError("An earlier table must have the same cells")
        if (now < then).any():
            raise ValueError("A count to date cannot be less than it was")
        every += [then, now - then]
        kinds += [np.where(shown, Cell.PUBLIC, Cell.HIDDEN), np.full(len(now), Cell.UNSEEN)]
        width = len(blocks[0])
        blocks = [[*line, None, None] for line in blocks]
        blocks.append([None] * width + [csr_array(sums), None])
        blocks.append([same, *[None] * (width - 1), -same, -same])
    return np.concatenate(every), csr_array(block_array(blocks)), np.concatenate(kinds)


def whole_counts(values: ArrayLike) -> Counts:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("A count must be a whole number") from error
    if not np.isfinite(numbers).all() or (numbers != np.round(numbers)).any():
        raise ValueError("A count must be a whole number")
    if (numbers < 0).any():
        raise ValueError("A count cannot be below zero")
    return numbers.astype(np.int64)
