"""Takes in venues: a published list of libraries, or a plain sheet of one's own."""

from collections import Counter
from collections.abc import Iterable

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.importers import Column, Importer, Report, Wrong
from inroads.foundations.exchange.reading import Row, Table
from inroads.foundations.places.actions import keep_venues
from inroads.foundations.places.comparing import compare_venues
from inroads.foundations.places.forms import CouncilsForm, hours_in
from inroads.foundations.places.imports.areas import COUNCIL, LAT, LON
from inroads.foundations.places.imports.cells import optional_code, point, postcode_in, text
from inroads.foundations.places.models import DAYS, Postcode
from inroads.foundations.places.rows import VenueRow

NAME = Column(
    "name", "what it is called", ("venue", "venuename", "libraryname", "library"), needed=True
)
POSTCODE = Column("postcode", "its postcode", ("pcds",), needed=True)
LINES = (
    Column("address", "its address", ("address1", "addressline1", "street")),
    Column("address 2", "", ("addressline2",)),
    Column("address 3", "", ("addressline3",)),
)
KEY = Column("uprn", "its number in the source, if it has one", ("id", "reference", "urn"))
STATUTORY = Column("statutory", "only in the list of libraries")
CLOSED = Column("year closed", "when it closed, if it has", ("closed",))
PHONE = Column("phone", "its phone number", ("telephone", "phonenumber"))
TRAVEL = Column("travel", "bus and parking", ("busandparking",))
ACCESS = Column("access", "step-free access, loop, toilets", ("accessibility",))
OPEN = tuple(
    Column(
        day,
        f"when it is open on {name}, like 09:00-12:30,13:30-17:00",
        (f"{day}staffed", name.lower()),
    )
    for day, name in DAYS.items()
)


class VenueTable(Importer):
    """A table with one row for each venue."""

    key = "venues"
    title = "Venues"
    expects = "one row for each venue, with its name and postcode; address, phone and opening hours if known."
    columns = (
        NAME, POSTCODE, *LINES, KEY, STATUTORY, CLOSED, PHONE, TRAVEL, ACCESS, COUNCIL, LAT, LON, *OPEN,
    )  # fmt: skip
    form = CouncilsForm
    seen_at = ("places_venues", "See the venues")

    def begin(self, table: Table, report: Report) -> None:
        self.wanted = set(self.options.get("councils") or [])
        if self.wanted and COUNCIL.name not in self.found and not Postcode.objects.exists():
            raise Refused(
                "This file does not say in which council a venue lies. Load the postcodes first.",
                field="councils",
            )
        self.are_libraries = STATUTORY.name in self.found
        places = Postcode.objects.values_list("pk", "lat", "lon", "ward_id", "council__code")
        self.places = {postcode: rest for postcode, *rest in places.iterator(chunk_size=10_000)}

    def read(self, row: Row) -> VenueRow | None:
        council = optional_code("lad", self.cell(row, COUNCIL.name), self.heading(COUNCIL.name))
        if self.wanted and COUNCIL.name in self.found and council not in self.wanted:
            return None
        postcode = postcode_in(self.cell(row, POSTCODE.name), self.heading(POSTCODE.name))
        place = self.places.get(postcode)
        if (
            self.wanted
            and COUNCIL.name not in self.found
            and not (place and place[3] in self.wanted)
        ):
            return None
        name = text(self.cell(row, NAME.name), self.heading(NAME.name), 150)
        if not name:
            raise Wrong(self.heading(NAME.name), "is empty")
        details = {"name": self.called(name), "postcode": postcode, **self.where(row, place)}
        details |= self.told(row)
        return VenueRow(self.source_key(row, name, postcode), details)

    def called(self, name: str) -> str:
        """The list of libraries calls them by their towns; a card must say that it is the library."""
        return f"{name} Library" if self.are_libraries and "librar" not in name.casefold() else name

    def source_key(self, row: Row, name: str, postcode: str) -> str:
        """What makes it the same venue when the file comes again: its number, or its name and postcode."""
        given = self.cell(row, KEY.name)
        if given:
            return f"{self.heading(KEY.name).casefold()}:{given}"[:80]
        return f"{postcode.replace(' ', '')}:{name.casefold()}"[:80]

    def where(self, row: Row, place: list | None) -> dict:
        """Its ward from the postcode; its point from the file, else from the postcode."""
        at = (self.heading(LAT.name), self.heading(LON.name))
        lat, lon = point(self.cell(row, LAT.name), self.cell(row, LON.name), at)
        if place and lat is None:
            lat, lon = place[0], place[1]
        told = {} if lat is None else {"lat": lat, "lon": lon}
        return told | ({"ward_id": place[2]} if place and place[2] else {})

    def told(self, row: Row) -> dict:
        """What else the file says; what it does not say is left as it is."""
        lines = [self.cell(row, column.name) for column in LINES]
        address = text(", ".join(line for line in lines if line), self.heading(LINES[0].name), 250)
        details: dict = {"address": address} if address else {}
        for column, field, longest in [
            (PHONE, "phone", 30), (TRAVEL, "travel", 200), (ACCESS, "access", 200),
        ]:  # fmt: skip
            words = text(self.cell(row, column.name), self.heading(column.name), longest)
            if words:
                details[field] = words
        if any(column.name in self.found for column in OPEN):
            details["opening"] = self.opening(row)
        if CLOSED.name in self.found:
            details["is_open"] = not self.cell(row, CLOSED.name)
        return details

    def opening(self, row: Row) -> dict[str, str]:
        hours = {}
        for column in OPEN:
            typed = self.cell(row, column.name)
            if not typed or typed.casefold() == "closed":
                continue
            try:
                hours[column.name] = hours_in(typed)
            except ValueError:
                told = f"“{typed[:40]}” is not a time like 09:00-12:30,13:30-17:00"
                raise Wrong(self.heading(column.name), told) from None
        return hours

    def key_of(self, item: VenueRow) -> str:
        return item.source_key

    def named(self, item: VenueRow) -> str:
        return f"{item.details['name']}, {item.details['postcode']}"

    def compare(self, items: list[VenueRow]) -> Counter:
        return compare_venues(items)

    def write(self, batches: Iterable[list[VenueRow]], *, source, by) -> Counter:
        return keep_venues(batches, source=source, by=by)
