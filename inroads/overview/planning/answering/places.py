"""The best next places: where sessions would bring most people into reach, beside those that are on."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from inroads.engine.coverage import Coverage, coverage_of_journeys
from inroads.engine.distances import distances
from inroads.engine.reach import reachable
from inroads.engine.siting import place_sites
from inroads.engine.travel import Travel, metres_within, on_the_globe
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
from inroads.overview.planning.answering.reach import reach_asked, scores
from inroads.overview.planning.forms import PlacesForm
from inroads.overview.planning.models import Scenario
from inroads.overview.planning.queries import venues_of
from inroads.overview.planning.reaching import (
    TRAVELS,
    lying_of,
    people_of,
    small_areas_of,
    supply,
)
from inroads.overview.planning.trying import venues_after

COLUMNS = [column("People brought into reach"), column("Of them in the fifth with the most need")]


def gather(council: Area, typed: dict[str, str], on: date) -> Gathered:
    """Candidates are the open venues without a session in the days looked at, or the middle of each small area."""
    scenario = scenario_of(council, typed)
    asks = PlacesForm(typed)
    form = reach_asked(council, typed, scenario.monday if scenario else on)
    areas = small_areas_of(council)
    if not (form.is_valid() and asks.is_valid() and areas):
        raise Refused("Nothing was worked out: put right what the page says first")
    asked = form.asked
    opened = venues_after(scenario, asked) if scenario else supply(asked)[0]
    there = {venue.pk for venue in opened}
    if asks.anywhere:
        candidates = [[area.code, area.name, area.lat, area.lon] for area in areas if area.lat]
    else:
        candidates = [
            [f"venue-{venue.pk}", venue.name, venue.lat, venue.lon]
            for venue in venues_of(council)
            if venue.pk not in there
        ]
    inputs = {
        "areas": [[area.code, area.name] for area in areas],
        "vintage": areas[0].vintage,
        "lying": kept_numbers(lying_of(areas)),
        "people": kept_numbers(people_of(council, areas, asked.group)),
        "need": scores(council, areas),
        "opened": [[venue.lat, venue.lon] for venue in opened],
        "candidates": candidates,
        "travel": TRAVELS[asked.travel]._asdict(),
        "minutes": asked.minutes,
        "count": asks.wanted,
        "need_counts": asks.need_counts,
    }
    words = chosen_in_words(form) + chosen_in_words(asks)
    title = f"Best next places in {council.name}, {words[0][1]}"
    kept = dict(form.data) | dict(asks.data)
    if scenario:
        words.append(["Beside the changes of", scenario.title])
        kept["scenario"] = scenario.public_id
    return Gathered(title, words, kept, inputs)


def scenario_of(council: Area, typed: dict[str, str]) -> Scenario | None:
    """The scenario whose changes count as made; refused if it was one that is not there any more."""
    if not typed.get("scenario"):
        return None
    scenario = Scenario.objects.filter(public_id=typed["scenario"], council=council).first()
    if scenario is None:
        raise Refused("The scenario has been removed, so this cannot be asked again")
    return scenario


def parts(inputs: Kept) -> int:
    return 1


def part(inputs: Kept, number: int, rng: np.random.Generator) -> Kept:
    people, need = np.nan_to_num(as_array(inputs["people"])), as_array(inputs["need"])
    coverage = coverage_of(inputs)
    opened, free = len(inputs["opened"]), len(inputs["candidates"])
    found = place_sites(
        coverage,
        people,
        min(inputs["count"], free),
        priority=priority_of(need) if inputs["need_counts"] else None,
        fixed=np.arange(opened),
        rng=rng,
    )
    there = coverage.covered(np.arange(opened))
    before = float(people[there].sum())
    neediest = is_neediest(need)
    rows = []
    for site in found.chosen.tolist():
        new = np.zeros(len(people), bool)
        new[coverage.areas_of(site)] = True
        new &= ~there
        there |= new
        key, name = inputs["candidates"][site - opened][:2]
        rows.append([key, name, float(people[new].sum()), float(people[new & neediest].sum())])
    return {
        "rows": rows,
        "before": before,
        "after": float(people[there].sum()),
        "all": float(people.sum()),
        "gap": float(found.gap),
        "proved": bool(found.proved),
    }


def coverage_of(inputs: Kept) -> Coverage:
    """Which areas can reach each site: those that are open first, then the candidates."""
    lying = as_array(inputs["lying"]).reshape(-1, 2)
    here = np.flatnonzero(~np.isnan(lying).any(axis=1))
    sites = [*inputs["opened"], *(each[2:4] for each in inputs["candidates"])]
    standing = as_array(sites).reshape(-1, 2)
    limit = float(metres_within(inputs["minutes"], Travel(**inputs["travel"])))
    near = reachable(distances(on_the_globe(*lying[here].T), on_the_globe(*standing.T)), limit)
    found = coverage_of_journeys(near)
    return Coverage(found.first, here[found.area].astype(np.int32), len(lying))


def priority_of(need: np.ndarray) -> np.ndarray:
    """How much a person of each area counts: as much as the area's need beside the mean; without a score, one."""
    scored = ~np.isnan(need)
    mean = need[scored].mean() if scored.any() else 0.0
    return np.where(scored, need / mean, 1.0) if mean else np.ones(len(need))


def is_neediest(need: np.ndarray) -> np.ndarray:
    """The fifth of the areas with the most need."""
    scored = np.flatnonzero(~np.isnan(need))
    most = scored[np.argsort(-need[scored], kind="stable")][: len(scored) // 5]
    return np.isin(np.arange(len(need)), most)


def answer(inputs: Kept, done: Sequence[Kept]) -> Kept:
    found = done[0]
    return {"sentences": sentences(inputs, found), "columns": COLUMNS, "rows": found["rows"]}


def sentences(inputs: Kept, found: Kept) -> list[str]:
    """What a reader should take away, and how sure it is."""
    before, after = found["before"], found["after"]
    if not inputs["candidates"]:
        return [
            "Every open venue has a session then. Look for places anywhere, or begin with a single day."
        ]
    if not found["rows"]:
        return ["No further place would bring anybody into reach."]
    said = [
        f"{number_of_places(len(found['rows']))} would bring {after - before:,.0f} more people into reach:"
        f" {after:,.0f} of {found['all']:,.0f} instead of {before:,.0f}."
    ]
    weighed = ", counted by need" if inputs["need_counts"] else ""
    if found["proved"]:
        said.append(f"No other choice of as many places does better{weighed}: that is proved.")
    else:
        said.append(
            f"No other choice of as many places does better by more than"
            f" {100 * found['gap']:.1f} in a hundred{weighed}: that is proved."
        )
    return said


def number_of_places(count: int) -> str:
    """
    >>> number_of_places(1), number_of_places(3)
    ('This one place', 'These 3 places')
    """
    return "This one place" if count == 1 else f"These {count} places"


METHOD = Method(gather, parts, part, answer)
