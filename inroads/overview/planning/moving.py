"""How work goes from one status to the next, for the actions that lock it."""

from typing import Any

from inroads.foundations.history.recording import Actor, record
from inroads.overview.planning.models import Work


def stopped_if_wanted(work: Work, *, by: Actor) -> bool:
    """Stop here if that is wanted; the row is locked by whoever asks."""
    if work.stop_wanted:
        moved(work, Work.Status.STOPPED)
        record("planning.work_stopped", work, by=by)
    return work.stop_wanted


def moved(work: Work, status: Work.Status | str, **changed: Any) -> None:
    for name, value in {"status": status, **changed}.items():
        setattr(work, name, value)
    work.save(update_fields=["status", *changed])
