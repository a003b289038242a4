"""What is typed about sessions."""

from datetime import date, timedelta
from typing import Any

from django import forms

from inroads.foundations.design.forms import DateField, Form, TimeField
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.directory.models import Service, Weekday
from inroads.programme.timetable.local_time import hours_on, moment


class CapacityForm(Form):
    """Room for how many."""

    capacity = forms.IntegerField(
        label="How many people can come?",
        min_value=1,
        max_value=500,
        error_messages={
            "required": "Enter how many people can come",
            "invalid": "Enter a whole number, like 6",
            "min_value": "There must be room for at least 1",
            "max_value": "Enter 500 or fewer",
        },
    )


class SessionForm(CapacityForm):
    """One dated session."""

    service = forms.ModelChoiceField(
        Service.objects.none(),
        label="Which service?",
        empty_label="Choose a service",
        error_messages={
            "required": "Choose a service",
            "invalid_choice": "Choose a service from the list",
        },
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="Where?",
        empty_label="Choose a venue",
        error_messages={
            "required": "Choose where it happens",
            "invalid_choice": "Choose a venue from the list",
        },
    )
    day = DateField(label="On which day?", error_messages={"required": "Enter the day"})
    starts = TimeField(
        label="When does it start?",
        help_text="For example 10:30 or 2pm",
        error_messages={"required": "Enter when it starts"},
    )
    ends = TimeField(label="When does it end?", error_messages={"required": "Enter when it ends"})
    field_order = ["service", "venue", "day", "starts", "ends", "capacity"]

    def __init__(self, *args, services, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        service: Any = self.fields["service"]
        venue: Any = self.fields["venue"]
        service.queryset = services.select_related("organisation")
        service.label_from_instance = lambda one: f"{one}, {one.organisation}"
        venue.queryset = open_venues()

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if not self.on <= day <= self.on + timedelta(days=730):
            raise forms.ValidationError("Enter a day from today on, within two years")
        return day

    def session(self) -> dict:
        """The answers as an action takes them: moments, not a day and two times."""
        given = dict(self.cleaned_data)
        day, starts, ends = given.pop("day"), given.pop("starts"), given.pop("ends")
        starts_at, ends_at = moment(day, starts), moment(day, ends)
        if starts < ends:
            starts_at, ends_at = hours_on(day, starts, ends)
        return {**given, "starts_at": starts_at, "ends_at": ends_at}


class WeekFilter(Form):
    """Which week, venue and weekday to list."""

    week = forms.DateField(widget=forms.HiddenInput, required=False)
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label="Venue", empty_label="Any", required=False
    )
    day = forms.TypedChoiceField(
        label="Day",
        choices=[("", "Any"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues(besides=self["venue"].value())

    def chosen(self) -> dict:
        """What fits; what makes no sense is passed over."""
        self.is_valid()
        return self.cleaned_data
