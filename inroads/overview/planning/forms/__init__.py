"""What is typed on the pages of planning."""

from inroads.overview.planning.forms.asking import (
    FindCouncilForm,
    NeedForm,
    ReachForm,
    days_in_words,
)
from inroads.overview.planning.forms.changing import (
    AddAtVenuesForm,
    AddForm,
    ApplyForm,
    CloseForm,
    MoveForm,
    PlacesForm,
    TitleForm,
)
from inroads.overview.planning.forms.matching import MatchingForm, OverrideForm

__all__ = [
    "AddAtVenuesForm",
    "AddForm",
    "ApplyForm",
    "CloseForm",
    "FindCouncilForm",
    "MatchingForm",
    "MoveForm",
    "NeedForm",
    "OverrideForm",
    "PlacesForm",
    "ReachForm",
    "TitleForm",
    "days_in_words",
]
