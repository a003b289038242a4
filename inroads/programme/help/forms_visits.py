"""What is typed before a home visit."""

from django import forms

from inroads.foundations.design.forms import Form


class VisitForm(Form):
    """Where, and by when they are out."""

    where = forms.CharField(
        label="Where are you?",
        help_text="Street and house. It is forgotten as soon as you say that you are out",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say where you are, so that somebody can come",
            "max_length": "Write this in 120 letters or fewer",
        },
    )
    minutes = forms.TypedChoiceField(
        label="By when are you out?",
        choices=[("30", "In half an hour"), ("60", "In an hour"), ("90", "In an hour and a half")],
        initial="60",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when", "invalid_choice": "Choose when"},
    )
