"""What was seen of checks, what each role asks for, and whose checks run out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.people.actions import look_at
from inroads.programme.champions.actions import ask_for_check, ask_no_longer, record_check
from inroads.programme.champions.checking import with_checks_due
from inroads.programme.champions.forms import CheckForm, RoleCheckForm
from inroads.programme.champions.models import Champion, RoleCheck
from inroads.programme.champions.permissions import can_change_champion, visible_champions
from inroads.programme.champions.profiles import PROFILES
from inroads.programme.champions.queries import listed
from inroads.programme.champions.views.register import PER_PAGE, filled, the_champion


@require_http_methods(["GET", "HEAD", "POST"])
def check(request, pk):
    """Write down what was seen of a check."""
    champion = the_champion(request, pk)
    require(can_change_champion(request.user))
    look_at(champion.person, by=request.user)
    form = CheckForm(request.POST or None, on=today())
    if form.is_valid():
        with form.showing_refusal():
            record_check(champion, **form.cleaned_data, on=today(), by=request.user)
            messages.success(request, "The check is written down.")
            return redirect(champion)
    note = "Look at it, write down what it says, and give it back: no copy is kept."
    context = {"form": form, "heading": f"A check on {champion}", "back": champion, "same": []}
    return filled(request, {**context, "note": note})


@require_safe
def due(request):
    """Whose checks are missing, have run out, or soon will."""
    require(can_change_champion(request.user))
    champions = visible_champions(request.user).filter(status__in=Champion.CURRENT)
    found = listed(with_checks_due(champions, today()))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "champions/checks_due.html", {"page": page})


@require_safe
def roles(request):
    """What each role asks, gives, and does not do; and which checks it asks for, and why."""
    asked = list(RoleCheck.objects.all())
    profiles = [
        (network, PROFILES[network], [one for one in asked if one.network == network])
        for network in Champion.Network
    ]
    context = {"profiles": profiles, "may_change": can_change_champion(request.user)}
    return render(request, "champions/roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """A role asks for a check from now on."""
    require(can_change_champion(request.user))
    form = RoleCheckForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            asked = ask_for_check(**form.cleaned_data, by=request.user)
            messages.success(request, f"Asked for from now on: {asked}.")
            return redirect("champions_roles")
    context = {"form": form, "heading": "Ask for a check", "back": None, "same": []}
    note = "Whoever in this role has not shown it does not help one to one until they have."
    return filled(request, {**context, "note": note})


@require_POST
def no_longer(request, pk):
    """A role asks for a check no longer."""
    require(can_change_champion(request.user))
    asked = get_object_or_404(RoleCheck, pk=pk)
    ask_no_longer(asked, by=request.user)
    messages.success(request, f"Asked for no longer: {asked}.")
    return redirect("champions_roles")
