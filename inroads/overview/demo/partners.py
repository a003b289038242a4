"""The partners of Wessex, who works there, and what they agreed to tell one another."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from inroads.foundations.accounts.actions import add_user
from inroads.foundations.accounts.models import User
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions.agreements import add_agreement
from inroads.foundations.organisations.actions.members import add_member
from inroads.foundations.organisations.actions.partners import add_organisation, add_team
from inroads.foundations.organisations.models import Organisation, Purpose, SharedField
from inroads.foundations.people.actions import add_person
from inroads.foundations.people.models import Person
from inroads.overview.demo.accounts import (
    COUNCIL,
    DEMO_PASSWORD,
    DEMO_USERS,
    HOMES,
    SURGERY,
    DemoUser,
)

BY = Machine("the sample place")
LIBRARIES, COLLEGE, FRIENDS, HOSPITAL = (
    "Wessex Libraries",
    "Budmouth College",
    "Friends of the Hintocks",
    "Casterbridge Hospital Trust",
)
ORGANISATIONS = [
    (COUNCIL, "council", "help"),
    (LIBRARIES, "library", "libraries"),
    (SURGERY, "nhs", "sherton-surgery"),
    (HOMES, "housing", "melchester-homes"),
    (HOSPITAL, "nhs", "hospital"),
    (COLLEGE, "college", "college"),
    (FRIENDS, "charity", "hintocks"),
    ("Loveday Shipping", "employer", "loveday"),
    ("Egdon Furze and Farms", "employer", "egdon"),
    ("Casterbridge Corn Exchange", "employer", "cornexchange"),
]
TEAMS = {
    COUNCIL: ["Digital inclusion", "Housing options", "Adult social care", "Blue badges", "Councillors"],
    LIBRARIES: ["Casterbridge Library", "Budmouth Library", "Mobile library"],
    SURGERY: ["Front desk", "Social prescribing"],
    HOMES: ["Income team", "Sheltered homes"],
    HOSPITAL: ["Outpatients", "Patient advice"],
}  # fmt: skip
# Whoever refers people to the council, and may be told what became of it.
REFERRING = [SURGERY, HOMES, LIBRARIES, HOSPITAL, FRIENDS]


@dataclass(frozen=True)
class Partners:
    """The organisations by name, and who signs in to which, by e-mail."""

    organisations: dict[str, Organisation]
    users: dict[str, User]
    people: dict[str, Person]

    @property
    def council(self) -> Organisation:
        return self.organisations[COUNCIL]

    @property
    def coordinator(self) -> User:
        return self.users["coordinator@wessex.example"]

    @property
    def senders(self) -> list[Organisation]:
        return [self.organisations[name] for name in REFERRING]

    def referrer_at(self, organisation: Organisation) -> User | Machine:
        """Who refers people there: a user, if one of them can sign in."""
        emails = {SURGERY: "referrer@wessex.example", HOMES: "homes@wessex.example"}
        return self.users.get(emails.get(organisation.name, ""), BY)


def make_partners(at: datetime, on: date) -> Partners:
    """Organisations, teams, agreements, and one user for each role."""
    organisations = {
        name: add_organisation(
            name=name,
            kind=kind,
            leads=name == COUNCIL,
            email=f"{office}@wessex.example",
            phone=f"01632 960 {number:03d}",
            by=BY,
        )
        for number, (name, kind, office) in enumerate(ORGANISATIONS, 2)
    }
    for name, teams in TEAMS.items():
        for team in teams:
            add_team(organisations[name], name=team, by=BY)
    for name in REFERRING:
        add_agreement(
            organisations[name],
            organisations[COUNCIL],
            purpose=Purpose.REFERRING,
            fields=list(SharedField.values),
            starts_on=on - timedelta(days=500),
            by=BY,
        )
    users, people = {}, {}
    password = make_password(DEMO_PASSWORD)  # slow on purpose, so once for all of them
    for demo_user in DEMO_USERS:
        user, person = make_user(demo_user, organisations, password, at)
        users[user.email], people[user.email] = user, person
    return Partners(organisations, users, people)


def make_user(
    demo_user: DemoUser, organisations: dict[str, Organisation], password: str, at: datetime
) -> tuple[User, Person]:
    user = add_user(demo_user.email, by=BY)
    User.objects.filter(pk=user.pk).update(password=password)
    add_member(user, organisations[demo_user.organisation], demo_user.role, by=BY)
    person = add_person(
        name=demo_user.name,
        languages=["en"],
        contact_ways=[{"kind": "email", "value": demo_user.email, "preferred": True}],
        at=at,
        by=BY,
    )
    Person.objects.filter(pk=person.pk).update(user=user)
    return User.objects.get(pk=user.pk), Person.objects.get(pk=person.pk)
