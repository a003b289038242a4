"""The work on a file that the worker does."""

from django_tasks import task

from inroads.foundations.exchange.models import Upload
from inroads.foundations.exchange.working import work_through_check, work_through_keeping
from inroads.foundations.history.recording import Actor, Machine


def owner(upload: Upload) -> Actor:
    return upload.user or Machine("exchange")


@task()
def check_upload(upload_id: int) -> None:
    """Check an uploaded file."""
    upload = Upload.objects.select_related("user").filter(pk=upload_id).first()
    if upload:
        work_through_check(upload, by=owner(upload))


@task()
def keep_upload(upload_id: int) -> None:
    """Take in a file that was confirmed."""
    upload = Upload.objects.select_related("user").filter(pk=upload_id).first()
    if upload:
        work_through_keeping(upload, by=owner(upload))
