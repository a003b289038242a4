"""What is typed to match the waiting list, and to decide on a pair."""

from collections.abc import Mapping
from typing import Any

from django import forms

from inroads.foundations.design.forms import Form
from inroads.overview.planning.models import Alternative, Proposal, ProposedPair

WAYS = [("bus", "By bus"), ("car", "By car"), ("foot", "On foot")]
LONGEST = [20, 30, 40, 60, 90]
LEAVE = "nobody"


class MatchingForm(Form):
    """Who comes first, whether agreed pairs may be parted, and how far people travel."""

    DEFAULTS = {
        "policy": Proposal.Policy.BY_BAND.value,
        "keep": "left",
        "travel": "bus",
        "minutes": "60",
    }

    policy = forms.ChoiceField(
        label="Who is helped first?",
        choices=Proposal.Policy.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose who is helped first"},
    )
    keep = forms.ChoiceField(
        label="What of those who have agreed with a champion?",
        choices=[
            ("left", "They keep their champion, unless somebody would else be left without one"),
            ("never", "They keep their champion in any case"),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose whether agreed pairs may be parted"},
    )
    travel = forms.ChoiceField(
        label="How people travel",
        choices=WAYS,
        error_messages={"invalid_choice": "Choose how people travel"},
    )
    minutes = forms.TypedChoiceField(
        label="Longest journey to a session",
        choices=[(f"{number}", f"{number} minutes") for number in LONGEST],
        error_messages={"invalid_choice": "Choose the longest journey from the list"},
    )

    def __init__(self, typed: Mapping[str, str]):
        super().__init__({name: typed.get(name, kept) for name, kept in self.DEFAULTS.items()})

    @property
    def limit(self) -> int:
        return int(self.cleaned_data["minutes"])


class OverrideForm(Form):
    """Another champion who fits, or nobody; and why."""

    choice = forms.ChoiceField(
        label="Whom do they get?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a champion, or nobody for now",
            "invalid_choice": "Choose a champion from the list",
        },
    )
    why = forms.CharField(
        label="Why?",
        help_text="So that others understand it later. Write nothing private about the person here",
        max_length=300,
        error_messages={
            "required": "Say why, in a few words",
            "max_length": "Use at most 300 letters",
        },
    )

    def __init__(self, *args, pair: ProposedPair, others: list[Alternative], **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {f"{other.pk}": other for other in others}
        leave = "Keep whom they have" if pair.moves else "Nobody for now: they go on waiting"
        choice: Any = self.fields["choice"]
        choice.choices = [
            *((key, self.in_words(other)) for key, other in self.others.items()),
            (LEAVE, leave),
        ]

    @staticmethod
    def in_words(other: Alternative) -> str:
        return (
            f"{other.champion}, {other.session.venue}, {other.session.when}, about"
            f" {other.minutes} minutes away. {other.price}"
        )

    @property
    def chosen(self) -> Alternative | None:
        """The champion who was chosen; none if they go on waiting."""
        return self.others.get(self.cleaned_data["choice"])
