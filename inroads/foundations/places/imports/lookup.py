"""Takes in how the small areas of one census became those of the next."""

from collections import Counter
from collections.abc import Iterable

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.importers import Column, Importer, Report, Wrong
from inroads.foundations.exchange.reading import Row, Table
from inroads.foundations.places.actions import keep_changes
from inroads.foundations.places.comparing import compare_changes
from inroads.foundations.places.forms import CouncilsForm
from inroads.foundations.places.imports.areas import COUNCIL
from inroads.foundations.places.imports.cells import area_code, optional_code
from inroads.foundations.places.models import AreaChange
from inroads.foundations.places.rows import ChangeRow

BEFORE = Column(
    "LSOA code 2011", "the small area of 2011", ("lsoa(11)(?:cd)?", "f?lsoacode(2011)"), needed=True
)
AFTER = Column(
    "LSOA code 2021", "what it became in 2021", ("lsoa(21)(?:cd)?", "lsoacode(2021)"), needed=True
)
CHANGE = Column(
    "change", "U unchanged, S split, M merged or X irregular", ("chgind", "changeind"), needed=True
)


class AreaLookup(Importer):
    """A table with one row for each small area of 2011 and what it became."""

    key = "lookup"
    title = "Look-up of changed small areas"
    expects = "one row for each small area of 2011, what it became in 2021, and how: U, S, M or X."
    columns = (BEFORE, AFTER, CHANGE, COUNCIL)
    form = CouncilsForm
    seen_at = ("places_index", "See how many changes are known")

    def begin(self, table: Table, report: Report) -> None:
        self.wanted = set(self.options.get("councils") or [])
        if self.wanted and COUNCIL.name not in self.found:
            raise Refused("This file does not say in which council an area lies.", field="councils")
        self.vintages = (2011, 2021)
        report.notes.append("A change is kept where both of its areas are loaded.")

    def read(self, row: Row) -> ChangeRow | None:
        if self.wanted:
            council = optional_code("lad", self.cell(row, COUNCIL.name), self.heading(COUNCIL.name))
            if council not in self.wanted:
                return None
        change = self.cell(row, CHANGE.name).upper()
        if change not in AreaChange.Change.values:
            raise Wrong(self.heading(CHANGE.name), f"“{change[:20]}” is none of U, S, M and X")
        before = area_code("lsoa", self.cell(row, BEFORE.name), self.heading(BEFORE.name))
        after = area_code("lsoa", self.cell(row, AFTER.name), self.heading(AFTER.name))
        return ChangeRow(before, after, change)

    def key_of(self, item: ChangeRow) -> str:
        return f"{item.before} to {item.after}"

    def compare(self, items: list[ChangeRow]) -> Counter:
        return compare_changes(items, self.vintages)

    def write(self, batches: Iterable[list[ChangeRow]], *, source, by) -> Counter:
        return keep_changes(batches, vintages=self.vintages, source=source, by=by)
