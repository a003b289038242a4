"""Pages about sessions and bookings."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.people.permissions import visible_people
from inroads.foundations.people.queries import matching
from inroads.programme.directory.forms import CapacityForm, ScheduleForm
from inroads.programme.directory.permissions import can_change_service, visible_services
from inroads.programme.timetable.actions import (
    add_session,
    add_weekly_time,
    book,
    cancel_booking,
    cancel_session,
    change_capacity,
    close_for_days,
    confirm_draft,
    discard_draft,
    open_again,
    take_attendance,
    wait_for_place,
)
from inroads.programme.timetable.forms import (
    AttendanceForm,
    ClosureForm,
    SessionForm,
    WeekFilter,
    WhoForm,
)
from inroads.programme.timetable.local_time import day_words, week_of
from inroads.programme.timetable.models import Closure
from inroads.programme.timetable.permissions import (
    can_add_session,
    can_book,
    can_change_session,
    can_close,
    can_find_champions,
    can_take_attendance,
    services_to_plan,
    visible_bookings,
    visible_sessions,
)
from inroads.programme.timetable.queries import (
    EARLY,
    places_seen_by,
    sessions_between,
    waiting_bookings,
)

PER_PAGE, MOST_FOUND = 50, 25
# A date outside these has no week before or after it.
EARLIEST, LATEST = date(2000, 1, 3), date(2100, 1, 1)


@require_safe
def list_sessions(request):
    """The sessions of one week; of this week those from today on, unless the whole of it is asked for."""
    wanted = WeekFilter(request.GET)
    chosen = wanted.chosen()
    week, this_monday = chosen.get("week"), week_of(today())[0]
    monday, sunday = week_of(min(max(week or today(), EARLIEST), LATEST))
    first, last = monday if week else today(), sunday
    if (weekday := chosen.get("day")) is not None:
        first = last = monday + timedelta(days=weekday)
    sessions = sessions_between(first, last, visible_sessions(request.user))
    if venue := chosen.get("venue"):
        sessions = sessions.filter(venue=venue)
    context = {
        "page": Paginator(sessions, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "first": first,
        "last": last,
        "monday": monday,
        "is_this_week": monday == this_monday,
        "is_cut": monday < first and weekday is None,
        "week_before": monday - timedelta(weeks=1),
        "week_after": monday + timedelta(weeks=1),
        "venue": venue,
        "weekday": weekday,
        "may_add": can_add_session(request.user),
        "may_find_champions": can_find_champions(request.user),
    }
    return render(request, "timetable/list.html", context)


@require_safe
def show(request, pk):
    """One session, and who has a place at it."""
    session = the_session(request, pk)
    context = {
        "session": session,
        "places": places_seen_by(request.user, session),
        "waiting": places_seen_by(request.user, session, waiting_bookings(session)),
        "may_book": can_book(request.user, session),
        "may_take_attendance": can_take_attendance(request.user, session)
        and session.starts_at - EARLY <= timezone.now(),
        "is_over": session.is_over(timezone.now()),
        "may_change": can_change_session(request.user, session),
        "may_find_champions": can_find_champions(request.user),
    }
    return render(request, "timetable/show.html", context)


def add(request):
    """One more session."""
    require(can_add_session(request.user))
    form = SessionForm(request.POST or None, services=services_to_plan(request.user), on=today())
    if form.is_valid():
        with form.showing_refusal():
            return redirect(add_session(**form.session(), by=request.user))
    context = {"form": form}
    return render(request, "timetable/add.html", context, status=422 if form.errors else 200)


def add_time(request, pk):
    """A weekly time and place of a service; its sessions are on the timetable at once."""
    service = get_object_or_404(visible_services(request.user), pk=pk)
    require(can_change_service(request.user, service))
    form = ScheduleForm(request.POST or None, initial={"valid_from": today()})
    if form.is_valid():
        with form.showing_refusal():
            _, sessions = add_weekly_time(service, **form.cleaned_data, on=today(), by=request.user)
            messages.success(request, planned_in_words(sessions))
            return redirect(service)
    context = {"form": form, "service": service}
    status = 422 if form.errors else 200
    return render(request, "timetable/add_time.html", context, status=status)


def capacity(request, pk):
    """Room for more or fewer."""
    session = the_session(request, pk)
    require(can_change_session(request.user, session))
    form = CapacityForm(request.POST or None, initial={"capacity": session.capacity})
    if form.is_valid():
        with form.showing_refusal():
            changed = change_capacity(
                session, **form.cleaned_data, at=timezone.now(), by=request.user
            )
            return redirect(changed)
    context = {"form": form, "session": session}
    return render(request, "timetable/capacity.html", context, status=422 if form.errors else 200)


def cancel(request, pk):
    """Ask, then cancel and tell."""
    session = the_session(request, pk)
    require(can_change_session(request.user, session))
    if request.method == "POST":
        cancel_session(session, at=timezone.now(), by=request.user)
        messages.success(request, "The session is cancelled.")
        return redirect(session)
    return render(request, "timetable/cancel.html", {"session": session})


@require_safe
def closures(request):
    """When venues are closed from today on."""
    require(can_close(request.user))
    found = Closure.objects.filter(last__gte=today()).select_related("venue")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "timetable/closures.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request):
    """A venue, or everywhere, is closed for some days."""
    require(can_close(request.user))
    form = ClosureForm(request.POST or None, on=today())
    if form.is_valid():
        with form.showing_refusal():
            close_for_days(**form.cleaned_data, at=timezone.now(), by=request.user)
            messages.success(request, "Closed. Whoever had a place on these days is told.")
            return redirect("timetable_closures")
    context = {"form": form}
    return render(request, "timetable/close.html", context, status=422 if form.errors else 200)


@require_POST
def not_closed(request, pk):
    """It is open after all."""
    require(can_close(request.user))
    open_again(get_object_or_404(Closure, pk=pk), by=request.user)
    messages.success(request, "Open again. What was cancelled stays cancelled: add those sessions.")
    return redirect("timetable_closures")


@require_http_methods(["GET", "HEAD", "POST"])
def book_place(request, pk):
    """Keep a place for somebody known, or let them wait for one."""
    session = the_session(request, pk)
    require(can_book(request.user, session))
    people = visible_people(request.user)
    if request.method == "POST":
        key = request.POST.get("person", "")
        person = get_object_or_404(
            people, pk=int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
        )
        at = timezone.now()
        if "wait" in request.POST:
            booking = wait_for_place(session, person, at=at, by=request.user)
            messages.success(request, f"{person} waits for a place, and is told when one is free.")
        else:
            booking = book(session, person, by=request.user)
            messages.success(request, f"A place is kept for {person}. Their card: {booking.code}.")
        return redirect(session)
    form = WhoForm(request.GET)
    words = form.cleaned_data.get("words", "") if form.is_valid() else ""
    found = matching(people, words) if words else people.none()
    context = {"session": session, "wanted": form, "words": words, "people": found[:MOST_FOUND]}
    return render(request, "timetable/book.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, pk):
    """Who came, and how many came without a place."""
    session = the_session(request, pk)
    require(can_take_attendance(request.user, session))
    places = places_seen_by(request.user, session)
    form = AttendanceForm(request.POST or None, session=session, places=places)
    if form.is_valid():
        with form.showing_refusal():
            take_attendance(session, **form.attendance(), at=timezone.now(), by=request.user)
            messages.success(request, "Attendance is written down.")
            return redirect(session)
    context = {"form": form, "session": session}
    return render(request, "timetable/attendance.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request, pk):
    """A draft becomes a session that everyone sees."""
    session = the_session(request, pk)
    require(can_change_session(request.user, session))
    confirm_draft(session, at=timezone.now(), by=request.user)
    messages.success(request, "The session is on the timetable.")
    return redirect(session)


@require_POST
def discard(request, pk):
    """A draft that nobody wants goes."""
    session = the_session(request, pk)
    require(can_change_session(request.user, session))
    discard_draft(session, by=request.user)
    messages.success(request, "The draft is discarded.")
    return redirect(f"{reverse('timetable_list')}?week={session.day:%Y-%m-%d}")


@require_http_methods(["GET", "HEAD", "POST"])
def give_up_place(request, pk):
    """Ask, then free the place of a person who does not come."""
    bookings = visible_bookings(request.user).select_related(
        "session__service__organisation", "session__venue", "person"
    )
    booking = get_object_or_404(bookings, pk=pk)
    require(can_change_session(request.user, booking.session))
    if request.method == "POST":
        cancel_booking(booking, at=timezone.now(), by=request.user)
        messages.success(request, f"The place of card {booking.code} is given up.")
        return redirect(booking.session)
    return render(request, "timetable/give_up.html", {"booking": booking})


def planned_in_words(sessions):
    """How many sessions a new weekly time has made, and when the first is."""
    if not sessions:
        return "The weekly time is saved. Its sessions come onto the timetable eight weeks ahead."
    first = day_words(sessions[0].day)
    if len(sessions) == 1:
        return f"The weekly time is saved. 1 session is on the timetable, on {first}."
    return (
        f"The weekly time is saved. {len(sessions)} sessions are on the timetable,"
        f" the first on {first}."
    )


def the_session(request, pk):
    """A session that the user may see."""
    sessions = visible_sessions(request.user)
    return get_object_or_404(
        sessions.select_related("service__organisation", "venue", "schedule"), pk=pk
    )
