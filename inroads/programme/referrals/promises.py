"""By when somebody is promised to have spoken with a person."""

from dataclasses import dataclass
from datetime import date, timedelta

from inroads.programme.referrals.models import Referral
from inroads.programme.timetable.bank_holidays import is_working_day

WORKING_DAYS = 5


def promise_date(sent_on: date, working_days: int = WORKING_DAYS) -> date:
    """The day so many working days after a referral; weekends and bank holidays do not count.

    >>> promise_date(date(2026, 11, 23))  # a Monday
    datetime.date(2026, 11, 30)
    >>> promise_date(date(2026, 12, 23))  # Christmas, Boxing Day and New Year are to come
    datetime.date(2027, 1, 4)
    """
    day = sent_on
    while working_days:
        day += timedelta(days=1)
        working_days -= is_working_day(day)
    return day


def promise_in_words(promise_on: date, on: date) -> str:
    """How far off a promise is, in words: never by colour alone.

    >>> promise_in_words(date(2026, 11, 23), date(2026, 11, 25))
    'Late by 2 days'
    """
    days = (promise_on - on).days
    if days < 0:
        return f"Late by {-days} day{'s' if days < -1 else ''}"
    if days == 0:
        return "Today"
    if days == 1:
        return "Tomorrow"
    return f"In {days} days"


@dataclass(frozen=True)
class Clock:
    """How a promise stands today: what to say of it, and whether it is broken."""

    text: str
    late: bool = False


def promise_clock(referral: Referral, on: date) -> Clock:
    """The promise of a referral: kept, late, so many days off, or over."""
    if referral.status == Referral.Status.WITHDRAWN:
        return Clock("No longer needed")
    if referral.status == Referral.Status.DECLINED:
        return Clock("Over")
    route = referral.route if referral.status == Referral.Status.ACCEPTED else None
    if route and route.spoken_on:
        days = (route.spoken_on - referral.promise_on).days
        return Clock("Kept" if days <= 0 else f"Kept {days} day{'s' if days > 1 else ''} late")
    if route and not route.is_open:
        return Clock("Over")
    return Clock(promise_in_words(referral.promise_on, on), late=on > referral.promise_on)
