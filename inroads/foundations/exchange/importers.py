"""What every kind of file that can be taken in has in common: its columns, its check, its report."""

import pickle
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from inroads.foundations.core.rules import Refused
from inroads.foundations.design.forms import Form
from inroads.foundations.exchange.reading import Row, Table
from inroads.foundations.history.recording import Actor

BATCH = 1_000
LISTED_FAULTS = 100
Progress = Callable[[int, int], None]


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Stopped(Exception):
    """The person asked for the work to stop; nothing of the file is kept."""


class Wrong(Exception):
    """What is wrong with one row: the column and the reason, in words."""

    def __init__(self, column: str, reason: str):
        super().__init__(reason)
        self.column = column


@dataclass(frozen=True)
class Column:
    """A column of a file: its plain name, what it means, and the other headings it is published under.

    Each other heading is a pattern over the heading's letters and digits; its group is the year, if it tells one.
    """

    name: str
    meaning: str
    headings: tuple[str, ...] = ()
    needed: bool = False

    def year_in(self, heading: str) -> int | None:
        """None if this is another column; the year that the heading tells, or 0 if it tells none."""
        plain = letters(heading)
        for pattern in (re.escape(letters(self.name)), *self.headings):
            if found := re.fullmatch(pattern, plain):
                told = next((part for part in found.groups() if part), "")
                return int(told) + (2000 if len(told) == 2 else 0) if told else 0
        return None


