"""The clock on the wall where sessions happen, and the moments that are kept of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

LONDON = ZoneInfo("Europe/London")
# Of help on a day in the past it is not known at what time.
MIDDAY = time(12)


def moment(day: date, clock: time) -> datetime:
    """The moment at which the clock on the wall shows this time, on this day.

    In the hour that comes twice in October it is the first; in the hour that is missing in March it is as
    long after midnight as on any other day.

    >>> moment(date(2026, 7, 2), time(10)).isoformat()
    '2026-07-02T09:00:00+00:00'
    """
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)


def hours_on(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """The moments between which something happens on a day; it always ends after it starts."""
    begins, finishes = moment(day, starts), moment(day, ends)
    if finishes <= begins:  # it would begin in the hour that is missing in March
        finishes = begins + (datetime.combine(day, ends) - datetime.combine(day, starts))
    return begins, finishes


def local(at: datetime) -> datetime:
    """The moment as the clock on the wall shows it."""
    return at.astimezone(LONDON)


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which the first day begins, and the day after the last."""
    return moment(first, time(0)), moment(last + timedelta(days=1), time(0))


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def day_words(day: date) -> str:
    """A day as people say it: Thursday 5 March."""
    return date_format(day, "l j F")
