"""The pages on which help is found, agreed and put on a card."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.design.forms import Form
from inroads.foundations.people.actions import look_at
from inroads.foundations.people.permissions import visible_people
from inroads.foundations.places.queries import find_postcode
from inroads.programme.champions.permissions import visible_champions
from inroads.programme.referrals.actions import agree_step, cancel_step
from inroads.programme.referrals.forms import AgreeForm
from inroads.programme.referrals.permissions import can_answer, visible_referrals, visible_steps
from inroads.programme.referrals.queries import (
    best_for_each_champion,
    suggestions,
    why_nobody,
    with_steps,
)
from inroads.programme.referrals.views.answering import route_or_refusal
from inroads.programme.referrals.wording import (
    kept_in_words,
    told_by,
    venue_address,
)

MOST = 12


@require_safe
def suggest(request, pk):
    """Champions and sessions near the person, with the reasons; a person decides."""
    referral = get_object_or_404(with_steps(visible_referrals(request.user)), pk=pk)
    require(can_answer(request.user, referral))
    route_or_refusal(referral)
    at, champions = timezone.now(), visible_champions(request.user)
    found = suggestions(referral, today(), after=at, among=champions)
    reason, session = "", None
    if not found:
        reason, session = why_nobody(referral.person, today(), after=at, among=champions)
    wanted = request.GET.get("champion", "")
    if wanted:
        shown = [each for each in found if str(each.champion.pk) == wanted][:MOST]
    else:
        shown = best_for_each_champion(found, MOST)
    context = {
        "referral": referral,
        "person": visible_people(request.user).filter(pk=referral.person_id).first(),
        "found": shown,
        "why_nobody": reason,
        "session": session,
        "only": shown[0].champion if wanted and shown else None,
        "place_is_known": find_postcode(referral.person.postcode) is not None,
    }
    return render(request, "referrals/suggest.html", context)


@require_http_methods(["GET", "POST"])
def choose(request, pk, champion, session):
    """Confirm one suggestion: the place is kept, and both are told."""
    referral = get_object_or_404(with_steps(visible_referrals(request.user)), pk=pk)
    require(can_answer(request.user, referral))
    route = route_or_refusal(referral)
    for step in route.steps.all():
        is_it = (step.champion_id, step.session_id) == (champion, session)
        if request.method == "POST" and is_it and step.will_happen:
            return redirect("referrals_card", step.pk)
    found = suggestions(
        referral, today(), after=timezone.now(), among=visible_champions(request.user)
    )
    wanted = [each for each in found if (each.champion.pk, each.session.pk) == (champion, session)]
    if not wanted:
        raise Http404("They are not suggested for this person now")

    form = AgreeForm(
        request.POST if request.method == "POST" else None,
        promise_on=referral.promise_on,
        on=today(),
        has_spoken=route.spoken_on is not None,
    )
    if form.is_valid():
        with form.showing_refusal():
            step = agree_step(
                route,
                **form.cleaned_data,
                champion=wanted[0].champion,
                session=wanted[0].session,
                at=timezone.now(),
                by=request.user,
            )
            messages.success(request, kept_in_words(step))
            return redirect("referrals_card", step.pk)
    context = {
        "referral": referral,
        "form": form,
        "chosen": wanted[0],
        "person": visible_people(request.user).filter(pk=referral.person_id).first(),
        "person_told": told_by(referral.person),
        "champion_told": told_by(wanted[0].champion.person),
    }
    return render(request, "referrals/choose.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Cancel a step: the place is free again."""
    step = get_object_or_404(visible_steps(request.user), pk=pk)
    require(can_answer(request.user, step.route.referral))

    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.showing_refusal():
            cancel_step(step, at=timezone.now(), by=request.user)
            messages.success(request, "The step is cancelled and the place is free again")
            return redirect(step.route.referral)
    context = {"step": step, "form": form}
    return render(request, "referrals/cancel.html", context, status=422 if form.errors else 200)


@require_safe
def card(request, pk):
    """The card for the person: A5, large print. That it was looked at is recorded."""
    step = get_object_or_404(visible_steps(request.user), pk=pk)
    referral = step.route.referral
    require(can_answer(request.user, referral))
    if not step.will_happen:
        messages.info(request, "This step will not take place, so there is no card for it any more")
        return redirect(referral)
    person = visible_people(request.user).filter(pk=referral.person_id).first()
    if person:
        look_at(person, by=request.user)
    context = {
        "step": step,
        "referral": referral,
        "person": person,
        "address": venue_address(step.session.venue),
    }
    return render(request, "referrals/card.html", context)
