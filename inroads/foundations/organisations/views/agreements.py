"""What partners have agreed to share."""

from django.shortcuts import get_object_or_404, redirect

from inroads.foundations.core.rules import require, today
from inroads.foundations.organisations.actions import add_agreement, end_agreement
from inroads.foundations.organisations.forms import AgreementForm, EndForm
from inroads.foundations.organisations.permissions import (
    can_change_organisation,
    can_end_agreement,
    possible_receivers,
    visible_agreements,
)
from inroads.foundations.organisations.views.partners import answer, changeable


def add(request, pk: int):
    """This partner may from now on tell another one."""
    giver = changeable(request, pk)
    receivers = possible_receivers(request.user, giver)
    form = AgreementForm(
        request.POST or None, initial={"starts_on": today()}, giver=giver, receivers=receivers
    )
    if form.is_valid():
        typed = dict(form.cleaned_data)
        with form.showing_refusal():
            add_agreement(
                giver,
                typed.pop("receiver"),
                fields=typed.pop("fields_shared"),
                **typed,
                by=request.user,
            )
            return redirect("organisations_show", pk)
    return answer(
        request, form, giver, title=f"What {giver} may tell another partner", button="Save"
    )


def end(request, public_id: str):
    """From a day on, nothing more is told."""
    agreement = get_object_or_404(visible_agreements(request.user), public_id=public_id)
    require(can_end_agreement(request.user, agreement))
    form = EndForm(request.POST or None, initial={"on": today()})
    giver_side = can_change_organisation(request.user, agreement.giver)
    organisation = agreement.giver if giver_side else agreement.receiver
    if form.is_valid():
        with form.showing_refusal():
            end_agreement(agreement, **form.cleaned_data, today=today(), by=request.user)
            return redirect("organisations_show", organisation.pk)
    return answer(
        request,
        form,
        organisation,
        title="End this agreement",
        button="End it",
        hint=str(agreement),
    )
