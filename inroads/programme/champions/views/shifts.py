"""Sessions that champions promise, offer to others, take over and withdraw."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inroads.foundations.core.rules import require, today
from inroads.programme.champions.actions import (
    keep_shift,
    offer_shift,
    promise_shift,
    take_shift,
    withdraw_shift,
)
from inroads.programme.champions.candidates import candidates_for
from inroads.programme.champions.permissions import (
    can_list_champions,
    can_promise,
    visible_champions,
    visible_shifts,
)
from inroads.programme.champions.queries import (
    WEEKS_TO_PROMISE,
    offered_shifts,
    sessions_to_promise,
    shifts_at,
    telephone_of,
    uncovered_sessions,
)
from inroads.programme.champions.views.register import PER_PAGE, the_champion
from inroads.programme.timetable.permissions import visible_sessions


@require_safe
def sessions(request, pk):
    """Sessions that the champion may promise."""
    champion = the_champion(request, pk)
    require(can_promise(request.user, champion))
    everywhere = "everywhere" in request.GET or champion.venue is None
    listed_sessions = sessions_to_promise(champion, today(), everywhere=everywhere)
    context = {
        "champion": champion,
        "everywhere": everywhere,
        "page": Paginator(listed_sessions, PER_PAGE).get_page(request.GET.get("page")),
        "offered": offered_shifts(timezone.now()).exclude(champion__person=champion.person),
    }
    return render(request, "champions/sessions.html", context)


@require_POST
def promise(request, pk, session):
    """The champion will be there."""
    champion = the_champion(request, pk)
    require(can_promise(request.user, champion))
    session = get_object_or_404(visible_sessions(request.user), pk=session)
    promise_shift(champion, session, at=timezone.now(), by=request.user)
    messages.success(request, f"{champion} promised to come: {session.when}.")
    return back_from(request, champion, session)


@require_POST
def withdraw(request, pk):
    """The champion will not be there after all."""
    shift = the_shift(request, pk)
    withdraw_shift(shift, at=timezone.now(), by=request.user)
    messages.success(request, f"No longer promised: {shift.session.when}.")
    return back_from(request, shift.champion, shift.session)


@require_POST
def offer(request, pk):
    """The champion asks whether another can come instead."""
    shift = the_shift(request, pk)
    offer_shift(shift, at=timezone.now(), by=request.user)
    messages.success(
        request,
        f"Offered to others: {shift.session.when}. Until somebody takes it, it is still yours.",
    )
    return back_from(request, shift.champion, shift.session)


@require_POST
def keep(request, pk):
    """They can come after all."""
    shift = the_shift(request, pk)
    keep_shift(shift, by=request.user)
    messages.success(request, f"You are there: {shift.session.when}.")
    return back_from(request, shift.champion, shift.session)


@require_POST
def take(request, pk, shift):
    """A champion comes instead of one who cannot."""
    champion = the_champion(request, pk)
    require(can_promise(request.user, champion))
    shift = get_object_or_404(offered_shifts(timezone.now()), pk=shift)
    taken = take_shift(shift, champion, at=timezone.now(), by=request.user)
    messages.success(request, f"{champion} comes instead: {taken.session.when}.")
    return redirect(champion)


@require_safe
def uncovered(request):
    """The sessions of the next weeks that no champion has promised."""
    require(can_list_champions(request.user))
    last = today() + timedelta(weeks=WEEKS_TO_PROMISE)
    found = uncovered_sessions(today(), last, after=timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "champions/uncovered.html", {"page": page, "last": last})


@require_safe
def for_session(request, session):
    """Who promised to come to a session, and who else could be asked."""
    require(can_list_champions(request.user))
    sessions = visible_sessions(request.user).select_related("service", "venue")
    session = get_object_or_404(sessions, pk=session)
    champions = visible_champions(request.user)
    is_over = session.is_over(timezone.now())
    asked = not (session.is_cancelled or session.is_draft or is_over)
    found = candidates_for(session, champions) if asked else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    prefetch_related_objects([each.champion for each in page], "person__contact_ways")
    shifts = shifts_at(session, champions)
    context = {
        "session": session,
        "is_over": is_over,
        "shifts": [(shift, telephone_of(shift.champion.person)) for shift in shifts],
        "page": page,
        "found": [(each, telephone_of(each.champion.person)) for each in page],
    }
    return render(request, "champions/for_session.html", context)


def back_from(request, champion, session):
    """To where the button was: the page of the session, or that of the champion."""
    if request.POST.get("back") == "session" and can_list_champions(request.user):
        return redirect("champions_for_session", session.pk)
    return redirect(champion)


def the_shift(request, pk):
    """A shift that the user may see and speaks for."""
    shifts = visible_shifts(request.user).select_related("champion__person", "session__venue")
    shift = get_object_or_404(shifts, pk=pk)
    require(can_promise(request.user, shift.champion))
    return shift
