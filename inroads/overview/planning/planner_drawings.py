"""A scenario as it is shown: its sentences, its map, who gains and who loses, and scenarios side by side."""

from dataclasses import dataclass

import numpy as np

from inroads.foundations.design.maps import AreaMap, MapArea, Outline, Spot
from inroads.foundations.places.models import Area
from inroads.overview.planning.drawings import area_url
from inroads.overview.planning.models import Change
from inroads.overview.planning.reach_drawings import minutes_in_words
from inroads.overview.planning.reaching import EVERYONE, GROUPS
from inroads.overview.planning.trying import FIFTHS, Effect, Trial

STAYS_IN, STAYS_OUT, COMES_IN, FALLS_OUT = 1, 2, 4, 5
NAMES = [
    "Within reach, as before",
    "Out of reach, as before",
    "",
    "Comes into reach",
    "Falls out of reach",
]
NONE = "–"


def in_people(number: float) -> str:
    """A change in how many, with its sign.

    >>> [in_people(each) for each in (1140, -300, 0)]
    ['+1,140', '−300', '0']
    """
    if round(number) == 0:
        return "0"
    return f"{'+' if number > 0 else MINUS}{abs(number):,.0f}"


MINUS = "\N{MINUS SIGN}"


def effect_in_words(effect: Effect) -> str:
    """The effect in one line: who comes into reach, who falls out of it; or who has a shorter or a longer way."""
    if effect.gain or effect.loss:
        both = [in_people(number) for number in (effect.gain, -effect.loss) if number]
        return f"{', '.join(both)} in reach"
    nearer, farther = effect.people_nearer, effect.people_farther
    if nearer or farther:
        parts = [f"a shorter way for {nearer:,.0f}"] if nearer else []
        parts += [f"a longer way for {farther:,.0f}"] if farther else []
        return "nobody into reach or out of it; " + ", ".join(parts)
    return "no way to a session changes" if effect.touched.any() else "no effect on reach"


def sentences_of(trial: Trial) -> list[str]:
    """What a reader should take away."""
    effect, whom = trial.whole, people_in_words(trial)
    before, after = effect.in_reach
    said = []
    if not trial.changes:
        said.append("Nothing is changed yet. Put in a change to see who gains and who loses.")
    elif effect.gain or effect.loss:
        said.append(f"{effect.gain:,.0f} come into reach and {effect.loss:,.0f} fall out of it.")
    else:
        said.append("Nobody comes into reach, and nobody falls out of it.")
    known = float(np.nansum(effect.people[~np.isnan(effect.before.sessions)]))
    share = f" ({100 * after / known:.0f}%)" if known else ""
    said.append(
        f"Within {trial.asked.minutes} minutes of a session: {after:,.0f} of {known:,.0f} {whom}{share}"
        + (f", now {before:,.0f}." if trial.changes else ".")
    )
    then, now = effect.mean_minutes
    if trial.changes and np.isfinite(then) and np.isfinite(now):
        said.append(
            f"The way to the nearest session takes {now:.1f} minutes on average, now {then:.1f}:"
            f" shorter for {effect.people_nearer:,.0f}, longer for {effect.people_farther:,.0f}."
        )
    return said


def people_in_words(trial: Trial) -> str:
    """Who is counted: `of 1,000 people`, `of 1,000 disabled people`."""
    group = trial.asked.group
    if group is None:
        return "areas"
    return "people" if group.key == EVERYONE else GROUPS[group.key]


@dataclass(frozen=True)
class Tried:
    """One change with its own effect."""

    change: Change
    effect: str


def changes_of(trial: Trial) -> list[Tried]:
    return [
        Tried(change, effect_in_words(effect))
        for change, effect in zip(trial.changes, trial.alone, strict=True)
    ]


@dataclass(frozen=True)
class Fifth:
    """What a scenario does for one fifth of the areas, by need."""

    name: str
    people: str
    gain: str
    loss: str
    minutes: str


def fifths_of(trial: Trial) -> list[Fifth]:
    """Who gains and who loses, from the fifth of the areas with the most need to the one with the least."""
    effect, found = trial.whole, []
    for fifth in range(1, FIFTHS + 1):
        those = trial.fifths == fifth
        if not those.any():
            continue
        part = effect.of(those)
        then, now = part.mean_minutes
        known = np.isfinite(then) and np.isfinite(now)
        found.append(
            Fifth(
                name=name_of_fifth(fifth),
                people=f"{float(np.nansum(part.people)):,.0f}",
                gain=in_people(part.gain),
                loss=in_people(-part.loss),
                minutes=f"{now:.1f}, now {then:.1f}" if known else NONE,
            )
        )
    return found


