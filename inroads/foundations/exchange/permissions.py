"""Who may take files in."""

from django.db.models import QuerySet

from inroads.foundations.exchange.models import Upload
from inroads.foundations.organisations.models import Role
from inroads.foundations.organisations.permissions import leads_as


def can_import(user) -> bool:
    """Only programme managers of the organisation that leads take files in."""
    return leads_as(user, Role.MANAGER)


def visible_uploads(user) -> QuerySet[Upload]:
    """Programme managers see the files that they themselves uploaded."""
    return Upload.objects.filter(user=user) if can_import(user) else Upload.objects.none()
