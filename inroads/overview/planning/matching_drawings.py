"""A proposal as it is shown: the policies side by side, the pairs, what was decided."""

from dataclasses import dataclass
from typing import Any

from inroads.foundations.design.charts import Bar, BarChart
from inroads.overview.planning.models import Proposal, ProposedPair
from inroads.overview.planning.proposing import name_of_band

NONE = "–"
# The policies where there is room for a few words only: beside a bar, on a phone.
IN_SHORT = {
    Proposal.Policy.BY_BAND: "More need first",
    Proposal.Policy.STRICT: "Most need, whatever the way",
    Proposal.Policy.FLAT: "Shortest ways for all",
}


@dataclass(frozen=True)
class PolicyRow:
    """What one policy does for each band of need, in words."""

    name: str
    cells: list[tuple[str, str]]  # band, how many are helped
    minutes: str
    total: str


def bands_of_policies(effects: list[dict[str, Any]]) -> list[PolicyRow]:
    """One row a policy: how many of those who wait in each band are helped, and how long their way is."""
    return [
        PolicyRow(
            name=str(Proposal.Policy(effect["policy"]).label),
            cells=[
                (name_of_band(band["band"]), f"{band['served']} of {band['people']}")
                for band in effect["bands"]
                if band["people"]
            ],
            minutes=mean_minutes(effect["bands"]),
            total=f"{sum(band['served'] for band in effect['bands'])}"
            f" of {sum(band['people'] for band in effect['bands'])}",
        )
        for effect in effects
    ]


def mean_minutes(bands: list[dict[str, Any]]) -> str:
    """The way of those who are helped, on average."""
    served = sum(band["served"] for band in bands)
    if not served:
        return NONE
    total = sum(band["served"] * (band["minutes"] or 0) for band in bands)
    return f"{total / served:.0f}"


def chart_of_policies(effects: list[dict[str, Any]]) -> BarChart | None:
    """How many of those in most need are helped by each policy: where the policies differ first."""
    bands = [band for band in effects[0]["bands"] if band["people"]] if effects else []
    if not bands:
        return None
    most = bands[0]["band"]
    bars = [
        Bar(
            IN_SHORT[Proposal.Policy(effect["policy"])],
            float(served),
            text=f"{served} of {bands[0]['people']}",
        )
        for effect in effects
        for served in [next(each["served"] for each in effect["bands"] if each["band"] == most)]
    ]
    return BarChart(
        title=f"{name_of_band(most)}: how many are helped",
        description="One bar for each answer to the question who is helped first.",
        bars=bars,
        unit="people",
        decimals=0,
        table="policies",
    )


@dataclass(frozen=True)
class PairRow:
    """One pair as it is listed."""

    pair: ProposedPair
    name: str  # of the person, if it may be seen
    need: str
    reasons: list[str]


def rows_of_proposal(pairs: list[ProposedPair], seen: set[int]) -> list[PairRow]:
    return [
        PairRow(
            pair=pair,
            name=str(pair.route.referral.person)
            if pair.route.referral.person_id in seen
            else str(pair.route.referral),
            need=name_of_band(pair.band),
            reasons=pair.reasons,
        )
        for pair in pairs
    ]


def decided_in_words(number: int) -> str:
    """
    >>> decided_in_words(1), decided_in_words(3)
    ('1 place is kept, and both sides are told.', '3 places are kept, and both sides of each are told.')
    """
    if number == 1:
        return "1 place is kept, and both sides are told."
    return f"{number} places are kept, and both sides of each are told."
