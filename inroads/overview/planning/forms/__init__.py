"""What is typed on the pages of planning."""

from inroads.overview.planning.forms.asking import FindCouncilForm, NeedForm, ReachForm
from inroads.overview.planning.forms.changing import (
    AddAtVenuesForm,
    AddForm,
    ApplyForm,
    CloseForm,
    MoveForm,
    PlacesForm,
    TitleForm,
)

__all__ = [
    "AddAtVenuesForm",
    "AddForm",
    "ApplyForm",
    "CloseForm",
    "FindCouncilForm",
    "MoveForm",
    "NeedForm",
    "PlacesForm",
    "ReachForm",
    "TitleForm",
]
