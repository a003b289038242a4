"""Who may read what was sent."""

from django.conf import settings
from django.db.models import Q, QuerySet

from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Role
from inroads.foundations.organisations.permissions import organisations_where
from inroads.foundations.people.permissions import visible_people


def can_see_outbox(user) -> bool:
    """Programme managers and coordinators look after what is sent."""
    return bool(organisations_where(user, Role.MANAGER, Role.COORDINATOR))


def visible_messages(user) -> QuerySet[Message]:
    """Messages to or about people whom the user may see.

    A message without a person is a password link or an invitation: outside the sample place nobody reads
    it here, the outbox only counts it. In the sample place, where nothing leaves, it can be read.
    """
    if not can_see_outbox(user):
        return Message.objects.none()
    shown = Q(person__in=visible_people(user))
    if settings.DEMO:
        shown |= Q(person=None)
    return Message.objects.filter(shown)


def can_send_again(user, message: Message) -> bool:
    """Whoever may read a message may send it again if it failed, or post it if it is a letter kept here."""
    return visible_messages(user).filter(pk=message.pk).exists()
