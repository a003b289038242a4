"""Which published statistics may go into the need index, how, and in which words.

A count says nothing of need until it is a share: people aged 75 or over out of all people. So counts go in
only if the catalogue knows what they are out of, and ranks, which say nothing of how much, not at all. Any
other statistic of which the catalogue says that more, or less, of it means need may go in as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inroads.foundations.places.miles import miles_in
from inroads.foundations.places.models import Statistic

Unit, Direction = Statistic.Unit, Statistic.Direction
COUNTS = {Unit.PERSONS, Unit.HOUSEHOLDS}


@dataclass(frozen=True)
class Standard:
    """A figure of the standard index: in words that everyone knows, and why it matters."""

    key: str
    title: str
    matters: str
    weight: int


# The reason for each weight stands in docs/explanation/need.md.
STANDARD = [
    Standard(
        "aged75plus",
        "People aged 75 or over",
        "Older people are the least likely to use the internet.",
        25,
    ),
    Standard(
        "income_score",
        "People on a low income",
        "A device and a line cost money every month.",
        20,
    ),
    Standard(
        "adult_low_skills_share",
        "Adults with few qualifications",
        "Forms on a screen are hardest for adults with few qualifications or little English.",
        20,
    ),
    Standard(
        "disabled",
        "Disabled people",
        "Many websites and devices are hard to use with an impairment.",
        15,
    ),
    Standard(
        "hh_social_rented",
        "Social rented homes",
        "Tenants of councils and housing associations are the most likely to have no line at home.",
        10,
    ),
    Standard(
        "digital_connectivity_indicator",
        "Slow broadband",
        "Where the line is slow, being online is harder for everyone.",
        10,
    ),
]
OF_THE_STANDARD = {standard.key: standard for standard in STANDARD}


@dataclass(frozen=True)
class Indicator:
    """A statistic as it goes into the index: by itself, or as a share of what it is out of."""

    statistic: Statistic
    whole: Statistic | None = None

    @property
    def key(self) -> str:
        return self.statistic.key

    @property
    def title(self) -> str:
        if self.key in OF_THE_STANDARD:
            return OF_THE_STANDARD[self.key].title
        return f"{self.statistic.title}, share" if self.whole else self.statistic.title

    @property
    def matters(self) -> str:
        return OF_THE_STANDARD[self.key].matters if self.key in OF_THE_STANDARD else ""

    @property
    def weight(self) -> int:
        """Its weight in the standard index; 0 if it is none of it."""
        return OF_THE_STANDARD[self.key].weight if self.key in OF_THE_STANDARD else 0

    @property
    def more_is_need(self) -> bool:
        return self.statistic.direction == Direction.MORE_NEED

    @property
    def made_of(self) -> str:
        """What is divided by what, or the plain statistic."""
        if self.whole:
            return f"{self.statistic.title}, out of: {self.whole.title}"
        return self.statistic.title

    @property
    def made_from(self) -> list[Statistic]:
        return [self.statistic, self.whole] if self.whole else [self.statistic]

    @property
    def sources(self) -> list[str]:
        """Whose the figures are and by which licence, each said once."""
        told = [f"Source: {one.source}. Licence: {one.licence}." for one in self.made_from]
        return list(dict.fromkeys(told))

    @property
    def years(self) -> str:
        years = sorted({one.year for one in self.made_from if one.year})
        return ", ".join(str(year) for year in years) or "not stated"

    @property
    def is_bare_score(self) -> bool:
        """Its numbers are in no unit that anybody knows, so one says how they compare instead."""
        return not self.whole and self.statistic.unit == Unit.SCORE

    def in_words(self, value: float) -> str:
        """A value as people read it: 12.4%, 1.9 miles, −0.85; or that it was not published."""
        if value != value:  # nan
            return "not published"
        if self.whole or self.statistic.unit == Unit.SHARE:
            return f"{100 * value:.1f}%"
        if self.statistic.unit == Unit.PERCENT:
            return f"{value:.1f}%"
        if self.statistic.unit == Unit.KILOMETRES:
            return f"{miles_in(value):.1f} miles"
        return f"{value:,.2f}".replace("-", "\N{MINUS SIGN}")


def indicators_among(statistics: Iterable[Statistic]) -> list[Indicator]:
    """The indicators that these statistics allow: those of the standard index first, then by their titles."""
    loaded = {statistic.key: statistic for statistic in statistics}
    allowed = {
        statistic.key: Indicator(statistic, loaded.get(statistic.out_of))
        for statistic in loaded.values()
        if statistic.direction != Direction.NEITHER
        and statistic.unit != Unit.RANK
        and (statistic.unit not in COUNTS or statistic.out_of in loaded)
    }
    return in_their_order(allowed.values())


def in_their_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those of the standard index first, as it has them, then the others by their titles."""
    place = {key: number for number, key in enumerate(OF_THE_STANDARD)}
    return sorted(indicators, key=lambda one: (place.get(one.key, len(place)), one.title))


def standard_missing(indicators: Iterable[Indicator]) -> list[str]:
    """What belongs to the standard index but is not loaded."""
    here = {one.key for one in indicators}
    return [standard.title for standard in STANDARD if standard.key not in here]
