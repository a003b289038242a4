"""What happens to those who work for a partner."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from inroads.foundations.accounts.actions import (
    add_user,
    close_user,
    end_sessions,
    reopen_user,
    require_second_factor,
)
from inroads.foundations.accounts.invitations import (
    LASTS,
    invitation_link,
    waits_for_invitation,
)
from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked, require
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.organisations.models import (
    ROLE_SENTENCES,
    Membership,
    Organisation,
    Role,
    Team,
)
from inroads.foundations.organisations.permissions import can_hand_over_invitation, grantable_roles

ONLY_WHERE_LED = {Role.MANAGER, Role.AUDITOR, Role.SAFEGUARDING}
LAST_ONES = {
    Role.MANAGER: "This is the last programme manager. Make another one first",
    Role.PARTNER_ADMIN: "This is the last administrator of this partner. Make another one first",
}


@transaction.atomic
def add_member(
    user: User, organisation: Organisation, role: Role, *, team: Team | None = None, by: Actor
) -> Membership:
    """A user gets a role in an organisation."""
    organisation = locked(organisation)
    check_grant(organisation, role, user, by)
    check_team(organisation, team)
    if Membership.objects.filter(user=user, organisation=organisation, role=role).exists():
        raise Refused("They have this role here already", field="role")
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=role, team=team
    )
    record("membership.added", membership, by=by, changes={"role": ["", role]})
    settle_second_factor(user, by=by)
    if waits_for_invitation(user) and user.memberships.exclude(pk=membership.pk).exists():
        end_sessions(user, why="They got another role: an older invitation is spent", by=by)
    return membership


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    email: str,
    role: Role,
    team: Team | None = None,
    at: datetime,
    by: Actor,
) -> Membership:
    """Someone, new or known, gets a role here and is told so by e-mail."""
    user = User.objects.filter(email__iexact=email).first()
    if user:
        let_back_in(user, by=by)
    membership = add_member(user or add_user(email, by=by), organisation, role, team=team, by=by)
    send_invitation(membership, at=at, by=by)
    return membership


@transaction.atomic
def let_back_in(user: User, *, by: Actor) -> None:
    """Who was closed with their last role may come back; who was closed while they had one may not."""
    if user.is_active:
        return
    if user.memberships.exists():
        raise Refused("This user can no longer sign in", field="email")
    reopen_user(user, by=by)


@transaction.atomic
def send_invitation(membership: Membership, *, at: datetime, by: Actor) -> None:
    """Tell a member what they may do here, and how to sign in."""
    user, role = membership.user, Role(membership.role)
    if waits_for_invitation(user):
        link = invitation_link(user, at=at)
        way_in = (
            f"To choose a password, open this link. It works once, for {LASTS.days} days:\n\n{link}"
        )
    else:
        way_in = f"Sign in as before:\n\n{settings.ADDRESS}"
    body = (
        f"You are invited to Inroads, which runs the digital skills programme of {settings.PLACE}.\n\n"
        f"Your organisation: {membership.organisation}\n"
        f"Your role: {role.label}. {ROLE_SENTENCES[role]}\n\n"
        f"{way_in}\n\n"
        "If you did not expect this, do nothing.\n"
    )
    record("membership.invited", membership, by=by)
    transaction.on_commit(lambda: send_mail("You are invited to Inroads", body, None, [user.email]))


@transaction.atomic
def hand_over_invitation(membership: Membership, *, at: datetime, by: Actor) -> str:
    """A link that whoever invited hands over themselves, where no e-mail leaves.

    Whoever has it can come in as that user, so it opens nothing that the giver could not have given.
    """
    user = locked(membership.user)
    if not waits_for_invitation(user):
        raise Refused(f"{user} needs no link: they sign in as before")
    if isinstance(by, User):
        require(can_hand_over_invitation(by, user))
    record("membership.handed_over_invitation", membership, by=by)
    return invitation_link(user, at=at)


@transaction.atomic
def change_role(
    membership: Membership, *, role: Role, team: Team | None = None, by: Actor
) -> Membership:
    """A member gets another role or team; a change of role ends their sessions."""
    organisation = locked(membership.organisation)
    membership = locked(membership)
    check_grant(organisation, Role(membership.role), membership.user, by)
    check_grant(organisation, role, membership.user, by)
    check_team(organisation, team)
    if role == membership.role:
        if membership.team != team:
            membership.team = team
            membership.save(update_fields=["team"])
            record("membership.changed_team", membership, by=by)
        return membership
    check_not_last(membership)
    if Membership.objects.filter(
        user=membership.user, organisation=organisation, role=role
    ).exists():
        raise Refused("They have this role here already", field="role")
    before = membership.role
    membership.role, membership.team = role, team
    membership.save(update_fields=["role", "team"])
    record("membership.changed_role", membership, by=by, changes={"role": [before, role]})
    settle_second_factor(membership.user, by=by)
    end_sessions(membership.user, why="Their role was changed", by=by)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: Actor) -> None:
    """A member no longer works here in this role; their sessions end. With their last role they are closed."""
    organisation = locked(membership.organisation)
    membership = locked(membership)
    check_grant(organisation, Role(membership.role), membership.user, by)
    check_not_last(membership)
    record("membership.removed", membership, by=by, changes={"role": [membership.role, ""]})
    user = membership.user
    membership.delete()
    settle_second_factor(user, by=by)
    end_sessions(user, why="Their role was taken away", by=by)
    if not user.memberships.exists():
        close_user(user, by=by)


def check_grant(organisation: Organisation, role: Role, user: User, by: Actor) -> None:
    """Nobody gives a role above their own, and nobody changes their own."""
    if role in ONLY_WHERE_LED and not organisation.leads:
        raise Refused(
            "Only the organisation that leads the programme has programme managers and auditors",
            field="role",
        )
    if isinstance(by, User):
        if by.pk == user.pk:
            raise Refused("You cannot change your own role. Ask another administrator")
        require(role in grantable_roles(by, organisation))


def check_team(organisation: Organisation, team: Team | None) -> None:
    if team and team.organisation_id != organisation.pk:
        raise Refused("Choose a team of this organisation", field="team")


def check_not_last(membership: Membership) -> None:
    """Somebody must always be left who can let others in. The organisation is locked by the caller."""
    role = Role(membership.role)
    others = Membership.objects.filter(
        organisation=membership.organisation, role=role, user__is_active=True
    ).exclude(pk=membership.pk)
    if role in LAST_ONES and not others.exists():
        raise Refused(LAST_ONES[role], field="role")


def settle_second_factor(user: User, *, by: Actor) -> None:
    """Champions see no person's record, so a password is enough for those who are nothing else."""
    roles = set(Membership.objects.filter(user=user).values_list("role", flat=True))
    require_second_factor(user, needed=roles != {Role.CHAMPION}, by=by)
