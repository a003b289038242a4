"""Two answers to one question side by side: what rose, what fell, and what only one of them has."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from inroads.overview.planning.models import Run

NONE = "–"
# So many rows that differ are shown, those that differ most.
SHOWN = 25
# What a column is called, and what stands in it.
Cell = tuple[str, str]


@dataclass(frozen=True)
class Changed:
    """One row that differs: for each column what it was, what it is, and by how much it moved."""

    name: str
    cells: list[Cell]
    moved: float  # of the first column that moved, to put the largest first


@dataclass(frozen=True)
class Comparison:
    """An answer beside an earlier one."""

    earlier: Run
    columns: list[str]  # those that both have
    rows: list[Changed]
    new: list[str]  # names of rows that only the later answer has
    gone: list[str]  # names of rows that only the earlier one has
    alike: int  # rows that say the same in both

    @property
    def shown(self) -> list[Changed]:
        """As many of the rows that differ as one looks at, those that differ most."""
        return self.rows[:SHOWN]

    @property
    def is_same(self) -> bool:
        return not (self.rows or self.new or self.gone)


def compare(run: Run, earlier: Run) -> Comparison:
    """What the later answer says that the earlier did not; rows are joined by their keys, columns by their titles."""
    before, after = by_key(earlier), by_key(run)
    places = {each["title"]: number for number, each in enumerate(earlier.result["columns"])}
    common = [
        (number, places[each["title"]], each)
        for number, each in enumerate(run.result["columns"])
        if each["title"] in places
    ]
    both = [key for key in after if key in before]
    rows = [
        Changed(after[key][1], cells, moved)
        for key in both
        for cells, moved in [changes(after[key][2:], before[key][2:], common)]
        if cells
    ]
    return Comparison(
        earlier=earlier,
        columns=[each["title"] for _, _, each in common],
        rows=sorted(rows, key=lambda row: -abs(row.moved)),
        new=[row[1] for key, row in after.items() if key not in before],
        gone=[row[1] for key, row in before.items() if key not in after],
        alike=len(both) - len(rows),
    )


def by_key(run: Run) -> dict[str, list]:
    return {row[0]: row for row in run.result["rows"]}


def changes(after: list, before: list, common: Sequence[tuple]) -> tuple[list[Cell], float]:
    """The cells of a row that differs, and by how much the first of them moved; no cells if nothing differs."""
    cells, moved = [], None
    for here, there, column in common:
        new, old = after[here], before[there]
        same = is_same(new, old)
        told = shown(new, column) if same else in_words(new, old, column)
        cells.append((column["title"], told))
        if not same and moved is None:
            moved = (new or 0) - (old or 0)
    return ([], 0.0) if moved is None else (cells, moved)


def is_same(new: float | None, old: float | None) -> bool:
    if new is None or old is None:
        return new is old
    return isclose(new, old, rel_tol=1e-9, abs_tol=1e-9)


def in_words(new: float | None, old: float | None, column: dict) -> str:
    """What a value was and is, and the difference if both are known.

    >>> in_words(12.0, 9.5, {"decimals": 1})
    '12.0, was 9.5 (+2.5)'
    >>> in_words(None, 3, {"decimals": 0})
    '–, was 3'
    """
    told = f"{shown(new, column)}, was {shown(old, column)}"
    if new is None or old is None:
        return told
    sign = "+" if new > old else "\N{MINUS SIGN}"
    return f"{told} ({sign}{abs(new - old):,.{column['decimals']}f})"


def shown(value: float | None, column: dict) -> str:
    """A number with as many decimals as its column has."""
    return NONE if value is None else f"{value:,.{column['decimals']}f}"
