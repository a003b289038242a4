"""Need as it is drawn: the map of a council, the bars of one area, and their rows."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.urls import reverse

from inroads.foundations.design.charts import Bar, BarChart
from inroads.foundations.design.maps import AreaMap, MapArea, Outline, Spot
from inroads.foundations.places.models import Area, Venue
from inroads.overview.planning.indicators import Indicator
from inroads.overview.planning.queries import TOP, Need

NO_SCORE = "Too little published"
NOT_PUBLISHED = "not published"
NONE = "–"


@dataclass(frozen=True)
class Row:
    """One area in the table: words, ready to be shown."""

    area: Area
    ward: str
    url: str
    rank: str
    places: str  # between which it stands if the weights are drawn anew
    score: str
    between: str  # how far what is missing could have moved the score; empty if nothing is missing
    known: str
    parts: list[str]


def in_points(value: float) -> str:
    return f"{value:.2f}"


def rows_of(need: Need, address: str, *, most: int | None = None) -> list[Row]:
    """Areas from the most need to the least: every one, or so many at most."""
    return [row_of(need, row, address) for row in need.by_need[:most]]


def row_of(need: Need, row: int, address: str = "") -> Row:
    area, index = need.areas[row], need.index
    scored = not np.isnan(index.score[row])
    partly = index.known[row] < 1
    return Row(
        area=area,
        ward=need.ward_of(area),
        url=area_url(need.council, area, address),
        rank=f"{index.rank[row]:.0f}" if scored else NONE,
        places=places_of(need, row) if scored else NONE,
        score=in_points(index.score[row]) if scored else NO_SCORE,
        between=f"{in_points(index.lowest[row])} to {in_points(index.highest[row])}"
        if partly
        else "",
        known=f"{np.floor(100 * index.known[row] + 1e-9):.0f}%",
        parts=[part_of(need, row, column) for column in range(len(need.indicators))],
    )


def places_of(need: Need, row: int) -> str:
    """Between which places an area stands in nine of ten draws of the weights: 3 to 11, or 1 alone."""
    ends = [f"{end[row]:.0f}" for end in (need.intervals.lowest, need.intervals.highest)]
    return " to ".join(dict.fromkeys(ends))


def part_of(need: Need, row: int, column: int) -> str:
    """The points that an indicator adds, or why there are none."""
    if np.isnan(need.values[row, column]):
        return NOT_PUBLISHED
    part = need.index.contributions[row, column]
    return NONE if np.isnan(part) else in_points(part)


def area_url(council: Area, area: Area, address: str) -> str:
    return reverse("planning_need_area", args=[council.code, area.code]) + address


def map_of(need: Need, outline: Outline, venues: list[Venue], address: str) -> AreaMap:
    """The council's areas coloured by need, with the places where help happens."""
    score = need.index.score
    return AreaMap(
        title=f"Need for digital help in {need.council.name}",
        description=told(need),
        outline=outline,
        areas=[
            MapArea(
                area.code,
                area.name,
                None if np.isnan(score[row]) else float(score[row]),
                url=area_url(need.council, area, address),
            )
            for row, area in enumerate(need.areas)
        ],
        measure=f"Need, from 0 to {TOP}",
        decimals=2,
        spots=[Spot(venue.name, venue.lat or 0, venue.lon or 0) for venue in venues],
        spots_name="Venues",
        missing=NO_SCORE,
        table="need-table",
    )


def told(need: Need) -> str:
    """The map in a sentence or two."""
    scored = [row for row in need.by_need if not np.isnan(need.index.score[row])]
    if not scored:
        return "Too little is published to score any area."
    most, least = scored[0], scored[-1]
    sentence = (
        f"Need is highest in {need.areas[most].name}, at {in_points(need.index.score[most])} out of"
        f" {TOP}, and lowest in {need.areas[least].name}, at {in_points(need.index.score[least])}."
    )
    if unscored := len(need.areas) - len(scored):
        sentence += f" Too little is published about {unscored} of {len(need.areas)} areas."
    return sentence


@dataclass(frozen=True)
class Reason:
    """One indicator in one area, beside the other areas of the council."""

    indicator: Indicator
    weight: str
    here: str
    middle: str
    place: str
    beside: str  # here and in the middle area; of a bare score, than how many areas it is worse or better
    part: str
    lift: float  # what it adds beyond what it adds in the middle area

    @property
    def title(self) -> str:
        return self.indicator.title


def reasons_of(need: Need, row: int) -> list[Reason]:
    """What each indicator adds to the score of an area, the most first; what is not published comes last."""
    parts = need.index.contributions
    return [
        Reason(
            indicator=one,
            weight=f"{100 * need.weights[column]:.0f}%",
            here=one.in_words(need.values[row, column]),
            middle=one.in_words(middle_of(need.values[:, column])),
            place=place_of(need, row, column),
            beside=beside_of(need, row, column),
            part=part_of(need, row, column),
            lift=float(np.nan_to_num(parts[row, column] - middle_of(parts[:, column]))),
        )
        for column in np.argsort(-np.nan_to_num(parts[row], nan=-1), kind="stable")
        for one in [need.indicators[column]]
    ]


