"""What a reader of the history looks for."""

from datetime import date

from django import forms

from inroads.foundations.design.forms import DateField, Form


class HistoryForm(Form):
    """Narrows the history down; every box may be left empty."""

    who = forms.CharField(
        label="Who", required=False, max_length=254, help_text="Their e-mail address"
    )
    verb = forms.CharField(
        label="What they did", required=False, max_length=60, help_text="Such as “viewed”"
    )
    thing = forms.CharField(
        label="Which record",
        required=False,
        max_length=80,
        help_text="What it is and its number, such as “person 12”",
    )
    day = DateField(label="Which day", required=False)

    def clean_day(self) -> date | None:
        """A day on which something can have been done."""
        day = self.cleaned_data["day"]
        if day and not 2000 <= day.year < 2200:
            raise forms.ValidationError("Enter a day in this century")
        return day
