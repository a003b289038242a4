"""What an upload is."""

from django.conf import settings
from django.db import models

from inroads.foundations.core.models import Model, public_id


class Upload(Model):
    """A file that someone wants taken in: checked first, kept only when they confirm it."""

    personal = {"user"}
    not_personal = {
        "public_id",
        "importer",
        "options",
        "file",
        "name",
        "digest",
        "status",
        "report",
        "done",
        "total",
        "added_at",
    }

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be checked"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked: nothing is kept yet"
        REFUSED = "refused", "Cannot be taken in as it is"
        CONFIRMED = "confirmed", "Waiting to be taken in"
        KEEPING = "keeping", "Being taken in"
        KEPT = "kept", "Taken in"
        CANCELLED = "cancelled", "Cancelled: nothing was kept"

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    importer = models.CharField(max_length=40)
    options = models.JSONField(default=dict, blank=True)
    file = models.FileField(upload_to="exchange/")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    report = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="uploads"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
