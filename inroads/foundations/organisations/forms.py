"""What is typed about partners, teams, roles and agreements."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from inroads.foundations.design.forms import DateField, Form
from inroads.foundations.organisations.models import (
    ROLE_SENTENCES,
    Organisation,
    Purpose,
    Role,
    SharedField,
    Team,
)
from inroads.foundations.organisations.queries import team_tree, teams_below


class Name(forms.CharField):
    """A name on one line, with single spaces."""

    def to_python(self, value):
        return " ".join((super().to_python(value) or "").split())


def choose_from(form: Form, name: str, records: QuerySet) -> None:
    """The records that this field offers; any other that is sent is an error of the form."""
    field: Any = form.fields[name]
    field.queryset = records


class OrganisationForm(Form):
    """A partner."""

    name = Name(
        label="Name", max_length=120, error_messages={"required": "Enter the partner’s name"}
    )
    kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=Organisation.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of organisation it is"},
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=254,
        help_text="An office’s, not a person’s. We tell it what became of the people it referred",
    )
    phone = Name(label="Telephone number", required=False, max_length=30)


class TeamForm(Form):
    """A team, and where it stands in the tree."""

    name = Name(label="Name", max_length=120, error_messages={"required": "Enter the team’s name"})
    parent = forms.ModelChoiceField(
        label="Inside which team?",
        queryset=Team.objects.none(),
        required=False,
        empty_label="None: it stands at the top",
        error_messages={"invalid_choice": "Choose a team of this organisation"},
    )

    def __init__(self, *args, organisation: Organisation, team: Team | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        inside_itself = teams_below(team) if team else set()
        choose_from(self, "parent", organisation.teams.exclude(pk__in=inside_itself))


class RoleForm(Form):
    """A role in an organisation, and perhaps a team."""

    role = forms.ChoiceField(
        label="What will they do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they will do"},
    )
    team = forms.ModelChoiceField(
        label="In which team?",
        queryset=Team.objects.none(),
        required=False,
        empty_label="None in particular",
        error_messages={"invalid_choice": "Choose a team of this organisation"},
    )

    def __init__(self, *args, organisation: Organisation, roles: list[Role], **kwargs):
        super().__init__(*args, **kwargs)
        what: Any = self.fields["role"]
        what.choices = [(role.value, role.label) for role in roles]
        what.hints = {role.value: ROLE_SENTENCES[role] for role in roles}
        choose_from(self, "team", organisation.teams.all())
        if not team_tree(organisation):
            del self.fields["team"]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    """Whom to invite, and to do what."""

    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="Their own, at work. They will sign in with it",
        error_messages={"required": "Enter their e-mail address"},
    )
    field_order = ["email", "role", "team"]


class AgreementForm(Form):
    """What one partner may tell another, why, and from when until when."""

    receiver = forms.ModelChoiceField(
        label="Whom will you tell?",
        queryset=Organisation.objects.none(),
        empty_label="Choose a partner",
        error_messages={
            "required": "Choose a partner",
            "invalid_choice": "Choose a partner from the list",
        },
    )
    purpose = forms.ChoiceField(
        label="Why?",
        choices=Purpose,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    fields_shared = forms.MultipleChoiceField(
        label="What may be told of a person?",
        help_text="A referral passes on no more than is ticked here. Untick what may not be told",
        choices=SharedField,
        initial=SharedField.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what may be told"},
    )
    starts_on = DateField(
        label="From which day?",
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the first day"},
    )
    ends_on = DateField(
        label="Until which day?",
        help_text="The first day on which it no longer holds. Leave it empty if there is no end",
        required=False,
    )

    def __init__(self, *args, giver: Organisation, receivers, **kwargs):
        super().__init__(*args, **kwargs)
        choose_from(self, "receiver", receivers)
        why: Any = self.fields["purpose"]
        why.hints = {
            Purpose.REFERRING.value: f"{giver} sends referrals, and the one that helps is told."
            " For referrals the other way, make the agreement on the other partner’s page."
        }


class EndForm(Form):
    """When an agreement ends."""

    on = DateField(
        label="On which day does it end?",
        help_text="The first day on which nothing more may be told",
        error_messages={"required": "Enter the day"},
    )
