"""Need beside reach by ward: what its small areas come to together, nothing more."""

from dataclasses import dataclass, replace

import numpy as np

from inroads.engine.scales import Floats
from inroads.foundations.design.maps import AreaMap, MapArea
from inroads.overview.planning.drawings import in_points
from inroads.overview.planning.queries import Need
from inroads.overview.planning.reach_drawings import minutes_in_words
from inroads.overview.planning.reaching import Reach

UNKNOWN = "Ward not known"
# A ward is hatched if more of its people than this share have no session within reach.
MOST_OUT = 0.5
HEADER = ["ward", "areas", "need", "people", "people_out_of_reach", "share_out_of_reach", "minutes"]


@dataclass(frozen=True)
class Ward:
    """The small areas of one ward together."""

    name: str
    rows: np.ndarray  # of the areas
    need: float  # the mean of their scores over people; nan if none is scored
    people: float
    people_out: float
    minutes: float  # to the nearest session, the mean over people; nan if nothing is on

    @property
    def share_out(self) -> float:
        return self.people_out / self.people if self.people else 0.0

    @property
    def is_out(self) -> bool:
        """Most of its people have no session within reach."""
        return self.share_out > MOST_OUT

    @property
    def need_in_words(self) -> str:
        return "–" if np.isnan(self.need) else in_points(self.need)

    @property
    def minutes_in_words(self) -> str:
        return "nothing is on" if np.isnan(self.minutes) else minutes_in_words(self.minutes)

    @property
    def out_in_words(self) -> str:
        return f"{self.people_out:,.0f} ({100 * self.share_out:.0f}%)"


def wards_of(need: Need, reach: Reach) -> list[Ward]:
    """Wards where most people are out of reach first, those of more need before the others."""
    keys = np.array([area.parent_id or 0 for area in need.areas], np.int64)
    people = np.nan_to_num(reach.people)
    found = []
    for key in np.unique(keys).tolist():
        rows = np.flatnonzero(keys == key)
        found.append(
            Ward(
                name=need.wards.get(key, UNKNOWN),
                rows=rows,
                need=mean(need.index.score[rows], people[rows]),
                people=float(people[rows].sum()),
                people_out=float(people[rows][reach.is_out[rows]].sum()),
                minutes=mean(reach.minutes[rows], people[rows]),
            )
        )
    return sorted(found, key=lambda ward: (not ward.is_out, -np.nan_to_num(ward.need), ward.name))


def mean(values: Floats, people: Floats) -> float:
    """The mean over people of what is known and has an end; over areas where nobody lives."""
    known = np.isfinite(values)
    if not known.any():
        return float("nan")
    weights = people[known] if people[known].sum() else np.ones(int(known.sum()))
    return float(np.average(values[known], weights=weights))


def map_of_wards(drawing: AreaMap, wards: list[Ward]) -> AreaMap:
    """The same map with each small area in the colour of its ward, hatched where most of the ward is out of reach."""
    ward_at = {int(row): ward for ward in wards for row in ward.rows}
    areas = [
        MapArea(
            code=area.code,
            name=ward_at[row].name,
            value=None if np.isnan(ward_at[row].need) else ward_at[row].need,
            text=f"need {ward_at[row].need_in_words}; out of reach: {ward_at[row].out_in_words}",
            url=area.url,
            marked=ward_at[row].is_out,
        )
        for row, area in enumerate(drawing.areas)
    ]
    out = sum(ward.is_out for ward in wards)
    said = (
        f"The darker a ward, the more need. In {out} of {len(wards)} wards, those that are hatched,"
        " most people have no session within reach."
    )
    return replace(
        drawing,
        areas=areas,
        description=said,
        marked_name="Most people of the ward out of reach",
    )


def file_of_wards(wards: list[Ward]) -> tuple[list[str], list[list]]:
    """Every ward as a line of a file."""
    return HEADER, [
        [
            ward.name,
            len(ward.rows),
            None if np.isnan(ward.need) else round(ward.need, 9),
            ward.people,
            ward.people_out,
            round(ward.share_out, 9),
            None if np.isnan(ward.minutes) else round(ward.minutes, 9),
        ]
        for ward in wards
    ]
