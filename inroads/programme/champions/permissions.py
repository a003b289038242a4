"""Who may see and change champions and their shifts."""

from django.db.models import Q, QuerySet

from inroads.foundations.organisations.models import Organisation, Role
from inroads.foundations.organisations.permissions import (
    grantable_roles,
    runs_programme,
    visible_organisations,
)
from inroads.foundations.people.permissions import visible_people
from inroads.programme.champions.models import Champion, Shift


def visible_champions(user) -> QuerySet[Champion]:
    """Whoever runs the programme sees every champion whose person they may see; a champion, themselves."""
    if not user.is_authenticated:
        return Champion.objects.none()
    own = Q(person__user=user, status__in=Champion.CURRENT)
    if runs_programme(user):
        return Champion.objects.filter(own | Q(person__in=visible_people(user)))
    return Champion.objects.filter(own)


def visible_shifts(user) -> QuerySet[Shift]:
    """Whoever sees a champion sees which sessions they promised."""
    return Shift.objects.filter(champion__in=visible_champions(user))


def can_list_champions(user) -> bool:
    """Managers and coordinators of the organisation that leads the programme have the register."""
    return runs_programme(user)


def can_change_champion(user) -> bool:
    """They also add champions, change what is written of them, and let them rest or leave."""
    return runs_programme(user)


def can_change_own(user, champion: Champion) -> bool:
    """A champion says themselves where and when they help, that they rest, or that they leave."""
    return champion.is_current and champion.person.user_id == user.pk


def can_give_sign_in(user, champion: Champion) -> bool:
    """Whoever may make someone a champion of that organisation lets a champion sign in as themselves."""
    grantable = grantable_roles(user, champion.organisation)
    return can_change_champion(user) and Role.CHAMPION in grantable and champion.is_current


def can_promise(user, champion: Champion) -> bool:
    """A champion promises their own shifts; whoever runs the programme does it for them."""
    return runs_programme(user) or champion.person.user_id == user.pk


def hosting_organisations(user) -> QuerySet[Organisation]:
    """The organisations for which someone may be a champion."""
    return visible_organisations(user)
