"""What there is beyond the navigation: each page with a sentence, for those who may open it."""

from collections.abc import Callable
from typing import NamedTuple

from inroads.foundations.exchange.permissions import can_import
from inroads.foundations.history.permissions import can_read_history
from inroads.foundations.notifications.permissions import can_see_outbox
from inroads.foundations.organisations.permissions import can_add_organisation, runs_programme
from inroads.foundations.people.permissions import can_see_people
from inroads.programme.help.permissions import can_see_concerns
from inroads.programme.passports.permissions import can_stamp


class Entry(NamedTuple):
    """A page: its URL name, its words, what it is for, and who has it."""

    name: str
    words: str
    sentence: str
    may_open: Callable


def everybody(user) -> bool:
    """Whoever is signed in."""
    return True


CONTENTS: dict[str, list[Entry]] = {
    "People": [
        Entry("people_list", "People", "Whom your organisation holds, and why", can_see_people),
    ],
    "Champions": [
        Entry("champions_roles", "Roles of champions", "What each asks and gives, and where it ends", everybody),
        Entry("champions_joining", "Who would like to help", "On the way to becoming a champion", runs_programme),
        Entry("champions_tips", "Tips for champions", "One thing worth knowing, each week", runs_programme),
        Entry("champions_calendars", "Calendars of venues", "Every session there, on a telephone", runs_programme),
        Entry("champions_checks_due", "Checks to see to", "Missing, run out, or soon", runs_programme),
        Entry("champions_uncovered", "Uncovered sessions", "That nobody has promised yet", runs_programme),
    ],
    "Help": [
        Entry("help_concerns", "Concerns", "For the safeguarding lead alone", can_see_concerns),
        Entry("help_mine_concern", "Worried about somebody?", "The safeguarding lead rings you", everybody),
        Entry("help_hotline", "Hotline", "A call keyed without a mouse; sessions near the caller", runs_programme),
        Entry("help_visits", "Home visits now", "Who is out there, and overdue", runs_programme),
        Entry("help_list", "Help records", "Every help, by day, venue and topic", runs_programme),
        Entry("help_add", "Write down help", "From a call or a note", runs_programme),
        Entry("help_tallies", "Claimed each week", "What busy staff say, apart from what is counted", runs_programme),
        Entry("help_kiosk_codes", "QR codes at venues", "A help counted with two taps", runs_programme),
        Entry("help_sheets", "Key in a tick sheet", "Twelve helps in a minute, checked first", runs_programme),
        Entry("timetable_posters", "Posters", "What happens at a venue in a week, to print", everybody),
        Entry("passports_find", "Stamp a skills passport", "By its code; it has no name", can_stamp),
        Entry("passports_overview", "Skills passports", "How many are in use, and what is stamped", everybody),
        Entry("timetable_closures", "Closures", "When venues are closed, and everyone told", runs_programme),
        Entry("directory_list", "Services", "What is offered, where and when", everybody),
        Entry("directory_topics", "Topics", "What help can be about", everybody),
    ],
    "Places": [
        Entry("places_index", "Areas and figures", "What is loaded, from which source", everybody),
        Entry("places_venues", "Venues", "Where help happens", everybody),
        Entry("places_postcodes", "Find a postcode", "Which ward and small area it is in", everybody),
        Entry("exchange_list", "Load a file", "Areas, boundaries, postcodes or venues", can_import),
    ],
    "Partners": [
        Entry("organisations_list", "Partners", "Who takes part, their teams and roles", everybody),
        Entry("organisations_add", "Add a partner", "An organisation that joins in", can_add_organisation),
    ],
    "What was done and sent": [
        Entry("notifications_list", "Outbox", "Letters, texts and e-mails, and how far they are", can_see_outbox),
        Entry("notifications_letters", "Letters to print", "All that wait for the post", can_see_outbox),
        Entry("history_list", "History", "Who did what, when and why", can_read_history),
    ],
}  # fmt: skip


def contents_for(user) -> dict[str, list[Entry]]:
    """The entries that this user may open; a heading without any is left out."""
    chosen = {
        heading: [entry for entry in entries if entry.may_open(user)]
        for heading, entries in CONTENTS.items()
    }
    return {heading: entries for heading, entries in chosen.items() if entries}
