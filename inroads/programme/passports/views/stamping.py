"""A passport is opened by its code, its progress is shown, and what somebody can do is stamped."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from inroads.foundations.core.rules import require
from inroads.foundations.places.models import Venue
from inroads.programme.help.permissions import own_champion
from inroads.programme.passports.actions import find_passport, stamp_passport, take_back_stamp
from inroads.programme.passports.forms import CodeForm, StampForm
from inroads.programme.passports.models import Skill
from inroads.programme.passports.permissions import can_make_passports, can_stamp, visible_passports
from inroads.programme.passports.queries import (
    MOST_WRONG_CODES,
    boxes_of,
    codes_missed_lately,
    stampable_skills,
    with_stamps,
)

# Where the user stamped last in this session of theirs, so that a full room is stamped without choosing again.
LAST_VENUE = "passports_venue"


@require_http_methods(["GET", "HEAD", "POST"])
def find(request):
    """The code is typed off the passport."""
    require(can_stamp(request.user))
    form, status = CodeForm(request.POST or None), 200
    if form.is_valid():
        passport, status = looked_up(request, form)
        if passport:
            return redirect(passport)
    return code_page(request, form, 422 if form.errors and status == 200 else status)


@require_http_methods(["GET", "HEAD", "POST"])
def stamp(request, code):
    """What is stamped in this passport, and what can be stamped now."""
    passport, answer = opened(request, code)
    if answer:
        return answer
    at, skills = timezone.now(), stampable_skills()
    passport = with_stamps(visible_passports(request.user)).get(pk=passport.pk)
    boxes = boxes_of(passport, list(skills))
    form = StampForm(
        request.POST or None,
        skills=skills,
        not_yet=[box.skill for box in boxes if not box.stamp],
        initial={"venue": usual_venue(request)},
    )
    if form.is_valid():
        with form.showing_refusal():
            made = stamp_passport(passport, **form.cleaned_data, at=at, by=request.user)
            request.session[LAST_VENUE] = form.cleaned_data["venue"].pk
            messages.success(request, told_of(len(made)))
            return redirect(passport)
    context = {
        "passport": passport,
        "boxes": [(box, box.may_be_taken_back(at)) for box in boxes],
        "done": sum(bool(box.stamp) for box in boxes),
        "form": form,
        "may_print": can_make_passports(request.user),
    }
    return render(request, "passports/stamp.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request, code, skill):
    """A stamp set by mistake is gone again, on the same day."""
    passport, answer = opened(request, code)
    if answer:
        return answer
    skill = get_object_or_404(Skill, pk=skill)
    take_back_stamp(passport, skill, at=timezone.now(), by=request.user)
    messages.success(request, f"Taken back: {skill}.")
    return redirect(passport)


def opened(request, code):
    """The passport of the code in an address; or the page that says why there is none."""
    if not can_stamp(request.user):
        raise Http404
    form = CodeForm({"code": code})
    passport, status = looked_up(request, form) if form.is_valid() else (None, 404)
    if passport:
        return passport, None
    return None, code_page(request, form, 404 if status == 422 else status)


def looked_up(request, form):
    """The passport of the code in a form; if there is none, the form says so, and how the page answers."""
    if codes_missed_lately(request.user, timezone.now()) >= MOST_WRONG_CODES:
        form.add_error("code", "That were many wrong codes. Wait ten minutes, then try again")
        return None, 429
    with form.showing_refusal():
        passport = find_passport(form.cleaned_data["code"], by=request.user)
        if passport:
            return passport, 200
        form.add_error("code", "No passport has this code. Check each letter")
    return None, 422


def code_page(request, form, status):
    """Where the code is typed."""
    context = {"form": form, "may_replace": can_make_passports(request.user)}
    return render(request, "passports/find.html", context, status=status)


def usual_venue(request):
    """Where they stamped last; at first, a champion's own venue."""
    last = Venue.objects.filter(pk=request.session.get(LAST_VENUE), is_open=True).first()
    champion = None if last else own_champion(request.user)
    return last or (champion and champion.venue)


def told_of(count: int) -> str:
    """How many stamps were set just now."""
    if not count:
        return "That was stamped already. Nothing has changed."
    return "One stamp set." if count == 1 else f"{count} stamps set."
