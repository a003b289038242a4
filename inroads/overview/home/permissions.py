"""Which parts of today's page a user has: those of each of their roles."""

from inroads.foundations.organisations.models import Role
from inroads.foundations.organisations.permissions import (
    leads_as,
    organisations_where,
    roles_of,
    runs_programme,
)


def sees_programme(user) -> bool:
    """Managers and coordinators of the organisation that leads see what the day needs of the programme."""
    return runs_programme(user)


def manages_programme(user) -> bool:
    """The programme manager also sets it up: partners, places, topics."""
    return leads_as(user, Role.MANAGER)


def is_champion(user) -> bool:
    """Champions see their own sessions."""
    return bool(organisations_where(user, Role.CHAMPION))


def refers_for_partner(user) -> bool:
    """Referrers see what they can do for the person beside them, and what became of the last.

    So do the managers and coordinators of a partner: they refer people too.
    """
    staff = any(
        role in (Role.MANAGER, Role.COORDINATOR) and not leads for _, leads, role in roles_of(user)
    )
    return staff or bool(organisations_where(user, Role.REFERRER))


def administers_partner(user) -> bool:
    """A partner's administrator sees their own organisation."""
    return bool(organisations_where(user, Role.PARTNER_ADMIN))


def audits(user) -> bool:
    """The auditor sees how much was done, and goes on to the history."""
    return leads_as(user, Role.AUDITOR)
