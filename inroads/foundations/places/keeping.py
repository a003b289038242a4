"""Writes the rows of a file, a batch at a time, for the actions that take a file in; only what differs is written."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from inroads.foundations.places.comparing import (
    CHANGED,
    LEFT_OUT,
    NEW,
    UNCHANGED,
    PostcodeAreas,
    areas_by_code,
    boundary_state,
    change_state,
    has_values,
    is_as_told,
    kept_boundaries,
    kept_changes,
    postcode_state,
    values_of_areas,
    vintage_of,
)
from inroads.foundations.places.models import (
    Area,
    AreaChange,
    AreaKind,
    Boundary,
    Postcode,
    Statistic,
    StatisticValue,
)
from inroads.foundations.places.rows import (
    AreaRow,
    BoundaryRow,
    ChangeRow,
    PostcodeRow,
    Scheme,
)

MANY = 5_000


def area_named(kind: str, code: str, vintage: int, **details) -> Area:
    """The one council or region with this code; the newest year that lists it gives its name and its vintage."""
    area = Area.objects.filter(kind=kind, code=code).order_by("-vintage").first()
    if area is None:
        details["name"] = details.get("name") or code
        return Area.objects.create(kind=kind, code=code, vintage=vintage, **details)
    told = {name: value for name, value in details.items() if value}
    if vintage < area.vintage:
        told = {name: value for name, value in told.items() if not getattr(area, name)}
    told["vintage"] = max(vintage, area.vintage)
    if any(getattr(area, name) != value for name, value in told.items()):
        for name, value in told.items():
            setattr(area, name, value)
        area.save()
    return area


def part_named(kind: str, code: str, vintage: int, name: str, council: Area | None) -> Area:
    """The ward or parish with this code in this vintage.

    Until a file tells its name, it has the name of that of this code in another year, or else its code.
    """
    if not name:
        others = Area.objects.filter(kind=kind, code=code).exclude(name=code)
        name = others.order_by("-vintage").values_list("name", flat=True).first() or ""
    part, is_new = Area.objects.get_or_create(
        kind=kind,
        vintage=vintage,
        code=code,
        defaults={"name": name or code, "parent": council, "council": council},
    )
    renamed = name not in ("", part.name)
    moved = council is not None and part.council_id != council.pk
    if not is_new and (renamed or moved):
        part.name = name or part.name
        part.council = part.parent = council or part.council
        part.save()
    return part


class AreaKeeper:
    """Keeps small areas with the wards, councils and regions they lie in, and their statistics."""

    def __init__(self, scheme: Scheme):
        self.scheme = scheme
        self.statistics = [self.statistic(facts) for facts in scheme.statistics]
        self.regions: dict[str, Area] = {}
        self.councils: dict[str, Area] = {}
        self.wards: dict[str, Area] = {}

    def statistic(self, facts) -> Statistic:
        described = {
            "title": facts.title,
            "source": facts.source,
            "licence": facts.licence,
            "unit": facts.unit,
            "direction": facts.direction,
            "year": facts.year,
            "out_of": facts.out_of,
        }
        statistic, _ = Statistic.objects.update_or_create(
            key=facts.key,
            area_kind=AreaKind.LSOA,
            area_vintage=self.scheme.vintage,
            defaults=described,
        )
        return statistic

    def keep(self, rows: list[AreaRow]) -> Counter:
        codes = [row.code for row in rows]
        areas = areas_by_code(AreaKind.LSOA, codes, self.scheme.vintage)
        kept = values_of_areas(areas.values(), self.statistics)
        counts: Counter = Counter()
        differing: list[AreaRow] = []
        told: list[Area] = []
        for row in rows:
            area = areas.get(row.code)
            if area is None and self.scheme.bare:
                counts[LEFT_OUT] += 1
                continue
            same = area is not None and (self.scheme.bare or is_as_told(area, row))
            if same and area and has_values(area, row, self.statistics, kept):
                counts[UNCHANGED] += 1
                continue
            counts[NEW if area is None else CHANGED] += 1
            differing.append(row)
            if not same:
                told.append(self.area_of(row, area))
        self.save_areas(told)
        areas.update({area.code: area for area in told})
        self.save_values([(areas[row.code].pk, row) for row in differing], kept)
        return counts

    def area_of(self, row: AreaRow, area: Area | None) -> Area:
        """The area as the row tells it, not yet saved."""
        area = area or Area(kind=AreaKind.LSOA, vintage=self.scheme.vintage, code=row.code)
        council = self.council_of(row)
        ward = self.ward_of(row, council)
        area.name = row.name
        area.council = council or area.council
        area.parent = ward or council or area.parent
        area.rural_urban = row.rural_urban or area.rural_urban
        if row.lat is not None:
            area.lat, area.lon = row.lat, row.lon
        return area

    def council_of(self, row: AreaRow) -> Area | None:
        (code, name), (region_code, region_name) = row.council, row.region
        vintage = self.scheme.council_vintage
        if not code:
            return None
        if code not in self.councils:
            region = None
            if region_code:
                if region_code not in self.regions:
                    self.regions[region_code] = area_named(
                        AreaKind.REGION, region_code, vintage, name=region_name
                    )
                region = self.regions[region_code]
            self.councils[code] = area_named(
                AreaKind.COUNCIL, code, vintage, name=name, parent=region
            )
        return self.councils[code]

    def ward_of(self, row: AreaRow, council: Area | None) -> Area | None:
        code, name = row.ward
        if not code:
            return None
        if code not in self.wards:
            self.wards[code] = part_named(
                AreaKind.WARD, code, self.scheme.ward_vintage, name, council
            )
        return self.wards[code]

    def save_areas(self, areas: list[Area]) -> None:
        new = [area for area in areas if area.pk is None]
        old = [area for area in areas if area.pk is not None]
        Area.objects.bulk_create(new, batch_size=MANY)
        fields = ["name", "parent", "council", "lat", "lon", "rural_urban"]
        Area.objects.bulk_update(old, fields, batch_size=500)

    def save_values(
        self, rows: list[tuple[int, AreaRow]], kept: dict[tuple[int, int], float]
    ) -> None:
        """Write the values that differ; forget those that the file no longer publishes."""
        told: list[tuple[int, int, float]] = []
        gone: dict[int, list[int]] = {}
        for area, row in rows:
            for statistic, value in zip(self.statistics, row.values, strict=True):
                had = kept.get((area, statistic.pk))
                if value is None and had is not None:
                    gone.setdefault(statistic.pk, []).append(area)
                elif value is not None and value != had:
                    told.append((area, statistic.pk, value))
        save_values(told)
        for key, areas in gone.items():
            StatisticValue.objects.filter(statistic=key, area__in=areas).delete()


def save_values(values: list[tuple[int, int, float]]) -> None:
    """Write (area, statistic, value) a million times over: SQL, as a record for each would take six times as long."""
    if not values:
        return
    table = StatisticValue._meta.db_table
    insert = f"INSERT INTO {table} (area_id, statistic_id, value)"
    conflict = "ON CONFLICT (area_id, statistic_id) DO UPDATE SET value = excluded.value"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*values, strict=True)]
            rows = "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::float8[])"
            cursor.execute(f"{insert} {rows} {conflict}", columns)
        else:
            cursor.executemany(f"{insert} VALUES (%s, %s, %s) {conflict}", values)


def keep_boundary_rows(rows: list[BoundaryRow], kind: str, vintage: int) -> Counter:
    areas = areas_by_code(kind, (row.code for row in rows), vintage_of(kind, vintage))
    kept = kept_boundaries(areas.values())
    counts: Counter = Counter()
    councils: dict[str, Area] = {}
    told: list[Boundary] = []
    for row in rows:
        state = boundary_state(row, areas.get(row.code), kept, kind)
        counts[state] += 1
        if state in (NEW, CHANGED):
            area = areas.get(row.code) if kind == AreaKind.LSOA else None
            area = area or outlined(row, kind, vintage, councils)
            told.append(Boundary(area=area, geometry=row.geometry))
    Boundary.objects.bulk_create(
        told,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["geometry"],
    )
    return counts


def outlined(row: BoundaryRow, kind: str, vintage: int, councils: dict[str, Area]) -> Area:
    """The ward, parish, council or region of an outline, made if it is not known yet."""
    if kind not in (AreaKind.WARD, AreaKind.PARISH):
        return area_named(kind, row.code, vintage, name=row.name)
    if row.council and row.council not in councils:
        councils[row.council] = area_named(AreaKind.COUNCIL, row.council, vintage)
    return part_named(kind, row.code, vintage, row.name, councils.get(row.council))


class PostcodeKeeper:
    """Keeps postcodes; a ward, parish or council that they speak of and that is not known yet is made."""

    def __init__(self, small_vintage: int, ward_vintage: int, parish_vintage: int):
        self.vintage, self.parish_vintage = ward_vintage, parish_vintage
        self.named: set[str] = set()
        self.areas = PostcodeAreas(small_vintage, ward_vintage, parish_vintage)

    def keep(self, rows: list[PostcodeRow]) -> Counter:
        self.make_missing(rows)
        found = Postcode.objects.filter(pk__in=[row.postcode for row in rows])
        kept = {postcode.pk: postcode for postcode in found}
        counts: Counter = Counter()
        told: list[Postcode] = []
        for row in rows:
            state = postcode_state(row, kept.get(row.postcode), self.areas)
            counts[state] += 1
            if state != UNCHANGED:
                small, ward, parish, council = self.areas.of(row, kept.get(row.postcode))
                told.append(
                    Postcode(
                        postcode=row.postcode,
                        lat=row.lat,
                        lon=row.lon,
                        small_area_id=small,
                        ward_id=ward,
                        parish_id=parish,
                        council_id=council,
                    )
                )
        Postcode.objects.bulk_create(
            told,
            batch_size=MANY,
            update_conflicts=True,
            unique_fields=["postcode"],
            update_fields=["lat", "lon", "small_area", "ward", "parish", "council"],
        )
        return counts

    def make_missing(self, rows: Iterable[PostcodeRow]) -> None:
        for row in rows:
            if row.council and row.council not in self.named:
                self.named.add(row.council)
                council = area_named(AreaKind.COUNCIL, row.council, self.vintage)
                self.areas.councils[row.council] = council.pk
            if row.ward and row.ward not in self.areas.wards:
                self.areas.wards[row.ward] = self.part_of(row, AreaKind.WARD, row.ward, "")
            parish, name = row.parish
            if parish and parish not in self.named:
                self.named.add(parish)
                self.areas.parishes[parish] = self.part_of(row, AreaKind.PARISH, parish, name)

    def part_of(self, row: PostcodeRow, kind: str, code: str, name: str) -> int:
        """The key of the ward or parish that a row speaks of, in the row's council."""
        council_pk = self.areas.councils.get(row.council)
        council = Area.objects.get(pk=council_pk) if council_pk else None
        vintage = self.parish_vintage if kind == AreaKind.PARISH else self.vintage
        return part_named(kind, code, vintage, name, council).pk


def keep_change_rows(rows: list[ChangeRow], vintages: tuple[int, int]) -> Counter:
    before = areas_by_code(AreaKind.LSOA, (row.before for row in rows), vintages[0])
    after = areas_by_code(AreaKind.LSOA, (row.after for row in rows), vintages[1])
    kept = kept_changes(before.values())
    counts: Counter = Counter()
    told: list[AreaChange] = []
    for row in rows:
        first, second = before.get(row.before), after.get(row.after)
        state = change_state(row, first, second, kept)
        counts[state] += 1
        if state in (NEW, CHANGED):
            told.append(AreaChange(before=first, after=second, change=row.change))
    AreaChange.objects.bulk_create(
        told,
        batch_size=MANY,
        update_conflicts=True,
        unique_fields=["before", "after"],
        update_fields=["change"],
    )
    return counts
