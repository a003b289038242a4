"""Who may see and change partners, teams and roles."""

from django.db.models import Q, QuerySet

from inroads.foundations.organisations.models import Agreement, Membership, Organisation, Role


def roles_of(user) -> set[tuple[int, bool, str]]:
    """Every (organisation, whether it leads, role) of the user, read once a request."""
    if not user.is_authenticated:
        return set()
    if not hasattr(user, "_roles"):
        memberships = Membership.objects.filter(user=user)
        user._roles = set(memberships.values_list("organisation_id", "organisation__leads", "role"))
    return user._roles


def is_member(user, organisation: Organisation, *roles: Role) -> bool:
    """The user works for this organisation, in one of these roles if any are named."""
    return organisation.pk in organisations_where(user, *roles)


def organisations_where(user, *roles: Role) -> set[int]:
    """The keys of the organisations in which the user has one of these roles, or any role."""
    wanted = roles or tuple(Role)
    return {organisation for organisation, _, role in roles_of(user) if role in wanted}


def leads_as(user, *roles: Role) -> bool:
    """The user has one of these roles in the organisation that leads the programme."""
    return any(leads and role in roles for _, leads, role in roles_of(user))


def runs_programme(user) -> bool:
    """Programme managers and coordinators of the organisation that leads run the programme."""
    return leads_as(user, Role.MANAGER, Role.COORDINATOR)


def visible_organisations(user) -> QuerySet[Organisation]:
    """Whoever runs the programme, and its auditor, sees every partner; others see their own."""
    if leads_as(user, Role.MANAGER, Role.COORDINATOR, Role.AUDITOR):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisations_where(user))


def can_add_organisation(user) -> bool:
    """The programme manager brings in new partners."""
    return leads_as(user, Role.MANAGER)


def can_change_organisation(user, organisation: Organisation) -> bool:
    """The programme manager changes any partner; a partner's administrator changes their own."""
    return leads_as(user, Role.MANAGER) or is_member(user, organisation, Role.PARTNER_ADMIN)


def can_see_members(user, organisation: Organisation) -> bool:
    """Whoever may change an organisation sees who works there; so does the auditor."""
    return can_change_organisation(user, organisation) or leads_as(user, Role.AUDITOR)


def grantable_roles(user, organisation: Organisation) -> list[Role]:
    """The roles that the user may give to others in this organisation, none above their own.

    Only a programme manager makes programme managers, auditors and safeguarding leads, and only where the programme
    is led; there, only a programme manager makes coordinators too, since they see every partner.
    """
    if not can_change_organisation(user, organisation):
        return []
    steering = {Role.MANAGER, Role.AUDITOR, Role.SAFEGUARDING}
    if organisation.leads:
        if leads_as(user, Role.MANAGER):
            return list(Role)
        steering.add(Role.COORDINATOR)
    return [role for role in Role if role not in steering]


def can_change_membership(user, membership: Membership) -> bool:
    """Whoever could give this role may change or take it away, but nobody their own."""
    return membership.user_id != user.pk and membership.role in grantable_roles(
        user, membership.organisation
    )


def can_hand_over_invitation(user, invited) -> bool:
    """Whoever could give every role that the invited have, in every organisation, may hand them their way in."""
    memberships = Membership.objects.filter(user=invited).select_related("organisation")
    return all(can_change_membership(user, each) for each in memberships)


def visible_agreements(user) -> QuerySet[Agreement]:
    """Those of the organisations that the user sees."""
    seen = visible_organisations(user)
    return Agreement.objects.filter(Q(giver__in=seen) | Q(receiver__in=seen)).select_related(
        "giver", "receiver"
    )


def possible_receivers(user, giver: Organisation) -> QuerySet[Organisation]:
    """Whom the giver can agree with: every partner that the user sees, and the one that leads."""
    seen = visible_organisations(user).values("pk")
    return Organisation.objects.filter(Q(pk__in=seen) | Q(leads=True)).exclude(pk=giver.pk)


def can_end_agreement(user, agreement: Agreement) -> bool:
    """Either side can stop."""
    return can_change_organisation(user, agreement.giver) or can_change_organisation(
        user, agreement.receiver
    )
