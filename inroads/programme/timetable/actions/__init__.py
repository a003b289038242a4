"""What happens to sessions and to places at them."""

from inroads.programme.timetable.actions.booking import (
    book,
    cancel_booking,
    change_capacity,
    fill_free_places,
    take_attendance,
    wait_for_place,
)
from inroads.programme.timetable.actions.planning import (
    add_session,
    add_weekly_time,
    cancel_session,
    close_for_days,
    confirm_draft,
    discard_draft,
    open_again,
    plan_ahead,
    plan_sessions,
)

__all__ = [
    "add_session",
    "add_weekly_time",
    "book",
    "cancel_booking",
    "cancel_session",
    "change_capacity",
    "close_for_days",
    "confirm_draft",
    "discard_draft",
    "fill_free_places",
    "open_again",
    "plan_ahead",
    "plan_sessions",
    "take_attendance",
    "wait_for_place",
]
