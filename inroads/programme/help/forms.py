"""What is tapped and typed about help."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Q, QuerySet

from inroads.foundations.design.forms import DateField, Form
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import Choices, Where, active_first
from inroads.programme.timetable.local_time import MIDDAY, local, moment
from inroads.programme.timetable.models import Booking
from inroads.programme.timetable.queries import kept_place

# As many topics stand on the page as big buttons; the rest is one tap further.
TOPICS_FIRST = 8
NO_CARD = ""


class RecordForm(Form):
    """One help, in three taps: everything but the topic is chosen already."""

    sender_id = forms.UUIDField(widget=forms.HiddenInput)
    topic = forms.TypedChoiceField(
        label="What was it about?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Tap what it was about",
            "invalid_choice": "Tap one of the topics",
        },
    )
    minutes = forms.TypedChoiceField(
        label="How long?",
        coerce=int,
        choices=HelpRecord.Minutes.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Tap how long", "invalid_choice": "Tap one of the times"},
    )
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=HelpRecord.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Tap how it ended", "invalid_choice": "Tap one of these"},
    )
    card = forms.ChoiceField(
        label="Did they bring a card?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "There is no such card here today. Tap one of these, or No card"
        },
    )
    where = forms.ChoiceField(
        label="Where?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Tap where you are",
            "invalid_choice": "Tap one of these places",
        },
    )

    def __init__(self, data=None, *, choices: Choices, like: HelpRecord | None = None):
        super().__init__(data, initial=remembered(choices, like))
        self.choices = choices
        self.offer("topic", [(topic.pk, topic.name) for topic in choices.topics])
        self.offer("where", [(where.key, where.text) for where in choices.where])
        cards = [(card.code, card.code) for card in choices.cards]
        self.offer("card", [(NO_CARD, "No card"), *cards])

    def offer(self, name: str, pairs: list[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = pairs

    def buttons(self, name: str) -> list[dict[str, Any]]:
        """What is tapped, as the template draws it."""
        field: Any = self.fields[name]
        chosen = str(self[name].value() or "")
        return [
            {
                "id": f"id_{name}" if number == 0 else f"id_{name}_{number}",
                "name": name,
                "value": value,
                "text": text,
                "checked": str(value) == chosen,
            }
            for number, (value, text) in enumerate(field.choices)
        ]

    @property
    def first_topics(self) -> list[dict[str, Any]]:
        """The topics used most, and the chosen one wherever it stands."""
        every = self.buttons("topic")
        return every[:TOPICS_FIRST] + [item for item in every[TOPICS_FIRST:] if item["checked"]]

    @property
    def more_topics(self) -> list[dict[str, Any]]:
        return [item for item in self.buttons("topic")[TOPICS_FIRST:] if not item["checked"]]

    @property
    def minutes_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("minutes")

    @property
    def outcome_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("outcome")

    @property
    def card_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("card")

    @property
    def where_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("where")

    @property
    def place(self) -> Where:
        """Where it is set to now."""
        key = str(self["where"].value() or "")
        known = {where.key for where in self.choices.where}
        return self.choices.place(key) if key in known else self.choices.proposed

    @property
    def safe_sender_id(self) -> UUID:
        """The id that came with the form, or a fresh one if that was none."""
        sent = getattr(self, "cleaned_data", {}).get("sender_id")
        return sent or uuid4()

    def help(self) -> dict[str, Any]:
        """The answers as an action takes them. A card says of itself at which session it is."""
        given = self.cleaned_data
        card = self.choices.card(given["card"]) if given["card"] else None
        place = self.choices.place(given["where"])
        topic = next(topic for topic in self.choices.topics if topic.pk == given["topic"])
        return {
            "sender_id": given["sender_id"],
            "topic": topic,
            "minutes": given["minutes"],
            "outcome": given["outcome"],
            "session": card.session if card else place.session,
            "venue": place.venue,
            "person": card.person if card else None,
        }


def remembered(choices: Choices, like: HelpRecord | None) -> dict[str, Any]:
    """What is chosen before the first tap: what is likely, or what was recorded last."""
    initial: dict[str, Any] = {
        "minutes": HelpRecord.Minutes.QUARTER.value,
        "outcome": HelpRecord.Outcome.SORTED.value,
        "where": choices.proposed.key,
        "card": NO_CARD,
    }
    if like is None:
        return initial
    initial |= {"topic": like.topic_id, "minutes": like.minutes, "outcome": like.outcome}
    same = [
        where
        for where in choices.where
        if (where.session and where.session.pk) == like.session_id
        and (where.venue and where.venue.pk) == like.venue_id
    ]
    return initial | ({"where": same[0].key} if same else {})


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
        Topic.objects.all(), label="Topic", empty_label="Any", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues(besides=self["venue"].value())

    def chosen(self) -> dict[str, Any]:
        """What is asked for; what makes no sense is passed over, and said beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
