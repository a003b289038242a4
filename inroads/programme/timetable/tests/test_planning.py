"""Weekly times become dated sessions, by the clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.tests.factories import a_schedule, a_service
from inroads.programme.timetable.actions import (
    book,
    cancel_session,
    plan_ahead,
    plan_sessions,
)
from inroads.programme.timetable.local_time import hours_on, local
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.tests.factories import THURSDAY_10, someone

SAMPLE = Machine("sample")
SUNDAY = 6


@pytest.mark.parametrize(
    "first, utc_hours",
    [
        # The clocks go forward on Sunday 29 March 2026 and back on Sunday 25 October 2026.
        (date(2026, 3, 19), [10, 10, 9, 9]),
        (date(2026, 10, 15), [9, 9, 10, 10]),
    ],
)
def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change(db, first, utc_hours):
    schedule = a_schedule(starts=time(10), ends=time(12))

    sessions = plan_sessions(schedule, first=first, last=first + timedelta(days=21), by=SAMPLE)

    assert [session.starts_at.astimezone(UTC).hour for session in sessions] == utc_hours
    assert {local(session.starts_at).hour for session in sessions} == {10}
    assert {session.ends_at - session.starts_at for session in sessions} == {timedelta(hours=2)}


@pytest.mark.parametrize(
    "day, starts, ends, start_utc, end_utc",
    [
        # In March the hour from 1 to 2 is missing.
        (date(2026, 3, 29), time(0, 30), time(1, 30), "00:30", "01:30"),
        (date(2026, 3, 29), time(1, 45), time(2, 15), "01:45", "02:15"),
        (date(2026, 3, 29), time(2), time(3), "01:00", "02:00"),
        # In October it comes twice, and the first one counts.
        (date(2026, 10, 25), time(0, 30), time(1, 30), "23:30", "00:30"),
        (date(2026, 10, 25), time(1, 15), time(1, 45), "00:15", "00:45"),
        (date(2026, 10, 25), time(1, 30), time(2, 30), "00:30", "02:30"),
        (date(2026, 10, 25), time(10), time(12), "10:00", "12:00"),
    ],
)
def test_the_night_the_clocks_change(db, day, starts, ends, start_utc, end_utc):
    schedule = a_schedule(weekday=SUNDAY, starts=starts, ends=ends)

    [session] = plan_sessions(schedule, first=day, last=day, by=SAMPLE)

    found = [f"{at.astimezone(UTC):%H:%M}" for at in (session.starts_at, session.ends_at)]
    assert found == [start_utc, end_utc]


@given(
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    starts=st.times(max_value=time(22, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
    minutes=st.integers(1, 59),
)
@settings(max_examples=300)
def test_every_session_ends_after_it_starts_and_begins_when_the_wall_says_so(day, starts, minutes):
    ends = (datetime.combine(day, starts) + timedelta(minutes=minutes)).time()

    begins, finishes = hours_on(day, starts, ends)

    assert begins < finishes
    missing_hour = starts.hour == 1 and local(begins).hour == 2
    assert missing_hour or local(begins).time() == starts


def test_planning_twice_makes_one(db):
    schedule = a_schedule()
    days = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}

    once = plan_sessions(schedule, **days, by=SAMPLE)
    twice = plan_sessions(schedule, **days, by=SAMPLE)

    assert [session.pk for session in once] == [session.pk for session in twice]
    assert len(once) == 4
    assert Event.objects.filter(verb="schedule.planned").count() == 1


def test_only_the_days_on_which_it_holds_are_planned(db):
    schedule = a_schedule(valid_from=date(2026, 3, 6), valid_to=date(2026, 3, 19))

    sessions = plan_sessions(schedule, first=date(2026, 1, 1), last=date(2026, 12, 31), by=SAMPLE)

    assert [session.day for session in sessions] == [date(2026, 3, 12), date(2026, 3, 19)]


def test_nothing_is_planned_between_a_last_day_and_an_earlier_first(db):
    assert (
        plan_sessions(a_schedule(), first=date(2026, 3, 9), last=date(2026, 3, 1), by=SAMPLE) == []
    )


def test_what_was_cancelled_is_not_planned_again(db):
    schedule = a_schedule()
    [session] = plan_sessions(schedule, first=date(2026, 3, 5), last=date(2026, 3, 5), by=SAMPLE)
    cancel_session(session, at=THURSDAY_10, by=SAMPLE)

    [again] = plan_sessions(schedule, first=date(2026, 3, 5), last=date(2026, 3, 5), by=SAMPLE)

    assert (again.pk, again.is_cancelled) == (session.pk, True)


def test_every_night_eight_weeks_stand_ahead(db):
    a_schedule()
    a_schedule(service=a_service(retired=True))
    a_schedule(valid_to=date(2026, 3, 1))

    new = [
        plan_ahead(date(2026, 3, 2), by=SAMPLE),
        plan_ahead(date(2026, 3, 2), by=SAMPLE),
        plan_ahead(date(2026, 3, 9), by=SAMPLE),
    ]

    assert new == [8, 0, 1]


def test_when_a_weekly_time_ends_empty_sessions_go_and_booked_ones_stay_marked(db):
    schedule = a_schedule()
    plan_ahead(date(2026, 3, 2), by=SAMPLE)
    kept = Session.objects.get(starts_at=datetime(2026, 3, 26, 10, tzinfo=UTC))
    book(kept, someone(), by=SAMPLE)
    schedule.valid_to = date(2026, 3, 12)
    schedule.save()

    plan_ahead(date(2026, 3, 9), by=SAMPLE)

    standing = Session.objects.filter(status="planned")
    assert [session.day.day for session in standing] == [5, 12, 26]
    assert [session.is_no_longer_offered for session in standing] == [False, False, True]


@pytest.mark.parametrize("ended", ["the venue closed", "the service ended"])
def test_nothing_is_planned_where_nothing_happens_any_more(db, ended):
    schedule = a_schedule()
    on = schedule.valid_from
    plan_ahead(on, by=SAMPLE)
    booked = Session.objects.order_by("starts_at").first()
    book(booked, someone(), by=SAMPLE)
    if ended == "the venue closed":
        type(schedule.venue).objects.update(is_open=False)
    else:
        type(schedule.service).objects.update(retired=True)

    assert plan_ahead(on + timedelta(weeks=1), by=SAMPLE) == 0

    standing = Session.objects.filter(status="planned", starts_at__gte=booked.starts_at)
    assert [each.pk for each in standing if each.day > booked.day] == []
