"""What is typed about passports: how many to print, a code, what to stamp, and the skills themselves."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from inroads.foundations.design.forms import Form
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.passports.models import Skill
from inroads.programme.passports.queries import MOST_IN_A_BATCH, NO_CODE

A_NUMBER = f"Enter a number from 1 to {MOST_IN_A_BATCH}"


class MakeForm(Form):
    """How many passports, and where they are handed out."""

    count = forms.IntegerField(
        label="How many passports?",
        help_text=f"Each comes on its own sheet of A5. {MOST_IN_A_BATCH} at most",
        min_value=1,
        max_value=MOST_IN_A_BATCH,
        error_messages={
            "required": "Enter how many passports you need",
            "invalid": "Enter a whole number, like 10",
            "min_value": A_NUMBER,
            "max_value": A_NUMBER,
        },
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="Where will they be handed out?",
        empty_label="Not decided",
        required=False,
        error_messages={"invalid_choice": "Choose a venue from the list"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues()


class CodeForm(Form):
    """The code of one passport."""

    code = forms.CharField(
        label="Code on the passport",
        help_text="Eight letters and digits, like K7QF-3M9V. Capitals and the hyphen do not matter",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-10",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": "Enter the code that is printed on the passport",
            "max_length": NO_CODE,
            "null_characters_not_allowed": NO_CODE,
        },
    )


class LostForm(CodeForm):
    """The code of a passport that was lost, as it stands on the slip that was kept at home."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code of the passport that was lost"
        self.fields["code"].help_text = "It stands on the slip that they kept at home"
        self.fields["code"].error_messages["required"] = "Enter the code of the lost passport"


class TickedSkills(forms.ModelMultipleChoiceField):
    """Several skills of a short list; a key that is none of theirs is never asked for, however long it is."""

    def clean(self, value: Any) -> Any:
        skills: Any = self.queryset
        known = {str(skill.pk) for skill in skills.all()}
        if not known.issuperset(map(str, value or [])):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return super().clean(value)


class StampForm(Form):
    """What somebody showed that they can do, and where."""

    skills = TickedSkills(
        Skill.objects.none(),
        label="What can they do now, without help?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one skill",
            "invalid_choice": "Tick skills from the list",
        },
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="Where are you?",
        empty_label="Choose a venue",
        error_messages={
            "required": "Choose where you are",
            "invalid_choice": "Choose a venue from the list",
        },
    )

    def __init__(self, *args, skills: QuerySet[Skill], not_yet: list[Skill], **kwargs):
        super().__init__(*args, **kwargs)
        ticks: Any = self.fields["skills"]
        # What is stamped already is not offered, but sent again it is no mistake.
        ticks.queryset = skills
        ticks.choices = [(skill.pk, skill.name) for skill in not_yet]
        ticks.hints = {str(skill.pk): skill.meaning for skill in not_yet if skill.meaning}
        venue: Any = self.fields["venue"]
        venue.queryset = open_venues()


class SkillForm(Form):
    """One skill, in plain words."""

    name = forms.CharField(
        label="What is the skill called?",
        help_text="A few plain words, such as Keeping in touch",
        max_length=60,
        error_messages={"required": "Enter what the skill is called"},
    )
    meaning = forms.CharField(
        label="What can somebody do who has it?",
        help_text="One short sentence. It is printed beside the box",
        max_length=120,
        required=False,
    )


class ChangeSkillForm(SkillForm):
    """Other words for a skill, and where it stands in the list."""

    position = forms.IntegerField(
        label="Where in the list does it stand?",
        help_text="1 is the first",
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": "Enter where in the list it stands, like 2",
            "invalid": "Enter a whole number, like 2",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 100 or less",
        },
    )
