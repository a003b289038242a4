"""Charts as plain SVG: what is drawn, in words and numbers; the templates draw it.

    chart = BarChart(
        title="Helps by topic",
        description="Online banking is the most frequent, at 412 of 1,903 helps.",
        bars=[Bar("Online banking", 412), Bar("School places", None, text="1 to 4, hidden")],
        heading="Topic", unit="helps",
    )
    {% bar_chart chart %}

A line chart and a run chart take `points`; a point may have an interval, `low` to `high`.
The description says what the chart shows to somebody who cannot see it; the figures follow as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import floor, log10
from statistics import median
from zlib import crc32

HEIGHT = 220.0  # of the plot, in pixels; its width is that of the page
HEAD = 24.0  # room above the plot for the name of the unit
SHIFT = 6  # points in a row on one side of the median that are more than chance


def in_figures(value: float | None, decimals: int | None = None, unit: str = "") -> str:
    """A number as people read it.

    >>> in_figures(1903), in_figures(12.34), in_figures(54, unit="%"), in_figures(3, 2)
    ('1,903', '12.3', '54%', '3.00')
    """
    if value is None:
        return "No figure"
    if decimals is None:
        decimals = 0 if float(value).is_integer() or abs(value) >= 1000 else 1
    return f"{value:,.{decimals}f}{unit if unit == '%' else ''}"


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from at most `low` to at least `high`, evenly spaced.

    >>> ticks(0, 37)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    size = max(abs(low), abs(high))
    span = high - low
    if span <= 1e-6 * max(size, 1e-3):  # flat, as far as anyone can see
        span = size if size > 1e-6 else 1.0
    rough = span / about
    power = 10.0 ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [round(step * k, 10) for k in range(first, max(last, first + 1) + 1)]


@dataclass(frozen=True)
class Bar:
    """One bar; `text` stands in place of a value that is missing or hidden."""

    label: str
    value: float | None
    text: str = ""


@dataclass(frozen=True)
class Point:
    """One point in time; `low` and `high` bound what the true value may be."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""


@dataclass(frozen=True)
class Chart:
    """What every chart has. `heading` names the things along it, `unit` what the numbers count.

    `table` is the id of a table of the page's own that holds the same figures.
    """

    title: str
    description: str
    heading: str = "When"
    unit: str = ""
    decimals: int | None = None
    table_open: bool = False
    table: str = ""

    @property
    def id(self) -> str:
        return f"chart-{crc32(self.title.encode()):x}"

    def shown(self, value: float | None) -> str:
        return in_figures(value, self.decimals, self.unit)

    @property
    def value_heading(self) -> str:
        return (
            "Per cent" if self.unit == "%" else (self.unit[:1].upper() + self.unit[1:]) or "Value"
        )


@dataclass(frozen=True)
class BarChart(Chart):
    """Amounts of a few things side by side, in the order given."""

    heading: str = "What"
    bars: Sequence[Bar] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[dict]:
        """Each bar with its top in pixels, its length in per cent of the width, and its words."""
        longest = max((bar.value or 0 for bar in self.bars), default=0) or 1
        return [
            {
                "label": bar.label,
                "text": bar.text or self.shown(bar.value),
                "share": round(100 * max(bar.value or 0, 0) / longest, 2),
                "known": bar.value is not None,
                "words_y": index * 48 + 16,
                "bar_y": index * 48 + 24,
            }
            for index, bar in enumerate(self.bars)
        ]

    @property
    def height(self) -> int:
        return max(len(self.bars), 1) * 48


