"""What is said about a worry, and what was done about it."""

from uuid import uuid4

from django import forms

from inroads.foundations.design.forms import Form


class ConcernForm(Form):
    """One tap is enough; words help whoever rings."""

    sender_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    told = forms.CharField(
        label="What worries you?",
        help_text="You may leave this empty: the safeguarding lead rings you",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class OutcomeForm(Form):
    """What was done about it."""

    outcome = forms.CharField(
        label="What was done?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what was done, also if it was nothing, and why"},
    )
