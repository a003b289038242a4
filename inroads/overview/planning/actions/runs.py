"""What happens to a run: it is asked, worked out part by part, answered, and perhaps removed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.places.models import Area
from inroads.overview.planning.models import Question, Run
from inroads.overview.planning.moving import moved, stopped_if_wanted

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
def keep_part(run: Run, number: int, part: dict[str, Any], *, at: datetime, by: Actor) -> bool:
    """Keep one more part of the work; False if it should stop, or somebody else has done this part."""
    run = locked(run)
    if run.status != Status.WORKING or len(run.parts) != number:
        return False
    run.parts.append(part)
    run.heard_at = at
    run.save(update_fields=["parts", "heard_at"])
    return len(run.parts) == run.total or not stopped_if_wanted(run, by=by)


@transaction.atomic
def answer_run(run: Run, result: dict[str, Any], *, at: datetime, by: Actor) -> Run:
    """Keep the answer; what led to it part by part is no longer needed."""
    run = locked(run)
    if run.status == Status.WORKING:
        moved(run, Status.DONE, result=result, parts=[], heard_at=at)
        record("planning.run_answered", run, by=by)
    return run


@transaction.atomic
def remove_run(run: Run, *, by: Actor) -> None:
    """Whoever kept it needs it no longer. What repeats it stays."""
    run = locked(run)
    if run.is_at_work:
        raise Refused("Stop it first, then remove it")
    record("planning.run_removed", run, by=by)
    run.delete()