def name_of_fifth(fifth: int) -> str:
    """
    >>> [name_of_fifth(each) for each in (1, 3, 5)]
    ['The fifth with the most need', 'The third fifth', 'The fifth with the least need']
    """
    names = ["most need", "second", "third", "fourth", "least need"]
    name = names[fifth - 1]
    return f"The fifth with the {name}" if "need" in name else f"The {name} fifth"


@dataclass(frozen=True)
class AreaChanged:
    """One area for which something changes."""

    area: Area
    url: str
    people: str
    before: str
    after: str
    sessions: str
    comes_in: bool
    falls_out: bool


def areas_of(trial: Trial, *, most: int | None = None) -> list[AreaChanged]:
    """The areas for which something changes: those that fall out of reach, then those that come in, then the others."""
    effect = trial.whole
    rows = np.flatnonzero(effect.touched).tolist()
    people = np.nan_to_num(effect.people)
    rows.sort(key=lambda row: (not effect.lost[row], not effect.gained[row], -people[row]))
    return [
        AreaChanged(
            area=trial.areas[row],
            url=area_url(trial.scenario.council, trial.areas[row], ""),
            people="not published"
            if np.isnan(effect.people[row])
            else f"{effect.people[row]:,.0f}",
            before=minutes_in_words(effect.before.minutes[row]),
            after=minutes_in_words(effect.after.minutes[row]),
            sessions=f"{effect.after.sessions[row]:,.0f}, now {effect.before.sessions[row]:,.0f}",
            comes_in=bool(effect.gained[row]),
            falls_out=bool(effect.lost[row]),
        )
        for row in rows[:most]
    ]


def map_of_trial(trial: Trial, outline: Outline) -> AreaMap:
    """Which areas come into reach and which fall out of it."""
    effect = trial.whole
    after = effect.after.sessions
    classes = np.where(after > 0, STAYS_IN, STAYS_OUT)
    classes[effect.gained], classes[effect.lost] = COMES_IN, FALLS_OUT
    gained, lost = int(effect.gained.sum()), int(effect.lost.sum())
    return AreaMap(
        title=f"Reach if this were so in {trial.scenario.council.name}",
        description=reach_in_words(gained, lost),
        outline=outline,
        areas=[
            MapArea(
                area.code,
                area.name,
                None if np.isnan(after[row]) else float(classes[row]),
                text=NAMES[classes[row] - 1].lower(),
                url=area_url(trial.scenario.council, area, ""),
            )
            for row, area in enumerate(trial.areas)
        ],
        measure="Reach of a session",
        breaks=[1, 2, 3, 4],
        names=NAMES,
        spots=[Spot(venue.name, venue.lat or 0, venue.lon or 0) for venue in trial.venues],
        spots_name="Venues with a session",
        missing="Not on the map",
        table="areas-changed",
    )


def reach_in_words(gained: int, lost: int) -> str:
    """
    >>> reach_in_words(1, 3), reach_in_words(0, 1)
    ('1 area comes into reach of a session; 3 areas fall out of it.',
    '0 areas come into reach of a session; 1 area falls out of it.')
    """
    into = "1 area comes" if gained == 1 else f"{gained} areas come"
    out = "1 area falls" if lost == 1 else f"{lost} areas fall"
    return f"{into} into reach of a session; {out} out of it."


@dataclass(frozen=True)
class Measure:
    """One measure of several scenarios, side by side."""

    name: str
    values: list[str]


def side_by_side(trials: list[Trial]) -> list[Measure]:
    """What the scenarios would do, one measure a row."""
    effects = [trial.whole for trial in trials]
    measures = [
        Measure("Changes", [f"{len(trial.changes)}" for trial in trials]),
        Measure("People who come into reach", [in_people(each.gain) for each in effects]),
        Measure("People who fall out of reach", [in_people(-each.loss) for each in effects]),
        Measure("People within reach", [f"{each.in_reach[1]:,.0f}" for each in effects]),
        Measure("People with a shorter way", [f"{each.people_nearer:,.0f}" for each in effects]),
        Measure("People with a longer way", [f"{each.people_farther:,.0f}" for each in effects]),
        Measure(
            "Minutes to the nearest session, on average",
            [
                f"{each.mean_minutes[1]:.1f}" if np.isfinite(each.mean_minutes[1]) else NONE
                for each in effects
            ],
        ),
    ]
    by_fifth = [fifths_of(trial) for trial in trials]
    for number, name in enumerate(each.name for each in max(by_fifth, key=len, default=[])):
        values = [
            f"{rows[number].gain}, {rows[number].loss}" if number < len(rows) else NONE
            for rows in by_fifth
        ]
        measures.append(Measure(f"{name}: into reach, out of it", values))
    return measures
