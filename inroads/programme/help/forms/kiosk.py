"""Two taps at a venue: what it was about, and how it ended."""

from typing import Any

from django import forms

from inroads.foundations.design.forms import Form
from inroads.programme.directory.models import Topic
from inroads.programme.help.forms.taps import pairs_of, taps
from inroads.programme.help.models import HelpRecord


class KioskForm(Form):
    """One help, by whoever was helped or helped."""

    sender_id = forms.UUIDField(widget=forms.HiddenInput)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False),
        label="What was it about?",
        error_messages={
            "required": "Tap what it was about, then how it ended",
            "invalid_choice": "Tap one of the topics",
        },
    )
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=HelpRecord.Outcome.choices,
        error_messages={
            "required": "Tap how it ended",
            "invalid_choice": "Tap how it ended",
        },
    )

    def __init__(self, *args, topics: list[Topic], **kwargs):
        super().__init__(*args, **kwargs)
        self.topics = topics

    @property
    def topic_taps(self) -> list[dict[str, Any]]:
        """The topics as buttons."""
        return taps(self["topic"], pairs_of(self.topics))

    @property
    def endings(self) -> list[tuple[str, str]]:
        """The two that somebody at a venue can tell."""
        return [
            (HelpRecord.Outcome.SORTED.value, "It is sorted"),
            (HelpRecord.Outcome.NOT_YET.value, "Not this time"),
        ]
