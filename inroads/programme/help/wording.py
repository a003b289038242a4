"""What a champion reads with their recording link."""

from django.conf import settings
from django.urls import reverse

from inroads.programme.help.models import RecordingLink
from inroads.programme.timetable.local_time import local


def address_of(secret: str) -> str:
    """The whole address with a secret in it."""
    return settings.ADDRESS + reverse("help_record", args=[secret])


def words_of(link: RecordingLink, secret: str) -> str:
    """What a champion reads with their link."""
    until = last_day(link)
    return (
        f"Record the help you give here: {address_of(secret)}\n"
        f"It is yours alone and works until {until}. Please do not pass it on."
        f" If you lose your telephone, ring {settings.HELPLINE}."
    )


def last_day(link: RecordingLink) -> str:
    """The day on which the link stops working: 5 March 2027."""
    day = local(link.expires_at)
    return f"{day.day} {day:%B %Y}"
