"""Passports are counted, made, printed and replaced."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.design.codes import qr_code
from inroads.programme.passports.actions import make_passports, replace_passport
from inroads.programme.passports.codes import tidied
from inroads.programme.passports.forms import LostForm, MakeForm
from inroads.programme.passports.permissions import (
    can_change_skills,
    can_make_passports,
    can_see_exact_counts,
    can_stamp,
    printable_passports,
)
from inroads.programme.passports.queries import boxes_of, counted, stampable_skills, with_stamps
from inroads.programme.passports.views.stamping import looked_up
from inroads.programme.passports.wording import address_of


@require_safe
def overview(request):
    """How many passports are in use, and how many stamps there are by skill and by venue; nobody's progress."""
    user = request.user
    context = {
        "counted": counted(exactly=can_see_exact_counts(user)),
        "is_exact": can_see_exact_counts(user),
        "may_make": can_make_passports(user),
        "may_stamp": can_stamp(user),
        "may_change_skills": can_change_skills(user),
    }
    return render(request, "passports/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request):
    """So many passports for a venue, to be printed."""
    require(can_make_passports(request.user))
    form = MakeForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            made = make_passports(**form.cleaned_data, at=timezone.now(), by=request.user)
            return redirect("passports_print", made[0].batch)
    context = {"form": form, "may_change_skills": can_change_skills(request.user)}
    return render(request, "passports/make.html", context, status=422 if form.errors else 200)


@require_safe
def on_paper(request, batch):
    """The passports of a batch as they are printed, each on a sheet of A5; those replaced since are left out."""
    passports = printable_passports(request.user).filter(batch=batch, replaced_by=None)
    skills, only = list(stampable_skills()), tidied(request.GET.get("only", ""))
    printed = [
        (passport, qr_code(address_of(passport)), boxes_of(passport, skills))
        for passport in with_stamps(passports)
        if only in ("", passport.code)
    ]
    if not printed:
        raise Http404
    return render(request, "passports/print.html", {"printed": printed})


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request):
    """A lost passport stops, and a new one with its stamps is printed. Nobody is asked for a name."""
    require(can_make_passports(request.user))
    form, status = LostForm(request.POST or None), 200
    if form.is_valid():
        passport, status = looked_up(request, form)
        if passport:
            with form.showing_refusal():
                new = replace_passport(passport, at=timezone.now(), by=request.user)
                messages.success(request, f"{passport} no longer counts. Print the new one: {new}.")
                return redirect("passports_print", new.batch)
    if form.errors and status == 200:
        status = 422
    return render(request, "passports/replace.html", {"form": form}, status=status)
