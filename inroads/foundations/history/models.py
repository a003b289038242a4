"""What an entry in the history is."""

from django.db import models
from django.db.models.functions import Now

from inroads.foundations.core.models import Model


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

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["thing", "-id"], name="event_of_a_thing"),
            models.Index(fields=["by", "-id"], name="event_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"
