"""Somebody would like to help, and becomes a champion step by step; a champion's own choices; thanks and tips."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.history.recording import Machine
from inroads.programme.champions.actions import (
    apply_to_help,
    pass_on_thanks,
    remove_tip,
    set_availability,
    set_status,
    set_tier,
    take_next_step,
    write_tip,
)
from inroads.programme.champions.forms_joining import (
    ApplyForm,
    AvailabilityForm,
    OwnStatusForm,
    ThanksForm,
    TierForm,
    TipForm,
)
from inroads.programme.champions.joining import (
    DAYS_TO_RING,
    MOST_IN_AN_HOUR,
    applied_lately,
    joining,
)
from inroads.programme.champions.models import Tip
from inroads.programme.champions.permissions import (
    can_change_champion,
    can_change_own,
    can_list_champions,
    visible_champions,
)
from inroads.programme.champions.profiles import PROFILES
from inroads.programme.champions.views.register import filled, the_champion

WEBSITE = Machine("the public page")
MOST_JOINING = 100


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request):
    """Anybody says that they would like to help; there is no session here that another site could ride on."""
    at = timezone.now()
    form = ApplyForm(request.POST or None)
    context = {"form": form, "profiles": PROFILES.items(), "days": DAYS_TO_RING}
    if request.method == "POST" and applied_lately(at) >= MOST_IN_AN_HOUR:
        form.add_error(None, "Many people have written to us just now. Ring us, or try again later")
        return render(request, "champions/apply.html", context, status=429)
    if form.is_valid():
        with form.showing_refusal():
            apply_to_help(**form.application(), at=at, on=today(), by=WEBSITE)
            return redirect("champions_applied")
    return render(request, "champions/apply.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def applied(request):
    """What happens next; the same for everybody, so that nobody learns here who is known to us."""
    return render(request, "champions/applied.html", {"days": DAYS_TO_RING})


@require_safe
def on_the_way(request):
    """Who would like to become a champion, and how far each is."""
    require(can_list_champions(request.user))
    found = joining(visible_champions(request.user)).prefetch_related("person__contact_ways")
    rows = [(one, (today() - one.person.added_at.date()).days) for one in found[:MOST_JOINING]]
    context = {"rows": rows, "days": DAYS_TO_RING}
    return render(request, "champions/joining.html", context)


@require_POST
def next_step(request, pk):
    """One step further on the way."""
    champion = the_champion(request, pk)
    require(can_change_champion(request.user))
    after = request.POST.get("after", "")
    champion = take_next_step(champion, after=after, on=today(), by=request.user)
    messages.success(request, f"{champion} is now: {champion.get_status_display()}.")
    return redirect(champion)


@require_POST
def decline(request, pk):
    """They do not become a champion, whoever decided it; their record is kept no longer."""
    champion = the_champion(request, pk)
    require(can_change_champion(request.user) and not champion.is_current)
    set_status(champion, status="left", on=today(), by=request.user)
    messages.success(request, f"{champion} does not join. Their record is kept no longer for this.")
    return redirect("champions_joining")


def availability(request, pk):
    """A champion says where and when they help."""
    champion = the_own(request, pk)
    initial = {"venue": champion.venue, "days": champion.days, "capacity": champion.capacity}
    form = AvailabilityForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.showing_refusal():
            set_availability(champion, **form.cleaned_data, by=request.user)
            messages.success(request, "Saved. Thank you.")
            return redirect(champion)
    return filled(request, asked(form, "When and where you help", champion))


def own_status(request, pk):
    """A champion rests, comes back, or leaves."""
    champion = the_own(request, pk)
    form = OwnStatusForm(request.POST or None, initial={"status": champion.status})
    if form.is_valid():
        with form.showing_refusal():
            champion = set_status(champion, **form.cleaned_data, on=today(), by=request.user)
            messages.success(request, "Saved. Thank you for all you do.")
            return redirect("home" if champion.has_left else champion)
    return filled(request, asked(form, "Help, rest or leave", champion))


def tier(request, pk):
    """What a champion takes on for other champions."""
    champion = the_champion(request, pk)
    require(can_change_champion(request.user) and champion.is_current)
    form = TierForm(request.POST or None, initial={"tier": champion.tier})
    if form.is_valid():
        with form.showing_refusal():
            return redirect(set_tier(champion, **form.cleaned_data, by=request.user))
    return filled(request, asked(form, f"What {champion} takes on", champion))


def thank(request, pk):
    """Pass on what somebody said of a champion's help."""
    champion = the_champion(request, pk)
    require(can_change_champion(request.user) and champion.is_current)
    form = ThanksForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            pass_on_thanks(champion, **form.cleaned_data, on=today(), by=request.user)
            messages.success(request, f"It stands on the page of {champion}.")
            return redirect(champion)
    return filled(request, asked(form, f"Pass on thanks to {champion}", champion))


def tips(request):
    """The tips to come and those that were told; and a new one."""
    require(can_change_champion(request.user))
    form = TipForm(request.POST or None, on=today())
    if form.is_valid():
        with form.showing_refusal():
            write_tip(**form.cleaned_data, by=request.user)
            return redirect("champions_tips")
    context = {"form": form, "tips": Tip.objects.all()[:MOST_JOINING]}
    return render(request, "champions/tips.html", context, status=422 if form.errors else 200)


@require_POST
def tip_remove(request, pk):
    """A tip is told no longer."""
    require(can_change_champion(request.user))
    remove_tip(get_object_or_404(Tip, pk=pk), by=request.user)
    return redirect("champions_tips")


def the_own(request, pk):
    """The user's own champion; of others they may at most know that there is one."""
    champion = the_champion(request, pk)
    require(can_change_own(request.user, champion))
    return champion


def asked(form, heading, champion):
    """What a page with one form about a champion shows."""
    return {"form": form, "heading": heading, "back": champion, "same": []}
