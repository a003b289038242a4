"""What planning keeps."""

from inroads.overview.planning.models.proposals import (
    Alternative,
    Proposal,
    ProposedPair,
    WantedPlace,
)
from inroads.overview.planning.models.runs import NAMES_NOBODY, Question, Run
from inroads.overview.planning.models.scenarios import Change, Scenario
from inroads.overview.planning.models.work import Work

__all__ = [
    "NAMES_NOBODY",
    "Alternative",
    "Change",
    "Proposal",
    "ProposedPair",
    "Question",
    "Run",
    "Scenario",
    "WantedPlace",
    "Work",
]
