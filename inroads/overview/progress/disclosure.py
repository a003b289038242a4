"""The one place where small counts are hidden: page, chart and download all show what this leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = range(1, 5)

Row = tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """What may leave the building: each row of counts and the row of totals, or None where hidden."""

    rows: tuple[Row | None, ...]
    totals: Row | None


def hide_small(counts: Sequence[Sequence[int]]) -> Shown:
    """Hide every row that holds a count of 1 to 4, and what else must go so that none can be worked out.

    `counts` has a row for each place and a column for each kind of thing counted. The sum of each row is
    added to it if there are several columns, and the sum of each column makes the totals; a sum of 1 to 4 is
    small too. With the small rows goes the least row that is neither small nor all zeros, and any other of
    the same size; where there is none, the totals go, as they do when they themselves hold a small count.

    It holds for one table. Two tables that overlap, such as those of two weeks of one year, are never published.

    Even somebody who knows this rule cannot work a hidden small count out. Exchange its row with the large
    row that is hidden too: the counts differ, yet the totals, the rows that are shown, and so the whole page
    stay as they are. Where no large row is hidden the totals are, and any small count may be another one.
    """
    rows = [with_sum(row) for row in counts]
    totals = tuple(sum(column) for column in zip(*rows, strict=True))
    large = [row for row in rows if any(row) and not is_small(row)]
    any_small = any(is_small(row) for row in rows)
    least = min((max(row) for row in large), default=None) if any_small else None
    return Shown(
        rows=tuple(None if is_small(row) or max(row) == least else row for row in rows),
        totals=None if is_small(totals) or (any_small and not large) else totals,
    )


def with_sum(row: Sequence[int]) -> Row:
    """The counts of one place, and what they come to if there are several."""
    return (*row, sum(row)) if len(row) > 1 else tuple(row)


def is_small(row: Row) -> bool:
    """The row holds a count that might point at somebody."""
    return any(count in SMALL for count in row)
