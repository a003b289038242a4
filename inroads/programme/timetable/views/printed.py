"""What is printed for a venue: the poster of a week, and the sheet on which people sign in."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.timetable.forms import WeekFilter
from inroads.programme.timetable.local_time import week_of
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.permissions import can_take_attendance
from inroads.programme.timetable.queries import kept_bookings, sessions_between
from inroads.programme.timetable.views.sessions import EARLIEST, LATEST, the_session

# Lines for those who come without a place, and at least so many on the whole sheet.
EMPTY_LINES, MOST_LINES = 6, 14


@require_safe
def posters(request):
    """The venues, each with its poster of this week and of the next."""
    monday, _ = week_of(today())
    context = {"venues": open_venues().order_by("name"), "next_week": monday + timedelta(weeks=1)}
    return render(request, "timetable/posters.html", context)


@require_safe
def poster(request, venue):
    """What happens at a venue in one week, to be hung by the door; in large print if it is asked for."""
    venue = get_object_or_404(Venue, pk=venue)
    week = WeekFilter(request.GET).chosen().get("week") or today()
    monday, sunday = week_of(min(max(week, EARLIEST), LATEST))
    planned = Session.objects.filter(venue=venue, status=Session.Status.PLANNED)
    sessions = sessions_between(monday, sunday, planned).prefetch_related("service__topics")
    context = {
        "venue": venue,
        "monday": monday,
        "sunday": sunday,
        "week_before": monday - timedelta(weeks=1),
        "week_after": monday + timedelta(weeks=1),
        "sessions": sessions,
        "is_large": "large" in request.GET,
    }
    return render(request, "timetable/poster.html", context)


@require_safe
def sign_in_sheet(request, pk):
    """A line for each card, and empty lines; whoever reads it over a shoulder reads no name that we know."""
    session = the_session(request, pk)
    require(can_take_attendance(request.user, session))
    cards = list(kept_bookings(session))
    lines = range(len(cards) + 1, max(len(cards) + EMPTY_LINES, MOST_LINES) + 1)
    context = {"session": session, "cards": cards, "lines": lines}
    return render(request, "timetable/sign_in_sheet.html", context)
