"""Messages for tests, made directly."""

from django.utils import timezone

from inroads.foundations.notifications.models import Message


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
