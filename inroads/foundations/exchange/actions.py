"""What happens to a file: it is uploaded, checked, confirmed or cancelled, and kept."""

from datetime import datetime
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.exchange.importers import Gathered, Report, importer_for
from inroads.foundations.exchange.models import AT_WORK, Upload
from inroads.foundations.exchange.progress import forget, start_telling
from inroads.foundations.exchange.unpacking import MAX_UPLOAD, MEGABYTE, digest_of
from inroads.foundations.history.recording import Actor, record

Status = Upload.Status


@transaction.atomic
def add_upload(
    importer: str, *, file: File, options: dict, user, at: datetime, by: Actor
) -> Upload:
    """Put a file by, to be checked; nothing of what it holds is kept yet."""
    importer_for(importer)
    if (file.size or 0) > MAX_UPLOAD:
        raise Refused(f"The file must be smaller than {MAX_UPLOAD // MEGABYTE} MB", field="file")
    if not file.size:
        raise Refused("The file is empty", field="file")
    upload = Upload(importer=importer, options=options, user=user, added_at=at)
    upload.name = Path(file.name or "file").name[:200]
    upload.digest = digest_of(file)
    # Under a name of our own: a stranger's file name never reaches the disk.
    upload.file.save(f"{upload.public_id}.upload", file, save=False)
    upload.save()
    record("exchange.upload_added", upload, by=by)
    transaction.on_commit(lambda: start_telling(upload.public_id))
    return upload


@transaction.atomic
def begin_checking(upload: Upload, *, by: Actor) -> bool:
    """Say that the check has begun; False if it is not waiting for one (any more)."""
    return _moved(upload, {Status.WAITING}, Status.CHECKING, by=by)


@transaction.atomic
def finish_checking(upload: Upload, report: Report, *, by: Actor) -> bool:
    """Show what the check found; a file without one good row is refused."""
    status = Status.CHECKED if report.good else Status.REFUSED
    if not report.good and not report.wrong:
        report.notes.append("No row of this file is about what was asked for.")
    return _moved(upload, {Status.CHECKING}, status, by=by, report=report.as_json())


@transaction.atomic
def refuse_upload(upload: Upload, refusal: Refused, *, by: Actor) -> bool:
    """The file cannot be taken in; the refusal says why, and which answer is to blame. Nothing of it was kept."""
    report = {**upload.report, "refusal": str(refusal), "field": refusal.field or ""}
    return _moved(upload, {Status.CHECKING, Status.KEEPING}, Status.REFUSED, by=by, report=report)


@transaction.atomic
def confirm_upload(upload: Upload, *, good_rows_only: bool = False, by: Actor) -> Upload:
    """The person wants the file to be taken in: all of it, or knowingly only its good rows."""
    upload = locked(upload)
    if not upload.can_be_confirmed:
        raise Refused("This file has been confirmed or cancelled already")
    if upload.report.get("wrong") and not good_rows_only:
        raise Refused(
            "This file has rows that are wrong. Correct them, or choose to take in only the good rows"
        )
    upload.status = Status.CONFIRMED
    upload.good_rows_only = good_rows_only and bool(upload.report.get("wrong"))
    upload.save()
    record("exchange.upload_confirmed", upload, by=by)
    transaction.on_commit(lambda: start_telling(upload.public_id))
    return upload


@transaction.atomic
def begin_keeping(upload: Upload, *, by: Actor) -> bool:
    """Say that the file is being taken in; False if it is not waiting for that (any more)."""
    return _moved(upload, {Status.CONFIRMED}, Status.KEEPING, by=by)


@transaction.atomic
def keep_upload(upload: Upload, gathered: Gathered, *, by: Actor) -> Report:
    """Take the file in: all that it brings, and that it was taken in, in one transaction."""
    report = gathered.write(source=upload, by=by)
    if not _moved(upload, {Status.KEEPING}, Status.KEPT, by=by, report=report.as_json()):
        raise Refused("This file was cancelled")
    return report


@transaction.atomic
def keep_file(gathered: Gathered, *, name: str, digest: str, at: datetime, by: Actor) -> Report:
    """Take in a file that lies on this machine, in one transaction."""
    upload = Upload.objects.create(
        importer=gathered.importer.key,
        options=gathered.importer.options,
        name=name[:200],
        digest=digest,
        status=Status.KEEPING,
        good_rows_only=bool(gathered.report.wrong),
        added_at=at,
    )
    return keep_upload(upload, gathered, by=by)


@transaction.atomic
def cancel_upload(upload: Upload, *, by: Actor) -> bool:
    """Give a file up, unless it has been taken in; nothing of it is kept."""
    return _moved(upload, {*AT_WORK, Status.CHECKED}, Status.CANCELLED, by=by)


@transaction.atomic
def start_again(upload: Upload, *, by: Actor) -> Upload:
    """Let work that died with its process begin once more; nothing of it had been kept."""
    upload = locked(upload)
    back = {Status.CHECKING: Status.WAITING, Status.KEEPING: Status.CONFIRMED}
    if not upload.is_at_work:
        raise Refused("This work has ended")
    upload.status = back.get(Status(upload.status), Status(upload.status))
    upload.save()
    record("exchange.upload_started_again", upload, by=by)
    transaction.on_commit(lambda: start_telling(upload.public_id))
    return upload


VERBS = {
    Status.CHECKING: "exchange.check_begun",
    Status.CHECKED: "exchange.upload_checked",
    Status.REFUSED: "exchange.upload_refused",
    Status.KEEPING: "exchange.keeping_begun",
    Status.KEPT: "exchange.upload_kept",
    Status.CANCELLED: "exchange.upload_cancelled",
}
ENDED = {Status.REFUSED, Status.KEPT, Status.CANCELLED}


def _moved(
    upload: Upload, allowed: set[Status], status: Status, *, by: Actor, report: dict | None = None
) -> bool:
    """Move a file to a status from one of those allowed, whoever else may be moving it now."""
    told = {} if report is None else {"report": report}
    waiting = Upload.objects.filter(pk=upload.pk, status__in=allowed)
    if not waiting.update(status=status, **told):
        return False
    upload.refresh_from_db()
    record(VERBS[status], upload, by=by)
    if status in ENDED and upload.file:
        storage, name = upload.file.storage, str(upload.file.name)
        transaction.on_commit(lambda: storage.delete(name))
        Upload.objects.filter(pk=upload.pk).update(file="")
    if status in ENDED:
        transaction.on_commit(lambda: forget(upload.public_id))
    return True
