"""What is typed by somebody who would like to help, and about tiers, thanks and tips."""

from datetime import date, timedelta
from typing import Any

from django import forms

from inroads.foundations.design.forms import DateField, Form
from inroads.foundations.people.forms import number_or_error, postcode_or_error
from inroads.foundations.people.models import ContactWay
from inroads.foundations.places.queries import open_venues
from inroads.programme.champions.forms import (
    capacity_field,
    days_field,
    hint,
    limited,
    venue_field,
)
from inroads.programme.champions.models import Champion
from inroads.programme.champions.profiles import PROFILES, TIERS


class ApplyForm(Form):
    """Somebody would like to help: who they are, how to ring or write to them, as what and when."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": "Enter your name",
            "max_length": "Write your name in 120 letters or fewer",
        },
    )
    phone = forms.CharField(
        label="Your telephone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}
        ),
        error_messages={"max_length": "Enter a telephone number, like 01632 960 001"},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="A number or an address is enough",
        max_length=250,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Enter an e-mail address in the right form, like name@example.com",
            "max_length": "Enter an e-mail address in the right form",
        },
    )
    note = forms.CharField(
        label="When is a good time to ring you?",
        help_text="For example, after six",
        max_length=200,
        required=False,
        error_messages={"max_length": "Write this in 200 letters or fewer"},
    )
    postcode = forms.CharField(
        label="Your postcode",
        help_text="Tells us which venues are near you. You need not say",
        max_length=12,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "postal-code", "class": "govuk-input--width-10"}
        ),
        error_messages={"max_length": "Enter a full postcode, like DT1 1AA"},
    )
    network = forms.ChoiceField(
        label="As what would you like to help?",
        choices=Champion.Network.choices,
        initial=Champion.Network.COMMUNITY,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one. We can talk about it",
            "invalid_choice": "Choose one from the list",
        },
    )
    days = days_field("On which days could you help?", help_text="If you know already")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        hint(self, "network", {key.value: profile.what for key, profile in PROFILES.items()})

    def clean_phone(self) -> str:
        return number_or_error(self.cleaned_data["phone"])

    def clean_postcode(self) -> str:
        return postcode_or_error(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(self[name].value() for name in ("phone", "email")):
            self.add_error("phone", "Enter your telephone number or your e-mail address")
        return cleaned

    def application(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        given = self.cleaned_data
        ways = [(ContactWay.Kind.VOICE, given["phone"]), (ContactWay.Kind.EMAIL, given["email"])]
        return {
            "details": {
                "name": given["name"],
                "postcode": given["postcode"],
                "contact_ways": [
                    {"kind": kind, "value": value, "note": given["note"]}
                    for kind, value in ways
                    if value
                ],
            },
            "network": given["network"],
            "days": given["days"],
        }


class AvailabilityForm(Form):
    """Where and when a champion helps, in their own words."""

    venue = venue_field("Where do you mostly help?")
    days = days_field("On which days can you help?")
    capacity = capacity_field("How many people can you help at the same time, besides at sessions?")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        limited(self, "venue", open_venues(besides=self.initial.get("venue")))


class OwnStatusForm(Form):
    """A champion rests, comes back, or leaves."""

    status = forms.ChoiceField(
        label="What would you like to do?",
        widget=forms.RadioSelect,
        choices=[
            (Champion.Status.ACTIVE.value, "Help"),
            (Champion.Status.RESTING.value, "Rest for a while"),
            (Champion.Status.LEFT.value, "Leave"),
        ],
        error_messages={"required": "Choose one"},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        hints = {
            Champion.Status.RESTING: "Nobody new is sent to you. Sessions you promised are still yours",
            Champion.Status.LEFT: (
                "With our thanks. The sessions you promised are withdrawn, your link stops working, and we no longer"
                " keep your record as a champion"
            ),
        }
        hint(self, "status", hints)


class TierForm(Form):
    """What a champion takes on for other champions."""

    tier = forms.ChoiceField(
        label="What do they take on?",
        choices=Champion.Tier.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        hint(self, "tier", {tier.value: words for tier, words in TIERS.items()})


class ThanksForm(Form):
    """What somebody said of a champion's help."""

    words = forms.CharField(
        label="What did they say?",
        help_text="In their own words. No name, illness or address of anybody who was helped",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write what they said",
            "max_length": "Write this in 300 letters or fewer",
        },
    )
    whose = forms.CharField(
        label="From whom?",
        help_text="For example, a neighbour in Sherton",
        max_length=60,
        required=False,
        error_messages={"max_length": "Write this in 60 letters or fewer"},
    )


class TipForm(Form):
    """One thing worth knowing."""

    words = forms.CharField(
        label="What is worth knowing?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write the tip",
            "max_length": "Write this in 300 letters or fewer",
        },
    )
    starts_on = DateField(label="From which day?", error_messages={"required": "Enter the day"})

    def __init__(self, *args: Any, on: date, **kwargs: Any):
        kwargs["initial"] = {"starts_on": on, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if not self.on <= day <= self.on + timedelta(days=366):
            raise forms.ValidationError("Enter today or a day in the next year")
        return day
