"""What is shown of the outbox."""

from django.db.models import Count, QuerySet

from inroads.foundations.notifications.models import Message


def counted_by_status(messages: QuerySet[Message]) -> list[tuple[str, str, int]]:
    """Each state, its words, and how many of the messages stand in it."""
    counts = dict(messages.order_by().values_list("status").annotate(Count("pk")))
    return [(value, words, counts.get(value, 0)) for value, words in Message.Status.choices]


def not_shown(messages: QuerySet[Message]) -> int:
    """How many messages in all the outbox are none of these."""
    return Message.objects.count() - messages.count()


def latest_first(messages: QuerySet[Message]) -> QuerySet[Message]:
    """By the moment they were written, whenever they came into the outbox."""
    return messages.order_by("-made_at", "-pk")


def letters_to_print(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Of these messages the letters kept here that nobody posted yet, the oldest first."""
    return messages.filter(kind=Message.Kind.LETTER, status=Message.Status.KEPT).order_by("pk")
