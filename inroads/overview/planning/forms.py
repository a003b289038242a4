"""What may be asked of the need index: which figures count, how much, and over which areas they are scaled."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django import forms

from inroads.foundations.design.forms import Form
from inroads.foundations.places.models import Area
from inroads.overview.planning.indicators import Indicator

COUNCIL, EVERYWHERE = "council", "everywhere"
MOST = 1000


class NeedForm(Form):
    """A weight for each indicator, and the frame. What the address does not say stays as it is by default."""

    def __init__(self, typed: Mapping[str, str], council: Area, indicators: Sequence[Indicator]):
        self.defaults = {"scale": COUNCIL}
        self.defaults |= {weight_name(one): f"{one.weight}" for one in indicators}
        super().__init__({name: typed.get(name, kept) for name, kept in self.defaults.items()})
        self.indicators = indicators
        self.fields["scale"] = forms.ChoiceField(
            label="Compare each figure with",
            choices=[
                (COUNCIL, f"The areas of {council.name}"),
                (EVERYWHERE, "Every area that is loaded, in all councils"),
            ],
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Choose which areas to compare with"},
        )
        for one in indicators:
            wrong = f"Enter a number from 0 to {MOST} for “{one.title}”"
            self.fields[weight_name(one)] = forms.FloatField(
                label=one.title,
                help_text=one.matters,
                min_value=0,
                max_value=MOST,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), wrong
                ),
            )

    def clean(self):
        typed = super().clean()
        if self.indicators and not self.errors and not any(self.weights):
            raise forms.ValidationError("Give at least one figure a weight of more than 0")
        return typed

    @property
    def weights(self) -> list[float]:
        return [self.cleaned_data[weight_name(one)] for one in self.indicators]

    @property
    def everywhere(self) -> bool:
        return self.cleaned_data["scale"] == EVERYWHERE

    @property
    def standard(self) -> list:
        """The fields of the standard index."""
        return [self[weight_name(one)] for one in self.indicators if one.weight]

    @property
    def others(self) -> list:
        """The fields of what may be added to it."""
        return [self[weight_name(one)] for one in self.indicators if not one.weight]

    @property
    def is_standard(self) -> bool:
        """The weights are those of the standard index."""
        return self.weights == [one.weight for one in self.indicators]

    @property
    def address(self) -> str:
        """What leads back to this very index: `?` and what was changed, or nothing."""
        changed = {name: typed for name, typed in self.data.items() if typed != self.defaults[name]}
        return f"?{urlencode(changed)}" if changed else ""


def weight_name(indicator: Indicator) -> str:
    return f"weight-{indicator.key}"


class FindCouncilForm(Form):
    """Part of a council's name."""

    name = forms.CharField(
        label="Find a council by name",
        max_length=120,
        error_messages={
            "required": "Enter part of the council’s name",
            "max_length": "A council’s name has at most 120 letters",
        },
    )
