"""What a figure is: a name, a version, a definition in words, and the counting itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inroads.overview.progress.disclosure import Row, hide_small
from inroads.overview.progress.queries import (
    UNKNOWN_WARD,
    Ward,
    helps_by_ward,
    referrals_by_ward,
)

Words = str | Promise  # words that wait for the language of whoever reads them
LEAST_BASE = 20  # a percentage of fewer than this says more than is known


class Kind(models.TextChoices):
    """How a figure came about."""

    COUNTED = "counted", _("Counted")
    SAMPLED = "sampled", _("Sampled")
    CLAIMED = "claimed", _("Claimed")
    ESTIMATED = "estimated", _("Estimated")


@dataclass(frozen=True)
class Period:
    """The programme's year so far: from its first day until a moment that is no longer in it."""

    first: date
    until: datetime

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

    def value(self, period: Period) -> "Value":
        """Count, and hide what is small."""
        counts = self.count(period)
        wards = sorted(counts, key=lambda ward: (ward == UNKNOWN_WARD, ward.name, ward.code))
        shown = hide_small([counts[ward] for ward in wards])
        return Value(
            self.name, period, tuple(zip(wards, shown.rows, strict=True)), shown.totals or None
        )


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
    def shown_rows(self) -> Iterable[tuple[Ward, Row]]:
        """The wards that are not hidden."""
        return ((ward, row) for ward, row in self.rows if row is not None)

    @property
    def per_cent(self) -> int | None:
        """The first column as a share of the sum, if enough was counted to say so."""
        if not self.totals or len(self.totals) < 2 or self.totals[-1] < LEAST_BASE:
            return None
        return round(100 * self.totals[0] / self.totals[-1])


def period_at(moment: datetime) -> Period:
    """The year that began on 1 April, until the end of the last Sunday.

    Whole weeks, so that nobody can see a single help by looking at the page twice in a day.
    """
    here = moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    monday = here - timedelta(days=here.weekday())
    last = monday - timedelta(days=1)
    year = last.year if last >= date(last.year, 4, 1) else last.year - 1
    return Period(date(year, 4, 1), midnight(monday))


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
    count=lambda period: helps_by_ward(period.starts, period.until),
)
REFERRALS = Figure(
    name="referrals",
    version=1,
    title=_("Referrals that reached first help"),
    kind=Kind.COUNTED,
    definition=_(
        "A referral is one organisation asking help for one person. It reached first help if the person was"
        " helped, and the helper wrote it down, after the referral was sent. Someone who was referred twice"
        " counts as two referrals. The ward is the one where the person lives, from their postcode. A"
        " person whose postcode we do not know has no ward."
    ),
    base=_("Every referral that was sent and not withdrawn, also those sent only last week."),
    columns=(_("Helped"), _("Not yet"), _("Sent")),
    count=lambda period: referrals_by_ward(period.first, period.last, period.until),
)
FIGURES = {figure.name: figure for figure in (HELPS, REFERRALS)}
