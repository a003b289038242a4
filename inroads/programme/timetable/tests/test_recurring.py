"""On which days something recurs: beside a table made by hand, and beside looking at every day one by one."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.programme.directory.actions import add_schedule
from inroads.programme.directory.models import Repeats, Schedule
from inroads.programme.directory.tests.factories import a_schedule, a_service, a_venue
from inroads.programme.timetable.actions import (
    add_weekly_time,
    book,
    close_for_days,
    open_again,
    plan_sessions,
)
from inroads.programme.timetable.bank_holidays import bank_holidays
from inroads.programme.timetable.local_time import local
from inroads.programme.timetable.models import Closure, Session
from inroads.programme.timetable.recurring import days_by_rule, days_of
from inroads.programme.timetable.tests.factories import a_session, someone

SAMPLE = Machine("sample")
MONDAY, TUESDAY, THURSDAY, FRIDAY, SUNDAY = 0, 1, 3, 4, 6
# Made by hand with a calendar: weekday, how often, from, until, the days.
TABLE = [
    # Good Friday 3 April and the days around both clock changes (29 March, 25 October 2026)
    (FRIDAY, "weekly", "2026-03-20", "2026-04-17", "03-20 03-27 04-10 04-17"),
    (SUNDAY, "weekly", "2026-03-22", "2026-04-12", "03-22 03-29 04-05 04-12"),
    (SUNDAY, "weekly", "2026-10-18", "2026-11-01", "10-18 10-25 11-01"),
    # Easter Monday 6 April, early May 4, spring 25 May, summer 31 August
    (MONDAY, "weekly", "2026-03-30", "2026-06-01", "03-30 04-13 04-20 04-27 05-11 05-18 06-01"),
    (MONDAY, "weekly", "2026-08-24", "2026-09-07", "08-24 09-07"),
    # Christmas on a Friday, Boxing Day on a Saturday, so Monday 28 December instead
    (FRIDAY, "weekly", "2026-12-18", "2027-01-08", "12-18 01-08"),
    (MONDAY, "weekly", "2026-12-21", "2027-01-04", "12-21 01-04"),
    # Every other week, counted from when it began, over both clock changes
    (TUESDAY, "fortnightly", "2026-03-10", "2026-04-28", "03-10 03-24 04-07 04-21"),
    (TUESDAY, "fortnightly", "2026-10-13", "2026-11-30", "10-13 10-27 11-10 11-24"),
    # Within the month; a fifth Thursday belongs to no fourth
    (THURSDAY, "first", "2026-01-01", "2026-06-30", "02-05 03-05 04-02 05-07 06-04"),
    (THURSDAY, "third", "2026-01-01", "2026-04-30", "01-15 02-19 03-19 04-16"),
    (THURSDAY, "fourth", "2026-04-01", "2026-07-31", "04-23 05-28 06-25 07-23"),
    (THURSDAY, "last", "2026-04-01", "2026-07-31", "04-30 05-28 06-25 07-30"),
    (MONDAY, "last", "2026-04-01", "2026-08-31", "04-27 06-29 07-27"),
    (FRIDAY, "second", "2027-01-01", "2027-03-31", "01-08 02-12 03-12"),
]  # fmt: skip


def of(weekday, repeats, begins, **given):
    return Schedule(weekday=weekday, repeats=repeats, valid_from=begins, venue_id=1, **given)


@pytest.mark.parametrize("weekday, repeats, first, last, days", TABLE)
def test_the_days_are_those_of_the_table(weekday, repeats, first, last, days):
    first, last = date.fromisoformat(first), date.fromisoformat(last)

    found = days_of(of(weekday, repeats, first), first, last, [])

    assert " ".join(f"{day:%m-%d}" for day in found) == days


@pytest.mark.parametrize(
    ("weekday", "repeats", "words"),
    [
        (THURSDAY, "weekly", "Thursdays"),
        (TUESDAY, "fortnightly", "every other Tuesday"),
        (MONDAY, "first", "the first Monday of the month"),
        (SUNDAY, "last", "the last Sunday of the month"),
    ],
)
def test_the_rule_is_said_in_words(weekday, repeats, words):
    assert of(weekday, repeats, date(2026, 1, 1)).days_in_words == words


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(days, days, days, st.integers(0, 6), st.sampled_from(Repeats.values), st.booleans())
def test_it_is_the_same_as_looking_at_every_day(begins, first, last, weekday, repeats, also):
    last = min(last, first + timedelta(days=400))
    schedule = of(weekday, repeats, begins, on_bank_holidays=also)
    shut = Closure(venue_id=1, first=first + timedelta(days=30), last=first + timedelta(days=60))
    elsewhere = Closure(venue_id=2, first=first, last=first + timedelta(days=900))

    found = days_of(schedule, first, last, [shut, elsewhere])

    assert found == [
        day
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if falls(schedule, day)
        and (also or day not in bank_holidays(day.year))
        and not shut.first <= day <= shut.last
    ]


def falls(schedule, day):
    """The rule as a person would look for it in a calendar."""
    if day < schedule.valid_from or day.weekday() != schedule.weekday:
        return False
    if schedule.repeats == "weekly":
        return True
    if schedule.repeats == "fortnightly":
        start = schedule.valid_from
        while start.weekday() != schedule.weekday:
            start += timedelta(days=1)
        return (day - start).days // 7 % 2 == 0
    same = [date(day.year, day.month, n) for n in range(1, 32) if exists(day, n)]
    same = [each for each in same if each.weekday() == schedule.weekday]
    place = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[schedule.repeats]
    return same[place] == day


def exists(day, number):
    try:
        date(day.year, day.month, number)
    except ValueError:
        return False
    return True


@given(days, st.integers(0, 6), st.sampled_from(Repeats.values))
def test_planning_in_two_parts_is_planning_at_once(begins, weekday, repeats):
    schedule, middle, last = (
        of(weekday, repeats, begins),
        begins + timedelta(days=77),
        begins + timedelta(days=200),
    )

    parts = days_by_rule(schedule, begins, middle) + days_by_rule(
        schedule, middle + timedelta(days=1), last
    )

    assert parts == days_by_rule(schedule, begins, last)


# In the database


def test_the_first_and_the_third_of_a_month_are_two_times_of_one_service(db):
    service, venue = a_service(), a_venue()
    given = {
        "venue": venue, "weekday": THURSDAY, "starts": time(10), "ends": time(12), "capacity": 5,
        "valid_from": date(2026, 1, 1), "by": SAMPLE,
    }  # fmt: skip
    for repeats in ("first", "third", "last"):
        add_schedule(service, repeats=repeats, **given)

    for repeats in ("first", "weekly", "fortnightly", "fourth"):
        with pytest.raises(Refused, match="already happens there at that time"):
            add_schedule(service, repeats=repeats, **given)


def test_sessions_are_planned_by_the_rule_and_not_on_bank_holidays(db):
    schedule = a_schedule(weekday=MONDAY, repeats="first", valid_from=date(2026, 1, 1))

    sessions = plan_sessions(schedule, first=date(2026, 1, 1), last=date(2026, 7, 31), by=SAMPLE)

    # 6 April is Easter Monday, and 4 May a bank holiday.
    assert [f"{one.day:%m-%d}" for one in sessions] == ["01-05", "02-02", "03-02", "06-01", "07-06"]
    assert {local(one.starts_at).hour for one in sessions} == {10}


def test_a_closure_cancels_what_is_planned_tells_everyone_and_plans_no_more(db, now):
    venue, other = a_venue(), a_venue()
    here = a_session(venue=venue, starts_at=now + timedelta(days=2))
    there = a_session(venue=other, starts_at=now + timedelta(days=2))
    book(here, someone(text="+447700900111"), by=SAMPLE)
    first = here.day

    closure = close_for_days(
        venue=venue,
        first=first,
        last=first + timedelta(days=7),
        why="New boiler",
        at=now,
        by=SAMPLE,
    )

    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.is_cancelled, there.is_cancelled) == (True, False)
    assert "is cancelled" in Message.objects.get().body
    _, planned = add_weekly_time(
        a_service(), venue=venue, weekday=first.weekday(), starts=time(10), ends=time(12),
        capacity=5, valid_from=first, on_bank_holidays=True, on=first, by=SAMPLE,
    )  # fmt: skip
    assert first not in [one.day for one in planned]
    assert first + timedelta(days=14) in [one.day for one in planned]

    open_again(closure, by=SAMPLE)
    assert Session.objects.get(pk=here.pk).is_cancelled


def test_everywhere_is_closed_where_no_venue_is_named(db, now):
    sessions = [a_session(venue=a_venue(), starts_at=now + timedelta(days=1)) for _ in range(2)]
    day = sessions[0].day

    close_for_days(venue=None, first=day, last=day, why="Snow", at=now, by=SAMPLE)

    assert {Session.objects.get(pk=one.pk).status for one in sessions} == {"cancelled"}


def test_what_is_over_stays_as_it_was(db, now):
    over = a_session(starts_at=now - timedelta(hours=5))

    close_for_days(venue=None, first=over.day, last=over.day, why="Snow", at=now, by=SAMPLE)

    over.refresh_from_db()
    assert not over.is_cancelled


def dates(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_coordinator_closes_a_venue_and_opens_it_again(coordinator, signed_in):
    client, venue = signed_in(coordinator), a_venue(name="Long Hall")
    typed = {"venue": venue.pk, "why": "New boiler"}
    typed |= dates("first", today()) | dates("last", today() + timedelta(days=2))

    page = client.post(reverse("timetable_close"), typed, follow=True).content.decode()
    assert "Long Hall, " in page
    assert "New boiler" in page

    client.post(reverse("timetable_open", args=[Closure.objects.get().pk]))
    assert not Closure.objects.exists()


@pytest.mark.parametrize("last", [-1, -400, 1000])
def test_days_that_cannot_be_are_said_beside_the_field(coordinator, signed_in, last):
    typed = (
        {"why": "Snow"} | dates("first", today()) | dates("last", today() + timedelta(days=last))
    )

    answer = signed_in(coordinator).post(reverse("timetable_close"), typed)

    assert answer.status_code == 422
    assert not Closure.objects.exists()
