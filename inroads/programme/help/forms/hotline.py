"""What is keyed while a caller is on the line."""

from typing import Any

from django import forms

from inroads.foundations.design.forms import Form
from inroads.programme.directory.models import Topic
from inroads.programme.help.forms.taps import guarded_among, pairs_of, taps
from inroads.programme.help.models import HelpRecord

# The keys of the topics, the likeliest first: the digits lie under one hand, then letters from the left.
KEYS = "1234567890qwertyuiopasdfghjklzxcvbnm"


class HotlineForm(Form):
    """One call: what it was about; the rest is chosen already."""

    sender_id = forms.UUIDField(widget=forms.HiddenInput)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False),
        label="What is it about?",
        error_messages={
            "required": "Press the key of a topic",
            "invalid_choice": "Choose one of the topics",
        },
    )
    minutes = forms.TypedChoiceField(
        label="How long?",
        choices=HelpRecord.Minutes.choices,
        coerce=int,
        initial=HelpRecord.Minutes.QUARTER.value,
        error_messages={"required": "Choose how long", "invalid_choice": "Choose how long"},
    )
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=HelpRecord.Outcome.choices,
        initial=HelpRecord.Outcome.SORTED,
        error_messages={"required": "Choose how it ended", "invalid_choice": "Choose how it ended"},
    )

    def __init__(self, *args, topics: list[Topic], **kwargs):
        super().__init__(*args, **kwargs)
        self.topics = topics

    @property
    def topic_taps(self) -> list[dict[str, Any]]:
        """The topics as buttons, each with its key; those beyond the keys are only clicked."""
        guarded = guarded_among(self.topics)
        return taps(self["topic"], pairs_of(self.topics), guarded=guarded, keys=KEYS)

    @property
    def minutes_taps(self) -> list[dict[str, Any]]:
        return taps(self["minutes"], HelpRecord.Minutes.choices)

    @property
    def outcome_taps(self) -> list[dict[str, Any]]:
        return taps(self["outcome"], HelpRecord.Outcome.choices)
