"""On which days something happens that recurs: RFC 5545's weekly and monthly rules, bank holidays, closures."""

from collections.abc import Iterable
from datetime import date, timedelta

from inroads.programme.directory.models import IN_MONTH, Repeats, Schedule
from inroads.programme.timetable.bank_holidays import bank_holidays
from inroads.programme.timetable.models import Closure


def days_of(schedule: Schedule, first: date, last: date, closed: Iterable[Closure]) -> list[date]:
    """The days of a schedule from the first to the last on which it takes place."""
    shut = [one for one in closed if one.venue_id in (None, schedule.venue_id)]
    return [
        day
        for day in days_by_rule(schedule, first, last)
        if (schedule.on_bank_holidays or day not in bank_holidays(day.year))
        and not any(one.first <= day <= one.last for one in shut)
    ]


def days_by_rule(schedule: Schedule, first: date, last: date) -> list[date]:
    """The days that the rule alone says; every other week is counted from the day it began."""
    last = min(last, schedule.valid_to or last)
    begun = on_or_after(schedule.valid_from, schedule.weekday)
    day = on_or_after(max(first, schedule.valid_from), schedule.weekday)
    weeks = [day + timedelta(weeks=week) for week in range((last - day).days // 7 + 1)]
    if schedule.repeats == Repeats.WEEKLY:
        return weeks
    if schedule.repeats == Repeats.FORTNIGHTLY:
        return [day for day in weeks if (day - begun).days % 14 == 0]
    wanted = IN_MONTH[Repeats(schedule.repeats)]
    return [day for day in weeks if is_nth(day, wanted)]


def on_or_after(day: date, weekday: int) -> date:
    """The first of this weekday from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def is_nth(day: date, wanted: int) -> bool:
    """It is the nth of its weekday in its month; -1 is the last.

    >>> is_nth(date(2026, 3, 5), 1), is_nth(date(2026, 3, 26), -1), is_nth(date(2026, 3, 26), 4)
    (True, True, True)
    """
    if wanted < 0:
        return (day + timedelta(weeks=1)).month != day.month
    return (day.day - 1) // 7 + 1 == wanted
