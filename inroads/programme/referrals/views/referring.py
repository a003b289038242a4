"""The pages on which a person is referred."""

from uuid import uuid4

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inroads.foundations.core.rules import Refused, require, today
from inroads.foundations.design.journeys import CHECK
from inroads.foundations.organisations.models import SharedField
from inroads.foundations.organisations.permissions import visible_organisations
from inroads.programme.referrals.actions import refer_person
from inroads.programme.referrals.forms import ConsentForm
from inroads.programme.referrals.journey import Referring
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.permissions import (
    can_refer,
    can_refer_for,
    referring_organisations,
    sent_referrals,
)
from inroads.programme.referrals.promises import promise_date
from inroads.programme.referrals.queries import (
    leading_organisation,
    may_tell_outcome,
    no_agreement,
    shared_fields,
)
from inroads.programme.referrals.wording import consent_words


@require_safe
def begin(request):
    """Straight to the first screen; whoever refers for several organisations chooses one first."""
    require(can_refer(request.user))
    organisations = list(referring_organisations(request.user))
    if len(organisations) == 1:
        return redirect("referrals_refer", organisations[0].pk, uuid4(), "need")
    starts = [(organisation, uuid4()) for organisation in organisations]
    return render(request, "referrals/begin.html", {"starts": starts})


@require_http_methods(["GET", "HEAD", "POST"])
def refer(request, organisation, journey, step):
    """One screen of the journey."""
    sender = get_object_or_404(visible_organisations(request.user), pk=organisation)
    require(can_refer_for(request.user, sender))
    if earlier := Referral.objects.filter(journey=journey, sender=sender).first():
        return redirect("referrals_sent", earlier.pk)

    receiver = receiver_or_refusal()
    agreed = shared_fields(sender, receiver, today())
    if agreed is None:
        raise Refused(no_agreement(sender, receiver))
    screens = Referring(
        request, sender.pk, journey, at=timezone.now(), sender=sender, agreed=agreed
    )
    if not screens.may_show(step):
        return redirect(screens.url(screens.first_open))
    if step == CHECK:
        return check(request, screens, sender, receiver)

    form = screens.form(step)
    if request.method == "POST" and "back" in request.POST:
        screens.keep_draft(step, request.POST)
        return redirect(screens.back(step) or "referrals_begin")
    if form.is_valid():
        screens.put(step, request.POST)
        return redirect(screens.after(step))
    context = {"form": form, "sender": sender, "receiver": receiver, "screens": screens}
    status = 422 if form.errors else 200
    return render(request, f"referrals/{step}.html", context, status=status)


def check(request, screens, sender, receiver):
    """The last screen: the words to read out, all that was typed, and one button."""
    promise_on = promise_date(today())
    need, who = screens.answers["need"], screens.answers["who"]
    words = consent_words(
        sender,
        receiver,
        passed=screens.passed,
        tells_outcome=SharedField.OUTCOME in screens.agreed,
        promise_on=promise_on,
    )
    form = ConsentForm(request.POST if request.method == "POST" else None, words=words)
    if request.method == "POST" and "back" in request.POST:
        return redirect(screens.back(CHECK))
    if form.is_valid():
        with form.showing_refusal():
            referral = refer_person(
                person=who["known"],
                details={**need, **who},
                sender=sender,
                receiver=receiver,
                topics=need.get("topics", []),
                note=need.get("note", ""),
                words=words,
                how=form.cleaned_data["how"],
                journey=screens.args[1],
                promise_on=promise_on,
                at=screens.at,
                by=request.user,
            )
            screens.clear()
            return redirect("referrals_sent", referral.pk)
    context = {
        "form": form,
        "words": words,
        "sender": sender,
        "receiver": receiver,
        "screens": screens,
        "known": who["known"],
    }
    return render(request, "referrals/check.html", context, status=422 if form.errors else 200)


@require_safe
def sent(request, pk):
    """It was sent: what happens next, and by when."""
    sent_by_us = sent_referrals(request.user).select_related("receiver", "sender", "person")
    referral = get_object_or_404(sent_by_us, pk=pk)
    context = {
        "referral": referral,
        "panel": f"Referral {referral.pk} to {referral.receiver}",
        "is_told": not referral.is_walk_in and may_tell_outcome(referral, today()),
    }
    return render(request, "referrals/sent.html", context)


def receiver_or_refusal():
    """The organisation that leads the programme."""
    receiver = leading_organisation()
    if receiver is None:
        raise Refused("No organisation leads the programme yet, so nobody can be referred")
    return receiver