@dataclass(frozen=True)
class LineChart(Chart):
    """A number over time; with `low` and `high` on its points, the band the true value lies in."""

    points: Sequence[Point] = field(default_factory=list)
    from_zero: bool = True

    def levels(self) -> list[float]:
        """Every number that must fit on the plot."""
        each = [n for p in self.points for n in (p.value, p.low, p.high) if n is not None]
        return [*each, 0.0] if self.from_zero or not each else each

    @cached_property
    def scale(self) -> list[float]:
        return ticks(min(self.levels()), max(self.levels()))

    def x(self, index: int) -> float:
        """Per cent of the width."""
        return round(1.5 + 97 * index / max(len(self.points) - 1, 1), 2)

    def y(self, value: float) -> float:
        """Pixels from the top of the plot."""
        low, high = self.scale[0], self.scale[-1]
        return round(HEAD + HEIGHT * (1 - (value - low) / (high - low)), 1)

    @property
    def height(self) -> float:
        return HEAD + HEIGHT + 34

    @property
    def grid(self) -> list[dict]:
        return [
            {"y": self.y(tick), "words_y": self.y(tick) - 5, "text": self.shown(tick)}
            for tick in self.scale
        ]

    @property
    def labels(self) -> list[dict]:
        """At most four names under the line, the first and the last among them."""
        last = len(self.points) - 1
        wanted = sorted({0, last, *(round(last * k / 3) for k in (1, 2))} if last > 0 else {0})
        anchors = {0: "start", last: "end"} if last > 0 else {}
        return [
            {"x": self.x(i), "anchor": anchors.get(i, "middle"), "text": self.points[i].label}
            for i in wanted
            if self.points
        ]

    @property
    def label_y(self) -> float:
        return HEAD + HEIGHT + 24

    @cached_property
    def marks(self) -> list[dict]:
        """Each known point, where it stands and what it says."""
        return [
            {
                "x": self.x(i),
                "y": self.y(p.value),
                "words": f"{p.label}: {p.text or self.shown(p.value)}",
                "shift": i in self.in_shift,
            }
            for i, p in enumerate(self.points)
            if p.value is not None
        ]

    @property
    def in_shift(self) -> set[int]:
        return set()

    @property
    def lines(self) -> list[str]:
        """The line as the points of polylines: it breaks where a figure is missing."""
        return [
            " ".join(f"{self.x(i)},{self.y(self.points[i].value or 0)}" for i in run)
            for run in self._runs(lambda p: p.value is not None)
        ]

    @property
    def bands(self) -> list[str]:
        """The interval as the points of polygons."""
        return [
            " ".join(
                [f"{self.x(i)},{self.y(self.points[i].high or 0)}" for i in run]
                + [f"{self.x(i)},{self.y(self.points[i].low or 0)}" for i in reversed(run)]
            )
            for run in self._runs(lambda p: p.low is not None and p.high is not None)
        ]

    @property
    def has_band(self) -> bool:
        return bool(self.bands)

    def _runs(self, known) -> list[list[int]]:
        runs: list[list[int]] = [[]]
        for i, p in enumerate(self.points):
            if known(p):
                runs[-1].append(i)
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]

    @property
    def rows(self) -> list[dict]:
        return [
            {
                "label": p.label,
                "text": p.text or self.shown(p.value),
                "band": "" if p.low is None else f"{self.shown(p.low)} to {self.shown(p.high)}",
                "shift": i in self.in_shift,
            }
            for i, p in enumerate(self.points)
        ]


@dataclass(frozen=True)
class RunChart(LineChart):
    """A number over time with its median, and the shifts: six or more points in a row on one side of it.

    With `baseline`, the median is that of the first so many points: how it was before.
    """

    baseline: int = 0

    @cached_property
    def middle(self) -> float | None:
        values = [p.value for p in self.points if p.value is not None]
        values = values[: self.baseline or None]
        return median(values) if values else None

    @cached_property
    def shifts(self) -> list[tuple[int, int, str]]:
        """First point, last point, and "above" or "below". Points on the median neither count nor break."""
        found: list[tuple[int, int, str]] = []
        run: list[int] = []
        side = ""
        for i, p in [*enumerate(self.points), (len(self.points), None)]:
            if p is not None and (p.value is None or self.middle is None or p.value == self.middle):
                continue
            now = "" if p is None else ("above" if p.value > self.middle else "below")  # type: ignore[operator]
            if now != side:
                if len(run) >= SHIFT:
                    found.append((run[0], run[-1], side))
                run, side = [], now
            run.append(i)
        return found

    @cached_property
    def in_shift(self) -> set[int]:
        return {i for first, last, _ in self.shifts for i in range(first, last + 1)}

    @property
    def shown_middle(self) -> str:
        return self.shown(self.middle)

    @property
    def middle_y(self) -> float:
        return self.y(self.middle or 0)

    @property
    def shift_words(self) -> list[str]:
        """What each shift says, or that there is none."""
        said = [
            f"{self.points[a].label} to {self.points[b].label}: every point is {side} the middle."
            " So long a run is more than chance."
            for a, b, side in self.shifts
        ]
        return said or [
            "No run of six or more points on one side of the middle: nothing more than chance."
        ]
