"""What is decided about a person's record: whether they are known already, whom they live with, consent."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BooleanField, CharField, ChoiceField

from inroads.foundations.design.forms import Form
from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.forms.asking import PersonForm, ReachForm
from inroads.foundations.people.models import DETAILS, Consent, Person
from inroads.foundations.people.wording import words_for

Pair = tuple[Organisation, Purpose]


def keyed(pairs: list[Pair]) -> dict[str, Pair]:
    """Organisations and purposes, each pair by a value that a choice can have."""
    return {f"{pair[0].pk}-{pair[1].value}": pair for pair in pairs}


def in_words(pairs: dict[str, Pair]) -> list[tuple[str, str]]:
    """The choices between such pairs."""
    return [
        (value, f"{organisation}: {purpose.label}")
        for value, (organisation, purpose) in pairs.items()
    ]


class WholeForm(PersonForm, ReachForm):
    """Both sets of questions on one page."""

    field_order = [*PersonForm.base_fields, *ReachForm.base_fields]

    def details(self) -> dict[str, Any]:
        """What `add_person` and `change_person` take, the ways to reach them aside."""
        return {name: self.cleaned_data[name] for name in DETAILS}

    def answers(self) -> list[tuple[str, str]]:
        """Each answer as it was typed, to be carried over to the next page."""
        posted: Any = self.data
        names = [name for name in posted if name in self.fields]
        return [(name, value) for name in names for value in posted.getlist(name)]


class AddForm(WholeForm):
    """Someone new, and for whom their record is kept."""

    held_by = ChoiceField(
        label="For whom, and why, is this record kept?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose for whom the record is kept",
            "invalid_choice": "Choose for whom the record is kept",
        },
    )

    def __init__(self, *args: Any, holders: list[Pair], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.holders = keyed(holders)
        held_by: Any = self.fields["held_by"]
        held_by.choices = in_words(self.holders)
        if len(self.holders) == 1:
            held_by.initial = next(iter(self.holders))
            held_by.widget = forms.HiddenInput()

    def holder(self) -> Pair:
        return self.holders[self.cleaned_data["held_by"]]


class SameForm(Form):
    """Is this the same person as one who is known already?"""

    SOMEBODY_ELSE = "somebody_else"

    same_as = ChoiceField(
        label="Choose one",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether this is the same person",
            "invalid_choice": "Choose whether this is the same person",
        },
    )

    def __init__(self, *args: Any, found: list[tuple[Person, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        same_as: Any = self.fields["same_as"]
        people = [(str(person.pk), f"Yes, use the record of {person}") for person, _ in found]
        same_as.choices = [*people, (self.SOMEBODY_ELSE, "No, it is somebody else")]
        same_as.hints = {
            str(person.pk): ", ".join(filter(None, [f"They have {reason}", person.postcode]))
            for person, reason in found
        }
        if not found:
            same_as.initial = self.SOMEBODY_ELSE
            same_as.widget = forms.HiddenInput()

    def chosen(self) -> int | None:
        """The key of the person it is; nothing for somebody else."""
        same_as = self.cleaned_data["same_as"]
        return None if same_as == self.SOMEBODY_ELSE else int(same_as)


class SearchForm(Form):
    """Whom to look for."""

    q = CharField(
        label="Name, telephone number or postcode",
        max_length=100,
        error_messages={
            "required": "Enter a name, a telephone number or a postcode",
            "max_length": "Look for something shorter: 100 letters at most",
        },
    )


class HouseholdForm(Form):
    """Whom someone lives with, among the people whom the user may see."""

    lives_with = forms.ModelChoiceField(
        label="Whom do they live with?",
        queryset=Person.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whom they live with",
            "invalid_choice": "Choose whom they live with",
        },
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        lives_with: Any = self.fields["lives_with"]
        lives_with.queryset = people
        lives_with.hints = {
            str(person.pk): person.written_to_at.replace("\n", ", ") or person.postcode
            for person in people
            if person.postcode
        }


class ConsentForm(Form):
    """The words to read out, and how the person said yes."""

    agreed_to = ChoiceField(
        label="Read these words out. What did they say yes to?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what they said yes to",
            "invalid_choice": "Choose what they said yes to",
        },
    )
    how = ChoiceField(
        label="How did they say yes?",
        choices=Consent.How,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how they said yes",
            "invalid_choice": "Choose how they said yes",
        },
    )

    def __init__(self, *args: Any, askers: list[Pair], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.askers = keyed(askers)
        agreed_to: Any = self.fields["agreed_to"]
        agreed_to.choices = in_words(self.askers)
        agreed_to.hints = {value: f"“{words_for(*asker)}”" for value, asker in self.askers.items()}

    def asker(self) -> Pair:
        return self.askers[self.cleaned_data["agreed_to"]]


class EraseForm(Form):
    """Erasing cannot be undone, so it is asked for twice."""

    certain = BooleanField(
        label="They asked for this, I know that it was them, and it cannot be undone",
        error_messages={"required": "Tick the box if they asked to be erased"},
    )
