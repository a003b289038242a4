"""By when somebody is promised to have spoken with a person."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.programme.referrals.models import Referral, Route
from inroads.programme.referrals.promises import promise_clock, promise_date, promise_in_words
from inroads.programme.timetable.bank_holidays import is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@given(DAYS)
def test_a_promise_is_on_a_working_day_five_working_days_later(sent_on):
    promised = promise_date(sent_on)
    between = [sent_on + timedelta(days=n) for n in range(1, (promised - sent_on).days + 1)]

    assert is_working_day(promised)
    assert sum(map(is_working_day, between)) == 5


@pytest.mark.parametrize(
    "sent_on, promised",
    [
        (date(2026, 4, 1), date(2026, 4, 10)),  # over Easter
        (date(2026, 12, 24), date(2027, 1, 5)),  # over Christmas and New Year
        (date(2026, 8, 28), date(2026, 9, 7)),  # over the bank holiday in August
    ],
)
def test_nobody_is_promised_a_call_on_a_bank_holiday(sent_on, promised):
    assert promise_date(sent_on) == promised


@given(DAYS, DAYS)
def test_who_is_referred_later_is_never_promised_an_earlier_day(one, other):
    assert (one <= other) <= (promise_date(one) <= promise_date(other))


@given(DAYS)
def test_a_day_off_counts_as_the_working_day_before_it(day):
    before = next(earlier for n in range(9) if is_working_day(earlier := day - timedelta(days=n)))

    assert promise_date(day) == promise_date(before)


@given(DAYS, st.integers(-400, 400))
def test_late_is_said_in_words_exactly_when_the_day_has_passed(on, days):
    words = promise_in_words(on + timedelta(days=days), on)

    assert ("Late" in words) == (days < 0)


@pytest.mark.parametrize(
    "days, words",
    [
        (-2, "Late by 2 days"),
        (-1, "Late by 1 day"),
        (0, "Today"),
        (1, "Tomorrow"),
        (5, "In 5 days"),
    ],
)
def test_how_far_off_a_promise_is(days, words):
    on = date(2026, 11, 23)

    assert promise_in_words(on + timedelta(days=days), on) == words


@pytest.mark.parametrize("status, words", [("declined", "Over"), ("withdrawn", "No longer needed")])
def test_an_answered_no_ends_the_promise(status, words):
    referral = Referral(status=status, promise_on=date(2026, 11, 20))

    assert promise_clock(referral, date(2026, 11, 23)).text == words


@pytest.mark.parametrize(
    "spoken_on, text, late",
    [
        (date(2026, 11, 19), "Kept", False),
        (date(2026, 11, 22), "Kept 2 days late", False),
        (None, "Late by 3 days", True),
    ],
)
def test_a_promise_is_kept_by_speaking_with_them(spoken_on, text, late):
    referral = Referral(status="accepted", promise_on=date(2026, 11, 20))
    referral.route = Route(spoken_on=spoken_on)
    clock = promise_clock(referral, date(2026, 11, 23))

    assert (clock.text, clock.late) == (text, late)
