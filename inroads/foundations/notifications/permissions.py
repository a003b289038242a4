"""Who may read what was sent."""

from django.conf import settings
from django.db.models import Q, QuerySet

from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.permissions import runs_programme
from inroads.foundations.people.permissions import visible_people


def can_see_outbox(user) -> bool:
    """Whoever runs the programme looks after what is sent.

    Nobody else: a message to a person whom two partners hold may tell one of them what the other knows.
    """
    return runs_programme(user)


def visible_messages(user) -> QuerySet[Message]:
    """Messages to or about people whom the user may see; they may be sent again, or posted, by the same user.

    A message without a person is a password link or an invitation: outside the sample place nobody reads
    it here, the outbox only counts it. In the sample place, where nothing leaves, it can be read.
    """
    if not can_see_outbox(user):
        return Message.objects.none()
    shown = Q(person__in=visible_people(user))
    if settings.DEMO:
        shown |= Q(person=None)
    return Message.objects.filter(shown)
