"""What is typed about champions."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from inroads.foundations.design.forms import DateField, Form
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.people.forms import PersonForm, ReachForm
from inroads.foundations.people.models import ContactWay, Language, Person
from inroads.foundations.people.queries import by_name, contact_for
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.champions.models import Champion, Check
from inroads.programme.directory.models import Topic, Weekday


def limited(form: forms.Form, name: str, queryset: QuerySet) -> None:
    """Let a field offer these records only."""
    field: Any = form.fields[name]
    field.queryset = queryset


def hint(form: forms.Form, name: str, hints: dict[Any, str]) -> None:
    """Say under each choice of a field what it means."""
    field: Any = form.fields[name]
    field.hints = hints


def days_field(label: str, **given: Any) -> forms.TypedMultipleChoiceField:
    """On which weekdays; none need be named."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose days from the list"},
        **given,
    )


def capacity_field(label: str, **given: Any) -> forms.IntegerField:
    """How many people at the same time."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=50,
        error_messages={
            "required": "Enter a number, like 2",
            "invalid": "Enter a whole number, like 2",
            "min_value": "Enter 0 or more",
            "max_value": "Enter 50 or fewer",
        },
        **given,
    )


def venue_field(label: str) -> forms.ModelChoiceField:
    """At which venue; none in particular need be named."""
    return forms.ModelChoiceField(
        Venue.objects.none(),
        label=label,
        empty_label="No venue in particular",
        required=False,
        error_messages={"invalid_choice": "Choose a venue from the list"},
    )


# How a champion can be reached, as the page and its error say it.
WAYS_IN_WORDS = "a telephone number, an e-mail address or letters"


class ChampionForm(Form):
    """Where, when and with what a champion helps."""

    network = forms.ChoiceField(
        label="In which network?",
        choices=Champion.Network.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the network"},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="For which organisation?",
        empty_label="Choose an organisation",
        error_messages={
            "required": "Choose the organisation they help for",
            "invalid_choice": "Choose an organisation from the list",
        },
    )
    venue = venue_field("Where do they mostly help?")
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label="What can they help with?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose topics from the list"},
    )
    days = days_field("On which days?")
    capacity = capacity_field("How many referred people can they help at the same time?", initial=2)

    def __init__(self, *args, organisations: QuerySet[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        limited(self, "organisation", organisations)
        limited(self, "venue", open_venues(besides=self.initial.get("venue")))
        limited(self, "topics", Topic.objects.filter(retired=False))

    def champion(self) -> dict[str, Any]:
        """The answers as an action takes them."""
        return {name: self.cleaned_data[name] for name in ChampionForm.base_fields}


class JoinForm(ChampionForm):
    """Someone becomes a champion."""

    joined_on = DateField(
        label="Since which day?", error_messages={"required": "Enter the day they joined"}
    )

    def __init__(self, *args, on: date, **kwargs):
        kwargs["initial"] = {"joined_on": on, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_joined_on(self) -> date:
        day = self.cleaned_data["joined_on"]
        if not date(1990, 1, 1) <= day <= self.on:
            raise forms.ValidationError("Enter a day in the past, or today")
        return day

    def champion(self) -> dict[str, Any]:
        """The answers as an action takes them."""
        return {**super().champion(), "joined_on": self.cleaned_data["joined_on"]}


class NewChampionForm(JoinForm, PersonForm, ReachForm):
    """Someone not known yet becomes a champion."""

    birth_year = None
    needs_interpreter = None  # type: ignore[assignment]
    access_needs = None  # type: ignore[assignment]
    in_person = None  # type: ignore[assignment]
    meet_at = None  # type: ignore[assignment]
    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter their name"}
    )
    not_the_same = forms.BooleanField(label="It is none of them: add someone new", required=False)
    field_order = [
        "name",
        "phone",
        "phone_use",
        "other_phone",
        "note",
        "email",
        "letter",
        "address",
        "postcode",
        "preferred",
        "languages",
        "other_language",
        *ChampionForm.base_fields,
        "joined_on",
    ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "phone" in self.errors and not self["phone"].value():
            del self.errors["phone"]
            self.add_error("phone", f"Enter one way to reach them: {WAYS_IN_WORDS}")
        return cleaned

    def details(self) -> dict[str, Any]:
        """What is written down of the person."""
        names = ("name", "address", "postcode", "languages")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "contact_ways": self.contact_ways(),
        }


class ChangeForm(ChampionForm):
    """What changes of a champion; the languages are the person's."""

    languages = forms.MultipleChoiceField(
        label="Which languages do they speak?",
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one language"},
    )

    def clean_languages(self) -> list[str]:
        """The one they would rather speak stays first."""
        chosen, before = self.cleaned_data["languages"], self.initial.get("languages", [])
        return sorted(
            chosen, key=lambda code: before.index(code) if code in before else len(before)
        )


