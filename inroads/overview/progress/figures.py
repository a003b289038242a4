"""What a figure is: a name, a version, a definition in words, and the counting itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inroads.overview.progress.disclosure import Row, hide_small, is_small, with_sum
from inroads.overview.progress.queries import (
    UNKNOWN_WARD,
    Ward,
    helps_by_ward,
    referrals_by_ward,
)

Words = str | Promise  # words that wait for the language of whoever reads them
LEAST_BASE = 20  # a percentage of fewer than this says more than is known
LEAST_TOTAL = 50  # of fewer in a whole place, a ward could be guessed
LATE = timedelta(weeks=4)  # by then the paper sheets of a quarter are keyed in


class Kind(models.TextChoices):
    """How a figure came about."""

    COUNTED = "counted", _("Counted")
    SAMPLED = "sampled", _("Sampled")
    CLAIMED = "claimed", _("Claimed")
    ESTIMATED = "estimated", _("Estimated")


@dataclass(frozen=True)
class Period:
    """From a first day until a moment that is no longer in it; what was known of it at another moment is counted."""

    first: date
    until: datetime
    as_at: datetime

    @property
    def last(self) -> date:
        """The last day that is counted in full."""
        return (self.until - timedelta(seconds=1)).date()

    @property
    def starts(self) -> datetime:
        return midnight(self.first)


@dataclass(frozen=True)
class Figure:
    """One figure that we publish. A change of meaning is a new version, never a quiet edit."""

    name: str
    version: int
    title: Words
    kind: Kind
    definition: Words
    base: Words
    columns: tuple[Words, ...]
    count: Callable[[Period], dict[Ward, tuple[int, ...]]]

    @property
    def file_url_name(self) -> str:
        """The URL name of the file beside it."""
        return f"progress_{self.name}_csv"

    def by_ward(self, period: Period) -> "Value":
        """Count each ward, and hide what is small. Only for periods that never overlap: see `quarter_at`."""
        counts = self.count(period)
        wards = sorted(counts, key=lambda ward: (ward == UNKNOWN_WARD, ward.name, ward.code))
        shown = hide_small([counts[ward] for ward in wards])
        return Value(
            self.name, period, tuple(zip(wards, shown.rows, strict=True)), shown.totals or None
        )

    def total(self, period: Period) -> "Value":
        """Count the whole place; nothing is shown of few, nor of any ward."""
        columns = zip(*self.count(period).values(), strict=True)
        whole = with_sum([sum(column) for column in columns])
        is_enough = max(whole, default=0) >= LEAST_TOTAL and not is_small(whole)
        return Value(self.name, period, (), whole if is_enough else None)


@dataclass(frozen=True)
class Value:
    """What a figure came to: nothing in it needs hiding any more, and nothing hidden is in it."""

    name: str
    period: Period
    rows: tuple[tuple[Ward, Row | None], ...]
    totals: Row | None

    @property
    def figure(self) -> Figure:
        return FIGURES[self.name]

    @property
    def withheld(self) -> int:
        """How many wards are hidden."""
        return sum(row is None for ward, row in self.rows)

    @property
    def hides_every_ward(self) -> bool:
        """No ward may be shown."""
        return self.withheld == len(self.rows)

    @property
    def shown_rows(self) -> Iterable[tuple[Ward, Row]]:
        """The wards that are not hidden."""
        return ((ward, row) for ward, row in self.rows if row is not None)

    @property
    def per_cent(self) -> int | None:
        """The first column as a share of the sum, if enough was counted to say so."""
        if not self.totals or len(self.totals) < 2 or self.totals[-1] < LEAST_BASE:
            return None
        return round(100 * self.totals[0] / self.totals[-1])


def year_at(moment: datetime) -> Period:
    """The year that began on 1 April, until the end of the last Sunday."""
    here = day_of(moment)
    monday = here - timedelta(days=here.weekday())
    last = monday - timedelta(days=1)
    year = last.year if last >= date(last.year, 4, 1) else last.year - 1
    return Period(date(year, 4, 1), midnight(monday), midnight(monday))


def quarter_at(moment: datetime) -> Period:
    """The last quarter of a year that ended four weeks ago or earlier, as it was known four weeks after its end.

    Quarters do not overlap and are counted once for all, so that no page of one week, held against that of
    another, tells what changed in a ward in between.
    """
    day = day_of(moment) - LATE
    begins = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    before = begins - timedelta(days=1)
    first = date(before.year, 3 * ((before.month - 1) // 3) + 1, 1)
    return Period(first, midnight(begins), midnight(begins + LATE))


def day_of(moment: datetime) -> date:
    """The day it is then where the programme is."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins where the programme is."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


HELPS = Figure(
    name="helps",
    version=1,
    title=_("Helps given"),
    kind=Kind.COUNTED,
    definition=_(
        "One help is one time that somebody was helped and the helper wrote it down: on their phone, on the"
        " telephone or on paper. Someone who was helped twice counts as two helps, so this is not a number"
        " of people. The ward is the one where the help was given. A help that was not given at a venue"
        " has no ward."
    ),
    base=_("Every help that was written down. Nothing is added for help that was not."),
    columns=(_("Helps"),),
    count=lambda period: helps_by_ward(period.starts, period.until, as_at=period.as_at),
)
REFERRALS = Figure(
    name="referrals",
    version=2,
    title=_("Referrals that reached first help"),
    kind=Kind.COUNTED,
    definition=_(
        "A referral is one organisation asking help for one person. It reached first help if the person was"
        " helped, and the helper wrote it down, after the referral was sent. Someone who was referred twice"
        " counts as two referrals. The ward is the one where the person lived when they were referred, from"
        " their postcode. A person whose postcode we do not know has no ward."
    ),
    base=_("Every referral that was sent and not withdrawn, also those sent only a few weeks ago."),
    columns=(_("Helped"), _("Not yet"), _("Sent")),
    count=lambda period: referrals_by_ward(period.first, period.last, as_at=period.as_at),
)
FIGURES = {figure.name: figure for figure in (HELPS, REFERRALS)}
