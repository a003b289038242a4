"""`inroads places show`: which areas and figures are loaded."""

import json

from django.core.management.base import BaseCommand

from inroads.foundations.places.loaded import changes_loaded, loaded_by_council, statistics_loaded


class Command(BaseCommand):
    """Prints what is loaded of each council, and where each statistic comes from."""

    help = "Show which areas and figures are loaded."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *, json: bool, **_):
        councils, statistics, changes = loaded_by_council(), statistics_loaded(), changes_loaded()
        if json:
            self.stdout.write(as_json(councils, statistics, changes))
        elif not councils:
            self.stdout.write("No areas are loaded yet. See inroads places import --help.")
        else:
            self.show(councils, statistics, changes)

    def show(self, councils, statistics, changes) -> None:
        rows = [["Council", "Code", "Small areas", "Boundaries", "Wards", "Postcodes", "Venues"]]
        for loaded in councils:
            row = [
                loaded.council.name,
                loaded.council.code,
                by_year(loaded.small_areas),
                by_year(loaded.boundaries),
                by_year(loaded.wards),
                f"{loaded.postcodes:,}",
                f"{loaded.venues:,}",
            ]
            rows.append(row)
        for line in in_columns(rows):
            self.stdout.write(line)
        self.stdout.write("")
        for statistic, areas in statistics:
            self.stdout.write(
                f"{statistic.area_vintage}  {areas:>6,} areas  {statistic.title} ({statistic.unit})"
                f"\n                     {statistic.source}"
            )
        if changes:
            total = sum(changes.values())
            self.stdout.write(f"\n{total:,} changes from small areas of 2011 to those of 2021")


def in_columns(rows: list[list[str]]) -> list[str]:
    """Each column as wide as its longest cell: two of words, then numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if number < 2 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def by_year(counts: dict[int, int]) -> str:
    """“219 (2011), 223 (2021)”, or a dash."""
    return ", ".join(f"{count:,} ({year})" for year, count in sorted(counts.items())) or "–"


def as_json(councils, statistics, changes) -> str:
    told = {
        "councils": [
            {
                **{name: value for name, value in vars(loaded).items() if name != "council"},
                "code": loaded.council.code,
                "name": loaded.council.name,
                "vintage": loaded.council.vintage,
            }
            for loaded in councils
        ],
        "statistics": [
            {
                "key": statistic.key,
                "title": statistic.title,
                "source": statistic.source,
                "licence": statistic.licence,
                "unit": statistic.unit,
                "direction": statistic.direction,
                "vintage": statistic.area_vintage,
                "year": statistic.year,
                "areas": areas,
            }
            for statistic, areas in statistics
        ],
        "changes": dict(changes),
    }
    return json.dumps(told, indent=1, ensure_ascii=False)
