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
from inroads.programme.help.actions.tallies import tell_tally
from inroads.programme.help.actions.texts import answer_text

__all__ = [
    "acknowledge_concern",
    "answer_text",
    "close_concern",
    "correct_help",
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
    "take_back",
    "tell_tally",
    "void_help",
]
