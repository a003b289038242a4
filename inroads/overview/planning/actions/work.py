"""What happens to anything that is worked out in the background: it is begun, stopped, gone on with, refused."""

from datetime import datetime

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.overview.planning.models import Work
from inroads.overview.planning.moving import moved

Status = Work.Status


@transaction.atomic
def begin_work(work: Work, *, at: datetime, by: Actor) -> bool:
    """Say that the work has begun; False if nothing waits for it (any more)."""
    work = locked(work)
    if work.status != Status.WAITING:
        return False
    moved(work, Status.WORKING, heard_at=at)
    record("planning.work_begun", work, by=by)
    return True


@transaction.atomic
def refuse_work(work: Work, sentence: str, *, at: datetime, by: Actor) -> None:
    """It cannot be worked out, and why."""
    work = locked(work)
    if work.is_at_work:
        moved(work, Status.REFUSED, refusal=sentence[:500], heard_at=at)
        record("planning.work_refused", work, by=by)


@transaction.atomic
def stop_work(work: Work, *, by: Actor) -> None:
    """Stop after the part that is being done; what waits stops at once."""
    work = locked(work)
    if not work.is_at_work:
        raise Refused("This has been worked out or stopped already")
    if work.status == Status.WAITING:
        moved(work, Status.STOPPED)
    else:
        moved(work, work.status, stop_wanted=True)
    record("planning.work_stopping", work, by=by)


@transaction.atomic
def go_on_with_work(work: Work, *, is_silent: bool = False, at: datetime, by: Actor) -> None:
    """Go on with what was stopped, or was last heard of too long ago."""
    work = locked(work)
    if not (work.is_stopped or (is_silent and work.is_at_work)):
        raise Refused("This is being worked out, or has been")
    moved(work, Status.WAITING, stop_wanted=False, heard_at=at)
    record("planning.work_resumed", work, by=by)
