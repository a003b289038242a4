"""Who may see where need is."""

from inroads.foundations.organisations.permissions import roles_of


def can_see_need(user) -> bool:
    """Everyone who has a role in the programme: the figures are published, and no person is in them."""
    return bool(roles_of(user))
