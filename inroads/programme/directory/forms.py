"""What is typed about topics, services and schedules."""

from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator

from inroads.foundations.design.forms import DateField, Form, TimeField
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.directory.models import Repeats, Service, Topic, Weekday
from inroads.programme.directory.naming import (
    LONGEST_SYNONYMS,
    no_word_among,
    tidied,
    words_in,
)

# A page of large print takes so many letters, and so many lines of so many letters.
LONGEST_GUIDE, LINES_ON_A_PAGE, LETTERS_IN_A_LINE = 1000, 20, 54
MARKUP = set("\"'<>`\\")


class TopicForm(Form):
    """One topic."""

    name = forms.CharField(
        label="What is help about?",
        help_text="A few plain words, such as Online banking",
        max_length=60,
        error_messages={"required": "Enter a name for the topic"},
    )
    synonyms = forms.CharField(
        label="Other words people use for it",
        help_text=(
            "With spaces between, such as doctor surgery gp. Whoever types the first letters of one finds it,"
            " and so does a text"
        ),
        max_length=LONGEST_SYNONYMS,
        required=False,
    )
    is_online_service = forms.BooleanField(
        label="It is an online service of the council", required=False
    )
    is_guarded = forms.BooleanField(
        label="It is about money or benefits",
        help_text="Whoever records help with it is reminded where their help ends",
        required=False,
    )
    guide = forms.CharField(
        label="A guide to hand over",
        help_text=(
            f"A few steps in plain words, a line for each: up to {LONGEST_GUIDE:,} letters,"
            " so that it fits on one page in large print"
        ),
        widget=forms.Textarea,
        required=False,
    )
    guide_url = forms.CharField(
        label="Where there is more to read",
        help_text="An address that begins with https://",
        max_length=200,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        required=False,
    )

    def clean_synonyms(self) -> str:
        """Words, each once; anything else would never be found."""
        words = words_in(self.cleaned_data["synonyms"])
        if wrong := no_word_among(words):
            raise forms.ValidationError(
                f"Use words of letters and figures, up to 40 each. “{wrong[:20]}” is none"
            )
        return tidied(words)

    def clean_guide(self) -> str:
        """Its lines as they were typed, no more than a page takes."""
        lines = [line.rstrip() for line in self.cleaned_data["guide"].splitlines()]
        guide = "\n".join(lines)
        if len(guide) > LONGEST_GUIDE:
            raise forms.ValidationError(
                f"Write up to {LONGEST_GUIDE:,} letters. This has {len(guide):,}"
            )
        if sum(max(1, ceil(len(line) / LETTERS_IN_A_LINE)) for line in lines) > LINES_ON_A_PAGE:
            raise forms.ValidationError(
                "It does not fit on one page in large print. Write fewer lines"
            )
        return guide

    def clean_guide_url(self) -> str:
        """Only an address that is secure, and whose site is the one that it seems to be."""
        address = self.cleaned_data["guide_url"]
        if address and not is_secure(address):
            raise forms.ValidationError("Enter a whole address that begins with https://")
        return address


class MergeForm(Form):
    """The topic that takes the place of another."""

    into = forms.ModelChoiceField(
        Topic.objects.none(),
        label="Which topic takes its place?",
        empty_label="Choose a topic",
        error_messages={
            "required": "Choose the topic that takes its place",
            "invalid_choice": "Choose a topic from the list",
        },
    )

    def __init__(self, *args, topic: Topic, **kwargs):
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset = Topic.objects.filter(retired=False).exclude(pk=topic.pk)


class ServiceForm(Form):
    """What an organisation offers."""

    name = forms.CharField(
        label="What is it called?",
        help_text="As people know it, such as Digital drop-in",
        max_length=120,
        error_messages={"required": "Enter what the service is called"},
    )
    description = forms.CharField(
        label="What happens there, and for whom?",
        max_length=2000,
        widget=forms.Textarea,
        required=False,
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label="What can people get help with?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose topics from the list"},
    )

    champions_needed = forms.IntegerField(
        label="How many champions does each session need?",
        help_text="A session with fewer stands among those that are not covered",
        min_value=0,
        max_value=20,
        initial=1,
        error_messages={
            "required": "Enter a number, like 1",
            "invalid": "Enter a whole number, like 1",
            "min_value": "Enter 0 or more",
            "max_value": "Enter 20 or fewer",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.queryset = Topic.objects.filter(retired=False)


class NewServiceForm(ServiceForm):
    """A service, and whose it is."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Whose service is it?",
        empty_label="Choose an organisation",
        error_messages={
            "required": "Choose whose service it is",
            "invalid_choice": "Choose an organisation from the list",
        },
    )
    field_order = ["organisation"]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations


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


class ScheduleChangeForm(CapacityForm):
    """What may change of a weekly time while it lasts."""

    ends = TimeField(label="When does it end?", error_messages={"required": "Enter when it ends"})
    field_order = ["ends", "capacity"]


class MeetingForm(ScheduleChangeForm):
    """Where something happens, from when until when, with room for how many."""

    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="Where?",
        empty_label="Choose a venue",
        error_messages={
            "required": "Choose where it happens",
            "invalid_choice": "Choose a venue from the list",
        },
    )
    starts = TimeField(
        label="When does it start?",
        help_text="For example 10:30 or 2pm",
        error_messages={"required": "Enter when it starts"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues()


class ScheduleForm(MeetingForm):
    """When and where a service happens, and how often."""

    weekday = forms.TypedChoiceField(
        label="On which day of the week?",
        choices=Weekday.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the day of the week"},
    )
    repeats = forms.ChoiceField(
        label="How often?",
        choices=Repeats.choices,
        widget=forms.RadioSelect,
        initial=Repeats.WEEKLY,
        error_messages={"required": "Choose how often"},
    )
    on_bank_holidays = forms.BooleanField(label="Also on bank holidays", required=False)
    valid_from = DateField(
        label="From which day on?", error_messages={"required": "Enter the first day"}
    )
    valid_to = DateField(label="Until which day?", required=False)
    field_order = [
        "venue",
        "weekday",
        "repeats",
        "starts",
        "ends",
        "capacity",
        "on_bank_holidays",
        "valid_from",
        "valid_to",
    ]


class EndForm(Form):
    """The last day of something weekly."""

    on = DateField(label="What is the last day?", error_messages={"required": "Enter the last day"})


class ServiceFilter(Form):
    """Which services to list."""

    words = forms.CharField(label="Name of the service", max_length=60, required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False), label="Topic", empty_label="Any", required=False
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(services__retired=False).distinct(),
        label="Organisation",
        empty_label="Any",
        required=False,
    )

    def chosen(self, services):
        """The services that fit; what makes no sense is passed over."""
        given = self.cleaned_data if self.is_valid() else {}
        if words := given.get("words"):
            services = services.filter(name__icontains=words)
        if topic := given.get("topic"):
            services = services.filter(topics=topic)
        if organisation := given.get("organisation"):
            services = services.filter(organisation=organisation)
        return services


def is_secure(address: str) -> bool:
    """A whole address of the web, encrypted, without markup or a name and password before its site.

    >>> [is_secure(address) for address in ("https://nhs.uk/app", "javascript:x", "https://a@b.org/")]
    [True, False, False]
    """
    try:
        URLValidator(schemes=["https"])(address)
    except forms.ValidationError:
        return False
    return not MARKUP & set(address) and "@" not in urlsplit(address).netloc


def service_initial(service: Service) -> dict:
    """What a form about this service starts from."""
    return {
        "name": service.name,
        "description": service.description,
        "topics": list(service.topics.all()),
        "champions_needed": service.champions_needed,
    }
