"""Bank holidays as they were published, and the rhythm of a year."""

from datetime import date

import pytest

from inroads.overview.demo.calendar import bank_holidays, how_busy, is_holiday

# As gov.uk lists them for England and Wales.
PUBLISHED = {
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_the_published_ones(year):
    assert bank_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year]}


def test_nothing_is_open_between_christmas_and_new_year():
    assert is_holiday(date(2026, 12, 30))
    assert how_busy(date(2026, 12, 30)) == 0


def test_january_is_busier_than_august_and_tuesday_than_sunday():
    assert how_busy(date(2026, 1, 13)) > 2 * how_busy(date(2026, 8, 11))
    assert how_busy(date(2026, 6, 16)) > 10 * how_busy(date(2026, 6, 14))
