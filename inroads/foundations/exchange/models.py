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
        "good_rows_only",
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
    # Gone once the file is kept or cancelled, and never there for a file taken in from the shell.
    file = models.FileField(upload_to="exchange/", blank=True)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    report = models.JSONField(default=dict, blank=True)
    # The person chose to take in the good rows of a file that has bad ones.
    good_rows_only = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="uploads"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        """Something is being done with it, or is about to be."""
        return self.status in AT_WORK

    @property
    def can_be_confirmed(self) -> bool:
        return self.status == self.Status.CHECKED


AT_WORK = {
    Upload.Status.WAITING,
    Upload.Status.CHECKING,
    Upload.Status.CONFIRMED,
    Upload.Status.KEEPING,
}
