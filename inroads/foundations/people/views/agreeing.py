"""The pages on which a person says yes or changes their mind, and a record is let go."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inroads.foundations.core.rules import require, today
from inroads.foundations.people.actions import end_holding, look_at, take_consent, withdraw_consent
from inroads.foundations.people.forms.deciding import ConsentForm
from inroads.foundations.people.permissions import (
    askers_for,
    can_end_holding,
    can_take_consent,
    holdings_in_force,
    visible_consents,
    visible_holdings,
    visible_people,
)
from inroads.foundations.people.wording import words_for


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request, pk: int):
    """Read the words out, and write down that the person said yes to them."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    askers = askers_for(request.user, person)
    require(bool(askers))
    form = ConsentForm(request.POST or None, askers=askers)
    if form.is_valid():
        with form.showing_refusal():
            organisation, purpose = form.asker()
            take_consent(
                person,
                organisation,
                purpose,
                words=words_for(organisation, purpose),
                how=form.cleaned_data["how"],
                at=timezone.now(),
                by=request.user,
            )
            messages.success(request, "Written down.")
            return redirect("people_show", person.pk)
    look_at(person, by=request.user)
    context = {"form": form, "person": person}
    return render(request, "people/consent.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk: int, consent_pk: int):
    """The person changed their mind."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    given = get_object_or_404(visible_consents(request.user, person), pk=consent_pk)
    require(can_take_consent(request.user, person, given.organisation))
    if request.method == "POST":
        withdraw_consent(given, at=timezone.now(), by=request.user)
        messages.success(request, "Written down. From now on this consent does not stand.")
        return redirect("people_show", person.pk)
    return render(request, "people/withdraw.html", {"person": person, "consent": given})


@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request, pk: int, holding_pk: int):
    """The organisation needs the record no longer."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    in_force = holdings_in_force(today()).values("pk")
    holdings = visible_holdings(request.user, person).filter(pk__in=in_force)
    holding = get_object_or_404(holdings, pk=holding_pk)
    require(can_end_holding(request.user, holding))
    if request.method == "POST":
        end_holding(holding, on=today(), by=request.user)
        messages.success(request, f"{holding.organisation} no longer holds this record for that.")
        return redirect("people_list")
    return render(request, "people/let_go.html", {"person": person, "holding": holding})
