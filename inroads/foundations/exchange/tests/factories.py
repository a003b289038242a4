"""Files for tests."""

import gzip
from pathlib import Path

import xlsxwriter
from django.utils import timezone

from inroads.foundations.exchange.actions import keep_file
from inroads.foundations.exchange.importers import Importer, Report
from inroads.foundations.exchange.reading import opened_table
from inroads.foundations.history.recording import Machine


def a_file(folder: Path, content: bytes | str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def a_gzip(folder: Path, content: bytes, name: str = "table.csv.gz") -> Path:
    return a_file(folder, gzip.compress(content, mtime=0), name)


def a_sheet(folder: Path, *sheets: list[list], name: str = "table.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return path


def cells_of(path: Path) -> list[dict]:
    with opened_table(path) as table:
        return [row.cells for row in table.rows()]


def notes_of(path: Path) -> str:
    with opened_table(path) as table:
        return " ".join(table.notes)


def checked(importer: Importer, path: Path) -> Report:
    with opened_table(path) as table:
        return importer.check(table)


def keep(importer: Importer, path: Path, **given) -> Report:
    """What came of taking the file in."""
    with opened_table(path) as table, importer.gathered(table, **given) as gathered:
        by = Machine("test")
        return keep_file(gathered, name=path.name, digest="", at=timezone.now(), by=by)
