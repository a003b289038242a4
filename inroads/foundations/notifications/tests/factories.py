"""Messages for tests, made directly."""

from django.utils import timezone

from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.delivery import deliver_message
from inroads.foundations.notifications.models import Message

TEST = Machine("test")


def a_message(kind: str = "text", **given) -> Message:
    """A message that waits to be sent."""
    addresses = {
        "text": "+447700900123",
        "email": "ivy@example.org",
        "letter": "Ivy Bishop\n1 High Street\nDT1 1AA",
    }
    details = {
        "address": addresses[kind],
        "subject": "" if kind == "text" else "Your session",
        "body": "See you on Thursday.",
        "made_at": timezone.now(),
    }
    return Message.objects.create(kind=kind, **(details | given))


def send(message: Message, at) -> Message:
    """The message after one try to deliver it."""
    deliver_message(message.pk, at=at, by=TEST)
    message.refresh_from_db()
    return message
