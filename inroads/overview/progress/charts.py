"""A figure as bars: only what may be shown."""

from django.utils.translation import gettext as _

from inroads.foundations.design.charts import Bar, BarChart
from inroads.overview.progress.figures import Value
from inroads.overview.progress.queries import UNKNOWN_WARD

MOST = 10


def chart_of(value: Value) -> BarChart | None:
    """The wards with the most, ten at most; none if fewer than two may be shown."""
    known = [pair for pair in value.shown_rows if pair[0] != UNKNOWN_WARD]
    ranked = sorted(known, key=lambda pair: (-pair[1][0], pair[0].name))
    bars = [Bar(ward.name, row[0]) for ward, row in ranked[:MOST] if row[0]]
    if len(bars) < 2:
        return None
    unit = str(value.figure.columns[0]).lower()
    most = _("%(ward)s has the most of the wards that may be shown: %(number)s.") % {
        "ward": bars[0].label,
        "number": f"{bars[0].value:,}",
    }
    return BarChart(
        title=_("%(title)s: the wards with the most") % {"title": value.figure.title},
        description=most,
        heading=_("Ward"),
        unit=unit,
        bars=bars,
        table=f"{value.figure.name}-caption",
    )
