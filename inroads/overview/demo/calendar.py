"""The year in Wessex: bank holidays, the rhythm of the week, the New Year peak."""

from collections.abc import Iterator
from datetime import date, timedelta

# How busy each weekday is, Monday first.
WEEK = [1.0, 1.15, 1.1, 1.2, 0.9, 0.25, 0.04]


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


def bank_holidays(year: int) -> set[date]:
    """The bank holidays of England, with the weekday in place of one that falls on a weekend.

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
        while holiday.weekday() > 4 or holiday in days:
            holiday += timedelta(days=1)
        days.add(holiday)
    return days


def first_monday(day: date) -> date:
    """The first Monday from this day on."""
    return day + timedelta(days=-day.weekday() % 7)


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
