"""One question a week, for whoever has no time for more."""

from typing import Any

from django import forms

from inroads.foundations.design.forms import Form
from inroads.programme.directory.models import Topic


class TallyForm(Form):
    """How many, and with what most."""

    people = forms.IntegerField(
        label="How many people did you help this week?",
        min_value=0,
        max_value=200,
        widget=forms.NumberInput(
            attrs={"class": "govuk-input--width-4", "inputmode": "numeric", "autofocus": True}
        ),
        error_messages={
            "required": "Enter how many; 0 if nobody",
            "invalid": "Enter a whole number",
            "min_value": "Enter 0 or more",
            "max_value": "Enter 200 or fewer",
        },
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label="With what most?",
        empty_label="With this and that",
        required=False,
        error_messages={"invalid_choice": "Choose a topic from the list"},
    )

    def __init__(self, *args, topics: list[Topic], **kwargs):
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = Topic.objects.filter(retired=False)
        topic.choices = [("", "With this and that"), *((one.pk, one.name) for one in topics)]
