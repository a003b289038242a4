"""What happens to help records and recording links."""

from inroads.programme.help.actions.concerns import (
    acknowledge_concern,
    close_concern,
    raise_concern,
)
from inroads.programme.help.actions.links import (
    make_link,
    make_venue_link,
    revoke_link,
    revoke_venue_link,
    send_link,
)
from inroads.programme.help.actions.recording import (
    correct_help,
    record_help,
    take_back,
    void_help,
)
from inroads.programme.help.actions.reminding import remind_to_record
from inroads.programme.help.actions.sheets import keep_sheet, make_sheet
from inroads.programme.help.actions.tallies import ask_for_tallies, tell_tally
from inroads.programme.help.actions.texts import answer_text, forget_strangers
from inroads.programme.help.actions.visits import (
    begin_visit,
    end_visit,
    stay_longer,
    tell_of_overdue_visits,
)

__all__ = [
    "acknowledge_concern",
    "answer_text",
    "ask_for_tallies",
    "begin_visit",
    "close_concern",
    "correct_help",
    "end_visit",
    "forget_strangers",
    "keep_sheet",
    "make_link",
    "make_sheet",
    "make_venue_link",
    "raise_concern",
    "record_help",
    "remind_to_record",
    "revoke_link",
    "revoke_venue_link",
    "send_link",
    "stay_longer",
    "take_back",
    "tell_of_overdue_visits",
    "tell_tally",
    "void_help",
]