def letters(heading: str) -> str:
    """A heading without its capitals, blanks and marks: “LSOA code (2021)” is lsoacode2021."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


@dataclass(frozen=True)
class Found:
    """Where a column was found in a file, and the year that its heading tells (0 if none)."""

    heading: str
    year: int = 0


@dataclass
class Report:
    """What checking or keeping a file came to."""

    each: str = "Line"
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0
    left_out: int = 0
    faults: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> int:
        return self.new + self.changed + self.unchanged

    def add_fault(self, line: int, column: str, reason: str) -> None:
        self.wrong += 1
        if len(self.faults) < LISTED_FAULTS:
            self.faults.append({"line": line, "column": column, "reason": reason})

    def as_json(self) -> dict:
        return {**vars(self), "good": self.good}


class Importer:
    """One kind of file: how it is recognised, read, compared with what is known, and kept."""

    key: ClassVar[str]
    title: ClassVar[str]
    expects: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    form: ClassVar[type[Form]] = Form
    # The page on which what was taken in can be seen: the name of its address, and what the link says.
    seen_at: ClassVar[tuple[str, str]] = ("", "")
    # Which kinds of file it reads.
    reads: ClassVar[tuple[str, ...]] = ("CSV", "Excel")

    def __init__(self, options: dict | None = None):
        self.options = options or {}
        self.found: dict[str, Found] = {}
        self.seen: dict[str, int] = {}

    # What each kind of file says for itself

    def begin(self, table: Table, report: Report) -> None:
        """Look at the heading: refuse a file that cannot be meant, note what is odd."""

    def read(self, row: Row) -> Any | None:
        """The row as a record; None if it is rightly left out. Raises Wrong."""
        raise NotImplementedError

    def key_of(self, item: Any) -> str:
        """What may stand in a file only once."""
        raise NotImplementedError

    def named(self, item: Any) -> str:
        """The record as people call it, where the file holds it twice."""
        return self.key_of(item)

    def compare(self, items: list) -> Counter:
        """How many of these are new, changed, unchanged or left_out, beside what is known."""
        raise NotImplementedError

    def write(self, batches: Iterable[list], *, source: models.Model, by: Actor) -> Counter:
        """Hand the records to the one action of the app that owns them; it counts as `compare` does."""
        raise NotImplementedError

    # What they have in common

    @classmethod
    def matched(cls, header: Sequence[str]) -> dict[str, Found]:
        """Which heading is which column; of a column found twice, the newest year."""
        found: dict[str, Found] = {}
        for heading in header:
            for column in cls.columns:
                year = column.year_in(heading) if heading else None
                if year is not None:
                    if column.name not in found or year > found[column.name].year:
                        found[column.name] = Found(heading, year)
                    break
        return found

    @classmethod
    def fits(cls, table: Table) -> int:
        """How well a file fits: 0 if a column that is needed is missing, else how many columns are known."""
        found = cls.matched(table.header)
        needed = all(column.name in found for column in cls.columns if column.needed)
        return len(found) if needed and table.kind in cls.reads else 0

    def check(self, table: Table, progress: Progress = quiet) -> Report:
        """Go through the whole file and keep nothing."""
        report = Report(each=table.each)
        self.open(table, report)
        counts: Counter = Counter()
        for batch in self.batches(table, report, progress):
            counts += self.compare(batch)
        return counted(report, counts)

    @contextmanager
    def gathered(
        self, table: Table, *, good_rows_only: bool = False, progress: Progress = quiet
    ) -> Iterator["Gathered"]:
        """Read the whole file into a file of our own, before any transaction, so that the writing is short.

        Unless the person chose to take in only the good rows, one bad row keeps out the whole file.
        """
        report = Report(each=table.each)
        self.open(table, report)
        with tempfile.TemporaryFile() as spool:
            total = 0
            for batch in self.batches(table, report, lambda done, of: progress(done, of * 2)):
                pickle.dump(batch, spool, protocol=pickle.HIGHEST_PROTOCOL)
                total += len(batch)
            if report.wrong and not good_rows_only:
                raise Refused(f"{rows_in_words(report.wrong)} wrong, so nothing was taken in.")
            yield Gathered(self, report, spool, total, progress)

    def open(self, table: Table, report: Report) -> None:
        report.notes += table.notes
        if table.kind not in self.reads:
            kinds = " or ".join(self.reads)
            raise Refused(f"{self.title} are read from {kinds}; this file is {table.kind}.")
        self.found = self.matched(table.header)
        missing = [
            column.name
            for column in self.columns
            if column.needed and column.name not in self.found
        ]
        if missing:
            raise Refused(
                f"This file has no column for: {', '.join(missing)}. It should have {self.expects}"
            )
        self.seen = {}
        self.begin(table, report)
        if unused := self.unused(table):
            report.notes.append(f"Left out, as nothing here needs them: {listed(unused)}.")

    def unused(self, table: Table) -> list[str]:
        """The named columns of the file that are none of ours."""
        ours = {found.heading for found in self.found.values()}
        named = [name for number, name in enumerate(table.header) if number not in table.left_out]
        return [heading for heading in named if heading and heading not in ours]

    def batches(self, table: Table, report: Report, progress: Progress) -> Iterator[list]:
        """The good rows, a thousand at a time; what is wrong with the others goes into the report."""
        batch: list = []
        done = 0
        for done, row in enumerate(table.rows(), start=1):
            try:
                if row.wrong:
                    raise Wrong("", row.wrong)
                item = self.read(row)
                if item is None:
                    report.left_out += 1
                else:
                    self.once(item, row.line, table.each)
                    batch.append(item)
            except Wrong as wrong:
                report.add_fault(row.line, wrong.column, str(wrong))
            if done % BATCH == 0:
                yield batch
                batch = []
                progress(done, max(done, table.total))
        yield batch
        progress(done, done)

    def once(self, item: Any, line: int, each: str) -> None:
        key = self.key_of(item)
        if key in self.seen:
            lines = f"on {each.lower()}s {self.seen[key]} and {line}"
            raise Wrong("", f"{self.named(item)} is in the file twice, {lines}")
        self.seen[key] = line

    def cell(self, row: Row, column: str) -> str:
        """The text in a column, "" if the file has no such column."""
        found = self.found.get(column)
        return row.cells.get(found.heading, "") if found else ""

    def heading(self, column: str) -> str:
        """What the file itself calls a column."""
        return self.found[column].heading if column in self.found else column


@dataclass
class Gathered:
    """The good rows of a file, read and ready to be written in one short transaction."""

    importer: Importer
    report: Report
    spool: IO[bytes]
    total: int
    progress: Progress

    def batches(self) -> Iterator[list]:
        self.spool.seek(0)
        done = 0
        while done < self.total:
            batch = pickle.load(self.spool)  # noqa: S301 - our own file, written just above
            yield batch
            done += len(batch)
            self.progress(self.total + done, self.total * 2)

    def write(self, *, source: models.Model, by: Actor) -> Report:
        """Hand all of it to the action of the app that owns it."""
        counts = self.importer.write(self.batches(), source=source, by=by)
        return counted(self.report, counts)


def counted(report: Report, counts: Counter) -> Report:
    report.new, report.changed = counts["new"], counts["changed"]
    report.unchanged = counts["unchanged"]
    report.left_out += counts["left_out"]
    return report


def rows_in_words(count: int) -> str:
    """How many rows, with its verb: “1 row is”, “2 rows are”."""
    return "1 row is" if count == 1 else f"{count:,} rows are"


def listed(names: list[str]) -> str:
    """The first few of many names."""
    rest = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ", ".join(name[:60] for name in names[:12]) + rest


@cache
def importers() -> dict[str, type[Importer]]:
    """Every importer that the settings name, by its key."""
    found = [import_string(path) for path in settings.IMPORTERS]
    return {importer.key: importer for importer in found}


def importer_for(key: str) -> type[Importer]:
    """The importer of this key, or a refusal that names those there are."""
    if key not in importers():
        raise Refused(
            f"There is no kind of file called {key}. There are: {', '.join(importers())}."
        )
    return importers()[key]


def guess(table: Table) -> type[Importer]:
    """The importer that a file fits best; refuses if it fits none."""
    best = max(importers().values(), key=lambda importer: importer.fits(table))
    if not best.fits(table):
        kinds = "; ".join(f"{key}: {importer.expects}" for key, importer in importers().items())
        raise Refused(f"It is not clear what this file holds. What can be taken in: {kinds}")
    return best
