"""What planning keeps."""

from inroads.overview.planning.models.runs import NAMES_NOBODY, Question, Run

__all__ = ["NAMES_NOBODY", "Question", "Run"]
