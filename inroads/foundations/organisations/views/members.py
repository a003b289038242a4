"""Those who work for a partner."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from inroads.foundations.accounts.invitations import (
    LASTS,
    reaches_by_email,
    waits_for_invitation,
)
from inroads.foundations.core.rules import require
from inroads.foundations.organisations.actions import (
    change_role,
    hand_over_invitation,
    invite,
    remove_member,
    send_invitation,
)
from inroads.foundations.organisations.forms import InviteForm, RoleForm
from inroads.foundations.organisations.models import Membership
from inroads.foundations.organisations.permissions import (
    can_change_membership,
    can_hand_over_invitation,
    can_see_members,
    grantable_roles,
    visible_organisations,
)
from inroads.foundations.organisations.views.partners import answer, changeable

BY_EMAIL = f"They get an e-mail with a link that works once, for {LASTS.days} days."
BY_HAND = "We cannot send e-mails yet. The next page shows a link, for you to give to them."


def invite_member(request, pk: int):
    """Someone gets a role here, and is told so by e-mail or by whoever invites them."""
    organisation = changeable(request, pk)
    roles, now = grantable_roles(request.user, organisation), timezone.now()
    form = InviteForm(request.POST or None, organisation=organisation, roles=roles)
    if form.is_valid():
        with form.showing_refusal():
            member = invite(organisation, **form.cleaned_data, at=now, by=request.user)
            return told(request, member, f"We have sent an e-mail to {member.user}.", at=now)
    sends = reaches_by_email()
    return answer(
        request,
        form,
        organisation,
        title=f"Invite someone to {organisation}",
        button="Send the invitation" if sends else "Invite them",
        hint=BY_EMAIL if sends else BY_HAND,
    )


def change_member(request, pk: int, membership: int):
    """Another role, or another team."""
    member = changeable_member(request, pk, membership)
    organisation = member.organisation
    form = RoleForm(
        request.POST or None,
        initial={"role": member.role, "team": member.team_id},
        organisation=organisation,
        roles=grantable_roles(request.user, organisation),
    )
    if form.is_valid():
        with form.showing_refusal():
            change_role(member, **form.cleaned_data, by=request.user)
            return redirect("organisations_show", pk)
    return answer(
        request,
        form,
        organisation,
        title=f"Change what {member.user} does",
        button="Save",
        hint="If the role changes, they are signed out and sign in again.",
    )


def remove(request, pk: int, membership: int):
    """Asks first, then removes."""
    member = changeable_member(request, pk, membership)
    if request.method == "POST":
        remove_member(member, by=request.user)
        messages.success(request, f"{member.user} is removed.")
        return redirect("organisations_show", pk)
    context = {
        "organisation": member.organisation,
        "title": f"Remove {member.user}?",
        "sentence": (
            f"They will no longer be {member.get_role_display().lower()} at {member.organisation},"
            f" and are signed out at once. What they did stays in the history.{last_of(member)}"
        ),
        "button": "Remove them",
    }
    return render(request, "organisations/confirm.html", context)


def last_of(member: Membership) -> str:
    """What else happens to whoever has no other role."""
    if member.user.memberships.exclude(pk=member.pk).exists():
        return ""
    return " They have no other role, so they can sign in no more."


@require_POST
def invite_again(request, pk: int, membership: int):
    """The same e-mail once more, with a new link."""
    member, now = changeable_member(request, pk, membership), timezone.now()
    send_invitation(member, at=now, by=request.user)
    return told(request, member, f"We have sent another e-mail to {member.user}.", at=now)


def told(request, member: Membership, sentence: str, *, at: datetime, back: str = ""):
    """Back, to the partner or elsewhere, with the sentence; or, where no e-mail leaves, what the inviter must say.

    A link is shown in this one answer and kept nowhere.
    """
    if reaches_by_email():
        messages.success(request, sentence)
        return redirect(back or member.organisation)
    link, waits = "", waits_for_invitation(member.user)
    if waits and can_hand_over_invitation(request.user, member.user):
        link = hand_over_invitation(member, at=at, by=request.user)
    context = {"member": member, "link": link, "waits": waits, "until": at + LASTS}
    return render(request, "organisations/hand_over.html", {**context, "address": settings.ADDRESS})


def changeable_member(request, pk: int, membership: int) -> Membership:
    """The membership, if the user sees who works here (or 404) and may change this one (or 403)."""
    organisation = get_object_or_404(visible_organisations(request.user), pk=pk)
    require(can_see_members(request.user, organisation))
    members = organisation.memberships.select_related("user", "organisation", "team")
    member = get_object_or_404(members, pk=membership)
    require(can_change_membership(request.user, member))
    return member
