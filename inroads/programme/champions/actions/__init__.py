"""What happens to champions, their shifts and their checks."""

from inroads.programme.champions.actions.calendars import make_calendar, revoke_calendar
from inroads.programme.champions.actions.checks import (
    ask_for_check,
    ask_no_longer,
    record_check,
)
from inroads.programme.champions.actions.recognition import (
    pass_on_thanks,
    remove_tip,
    write_tip,
)
from inroads.programme.champions.actions.register import (
    add_champion,
    add_new_champion,
    apply_to_help,
    change_champion,
    set_availability,
    set_status,
    set_tier,
    take_next_step,
)
from inroads.programme.champions.actions.shifts import (
    drop_shift,
    keep_shift,
    offer_shift,
    promise_shift,
    take_shift,
    tell_of_cancelled,
    withdraw_shift,
)

__all__ = [
    "add_champion",
    "add_new_champion",
    "apply_to_help",
    "ask_for_check",
    "ask_no_longer",
    "change_champion",
    "drop_shift",
    "keep_shift",
    "make_calendar",
    "offer_shift",
    "pass_on_thanks",
    "promise_shift",
    "record_check",
    "remove_tip",
    "revoke_calendar",
    "set_availability",
    "set_status",
    "set_tier",
    "take_next_step",
    "take_shift",
    "tell_of_cancelled",
    "withdraw_shift",
    "write_tip",
]
