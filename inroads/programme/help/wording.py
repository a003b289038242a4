"""What a champion reads: with their recording link, and in answer to a text."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from inroads.programme.champions.models import Champion
from inroads.programme.help.models import HelpRecord, RecordingLink, Tally
from inroads.programme.timetable.local_time import local

EXAMPLE = "H 3 NHS"
HOW_TO_TEXT = (
    f"To record help, text H, how many, and what it was about: {EXAMPLE}."
    " You may add the place, how long and how it ended: H KNO 3 NHS 30 MIN NOT SORTED."
    " To take the last text back: UNDO."
)
STOPPED = (
    f"We text you only in answer to your texts. For no others at all, ring {settings.HELPLINE}."
)
TOO_FAST = f"That was very many in ten minutes. Ring {settings.HELPLINE} if it is right"
NOTHING_TO_UNDO = (
    "Nothing from your texts of the last day is left to undo."
    f" Ring {settings.HELPLINE} to put something right"
)
UNKNOWN_NUMBER = (
    "We do not know this number, so nothing is recorded."
    f" Ring {settings.HELPLINE}: we put it right and write your help down."
)
TWO_PEOPLE = (
    "This number belongs to more than one champion, so nothing is recorded."
    f" Ring {settings.HELPLINE}."
)


def address_of(secret: str) -> str:
    """The whole address with a secret in it."""
    return settings.ADDRESS + reverse("help_record", args=[secret])


def venue_address_of(secret: str) -> str:
    """The whole address behind the QR code of a venue."""
    return settings.ADDRESS + reverse("help_kiosk", args=[secret])


def words_of(link: RecordingLink, secret: str) -> str:
    """What a champion reads with their link."""
    until = last_day(link)
    texted = (
        f"\nOr text it to {settings.TEXTS_NUMBER}, for example: {EXAMPLE}"
        if settings.TEXTS_NUMBER
        else ""
    )
    if link.champion.network == Champion.Network.EMBEDDED:
        texted = f"\nOnce a week, one question is enough: {address_of(secret)}week/{texted}"
    return (
        f"Record the help you give here: {address_of(secret)}\n"
        f"It is yours alone and works until {until}. Please do not pass it on."
        f" If you lose your telephone, ring {settings.HELPLINE}.{texted}"
    )


def last_day(link: RecordingLink) -> str:
    """The day on which the link stops working: 5 March 2027."""
    day = local(link.expires_at)
    return f"{day.day} {day:%B %Y}"


def recorded_in_words(made: Sequence[HelpRecord], this_week: int) -> str:
    """What was understood, and how to undo it."""
    one = made[0]
    where = f" at {one.venue}" if one.venue else ""
    day = local(one.given_at)
    when = (
        "" if one.given_at.date() == one.received_at.date() else f" on {day:%A} {day.day} {day:%B}"
    )
    each = " each" if len(made) > 1 else ""
    minutes, ended = one.get_minutes_display().lower(), one.get_outcome_display().lower()
    return (
        f"Recorded: {counted(made)}, {one.topic}{where}{when}, {minutes}{each}, {ended}."
        f" {this_week} this week, thank you. Wrong? Text UNDO."
    )


def claimed_in_words(tally: Tally) -> str:
    """What was understood of an answer to the question of the week."""
    most = f", mostly {tally.topic}" if tally.topic else ""
    return (
        f"Thank you: {tally.people} people this week{most}. Wrong? Text it again, the last counts."
    )


def undone_in_words(undone: Sequence[HelpRecord]) -> str:
    """What was taken back."""
    return f"Taken back: {counted(undone)}, {undone[0].topic}. Text again what you meant."


def counted(helps: Sequence[HelpRecord]) -> str:
    """How many helps these are: 1 help, 3 helps."""
    return f"{len(helps)} help{'' if len(helps) == 1 else 's'}"