STATUSES = [(one.value, one.label) for one in (*Champion.CURRENT, Champion.Status.LEFT)]


class StatusForm(Form):
    """Helping, resting, or gone."""

    status = forms.ChoiceField(
        label="Are they still a champion?",
        choices=STATUSES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hints = {
            Champion.Status.ACTIVE: "They help, and are suggested to people",
            Champion.Status.RESTING: "They are not suggested to people for now",
            Champion.Status.LEFT: (
                "The sessions they promised are withdrawn, their link stops working, and we no longer keep"
                " their record as a champion. You would have to add them again"
            ),
        }
        hint(self, "status", hints)


class ChampionFilter(Form):
    """Which champions to list."""

    words = forms.CharField(label="Name", max_length=100, required=False)
    network = forms.ChoiceField(
        label="Network", choices=[("", "Any"), *Champion.Network.choices], required=False
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label="Venue", empty_label="Any", required=False
    )
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False), label="Topic", empty_label="Any", required=False
    )
    language = forms.ChoiceField(
        label="Language", choices=[("", "Any"), *Language.choices], required=False
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Active or resting"), *STATUSES],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues(besides=self["venue"].value())

    def chosen(self, champions: QuerySet[Champion]) -> QuerySet[Champion]:
        """The champions that fit; what makes no sense is passed over."""
        self.is_valid()
        given = self.cleaned_data
        if words := given.get("words"):
            champions = champions.filter(person__in=Person.objects.filter(by_name(words)))
        for name, key in [("network", "network"), ("venue", "venue"), ("topic", "topics")]:
            if value := given.get(name):
                champions = champions.filter(**{key: value})
        if language := given.get("language"):
            champions = champions.annotate(spoken=Cast("person__languages", TextField())).filter(
                spoken__contains=f'"{language}"'
            )
        if status := given.get("status"):
            return champions.filter(status=status)
        return champions.filter(status__in=Champion.CURRENT)


class SignInForm(Form):
    """With which address a champion signs in."""

    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="Their own. They will sign in with it",
        error_messages={"required": "Enter their e-mail address"},
    )


class FindForm(Form):
    """Whom to make a champion."""

    words = forms.CharField(
        label="Name, telephone number or postcode", max_length=100, required=False
    )


def sign_in_initial(champion: Champion) -> dict[str, Any]:
    """The address at which they are reached already."""
    way = contact_for(champion.person, ContactWay.Kind.EMAIL)
    return {"email": way.value if way else ""}


def champion_initial(champion: Champion) -> dict[str, Any]:
    """What a form about this champion starts from."""
    return {
        "network": champion.network,
        "organisation": champion.organisation,
        "venue": champion.venue,
        "topics": list(champion.topics.all()),
        "days": champion.days,
        "capacity": champion.capacity,
        "languages": champion.person.languages,
    }


class CheckForm(Form):
    """What somebody saw of a check."""

    kind = forms.ChoiceField(
        label="Which check?",
        choices=Check.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which check"},
    )
    outcome = forms.ChoiceField(
        label="What follows from it?",
        choices=Check.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what follows from it"},
    )
    number = forms.CharField(label="Its number, if it has one", max_length=40, required=False)
    seen_on = DateField(
        label="On which day was it seen?", error_messages={"required": "Enter the day"}
    )
    review_on = DateField(
        label="Until which day does it hold?",
        help_text="Then it is looked at again",
        error_messages={"required": "Enter the day"},
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"seen_on": on, "outcome": Check.Outcome.SUITED, **(self.initial or {})}
        self.on = on

    def clean_seen_on(self) -> date:
        day = self.cleaned_data["seen_on"]
        if not date(2000, 1, 1) <= day <= self.on:
            raise forms.ValidationError("Enter a day up to today")
        return day

    def clean_review_on(self) -> date:
        day, seen_on = self.cleaned_data["review_on"], self.cleaned_data.get("seen_on", self.on)
        if not seen_on < day <= date(seen_on.year + 5, 12, 31):
            raise forms.ValidationError("Enter a day after it was seen, within five years")
        return day


class RoleCheckForm(Form):
    """Which check a role asks for, and why."""

    network = forms.ChoiceField(
        label="Which role?",
        choices=Champion.Network.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the role"},
    )
    kind = forms.ChoiceField(
        label="Which check?",
        choices=Check.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which check"},
    )
    why = forms.CharField(
        label="Why may this role be asked for it?",
        help_text="An enhanced DBS check may be asked for only where the law says so",
        max_length=200,
        error_messages={"required": "Say why, so that whoever is asked can be told"},
    )
