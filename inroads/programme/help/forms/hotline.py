"""What is keyed while a caller is on the line."""

from typing import Any

from django import forms

from inroads.foundations.design.forms import Form
from inroads.programme.directory.models import Topic
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

    def taps(self, name: str) -> list[dict[str, Any]]:
        """Minutes or endings as buttons."""
        field: Any = self.fields[name]
        chosen = str(self[name].value() or "")
        return [
            {
                "id": f"id_{name}_{number}" if number else f"id_{name}",
                "name": name,
                "value": value,
                "text": text,
                "checked": str(value) == chosen,
                "is_guarded": False,
                "key": "",
            }
            for number, (value, text) in enumerate(field.choices)
        ]

    @property
    def topic_taps(self) -> list[dict[str, Any]]:
        """The topics as buttons, each with its key; those beyond the keys are only clicked."""
        chosen = str(self["topic"].value() or "")
        return [
            {
                "id": f"id_topic_{number}" if number else "id_topic",
                "name": "topic",
                "value": topic.pk,
                "text": topic.name,
                "checked": str(topic.pk) == chosen,
                "is_guarded": topic.is_guarded,
                "key": KEYS[number] if number < len(KEYS) else "",
            }
            for number, topic in enumerate(self.topics)
        ]

    @property
    def minutes_taps(self) -> list[dict[str, Any]]:
        return self.taps("minutes")

    @property
    def outcome_taps(self) -> list[dict[str, Any]]:
        return self.taps("outcome")
