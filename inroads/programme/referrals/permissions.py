"""Who may refer people, who sees a referral, and who answers it."""

from django.db.models import QuerySet

from inroads.foundations.organisations.models import Organisation, Role
from inroads.foundations.organisations.permissions import organisations_where
from inroads.programme.referrals.models import Referral, Step

ANSWERING = (Role.MANAGER, Role.COORDINATOR)
REFERRING = (Role.REFERRER, Role.MANAGER, Role.COORDINATOR)
FOLLOWING = (*REFERRING, Role.PARTNER_ADMIN)


def visible_referrals(user) -> QuerySet[Referral]:
    """What the user's organisation received, for its managers and coordinators; what it sent, for those
    who refer people there and for its administrators. Nobody else's, ever."""
    return received_referrals(user) | sent_referrals(user)


def received_referrals(user) -> QuerySet[Referral]:
    """Referrals to an organisation where the user is a manager or coordinator."""
    return Referral.objects.filter(receiver__in=organisations_where(user, *ANSWERING))


def sent_referrals(user) -> QuerySet[Referral]:
    """Referrals from an organisation where the user refers people or is its administrator."""
    return Referral.objects.filter(sender__in=organisations_where(user, *FOLLOWING))


def referring_organisations(user) -> QuerySet[Organisation]:
    """The organisations that the user may refer people for."""
    return Organisation.objects.filter(pk__in=organisations_where(user, *REFERRING))


def can_refer(user) -> bool:
    """Referrers refer people for their organisation; managers and coordinators those who walk in."""
    return bool(organisations_where(user, *REFERRING))


def can_see_received(user) -> bool:
    """Managers and coordinators work through the list of what their organisation received."""
    return bool(organisations_where(user, *ANSWERING))


def can_see_sent(user) -> bool:
    """Those who refer people, and administrators of partners, see what became of their referrals."""
    return bool(organisations_where(user, *FOLLOWING))


def can_answer(user, referral: Referral) -> bool:
    """Managers and coordinators of the organisation that received it answer it and arrange the help."""
    return referral.receiver_id in organisations_where(user, *ANSWERING)


def can_withdraw(user, referral: Referral) -> bool:
    """Whoever may refer people for the organisation that sent it may take it back."""
    return referral.sender_id in organisations_where(user, *REFERRING)


def can_refer_for(user, organisation: Organisation) -> bool:
    """Only for an organisation where the user may refer people."""
    return organisation.pk in organisations_where(user, *REFERRING)


def visible_steps(user) -> QuerySet[Step]:
    """The steps of the routes of visible referrals, with all that a card says."""
    return Step.objects.filter(route__referral__in=visible_referrals(user)).select_related(
        "route__referral__person",
        "route__referral__receiver",
        "champion__person",
        "session__venue",
        "booking",
    )
