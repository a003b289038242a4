"""What an entry in the history is."""

from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Now

from inroads.foundations.core.models import Model


class OnlyAddedTo(Exception):
    """Somebody tried to change or remove what has been written into the history."""


class EventQuerySet(models.QuerySet["Event"]):
    """Refuses what the database's own triggers would refuse as well."""

    def update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyAddedTo("The history is only ever added to")

    # `_update` is what saving a record again comes to.
    delete = bulk_update = _update = _raw_delete = update


class Event(Model):
    """One thing that was done, or one look at a person's page.

    It points at nothing by foreign key: it must outlive what it speaks of. It holds no name and no way
    to reach anyone; `changes` says which personal fields changed, never what they held.
    """

    personal = {"by", "thing", "why"}
    not_personal = {"at", "verb", "changes"}

    at = models.DateTimeField(db_default=Now(), editable=False)
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=80)
    by = models.CharField(max_length=80)
    why = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["thing", "-id"], name="event_of_a_thing"),
            models.Index(fields=["by", "-id"], name="event_by_someone"),
            models.Index(fields=["at"], name="event_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyAddedTo("The history is only ever added to")