def middle_of(values: np.ndarray) -> float:
    """The median of what is published."""
    published = values[~np.isnan(values)]
    return float(np.median(published)) if len(published) else np.nan


def place_of(need: Need, row: int, column: int) -> str:
    """How many of the council's other areas show less need by this indicator alone."""
    if np.isnan(need.values[row, column]):
        return NOT_PUBLISHED
    less, _, others = compared(need, row, column)
    return f"{less} of {others}"


def compared(need: Need, row: int, column: int) -> tuple[int, int, int]:
    """How many of the council's other areas show less need by an indicator, how many more, and out of how many."""
    values = need.values[:, column]
    others = np.delete(values, row)
    others = others[~np.isnan(others)]
    lower, higher = (
        int(np.count_nonzero(one)) for one in (others < values[row], others > values[row])
    )
    less, more = (lower, higher) if need.indicators[column].more_is_need else (higher, lower)
    return less, more, len(others)


def beside_of(need: Need, row: int, column: int) -> str:
    """An area beside the others, in words: 12.0% here, 11.0% in the middle area; or worse than in 212 of 219 areas."""
    one, values = need.indicators[column], need.values[:, column]
    if not one.is_bare_score:
        middle = one.in_words(middle_of(values))
        return (
            f"{one.in_words(values[row])} here, {middle} in the middle area of {need.council.name}"
        )
    less, more, others = compared(need, row, column)
    than, how = (less, "worse") if less >= more else (more, "better")
    return f"{how} than in {than} of the {others} other areas of {need.council.name}"


def lifts(reasons: list[Reason]) -> tuple[list[Reason], list[Reason]]:
    """What lifts an area above the middle one, and what holds it down: at most three of each.

    Less than a tenth of a point is not worth a word.
    """
    ordered = sorted(reasons, key=lambda reason: -abs(reason.lift))
    up = [reason for reason in ordered if reason.lift >= 0.1]
    down = [reason for reason in ordered if reason.lift <= -0.1]
    return up[:3], down[:3]


def chart_of(need: Need, row: int, reasons: list[Reason]) -> BarChart | None:
    """What the score of one area is made of; nothing if it has no score."""
    if np.isnan(need.index.score[row]):
        return None
    name = need.areas[row].name
    parts = {
        one.key: float(part)
        for one, part in zip(need.indicators, need.index.contributions[row], strict=True)
    }
    first = reasons[0]
    return BarChart(
        title=f"What the score of {name} is made of",
        description=f"{first.title} adds the most: {first.part} of {in_points(need.index.score[row])} points.",
        heading="Figure",
        unit="points",
        decimals=2,
        bars=[
            Bar(
                reason.title,
                None if np.isnan(parts[reason.indicator.key]) else parts[reason.indicator.key],
                text=reason.part if reason.part == NOT_PUBLISHED else "",
            )
            for reason in reasons
        ],
    )


def download_of(need: Need) -> tuple[list[str], list[list]]:
    """The table as a file: full numbers, an empty cell where nothing was published."""
    header = ["rank", "rank_best", "rank_worst", "tenth", "area_code", "area", "ward"]
    header += ["score", "lowest", "highest", "known"]
    for one in need.indicators:
        header += [f"{one.key}_value", f"{one.key}_weight", f"{one.key}_points"]
    rows = []
    for row in need.by_need:
        area, index = need.areas[row], need.index
        ends = (need.intervals.lowest[row], need.intervals.highest[row])
        cells: list = [whole(index.rank[row]), *map(whole, ends), whole(index.decile[row])]
        cells += [area.code, area.name, need.ward_of(area), number(index.score[row])]
        cells += [number(index.lowest[row]), number(index.highest[row]), number(index.known[row])]
        for column in range(len(need.indicators)):
            cells.append(number(need.values[row, column]))
            cells.append(number(need.weights[column]))
            cells.append(number(index.contributions[row, column]))
        rows.append(cells)
    return header, rows


def notes_of(need: Need, on: date) -> list[str]:
    """What must be said beside a picture of need wherever it goes: what it is, what it is not, whose figures."""
    weights = ", ".join(
        f"{one.title.lower()} {100 * weight:.0f}%"
        for one, weight in zip(need.indicators, need.weights, strict=True)
    )
    sources = dict.fromkeys(told for one in need.indicators for told in one.sources)
    return [
        "A guide to where to look first: never a target, never a trend. It speaks of areas, not of any person.",
        f"Need is the weighted mean of {weights}. Drawn on {on:%d %B %Y}.",
        " ".join(sources),
    ]


def number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 9)


def whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
