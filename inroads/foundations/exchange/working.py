"""Does the work on an uploaded file: the check, and after the person confirmed, the keeping."""

from pathlib import Path

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.actions import (
    begin_checking,
    begin_keeping,
    cancel_upload,
    finish_checking,
    keep_upload,
    refuse_upload,
)
from inroads.foundations.exchange.importers import Stopped, importer_for
from inroads.foundations.exchange.models import Upload
from inroads.foundations.exchange.progress import Watched, start_telling
from inroads.foundations.exchange.reading import opened_table
from inroads.foundations.history.recording import Actor


def work_through_check(upload: Upload, *, by: Actor) -> None:
    """Check a file that waits for it; the reading happens outside any transaction, as it may take long."""
    if not begin_checking(upload, by=by):
        return
    start_telling(upload.public_id)
    try:
        importer = importer_for(upload.importer)(upload.options)
        with opened_table(Path(upload.file.path)) as table:
            report = importer.check(table, Watched(upload.public_id))
        finish_checking(upload, report, by=by)
    except Stopped:
        cancel_upload(upload, by=by)
    except Refused as refusal:
        refuse_upload(upload, refusal, by=by)


def work_through_keeping(upload: Upload, *, by: Actor) -> None:
    """Take in a file that was confirmed; a refusal or a stop undoes all of it."""
    if not begin_keeping(upload, by=by):
        return
    start_telling(upload.public_id)
    try:
        importer = importer_for(upload.importer)(upload.options)
        with opened_table(Path(upload.file.path)) as table:
            good_rows_only, progress = upload.good_rows_only, Watched(upload.public_id)
            with importer.gathered(
                table, good_rows_only=good_rows_only, progress=progress
            ) as gathered:
                keep_upload(upload, gathered, by=by)
    except Stopped:
        cancel_upload(upload, by=by)
    except Refused as refusal:
        refuse_upload(upload, refusal, by=by)
