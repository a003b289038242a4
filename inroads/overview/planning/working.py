"""Works a run out, part by part: each part is kept as soon as it is done, so that the work can stop and go on."""

from collections.abc import Callable
from datetime import datetime, timedelta

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Actor
from inroads.overview.planning.actions import answer_run, begin_work, keep_part, refuse_work
from inroads.overview.planning.answering.method import chance
from inroads.overview.planning.answering.methods import METHODS
from inroads.overview.planning.models import Run, Work

# Work of which nothing was heard for so long has broken off.
SILENT = timedelta(minutes=2)


def work_through(run: Run, *, clock: Callable[[], datetime], by: Actor) -> None:
    """Work out what is missing of a run that waits for it."""
    if not begin_work(run, at=clock(), by=by):
        return
    run.refresh_from_db()
    method = METHODS[run.question]
    try:
        while len(run.parts) < run.total:
            number = len(run.parts)
            part = method.part(run.inputs, number, chance(run.seed, number))
            if not keep_part(run, number, part, at=clock(), by=by):
                return
            run.parts.append(part)
        result = method.answer(run.inputs, run.parts)
    except (Refused, ValueError) as refusal:
        refuse_work(run, str(refusal), at=clock(), by=by)
    else:
        answer_run(run, result, at=clock(), by=by)


def is_silent(work: Work, now: datetime) -> bool:
    """Whoever worked on it, or was to, has not been heard of."""
    return work.is_at_work and now - work.heard_at > SILENT
