"""Who may see where need is, and what the help rests on."""

from inroads.foundations.organisations.permissions import roles_of, runs_programme


def can_see_need(user) -> bool:
    """Everyone who has a role in the programme: the figures are published, and no person is in them."""
    return bool(roles_of(user))


def can_see_cover(user) -> bool:
    """Whoever runs the programme: it names champions."""
    return runs_programme(user)
