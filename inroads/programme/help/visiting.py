"""Champions who are at somebody's home, and those of whom nobody has heard in time."""

from datetime import datetime

from django.db.models import QuerySet

from inroads.programme.help.models import Visit


def open_visits() -> QuerySet[Visit]:
    """Those who are on a home visit, whoever is due first."""
    return Visit.objects.filter(ended_at=None).select_related("champion__person")


def overdue_visits(at: datetime) -> QuerySet[Visit]:
    """Those who have not said in time that they are out."""
    return open_visits().filter(due_at__lt=at)
