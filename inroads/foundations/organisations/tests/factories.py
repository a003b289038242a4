"""Partners, teams, members and agreements for the tests."""

from datetime import date

from inroads.foundations.accounts.models import User
from inroads.foundations.organisations.models import (
    Agreement,
    Membership,
    Organisation,
    Purpose,
    Role,
    SharedField,
    Team,
)


def a_partner(name="Budmouth Library", **given) -> Organisation:
    return Organisation.objects.create(**{"name": name, "kind": "library", **given})


def a_team(organisation, name="Front desk", parent=None) -> Team:
    return Team.objects.create(organisation=organisation, name=name, parent=parent)


def a_member(organisation, role=Role.REFERRER, email="anne@sherton.example", **given) -> Membership:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    return Membership.objects.create(user=user, organisation=organisation, role=role, **given)


def an_agreement(giver, receiver, **given) -> Agreement:
    facts = {
        "purpose": Purpose.REFERRING,
        "fields": [SharedField.NAME],
        "starts_on": date(2026, 1, 1),
        **given,
    }
    return Agreement.objects.create(giver=giver, receiver=receiver, **facts)
