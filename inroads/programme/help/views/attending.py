"""Who came, ticked off by the champion who is there: by the code on each card, and by no name."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inroads.programme.help.views.recording import by_link, the_own_champion
from inroads.programme.timetable.actions import take_attendance
from inroads.programme.timetable.forms import AttendanceForm
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.queries import EARLY, Place, kept_bookings

# So long after its end a session can still be ticked off.
LATE = timedelta(days=2)


@csrf_exempt
@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def by_a_link(request, link, at, *, secret):
    """With their own link, without signing in."""
    here, back = reverse("help_attendance", args=[secret]), reverse("help_record", args=[secret])
    return asked(request, link.champion, at, by=link, here=here, back=back, public=True)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """Signed in: the same page."""
    champion, here = the_own_champion(request), reverse("help_mine_attendance")
    return asked(
        request, champion, timezone.now(), by=request.user, here=here, back="/", public=False
    )


def asked(request, champion, at, *, by, here, back, public):
    """The session that the champion promised and that is on or just over: one tap for each who came."""
    session = session_to_tick(champion, at)
    context = {"session": session, "back": back, "public": public, "is_kept": "kept" in request.GET}
    if session is None:
        return render(request, "help/attendance.html", context)
    places = [Place(one, None, was_told=False) for one in kept_bookings(session)]
    form = AttendanceForm(request.POST or None, session=session, places=places)
    if form.is_valid():
        with form.showing_refusal():
            take_attendance(session, **form.attendance(), at=at, by=by)
            return redirect(here + "?kept")
    status = 422 if form.errors else 200
    return render(request, "help/attendance.html", context | {"form": form}, status=status)


def session_to_tick(champion, at):
    """The last that began of those they promised, if it is not over for long."""
    promised = Session.objects.filter(
        shifts__champion=champion,
        status=Session.Status.PLANNED,
        starts_at__lte=at + EARLY,
        ends_at__gt=at - LATE,
    )
    return promised.select_related("service", "venue").order_by("-starts_at").first()
