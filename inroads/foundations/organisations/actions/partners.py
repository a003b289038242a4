"""What happens to a partner and its teams."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.foundations.organisations.models import Organisation, Team
from inroads.foundations.organisations.queries import teams_below

TAKEN = "There is a partner with this name already"


@transaction.atomic
def add_organisation(
    *, name: str, kind: str, email: str = "", phone: str = "", leads: bool = False, by: Actor
) -> Organisation:
    """A new partner."""
    check_name(name)
    if leads and Organisation.objects.filter(leads=True).exists():
        raise Refused("Another organisation leads the programme already")
    with each_name_once():
        organisation = Organisation.objects.create(
            name=name, kind=kind, email=email, phone=phone, leads=leads
        )
    record("organisation.added", organisation, by=by)
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation, *, name: str, kind: str, email: str, phone: str, by: Actor
) -> Organisation:
    """What is known of a partner; that it leads is settled when it is set up."""
    organisation = locked(organisation)
    check_name(name, besides=organisation)
    before = values_of(organisation, ["name", "kind", "email", "phone"])
    organisation.name, organisation.kind = name, kind
    organisation.email, organisation.phone = email, phone
    with each_name_once():
        organisation.save()
    changes = changes_between(before, organisation)
    if changes:
        record("organisation.changed", organisation, by=by, changes=changes)
    return organisation


def check_name(name: str, besides: Organisation | None = None) -> None:
    """No two partners have the same name, in whichever case it is written."""
    others = Organisation.objects.filter(name__iexact=name)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Refused(TAKEN, field="name")


@contextmanager
def each_name_once() -> Iterator[None]:
    """Of two who give a name at the same moment, the later is refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(TAKEN, field="name") from None


@transaction.atomic
def add_team(
    organisation: Organisation, *, name: str, parent: Team | None = None, by: Actor
) -> Team:
    """A new team, inside another or at the top."""
    organisation = locked(organisation)
    check_place(organisation, name, parent)
    team = Team.objects.create(organisation=organisation, name=name, parent=parent)
    record("team.added", team, by=by)
    return team


@transaction.atomic
def change_team(team: Team, *, name: str, parent: Team | None, by: Actor) -> Team:
    """Another name, or another place in the tree."""
    organisation = locked(team.organisation)  # so that two moves at once cannot make a circle
    team = locked(team)
    check_place(organisation, name, parent, besides=team)
    if parent and parent.pk in teams_below(team):
        raise Refused("A team cannot be inside itself", field="parent")
    before = values_of(team, ["name", "parent"])
    team.name, team.parent = name, parent
    team.save()
    changes = changes_between(before, team)
    if changes:
        record("team.changed", team, by=by, changes=changes)
    return team


@transaction.atomic
def remove_team(team: Team, *, by: Actor) -> None:
    """An empty team goes; whoever was in it still works for the organisation."""
    locked(team.organisation)
    if team.children.exists():
        raise Refused("There are teams inside this one. Move or remove them first")
    record("team.removed", team, by=by)
    team.delete()


def check_place(
    organisation: Organisation, name: str, parent: Team | None, besides: Team | None = None
) -> None:
    """A team stands in its own organisation, under a name that no other team beside it has."""
    if parent and parent.organisation_id != organisation.pk:
        raise Refused("Choose a team of this organisation", field="parent")
    beside = Team.objects.filter(organisation=organisation, parent=parent, name__iexact=name)
    if besides:
        beside = beside.exclude(pk=besides.pk)
    if beside.exists():
        raise Refused("There is a team with this name here already", field="name")
