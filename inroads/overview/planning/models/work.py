"""What the worker works out: how far it is, whether it should stop, why it could not be done."""

from django.db import models

from inroads.foundations.core.models import Model

WORK_FIELDS = {"status", "stop_wanted", "refusal", "total", "asked_at", "heard_at"}


class Work(Model):
    """Something that takes long: asked, worked out part by part, perhaps stopped and gone on with."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to begin"
        WORKING = "working", "Being worked out"
        STOPPED = "stopped", "Stopped"
        REFUSED = "refused", "Cannot be worked out as it is"
        DONE = "done", "Worked out"

    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    stop_wanted = models.BooleanField(default=False)
    refusal = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField(default=1)  # parts there are
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField()  # when the work last said how far it is

    class Meta:
        abstract = True

    @property
    def is_at_work(self) -> bool:
        """It is being worked out, or about to be."""
        return self.status in (self.Status.WAITING, self.Status.WORKING)

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def is_stopped(self) -> bool:
        return self.status == self.Status.STOPPED
