"""Where need is, and how far that hangs on the weights: the weights are drawn again and again, a part at a time."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from inroads.engine.need import need_index
from inroads.engine.scales import scale_by_range
from inroads.engine.sensitivity import drawn_weights, most_need_probability, rank_intervals
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
from inroads.overview.planning.forms import NeedForm
from inroads.overview.planning.queries import (
    ENOUGH_KNOWN,
    TOP,
    extent_everywhere,
    indicators_of,
    need_of,
)

PARTS, DRAWS = 10, 1000
MOST = 0.1
COLUMNS = [
    column("Need", 2, coloured=True),
    column("Place"),
    column("Place at best"),
    column("Place at worst"),
    column("Of 100 draws, in the first tenth"),
]


def gather(council: Area, typed: dict[str, str], on: date) -> Gathered:
    form = NeedForm(typed, council, indicators_of(council))
    if not form.indicators or not form.is_valid():
        raise Refused("Nothing was kept: put right what the page says about the weights first")
    need = need_of(council, form.indicators, form.weights, everywhere=form.everywhere)
    frame = extent_everywhere(need.indicators) if form.everywhere else None
    weights = zip(need.indicators, need.weights, strict=True)
    inputs = {
        "areas": [[area.code, area.name] for area in need.areas],
        "vintage": need.areas[0].vintage if need.areas else None,
        "indicators": [
            {
                "title": one.title,
                "more_is_need": one.more_is_need,
                "sources": [[each.title, each.source, each.year] for each in one.made_from],
            }
            for one in need.indicators
        ],
        "weights": kept_numbers(need.weights),
        "values": kept_numbers(need.values),
        "frame": kept_numbers(frame) if frame else None,
    }
    words = chosen_in_words(form)
    words += [[f"Weight of “{one.title}”", f"{100 * weight:.1f}%"] for one, weight in weights]
    return Gathered(f"Need in {council.name}", words, dict(form.data), inputs)


def parts(inputs: Kept) -> int:
    return PARTS if inputs["areas"] else 0


def part(inputs: Kept, number: int, rng: np.random.Generator) -> Kept:
    """Between which places each area stands in some draws, and how often in the tenth with the most need."""
    values, more_is_need, frame = figures(inputs)
    scaled = scale_by_range(values, more_is_need, frame=frame)
    drawn = drawn_weights(inputs["weights"], rng, draws=DRAWS)
    asked = (scaled, inputs["weights"], drawn)
    ends = rank_intervals(*asked, enough_known=ENOUGH_KNOWN)
    often = most_need_probability(*asked, most=MOST, enough_known=ENOUGH_KNOWN)
    return {"best": kept_numbers(ends.lowest), "worst": kept_numbers(ends.highest)} | {
        "often": kept_numbers(often)
    }


def answer(inputs: Kept, done: Sequence[Kept]) -> Kept:
    """The ends are the middle of what the parts found, how often is their mean."""
    values, more_is_need, frame = figures(inputs)
    index = need_index(
        values, inputs["weights"], more_is_need, frame=frame, top=TOP, enough_known=ENOUGH_KNOWN
    )
    best, worst = (
        np.median([as_array(each[end]) for each in done], axis=0) for end in ("best", "worst")
    )
    often = 100 * np.mean([as_array(each["often"]) for each in done], axis=0)
    columns = zip(*map(kept_numbers, (index.score, index.rank, best, worst, often)), strict=True)
    rows = [[*area, *found] for area, found in zip(inputs["areas"], columns, strict=True)]
    rows.sort(key=lambda row: (row[3] is None, row[3], row[0]))
    return {"sentences": sentences(rows), "columns": COLUMNS, "rows": rows}


def sentences(rows: list[list]) -> list[str]:
    """What a reader should take away."""
    scored = [row for row in rows if row[2] is not None]
    if not scored:
        return ["Too little is published to score any area."]
    said = [
        f"Need is highest in {scored[0][1]}, at {scored[0][2]:.2f} out of {TOP},"
        f" and lowest in {scored[-1][1]}, at {scored[-1][2]:.2f}."
    ]
    first = scored[: int(len(scored) * MOST)]
    if first:
        sure = sum(row[6] >= 90 for row in first)
        said.append(
            f"Of the {len(first)} areas in the tenth with the most need, {sure} stay there in at least"
            f" nine of ten draws when the weights are drawn anew around those chosen."
        )
    return said


def figures(inputs: Kept):
    """The table of values, which way each column counts, and the ends of the scales."""
    shape = (len(inputs["areas"]), len(inputs["weights"]))
    more_is_need = [one["more_is_need"] for one in inputs["indicators"]]
    frame = inputs["frame"] and tuple(as_array(ends) for ends in inputs["frame"])
    return as_array(inputs["values"]).reshape(shape), more_is_need, frame


METHOD = Method(gather, parts, part, answer)
