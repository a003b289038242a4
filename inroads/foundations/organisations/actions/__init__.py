"""What happens to partners, their teams, the people who work there, and what they agreed."""

from inroads.foundations.organisations.actions.agreements import add_agreement, end_agreement
from inroads.foundations.organisations.actions.members import (
    add_member,
    change_role,
    hand_over_invitation,
    invite,
    let_back_in,
    remove_member,
    send_invitation,
)
from inroads.foundations.organisations.actions.partners import (
    add_organisation,
    add_team,
    change_organisation,
    change_team,
    remove_team,
)

__all__ = [
    "add_agreement",
    "add_member",
    "add_organisation",
    "add_team",
    "change_organisation",
    "change_role",
    "change_team",
    "end_agreement",
    "hand_over_invitation",
    "invite",
    "let_back_in",
    "remove_member",
    "remove_team",
    "send_invitation",
]
