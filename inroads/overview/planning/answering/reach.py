"""Need beside reach: whether the help of a week can be reached from each small area."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from inroads.engine.travel import Travel
from inroads.foundations.core.rules import Refused
from inroads.foundations.places.models import Area
from inroads.overview.planning.answering.method import (
    Gathered,
    Kept,
    Method,
    as_array,
    chosen_in_words,
    column,
    kept_numbers,
)
from inroads.overview.planning.forms import ReachForm
from inroads.overview.planning.queries import indicators_of, need_of
from inroads.overview.planning.reaching import (
    TRAVELS,
    access_of,
    groups_of,
    lying_of,
    people_of,
    small_areas_of,
    supply,
)

COLUMNS = [
    column("Need", 2),
    column("People"),
    column("Minutes to the nearest session"),
    column("Sessions in reach", coloured=True),
    column("Places for every 1,000", 1),
]


def gather(council: Area, typed: dict[str, str], on: date) -> Gathered:
    form = reach_asked(council, typed, on)
    areas = small_areas_of(council)
    if not form.is_valid() or not areas:
        raise Refused("Nothing was kept: put right what the page says first")
    asked = form.asked
    venues, sessions, rooms = supply(asked)
    words = chosen_in_words(form)
    inputs = {
        "areas": [[area.code, area.name] for area in areas],
        "vintage": areas[0].vintage,
        "lying": kept_numbers(lying_of(areas)),
        "people": kept_numbers(people_of(council, areas, asked.group)),
        "counts_people": asked.group is not None,
        "need": scores(council, areas),
        "venues": [
            [venue.name, venue.lat, venue.lon, number, room]
            for venue, number, room in zip(venues, sessions.tolist(), rooms.tolist(), strict=True)
        ],
        "travel": TRAVELS[asked.travel]._asdict(),
        "minutes": asked.minutes,
    }
    title = f"Need beside reach in {council.name}, {words[0][1]}"
    return Gathered(title, words, dict(form.data), inputs)


def reach_asked(council: Area, typed: dict[str, str], on: date) -> ReachForm:
    """What is asked of reach; of this week, if the week that was asked about has gone."""
    groups = groups_of(council)
    form = ReachForm(typed, groups=groups, on=on)
    if "week" in form.errors:
        form = ReachForm(typed | {"week": form.defaults["week"]}, groups=groups, on=on)
    return form


def scores(council: Area, areas: Sequence[Area]) -> list[float | None]:
    """The need of each area by the standard weights; null where there is none."""
    indicators = indicators_of(council)
    weights = [one.weight for one in indicators]
    if not any(weights):
        return [None] * len(areas)
    need = need_of(council, indicators, weights, everywhere=False)
    score = dict(zip(need.places, kept_numbers(need.index.score), strict=True))
    return [score.get(area.code) for area in areas]


def parts(inputs: Kept) -> int:
    return 1


def part(inputs: Kept, number: int, rng: np.random.Generator) -> Kept:
    venues = inputs["venues"]
    standing = as_array([each[1:3] for each in venues]).reshape(-1, 2)
    sessions, rooms = as_array([each[3:5] for each in venues]).reshape(-1, 2).T
    access = access_of(
        as_array(inputs["lying"]),
        as_array(inputs["people"]),
        standing,
        sessions,
        rooms,
        travel=Travel(**inputs["travel"]),
        minutes=inputs["minutes"],
    )
    return {name: kept_numbers(values) for name, values in access._asdict().items()}


def answer(inputs: Kept, done: Sequence[Kept]) -> Kept:
    found = done[0]
    people = inputs["people"] if inputs["counts_people"] else [None] * len(inputs["areas"])
    columns = zip(
        inputs["need"],
        people,
        found["minutes"],
        found["sessions"],
        found["places"],
        strict=True,
    )
    rows = [[*area, *values] for area, values in zip(inputs["areas"], columns, strict=True)]
    rows.sort(key=out_of_reach_first)
    return {"sentences": sentences(inputs, rows), "columns": COLUMNS, "rows": rows}


def out_of_reach_first(row: list) -> tuple:
    """Those out of reach before the others, those of most need first among them."""
    return row[5] != 0, row[2] is None, -(row[2] or 0), row[0]


def sentences(inputs: Kept, rows: list[list]) -> list[str]:
    """What a reader should take away."""
    placed = [row for row in rows if row[5] is not None]
    out = [row for row in placed if row[5] == 0]
    said = [f"{len(out)} of {len(rows)} areas have no session within {inputs['minutes']} minutes."]
    if inputs["counts_people"]:
        live, there = (sum(row[3] or 0 for row in some) for some in (placed, out))
        said.append(f"{there:,.0f} of {live:,.0f} people live there.")
    total = int(sum(venue[3] for venue in inputs["venues"]))
    said.append(f"Looked at: {total:,} sessions at {len(inputs['venues']):,} venues.")
    return said


METHOD = Method(gather, parts, part, answer)
