"""What happens to a run: it is asked, worked out part by part, stopped, gone on with, and answered."""

from datetime import datetime
from typing import Any

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.places.models import Area
from inroads.overview.planning.models import Question, Run

Status = Run.Status


@transaction.atomic
def ask_run(
    question: Question,
    *,
    title: str,
    council: Area,
    organisation: int,
    user,
    asked: dict[str, Any],
    inputs: dict[str, Any],
    seed: int,
    versions: dict[str, Any],
    total: int,
    at: datetime,
    by: Actor,
    repeats: Run | None = None,
) -> Run:
    """Keep a question with everything that its answer will follow from; it waits to be worked out."""
    if total < 1:
        raise Refused("There is nothing to work out: choose at least one area, venue or person")
    run = Run.objects.create(
        question=question,
        title=title,
        council=council,
        organisation_id=organisation,
        user=user,
        asked=asked,
        inputs=inputs,
        seed=seed,
        versions=versions,
        total=total,
        asked_at=at,
        heard_at=at,
        repeats=repeats,
    )
    record("planning.run_asked", run, by=by)
    return run


@transaction.atomic
def begin_run(run: Run, *, at: datetime, by: Actor) -> bool:
    """Say that the work has begun; False if the run does not wait for it (any more)."""
    run = locked(run)
    if run.status != Status.WAITING:
        return False
    _moved(run, Status.WORKING, heard_at=at)
    record("planning.run_begun", run, by=by)
    return True


@transaction.atomic
def keep_part(run: Run, number: int, part: dict[str, Any], *, at: datetime, by: Actor) -> bool:
    """Keep one more part of the work; False if it should stop, or somebody else has done this part."""
    run = locked(run)
    if run.status != Status.WORKING or len(run.parts) != number:
        return False
    run.parts.append(part)
    run.heard_at = at
    run.save(update_fields=["parts", "heard_at"])
    if run.stop_wanted and len(run.parts) < run.total:
        _moved(run, Status.STOPPED)
        record("planning.run_stopped", run, by=by)
        return False
    return True


@transaction.atomic
def answer_run(run: Run, result: dict[str, Any], *, at: datetime, by: Actor) -> Run:
    """Keep the answer; what led to it part by part is no longer needed."""
    run = locked(run)
    if run.status == Status.WORKING:
        _moved(run, Status.DONE, result=result, parts=[], heard_at=at)
        record("planning.run_answered", run, by=by)
    return run


@transaction.atomic
def refuse_run(run: Run, sentence: str, *, at: datetime, by: Actor) -> Run:
    """It cannot be worked out, and why."""
    run = locked(run)
    if run.is_at_work:
        _moved(run, Status.REFUSED, refusal=sentence[:500], heard_at=at)
        record("planning.run_refused", run, by=by)
    return run


@transaction.atomic
def stop_run(run: Run, *, by: Actor) -> Run:
    """Stop the work after the part that is being done; what waits stops at once."""
    run = locked(run)
    if not run.is_at_work:
        raise Refused("This has been worked out or stopped already")
    if run.status == Status.WAITING:
        _moved(run, Status.STOPPED)
    else:
        _moved(run, run.status, stop_wanted=True)
    record("planning.run_stopping", run, by=by)
    return run


@transaction.atomic
def go_on_with_run(run: Run, *, is_silent: bool = False, at: datetime, by: Actor) -> Run:
    """Go on where it stopped, or where it was last heard of."""
    run = locked(run)
    if not (run.is_stopped or (is_silent and run.is_at_work)):
        raise Refused("This is being worked out, or has been")
    _moved(run, Status.WAITING, stop_wanted=False, heard_at=at)
    record("planning.run_resumed", run, by=by)
    return run


@transaction.atomic
def remove_run(run: Run, *, by: Actor) -> None:
    """Whoever kept it needs it no longer. What repeats it stays."""
    run = locked(run)
    if run.is_at_work:
        raise Refused("Stop it first, then remove it")
    record("planning.run_removed", run, by=by)
    run.delete()


def _moved(run: Run, status: Run.Status | str, **changed: Any) -> None:
    for name, value in {"status": status, **changed}.items():
        setattr(run, name, value)
    run.save(update_fields=["status", *changed])
