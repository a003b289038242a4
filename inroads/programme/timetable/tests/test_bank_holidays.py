"""Bank holidays as they were published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.programme.timetable.bank_holidays import bank_holidays, easter, is_working_day

# As gov.uk lists them for England and Wales.
PUBLISHED = {
    2021: ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}
# New Year on a Saturday, and Christmas on a Sunday: both move on to the next weekday that is free.
MOVED = [date(2022, 1, 3), date(2022, 12, 26), date(2022, 12, 27), date(2023, 1, 2)]
YEARS = st.integers(1900, 2199)


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_the_published_ones(year):
    assert bank_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year]}


@pytest.mark.parametrize("day", MOVED)
def test_a_holiday_on_a_weekend_moves_to_a_weekday(day):
    assert not is_working_day(day)


@given(YEARS)
def test_every_year_has_eight_and_none_on_a_weekend(year):
    days = bank_holidays(year)

    assert len(days) == 8
    assert all(day.weekday() < 5 and day.year == year for day in days)


@given(YEARS)
def test_easter_is_a_sunday_in_spring(year):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_working_day_is_never_more_than_five_days_off(day):
    assert any(is_working_day(day + timedelta(days=ahead)) for ahead in range(5))
