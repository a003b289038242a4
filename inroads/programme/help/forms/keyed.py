"""What staff type about help: one that was rung in or written on paper, one that is put right, which to list."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet

from inroads.foundations.design.forms import DateField, Form
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.directory.queries import topics_that_count
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import active_first
from inroads.programme.timetable.local_time import MIDDAY, local, moment
from inroads.programme.timetable.models import Booking
from inroads.programme.timetable.queries import kept_place


class KeyedForm(Form):
    """One help that was rung in or written on a paper sheet."""

    sender_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    door = forms.ChoiceField(
        label="How did it reach us?",
        choices=[
            (door.value, door.label) for door in (HelpRecord.Door.PHONE, HelpRecord.Door.PAPER)
        ],
        widget=forms.RadioSelect,
        initial=HelpRecord.Door.PHONE,
        error_messages={"required": "Choose how it reached us"},
    )
    day = DateField(
        label="On which day was the help given?", error_messages={"required": "Enter the day"}
    )
    venue = forms.ModelChoiceField(
        Venue.objects.all(),
        label="Where?",
        empty_label="Nowhere in particular",
        required=False,
        error_messages={"invalid_choice": "Choose a venue from the list"},
    )
    card = forms.CharField(
        label="Code on their card",
        help_text="If they brought one. It says of itself at which session they were",
        max_length=20,
        required=False,
    )
    champion = forms.ModelChoiceField(
        Champion.objects.none(),
        label="Who helped?",
        empty_label="Not known",
        required=False,
        error_messages={"invalid_choice": "Choose a champion from the list"},
    )
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False),
        label="What was it about?",
        empty_label="Choose a topic",
        error_messages={
            "required": "Choose what it was about",
            "invalid_choice": "Choose a topic from the list",
        },
    )
    minutes = forms.TypedChoiceField(
        label="How long?",
        choices=HelpRecord.Minutes.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=HelpRecord.Minutes.QUARTER.value,
        error_messages={"required": "Choose how long"},
    )
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=HelpRecord.Outcome.choices,
        widget=forms.RadioSelect,
        initial=HelpRecord.Outcome.SORTED,
        error_messages={"required": "Choose how it ended"},
    )

    def __init__(self, *args, champions: QuerySet[Champion], at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.at, self.on = at, local(at).date()
        field: Any = self.fields["champion"]
        field.queryset = active_first(champions, at)
        field.label_from_instance = named

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if not date(2000, 1, 1) <= day <= self.on:
            raise forms.ValidationError("Enter a day in the past, or today")
        return day

    def clean_card(self) -> Booking | None:
        """The kept place whose code it is."""
        code = self.cleaned_data["card"].strip().upper()
        if not code:
            return None
        booking = kept_place(code)
        if booking is None:
            raise forms.ValidationError("No card has this code. Check it, or leave it empty")
        day = self.cleaned_data.get("day")
        if day and booking.session.day != day:
            raise forms.ValidationError(
                f"This card is for {booking.session.when}. Change the day above, or the code"
            )
        return booking

    @property
    def moment(self) -> datetime:
        """When it was given: now if that is today, else at midday of its day."""
        day = self.cleaned_data["day"]
        return self.at if day == self.on else moment(day, MIDDAY)

    def says_the_same_as(self, made: HelpRecord) -> bool:
        """What was typed is what was written down."""
        same = ("topic", "minutes", "outcome", "champion")
        return all(getattr(made, name) == self.cleaned_data[name] for name in same)

    def begin_another(self, *, after: HelpRecord) -> None:
        """Somebody went back and changed what was saved: that stays, and this may be saved as another help."""
        self.data = {**self.data, "sender_id": str(uuid4())}
        self.add_error(
            None,
            f"This page was saved before, as {after}, and that stays as it is."
            " To write down another help, save again",
        )

    def help(self) -> dict[str, Any]:
        """The answers as an action takes them. A card says of itself at which session it is."""
        given = dict(self.cleaned_data)
        del given["day"]
        if booking := given.pop("card"):
            given |= {"session": booking.session, "venue": None, "person": booking.person}
        return given


class CorrectForm(KeyedForm):
    """What is right about a help that was written down wrongly."""

    def __init__(self, *args, wrong: HelpRecord, **kwargs):
        told = ("venue", "champion", "topic", "minutes", "outcome")
        initial = {name: getattr(wrong, name) for name in told}
        self.wrong = wrong
        super().__init__(*args, initial=initial | {"day": local(wrong.given_at).date()}, **kwargs)
        del self.fields["card"], self.fields["door"]
        # Somebody of whom nothing may be seen any more stays who helped, and is not named.
        champion: Any = self.fields["champion"]
        if wrong.champion_id and not champion.queryset.filter(pk=wrong.champion_id).exists():
            del self.fields["champion"]
        topic: Any = self.fields["topic"]
        topic.queryset = Topic.objects.filter(Q(retired=False) | Q(pk=wrong.topic_id))

    @property
    def moment(self) -> datetime:
        """The moment stays if the day does."""
        same = self.cleaned_data["day"] == local(self.wrong.given_at).date()
        return self.wrong.given_at if same else super().moment

    def right(self) -> dict[str, Any]:
        """The answers as an action takes them."""
        given = {"champion": self.wrong.champion, **self.cleaned_data, "given_at": self.moment}
        del given["day"]
        return given


def named(champion: Any) -> str:
    """A champion in a list that begins with those who help now."""
    lately = "" if champion.is_active else ", not active lately"
    return f"{champion} ({champion.get_network_display()}{lately})"


class HelpFilter(Form):
    """Which help records to list."""

    first = DateField(label="From which day?", required=False)
    last = DateField(label="Until which day?", required=False)
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label="Venue", empty_label="Any", required=False
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label="Topic", empty_label="Any", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues(besides=self["venue"].value())
        topic: Any = self.fields["topic"]
        topic.queryset = topics_that_count(besides=self["topic"].value())

    def chosen(self) -> dict[str, Any]:
        """What is asked for; what makes no sense is passed over, and said beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
