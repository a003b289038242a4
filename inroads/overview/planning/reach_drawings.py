"""Need beside reach as it is drawn: the map of two measures, its rows, its sentences and its file."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from inroads.foundations.design.maps import AreaMap, MapArea, Outline, Spot
from inroads.foundations.places.models import Area
from inroads.overview.planning.drawings import NO_SCORE, area_url, in_points, number
from inroads.overview.planning.queries import TOP, Need
from inroads.overview.planning.reaching import GROUPS, Reach

NOT_PLACED = "not on the map"
# The fifth of areas with the most need is what one looks at first.
MOST_NEED = 5
HEADER = [
    "area_code", "area", "ward", "need_score", "need_rank", "people", "minutes_to_nearest_session",
    "sessions_within_reach", "places_per_1000", "out_of_reach",
]  # fmt: skip


@dataclass(frozen=True)
class ReachRow:
    """One area: need on the one side, reach on the other, in words."""

    area: Area
    ward: str
    url: str
    rank: str
    score: str
    people: str
    minutes: str
    sessions: str
    places: str
    is_out: bool


def rows_of_reach(
    need: Need, reach: Reach, address: str = "", *, most: int | None = None
) -> list[ReachRow]:
    """Areas out of reach first, those of most need before the others; so many at most.

    Each links to its page with what the address says of the journey.
    """
    order = sorted(need.by_need, key=lambda row: not reach.is_out[row])
    return [reach_row(need, reach, row, address) for row in order[:most]]


def reach_row(need: Need, reach: Reach, row: int, address: str) -> ReachRow:
    area, rank = need.areas[row], need.index.rank[row]
    placed = not np.isnan(reach.sessions[row])
    return ReachRow(
        area=area,
        ward=need.ward_of(area),
        url=area_url(need.council, area, address),
        rank="–" if np.isnan(rank) else f"{rank:.0f}",
        score=NO_SCORE if np.isnan(rank) else in_points(need.index.score[row]),
        people="not published" if np.isnan(reach.people[row]) else f"{reach.people[row]:,.0f}",
        minutes=minutes_in_words(reach.minutes[row]),
        sessions=f"{reach.sessions[row]:,.0f}" if placed else NOT_PLACED,
        places=f"{reach.places[row]:,.1f}" if placed else "–",
        is_out=bool(reach.is_out[row]),
    )


def minutes_in_words(minutes: float) -> str:
    """How long the journey takes in whole minutes, rounded up: what takes longer than the longest never reads as it.

    >>> [minutes_in_words(each) for each in (0, 12.4, 95, float("inf"), float("nan"))]
    ['next door', '13 min', '1 h 35 min', 'nothing is on', 'not on the map']
    """
    if np.isnan(minutes):
        return NOT_PLACED
    if np.isinf(minutes):
        return "nothing is on"
    whole = ceil(float(minutes) - 1e-9)
    if whole < 60:
        return f"{whole} min" if whole else "next door"
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def summary_of(need: Need, reach: Reach) -> list[str]:
    """What a reader should take away, in a few sentences."""
    asked, group = reach.asked, group_in_words(reach)
    if not reach.total:
        return ["No session is planned that fits what you chose, so no area can reach any."]
    out = int(reach.is_out.sum())
    share = 100 * reach.people_out / reach.people_known if reach.people_known else 0
    said = [
        f"{out} of {len(need.areas)} areas have no session within {asked.minutes} minutes {asked.how}."
        if out
        else f"Every area has a session within {asked.minutes} minutes {asked.how}."
    ]
    if out and reach.asked.group:
        said.append(
            f"{reach.people_out:,.0f} of {reach.people_known:,.0f} live there ({share:.0f}% of {group})."
        )
    fifth = [
        row
        for row in need.by_need[: max(len(need.areas) // MOST_NEED, 1)]
        if not np.isnan(need.index.rank[row])
    ]
    if out and fifth:
        said.append(neediest_in_words(len(fifth), sum(bool(reach.is_out[row]) for row in fifth)))
    return said


def neediest_in_words(fifth: int, among: int) -> str:
    """How many of the areas with the most need are out of reach.

    >>> neediest_in_words(44, 0)
    'None of the 44 areas with the most need is among them.'
    >>> neediest_in_words(44, 6)
    'Of the 44 areas with the most need, 6 are among them.'
    """
    if fifth == 1:
        return f"The area with the most need is {'' if among else 'not '}among them."
    if among < 2:
        return (
            f"{'One' if among else 'None'} of the {fifth} areas with the most need is among them."
        )
    return f"Of the {fifth} areas with the most need, {among} are among them."


def group_in_words(reach: Reach) -> str:
    return GROUPS[reach.asked.group.key] if reach.asked.group else "areas"


def map_of_reach(need: Need, reach: Reach, outline: Outline, address: str = "") -> AreaMap:
    """Need as colour; hatched where no session lies within reach."""
    score = need.index.score
    return AreaMap(
        title=f"Need beside reach in {need.council.name}",
        description=described(need, reach),
        outline=outline,
        areas=[
            MapArea(
                area.code,
                area.name,
                None if np.isnan(score[row]) else float(score[row]),
                text=map_words(need, reach, row),
                url=area_url(need.council, area, address),
                marked=bool(reach.is_out[row]),
            )
            for row, area in enumerate(need.areas)
        ],
        measure=f"Need, from 0 to {TOP}",
        decimals=2,
        spots=[Spot(venue.name, venue.lat or 0, venue.lon or 0) for venue in reach.venues],
        spots_name="Venues with a session",
        marked_name="No session within reach",
        missing=NO_SCORE,
        table="reach-table",
    )


def described(need: Need, reach: Reach) -> str:
    """What the colours and the hatching mean."""
    out = int(reach.is_out.sum())
    hatched = (
        f"{out} areas are hatched: no session" if out > 1 else "One area is hatched: no session"
    )
    return (
        "The darker an area, the more need."
        f" {hatched if out else 'No area is hatched: a session'} lies within reach."
    )


def map_words(need: Need, reach: Reach, row: int) -> str:
    score = need.index.score[row]
    told = NO_SCORE.lower() if np.isnan(score) else in_points(score)
    return f"need {told}; nearest session {minutes_in_words(reach.minutes[row])}"


def download_of_reach(need: Need, reach: Reach) -> tuple[list[str], list[list]]:
    """Every area as a line of a file."""
    lines = []
    for row in need.by_need:
        area = need.areas[row]
        minutes = reach.minutes[row]
        lines.append(
            [
                area.code,
                area.name,
                need.ward_of(area),
                number(need.index.score[row]),
                number(need.index.rank[row]),
                number(reach.people[row]),
                None if np.isinf(minutes) else number(minutes),
                number(reach.sessions[row]),
                number(reach.places[row]),
                int(reach.is_out[row]),
            ]
        )
    return HEADER, lines
