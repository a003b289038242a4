"""A figure as a file: each line says all that is needed to understand it by itself."""

from collections.abc import Iterable

from inroads.overview.progress.figures import Value

HIDDEN = "hidden"


def file_of(value: Value) -> tuple[str, list[str], Iterable[list]]:
    """Its name, its column titles and its lines: one for each ward, and one for all of them."""
    figure, period = value.figure, value.period
    about = [
        figure.name,
        figure.version,
        str(figure.kind),
        period.first,
        period.last,
        period.as_at.isoformat(),
        str(figure.definition),
        str(figure.base),
    ]
    columns = [str(name).lower().replace(" ", "_") for name in figure.columns]
    header = [
        "ward_code", "ward", *columns, "withheld_wards",
        "figure", "version", "kind", "first_day", "last_day", "as_at", "definition", "counted_from",
    ]  # fmt: skip
    hidden = [HIDDEN] * len(columns)
    lines = [
        [ward.code, ward.name, *(row or hidden), value.withheld, *about] for ward, row in value.rows
    ]
    lines.append(["", "All wards", *(value.totals or hidden), value.withheld, *about])
    return f"{figure.name}-{period.last}", header, lines
