"""What is typed to try a change, and to decide on it."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from inroads.foundations.design.forms import Form
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.overview.planning.models import Change
from inroads.programme.directory.models import Weekday
from inroads.programme.timetable.forms import OfServiceForm
from inroads.programme.timetable.local_time import local
from inroads.programme.timetable.models import Session

MOST_PLACES = 10
Kind = Change.Kind


class TitleForm(Form):
    """What a scenario is called."""

    title = forms.CharField(
        label="What is it called?",
        help_text="So that others know what is tried, such as Thursdays to Port Bredy",
        max_length=120,
        error_messages={
            "required": "Enter what it is called",
            "max_length": "Use at most 120 letters",
        },
    )


class AddForm(OfServiceForm):
    """A session more."""

    weekday = forms.TypedChoiceField(
        label="On which day?",
        choices=Weekday.choices,
        coerce=int,
        error_messages={
            "required": "Choose the day",
            "invalid_choice": "Choose the day from the list",
        },
    )
    field_order = ["service", "venue", "weekday", "starts", "ends", "capacity"]

    def clean(self):
        super().clean()
        typed = self.cleaned_data
        if {"starts", "ends"} <= typed.keys() and typed["ends"] <= typed["starts"]:
            self.add_error("ends", "It must end later than it starts")
        return typed

    @property
    def change(self) -> dict[str, Any]:
        """What is tried, as an action takes it."""
        return {"kind": Kind.ADD, **self.cleaned_data}


class AddAtVenuesForm(AddForm):
    """The same session more at each of some venues that were found."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["venue"]


class MoveForm(Form):
    """A session elsewhere, or on another day of its week; its hours stay as long as they are."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        label="Which session?",
        empty_label="Choose a session",
        error_messages={
            "required": "Choose the session that moves",
            "invalid_choice": "Choose a session from the list",
        },
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="To which venue?",
        empty_label="The same venue",
        required=False,
        error_messages={"invalid_choice": "Choose a venue from the list"},
    )
    weekday = forms.TypedChoiceField(
        label="To which day?",
        choices=[("", "The same day"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose the day from the list"},
    )

    def __init__(self, *args, sessions: QuerySet[Session], **kwargs):
        super().__init__(*args, **kwargs)
        session: Any = self.fields["session"]
        session.queryset = sessions
        session.label_from_instance = in_a_list
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues()

    def clean(self):
        super().clean()
        typed = self.cleaned_data
        session = typed.get("session")
        if not session or self.errors:
            return typed
        begins: datetime = local(session.starts_at)
        typed["venue"] = typed.get("venue") or session.venue
        if typed.get("weekday") is None:
            typed["weekday"] = begins.weekday()
        typed["starts"] = begins.time()
        typed["ends"] = local(session.ends_at).time()
        if typed["venue"] == session.venue and typed["weekday"] == begins.weekday():
            raise forms.ValidationError("Choose another venue or another day")
        return typed

    @property
    def change(self) -> dict[str, Any]:
        return {"kind": Kind.MOVE, **self.cleaned_data}


class CloseForm(Form):
    """A session, or all sessions at a venue, no longer."""

    what = forms.ChoiceField(
        label="What closes?",
        error_messages={
            "required": "Choose what closes",
            "invalid_choice": "Choose what closes from the list",
        },
    )

    def __init__(self, *args, sessions: QuerySet[Session], **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions = {f"session-{one.pk}": one for one in sessions}
        self.venues = {f"venue-{one.venue_id}": one.venue for one in sessions}
        by_name = sorted(self.venues.items(), key=lambda each: each[1].name)
        what: Any = self.fields["what"]
        what.choices = [
            ("", "Choose"),
            ("One session", [(key, in_a_list(one)) for key, one in self.sessions.items()]),
            ("A venue, with all its sessions", [(key, venue.name) for key, venue in by_name]),
        ]

    @property
    def change(self) -> dict[str, Any]:
        what = self.cleaned_data["what"]
        if what in self.sessions:
            return {"kind": Kind.CLOSE, "session": self.sessions[what]}
        return {"kind": Kind.CLOSE_VENUE, "venue": self.venues[what]}


class ApplyForm(Form):
    """For how many weeks drafts are made."""

    weeks = forms.TypedChoiceField(
        label="For how many weeks?",
        choices=[(number, f"{number} week{'s' if number > 1 else ''}") for number in range(1, 9)],
        coerce=int,
        initial=4,
        error_messages={
            "required": "Choose for how many weeks",
            "invalid_choice": "Choose from 1 to 8 weeks",
        },
    )


class PlacesForm(Form):
    """How many places are wanted, where they may be, and whom they are for."""

    DEFAULTS = {"count": "3", "where": "venues", "whom": "each"}

    count = forms.TypedChoiceField(
        label="How many places?",
        choices=[(f"{number}", f"{number}") for number in range(1, MOST_PLACES + 1)],
        error_messages={"invalid_choice": f"Choose from 1 to {MOST_PLACES} places"},
    )
    where = forms.ChoiceField(
        label="Where may they be?",
        choices=[
            ("venues", "At open venues that have no session then"),
            ("anywhere", "In the middle of any small area"),
        ],
        error_messages={"invalid_choice": "Choose where they may be"},
    )
    whom = forms.ChoiceField(
        label="Whom are they for?",
        choices=[
            ("each", "Everyone counts the same"),
            ("need", "People count by the need of their area"),
        ],
        error_messages={"invalid_choice": "Choose whom they are for"},
    )

    def __init__(self, typed: Any):
        super().__init__({name: typed.get(name, kept) for name, kept in self.DEFAULTS.items()})

    @property
    def wanted(self) -> int:
        return int(self.cleaned_data["count"])

    @property
    def anywhere(self) -> bool:
        return self.cleaned_data["where"] == "anywhere"

    @property
    def need_counts(self) -> bool:
        return self.cleaned_data["whom"] == "need"


def in_a_list(session: Session) -> str:
    """A session as one finds it in a list: the day first."""
    return f"{session.day:%A}, {session.hours}: {session}"
