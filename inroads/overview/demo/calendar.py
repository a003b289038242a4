"""The year in Wessex: the rhythm of the week, the days off, the New Year peak."""

from collections.abc import Iterator
from datetime import date, timedelta

from inroads.programme.timetable.bank_holidays import bank_holidays

# How busy each weekday is, Monday first.
WEEK = [1.0, 1.15, 1.1, 1.2, 0.9, 0.25, 0.04]


def is_holiday(day: date) -> bool:
    """A bank holiday, or a day between Christmas and New Year, when nothing is open."""
    between = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
    return between or day in bank_holidays(day.year)


def how_busy(day: date) -> float:
    """How many helps are given on a day, compared with a usual one."""
    if is_holiday(day):
        return 0.0
    season = {1: 1.75 if day.day <= 24 else 1.3, 2: 1.1, 7: 0.9, 8: 0.72, 12: 0.8}
    return WEEK[day.weekday()] * season.get(day.month, 1.0)


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
