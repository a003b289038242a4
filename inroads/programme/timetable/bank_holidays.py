"""The bank holidays of England and Wales, worked out and not looked up.

A day proclaimed for one year only, such as that of a coronation, is not among them.
"""

from datetime import date, timedelta
from functools import cache

SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus, Nature 1876).

    >>> easter(2026), easter(2027)
    (datetime.date(2026, 4, 5), datetime.date(2027, 3, 28))
    """
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """All of a year, with the weekday in place of one that falls on a weekend.

    >>> sorted(bank_holidays(2027))[-2:]
    [datetime.date(2027, 12, 27), datetime.date(2027, 12, 28)]
    """
    sunday = easter(year)
    days = {
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        first_monday(date(year, 5, 1)),
        first_monday(date(year, 5, 25)),
        first_monday(date(year, 8, 25)),
    }
    for holiday in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while holiday.weekday() >= SATURDAY or holiday in days:
            holiday += timedelta(days=1)
        days.add(holiday)
    return frozenset(days)


def first_monday(day: date) -> date:
    """The first Monday from this day on."""
    return day + timedelta(days=-day.weekday() % 7)


def is_working_day(day: date) -> bool:
    """Neither a Saturday, a Sunday nor a bank holiday."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)
