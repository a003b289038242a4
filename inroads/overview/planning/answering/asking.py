"""A question is asked: everything that its answer follows from is gathered and kept, with a seed and the versions."""

import platform
import tomllib
from datetime import datetime
from functools import cache
from importlib.metadata import version

from django.conf import settings

from inroads.foundations.history.recording import Actor
from inroads.foundations.places.models import Area
from inroads.overview.planning.actions import ask_run
from inroads.overview.planning.answering.methods import METHODS
from inroads.overview.planning.models import Question, Run


def ask(
    question: Question,
    council: Area,
    typed: dict[str, str],
    *,
    organisation: int,
    user,
    seed: int,
    at: datetime,
    by: Actor,
    repeats: Run | None = None,
) -> Run:
    """Ask it of the figures as they are now."""
    method = METHODS[question]
    gathered = method.gather(council, typed, at.date())
    return ask_run(
        question,
        title=gathered.title,
        council=council,
        organisation=organisation,
        user=user,
        asked={"typed": gathered.typed, "words": gathered.words},
        inputs=gathered.inputs,
        seed=seed,
        versions=versions(),
        total=method.parts(gathered.inputs),
        at=at,
        by=by,
        repeats=repeats,
    )


def work_out_again(run: Run, *, user, at: datetime, by: Actor) -> Run:
    """Ask the very same of the very same figures, with the same seed: by the versions of today."""
    return ask_run(
        Question(run.question),
        title=run.title,
        council=run.council,
        organisation=run.organisation_id,
        user=user,
        asked=run.asked,
        inputs=run.inputs,
        seed=run.seed,
        versions=versions(),
        total=run.total,
        at=at,
        by=by,
        repeats=run,
    )


@cache
def versions() -> dict[str, str]:
    """What an answer is worked out by: Inroads, and the packages that do the arithmetic."""
    project = tomllib.loads((settings.BASE / "pyproject.toml").read_text())["project"]
    packages = {name: version(name) for name in ("numpy", "scipy", "numba")}
    return {"inroads": project["version"], "python": platform.python_version()} | packages
