"""What is typed about sessions."""

from datetime import date, timedelta
from typing import Any

from django import forms

from inroads.foundations.design.forms import DateField, Form
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.directory.forms import MeetingForm
from inroads.programme.directory.models import Service, Weekday
from inroads.programme.timetable.local_time import hours_on, moment
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.queries import Place, kept_bookings


class OfServiceForm(MeetingForm):
    """A meeting of one of the services that the user may plan."""

    service = forms.ModelChoiceField(
        Service.objects.none(),
        label="Which service?",
        empty_label="Choose a service",
        error_messages={
            "required": "Choose a service",
            "invalid_choice": "Choose a service from the list",
        },
    )

    def __init__(self, *args, services, **kwargs):
        super().__init__(*args, **kwargs)
        service: Any = self.fields["service"]
        service.queryset = services.select_related("organisation")
        service.label_from_instance = lambda one: f"{one}, {one.organisation}"


class SessionForm(OfServiceForm):
    """One dated session."""

    day = DateField(label="On which day?", error_messages={"required": "Enter the day"})
    field_order = ["service", "venue", "day", "starts", "ends", "capacity"]

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

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


class ClosureForm(Form):
    """Where and when it is closed, and why."""

    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="Which venue?",
        empty_label="Everywhere",
        required=False,
        error_messages={"invalid_choice": "Choose a venue from the list"},
    )
    first = DateField(label="The first day", error_messages={"required": "Enter the first day"})
    last = DateField(label="The last day", error_messages={"required": "Enter the last day"})
    why = forms.CharField(
        label="Why?",
        help_text="Such as Christmas, or New boiler",
        max_length=120,
        error_messages={"required": "Say why, so that people can be told"},
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues()

    def clean_first(self) -> date:
        day = self.cleaned_data["first"]
        if day < self.on:
            raise forms.ValidationError("Enter a day from today on")
        return day

    def clean_last(self) -> date:
        day = self.cleaned_data["last"]
        if day > self.on + timedelta(days=730):
            raise forms.ValidationError("Enter a day within two years")
        return day


class WhoForm(Form):
    """For whom to keep a place."""

    words = forms.CharField(
        label="Name, telephone number or postcode", max_length=100, required=False
    )


class AttendanceForm(Form):
    """Who came, in one tap for each, and how many without a place."""

    came = forms.ModelMultipleChoiceField(
        Booking.objects.none(),
        label="Who came?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Tick only those who are booked",
            "invalid_pk_value": "Tick only those who are booked",
        },
    )
    walk_ins = forms.IntegerField(
        label="How many came without a place?",
        help_text="Nobody’s name is needed",
        min_value=0,
        max_value=500,
        initial=0,
        error_messages={
            "required": "Enter how many; 0 if nobody did",
            "invalid": "Enter a whole number",
            "min_value": "Enter 0 or more",
            "max_value": "Enter 500 or fewer",
        },
    )

    def __init__(self, *args, session: Session, places: list[Place], **kwargs):
        ticked = [place.booking.pk for place in places if place.booking.came]
        kwargs["initial"] = {"came": ticked, "walk_ins": session.walk_ins or 0}
        super().__init__(*args, **kwargs)
        came: Any = self.fields["came"]
        came.queryset = kept_bookings(session)
        who = {place.booking.pk: place.who for place in places}
        came.label_from_instance = lambda booking: f"{who[booking.pk]}, card {booking.code}"
        if not places:
            del self.fields["came"]

    def attendance(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {"came": [], **self.cleaned_data}


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
