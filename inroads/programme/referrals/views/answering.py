"""The pages on which referrals are read, answered and closed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import Refused, require, today
from inroads.foundations.organisations.permissions import runs_programme
from inroads.foundations.people.actions import look_at
from inroads.foundations.people.models import AccessNeed, Language
from inroads.foundations.people.permissions import visible_people
from inroads.programme.help.queries import first_help_after
from inroads.programme.referrals.actions import (
    accept_referral,
    close_route,
    decline_referral,
    keep_promise,
    withdraw_referral,
)
from inroads.programme.referrals.forms import CloseForm, DeclineForm, WithdrawForm
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.permissions import (
    can_answer,
    can_refer,
    can_see_received,
    can_see_sent,
    can_withdraw,
    received_referrals,
    sent_referrals,
    visible_referrals,
)
from inroads.programme.referrals.promises import promise_clock
from inroads.programme.referrals.queries import (
    STAGES,
    count_stages,
    in_stage,
    late_promises,
    may_tell_outcome,
    names_shown,
    outcomes_told,
    possible_doubles,
    with_people,
    with_steps,
)
from inroads.programme.referrals.wording import labels, numbers_to_ring, standing, step_standing

PER_PAGE = 25


@require_safe
def list_received(request):
    """The referrals that the user's organisation received, by the day that was promised."""
    if not can_see_received(request.user) and can_see_sent(request.user):
        return redirect("referrals_list_sent")
    require(can_see_received(request.user))
    return listed(request, received_referrals(request.user), "referrals/received.html")


@require_safe
def list_sent(request):
    """The referrals that the user's organisation sent, and what became of them."""
    require(can_see_sent(request.user))
    return listed(request, sent_referrals(request.user), "referrals/sent_list.html")


def listed(request, referrals, template):
    """A page of referrals at one stage."""
    counts = count_stages(referrals)
    stage = request.GET.get("stage", "")
    if stage not in STAGES:
        stage = next((name for name in STAGES if counts[name]), "waiting")
    chosen = with_people(in_stage(referrals, stage))
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    named = names_shown(request.user, rows)
    receives = template == "referrals/received.html"
    told = set() if receives else outcomes_told(rows, today())
    context = {
        "page": page,
        "may_match": receives and runs_programme(request.user),
        "rows": [
            {
                "referral": referral,
                "clock": promise_clock(referral, today()),
                "is_named": referral.person_id in named,
                "standing": standing(referral, is_told=receives or referral.pk in told),
            }
            for referral in rows
        ],
        "stage": stage,
        "stages": [(name, counts[name]) for name in STAGES],
        "late": late_promises(referrals, today()).count(),
        "may_refer": can_refer(request.user),
        "sees_both": can_see_received(request.user) and can_see_sent(request.user),
    }
    return render(request, template, context)


@require_safe
def show(request, pk):
    """One referral: the person, their need, the promise, the route. That it was looked at is recorded."""
    referral = get_object_or_404(with_steps(visible_referrals(request.user)), pk=pk)
    answers = can_answer(request.user, referral)
    person = visible_people(request.user).filter(pk=referral.person_id).first()
    if person:
        look_at(person, by=request.user)
    route = getattr(referral, "route", None)
    context = {
        "referral": referral,
        "person": person,
        "route": route,
        "clock": promise_clock(referral, today()),
        "may_answer": answers,
        "may_withdraw": can_withdraw(request.user, referral) and referral.is_waiting,
        "doubles": possible_doubles(request.user, referral) if answers and person else [],
        "help": first_help_after(referral.person, referral.sent_at) if answers and route else None,
        "standing": standing(referral, is_told=answers or may_tell_outcome(referral, today())),
        "to_ring": numbers_to_ring(person)
        if person and answers and referral.is_in_progress
        else [],
        "has_a_place": any(step.is_agreed for step in route.steps.all()) if route else False,
        "languages": labels(referral.person.languages, Language),
        "access": labels(referral.person.access_needs, AccessNeed),
        "steps": [
            {
                "step": step,
                "standing": step_standing(step, timezone.now()),
            }
            for step in (route.steps.all() if answers and route else [])
        ],
    }
    return render(request, "referrals/show.html", context)


@require_POST
def accept(request, pk):
    """Take the person on."""
    referral = get_object_or_404(visible_referrals(request.user), pk=pk)
    require(can_answer(request.user, referral))
    accept_referral(referral, at=timezone.now(), by=request.user)
    messages.success(request, "You have accepted this referral")
    return redirect(referral)


@require_http_methods(["GET", "POST"])
def decline(request, pk):
    """Say why the person cannot be taken on."""
    referral = get_object_or_404(visible_referrals(request.user), pk=pk)
    require(can_answer(request.user, referral))

    form = DeclineForm(typed(request))
    if form.is_valid():
        with form.showing_refusal():
            decline_referral(referral, **form.cleaned_data, at=timezone.now(), by=request.user)
            messages.success(request, "You have declined this referral")
            return redirect(referral)
    return filled(request, referral, form, "Decline this referral", "Decline")


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    """Take a referral back before it is answered."""
    referral = get_object_or_404(visible_referrals(request.user), pk=pk)
    require(can_withdraw(request.user, referral))

    form = WithdrawForm(typed(request))
    if form.is_valid():
        with form.showing_refusal():
            withdraw_referral(referral, **form.cleaned_data, at=timezone.now(), by=request.user)
            messages.success(request, "You have withdrawn this referral")
            return redirect(referral)
    return filled(request, referral, form, "Withdraw this referral", "Withdraw")


@require_POST
def spoken(request, pk):
    """Somebody has spoken with the person."""
    referral = get_object_or_404(visible_referrals(request.user), pk=pk)
    require(can_answer(request.user, referral))
    keep_promise(route_or_refusal(referral), on=today(), by=request.user)
    messages.success(request, "Written down: you have spoken with them")
    return redirect(referral)


@require_http_methods(["GET", "POST"])
def close(request, pk):
    """Say what became of it."""
    referral = get_object_or_404(visible_referrals(request.user), pk=pk)
    require(can_answer(request.user, referral))
    route = route_or_refusal(referral)

    form = CloseForm(typed(request))
    if form.is_valid():
        with form.showing_refusal():
            close_route(route, **form.cleaned_data, at=timezone.now(), by=request.user)
            messages.success(request, "The route is closed")
            return redirect(referral)
    return filled(request, referral, form, "Close the route", "Close the route")


def typed(request):
    """What was sent, which may be nothing at all."""
    return request.POST if request.method == "POST" else None


def filled(request, referral, form, heading, button):
    """A page with one form about a referral."""
    person = visible_people(request.user).filter(pk=referral.person_id).first()
    context = {
        "referral": referral,
        "person": person,
        "form": form,
        "heading": heading,
        "button": button,
    }
    status = 422 if form.errors else 200
    return render(request, "referrals/form.html", context, status=status)


def route_or_refusal(referral: Referral):
    """The route of a referral that was accepted."""
    if referral.status != Referral.Status.ACCEPTED:
        raise Refused("Accept this referral first")
    return referral.route
