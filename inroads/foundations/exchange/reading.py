"""A file as a table: a heading, rows with their line numbers, and what was noticed on the way."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.features import features_in
from inroads.foundations.exchange.lettering import SEPARATORS, lettering_of, separator_of
from inroads.foundations.exchange.sheets import sheet_as_csv
from inroads.foundations.exchange.unpacking import ZIP, first_bytes, opened, require_readable

MAX_ROWS = 3_000_000
MAX_COLUMNS = 2_000
MAX_CELL = 100_000
HEADING_WITHIN = 20


class Row(NamedTuple):
    """One row: where it stands in the file, its cells by the name of their column, what is wrong with it."""

    line: int
    cells: dict[str, Any]
    wrong: str = ""


@dataclass
class Table:
    """A file that was opened as a table; its rows may be gone through more than once."""

    path: Path
    kind: str
    each: str = "Line"
    codec: str = "utf-8"
    separator: str = ","
    heading_line: int = 1
    header: list[str] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    total: int = 0

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank."""
        rows = self.features() if self.kind == "GeoJSON" else self.lines()
        for number, row in enumerate(rows, start=1):
            if number > MAX_ROWS:
                raise Refused(f"This file has more than {MAX_ROWS:,} rows. Send it in parts.")
            yield row

    def features(self) -> Iterator[Row]:
        with opened(self.path) as stream:
            for number, (cells, wrong) in enumerate(features_in(stream), start=1):
                yield Row(number, cells, wrong)

    def lines(self) -> Iterator[Row]:
        width = len(self.header)
        keep = [number for number in range(width) if number not in self.left_out]
        names = [self.header[number] for number in keep]
        with records(self.path, self.codec, self.separator) as all_records:
            for line, cells in all_records:
                if line <= self.heading_line:
                    continue
                wrong = ""
                if len(cells) != width:
                    cells = trimmed(cells, width)
                    if len(cells) != width and any(cell.strip() for cell in cells):
                        wrong = f"has {len(cells)} cells where the heading has {width}"
                    cells = (cells + [""] * width)[:width]
                if len(keep) != width:
                    cells = [cells[number] for number in keep]
                row = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
                if wrong or any(row.values()):
                    yield Row(line, row, wrong)


def trimmed(cells: list[str], width: int) -> list[str]:
    """The cells without blank ones past the last column."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


@contextmanager
def opened_table(path: Path) -> Iterator[Table]:
    """The file as a table, for as long as it is needed."""
    require_readable(path)
    if first_bytes(path) == ZIP:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "sheet.csv"
            note = sheet_as_csv(path, copy)
            table = table_of_text(copy)
            table.kind, table.each, table.notes[:1] = "Excel", "Row", [note]
            yield table
    else:
        with opened(path) as stream:
            start = stream.peek(200)[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
        yield table_of_features(path) if start.startswith(b"{") else table_of_text(path)


def table_of_features(path: Path) -> Table:
    """A GeoJSON file: each feature is a row, its properties and its geometry are the columns."""
    table = Table(path, "GeoJSON", each="Feature")
    with opened(path) as stream:
        start = stream.peek(3)[:3]
        table.total = sum(
            part.count(b'"geometry"') for part in iter(lambda: stream.read(65_536), b"")
        )
    table.notes.append(
        "Read as GeoJSON." if start != b"\xef\xbb\xbf" else "Read as GeoJSON with a mark (BOM)."
    )
    first = next(table.rows(), None)
    if first is None:
        raise Refused("There are no features in this file.")
    table.header = list(first.cells)
    return table


def table_of_text(path: Path) -> Table:
    """A CSV file, however it is encoded and separated, with its heading found."""
    lettering = lettering_of(path)
    with opened(path) as stream, io.TextIOWrapper(stream, lettering.codec, newline="") as text:
        sample = text.read(200_000).splitlines(keepends=True)[:HEADING_WITHIN]
    told = sample[0].strip().lower() if sample else ""
    separator = told[4:] if told.startswith("sep=") and len(told) == 5 else separator_of(sample)
    table = Table(path, "CSV", codec=lettering.codec, separator=separator, total=lettering.lines)
    between = SEPARATORS.get(separator, f"“{separator}”")
    table.notes.append(f"Read as {lettering.called}, with {between} between the cells.")
    find_heading(table)
    return table


def find_heading(table: Table) -> None:
    """The first line that has at least half as many filled cells as the fullest of the first lines."""
    first: list[tuple[int, list[str]]] = []
    with records(table.path, table.codec, table.separator) as all_records:
        for record in all_records:
            first.append(record)
            if len(first) == HEADING_WITHIN:
                break
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in first]
    if not filled or max(filled) == 0:
        raise Refused("There is nothing in this file.")
    at = next(place for place, count in enumerate(filled) if count * 2 >= max(filled))
    line, cells = first[at]
    if len(cells) > MAX_COLUMNS:
        raise Refused(f"This file has more than {MAX_COLUMNS:,} columns.")
    table.heading_line = line
    if at:
        table.notes.append(
            f"The heading was found on line {line}; what stands above it is not read."
        )
    name_columns(table, cells)


def name_columns(table: Table, cells: Iterable[str]) -> None:
    """Take each column once and by a name; say which are left out."""
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells):
        name = " ".join(cell.split())
        if not name:
            table.left_out.add(number)
            table.notes.append(
                f"Column {number + 1} has no name in the heading, so it is left out."
            )
        elif name.casefold() in seen:
            table.left_out.add(number)
            first = seen[name.casefold()] + 1
            table.notes.append(
                f"Columns {first} and {number + 1} are both called “{name[:60]}”:"
                f" column {first} is read, column {number + 1} is left out."
            )
        else:
            seen[name.casefold()] = number
        table.header.append(name)


@contextmanager
def records(path: Path, codec: str, separator: str) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Each CSV record with the number of the line that it starts on."""
    with opened(path) as stream, io.TextIOWrapper(stream, codec, newline="") as text:
        yield numbered(text, separator)


def numbered(text: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(text, delimiter=separator, strict=True)
    line = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                f"Line {line} cannot be read: a quotation mark is not closed, or a cell is far too long."
            ) from error
        yield line, cells
