"""The rhythm of a year."""

from datetime import date

from inroads.overview.demo.calendar import how_busy, is_holiday


def test_nothing_is_open_between_christmas_and_new_year():
    assert is_holiday(date(2026, 12, 30))
    assert how_busy(date(2026, 12, 30)) == 0


def test_january_is_busier_than_august_and_tuesday_than_sunday():
    assert how_busy(date(2026, 1, 13)) > 2 * how_busy(date(2026, 8, 11))
    assert how_busy(date(2026, 6, 16)) > 10 * how_busy(date(2026, 6, 14))
