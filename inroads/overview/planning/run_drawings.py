"""A kept answer as it is shown: its map, its rows, its file."""

from collections.abc import Iterator
from typing import Any

from inroads.foundations.design.maps import AreaMap, MapArea
from inroads.foundations.places.models import Area
from inroads.overview.planning.comparing import Cell, shown
from inroads.overview.planning.models import Run
from inroads.overview.planning.queries import outline_of


def rows_of_result(result: dict, *, most: int | None = None) -> list[tuple[str, list[Cell]]]:
    """The rows of an answer in its own order: a name, and each value in words."""
    columns = result["columns"]
    return [
        (
            name,
            [
                (column["title"], shown(value, column))
                for value, column in zip(values, columns, strict=True)
            ],
        )
        for _, name, *values in result["rows"][:most]
    ]


def map_of_run(run: Run) -> AreaMap | None:
    """The kept values on a map; none where the answer has none to colour by, or no boundaries are loaded any more."""
    columns = run.result["columns"]
    coloured = next((number for number, each in enumerate(columns) if each["map"]), None)
    if coloured is None:
        return None
    vintage = run.inputs["vintage"]
    of_that_vintage = Area.objects.filter(council__code=run.council.code, vintage=vintage)
    some = of_that_vintage.filter(code__in=[row[0] for row in run.result["rows"][:1]])
    outline = outline_of(run.council, list(some))
    if not outline.paths:
        return None
    return AreaMap(
        title=run.title,
        description=" ".join(run.result["sentences"]),
        outline=outline,
        areas=[MapArea(code, name, values[coloured]) for code, name, *values in run.result["rows"]],
        measure=columns[coloured]["title"],
        decimals=columns[coloured]["decimals"],
        table="answer-table",
    )


def file_of_run(run: Run) -> tuple[list[str], Iterator[list[Any]]]:
    """The header and the rows of the answer as a spreadsheet, every digit of it."""
    header = ["code", "name", *(column["title"] for column in run.result["columns"])]
    return header, iter(run.result["rows"])


def kept_of(run: Run) -> dict[str, Any]:
    """Everything that was kept, for whoever wants to work it out themselves."""
    return {
        "question": run.question,
        "title": run.title,
        "council": run.council.code,
        "asked_at": run.asked_at.isoformat(),
        "asked": run.asked["words"],
        "seed": run.seed,
        "versions": run.versions,
        "inputs": run.inputs,
        "answer": run.result,
    }
