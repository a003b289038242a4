"""Calendars for telephones, of a champion's shifts and of the sessions at a venue."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.design.codes import qr_code
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.champions.actions import make_calendar, revoke_calendar
from inroads.programme.champions.calendars import calendar_of, opened_calendar
from inroads.programme.champions.models import CalendarLink
from inroads.programme.champions.permissions import can_list_champions, can_promise
from inroads.programme.champions.views.register import the_champion


@login_not_required
@require_safe
def calendar(request, secret):
    """For whoever knows the secret in the address: the calendar, which names nobody."""
    link = opened_calendar(secret)
    if link is None:
        raise Http404
    answer = HttpResponse(
        calendar_of(link, timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="sessions.ics"'
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@require_safe
def calendars(request):
    """Which venues have a calendar."""
    require(can_list_champions(request.user))
    venues = open_venues().prefetch_related("calendars").order_by("name")
    listed = [
        (venue, [one for one in venue.calendars.all() if not one.revoked_at]) for venue in venues
    ]
    return render(request, "champions/calendars.html", {"venues": listed})


@require_POST
def make_own(request, pk):
    """A champion's calendar; the one before ends."""
    champion = the_champion(request, pk)
    require(can_promise(request.user, champion))
    link, secret = make_calendar(champion=champion, at=timezone.now(), by=request.user)
    return shown(request, link, secret, back=champion.get_absolute_url())


@require_POST
def make(request, venue):
    """A venue's calendar; the one before ends."""
    require(can_list_champions(request.user))
    venue = get_object_or_404(Venue, pk=venue)
    link, secret = make_calendar(venue=venue, at=timezone.now(), by=request.user)
    return shown(request, link, secret, back=reverse("champions_calendars"))


@require_POST
def revoke(request, pk):
    """A venue's calendar answers no longer."""
    require(can_list_champions(request.user))
    links = CalendarLink.objects.filter(champion=None).select_related("venue")
    link = get_object_or_404(links, pk=pk)
    revoke_calendar(link, at=timezone.now(), by=request.user)
    messages.success(request, f"Taken back: the calendar of {link.venue}.")
    return redirect("champions_calendars")


def shown(request, link, secret, *, back):
    """The address, this one time."""
    address = settings.ADDRESS + reverse("champions_calendar", args=[secret])
    context = {
        "link": link,
        "address": address,
        "subscribe": "webcal" + address[address.index("://") :],
        "code": qr_code(address),
        "back": back,
    }
    return render(request, "champions/calendar_made.html", context)
