"""The page behind the QR code at a venue: a help is counted with two taps; and the codes themselves."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.design.codes import qr_code
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.help.actions import make_venue_link, record_help, revoke_venue_link
from inroads.programme.help.forms import KioskForm
from inroads.programme.help.kiosk import (
    MOST_AT_A_VENUE,
    TOPICS_SHOWN,
    counted_lately,
    opened_venue_link,
    session_on_at,
)
from inroads.programme.help.models import HelpRecord, VenueLink
from inroads.programme.help.permissions import can_key_helps
from inroads.programme.help.queries import topics_at
from inroads.programme.help.views.recording import unlinked
from inroads.programme.help.wording import venue_address_of


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def count(request, secret):
    """Anybody at the venue counts a help; there is no cookie that another site could ride on."""
    link = opened_venue_link(secret)
    if link is None:
        return unlinked(render(request, "help/kiosk_closed.html", status=404))
    at, venue = timezone.now(), link.venue
    topics = topics_at(venue, at)[:TOPICS_SHOWN]
    form = KioskForm(request.POST or None, topics=topics, initial={"sender_id": uuid4()})
    context = {"venue": venue, "form": form, "is_counted": "counted" in request.GET}
    if request.method == "POST" and counted_lately(venue, at) >= MOST_AT_A_VENUE:
        form.add_error(None, "That was very fast. Wait a few minutes, then tap again")
        return unlinked(render(request, "help/kiosk.html", context, status=429))
    if form.is_valid():
        with form.showing_refusal():
            record_help(
                **form.cleaned_data,
                minutes=HelpRecord.Minutes.QUARTER,
                given_at=at,
                received_at=at,
                door=HelpRecord.Door.KIOSK,
                session=session_on_at(venue, at),
                venue=venue,
                by=link,
            )
            return unlinked(redirect(reverse("help_kiosk", args=[secret]) + "?counted"))
    status = 422 if form.errors else 200
    return unlinked(render(request, "help/kiosk.html", context, status=status))


@require_safe
def codes(request):
    """Which venues have a QR code on the wall."""
    require(can_key_helps(request.user))
    venues = open_venues().prefetch_related("links").order_by("name")
    listed = [(venue, [one for one in venue.links.all() if not one.revoked_at]) for venue in venues]
    return render(request, "help/kiosk_codes.html", {"venues": listed})


@require_POST
def make(request, venue):
    """A new code; this answer is the only place where its address is ever shown."""
    require(can_key_helps(request.user))
    venue = get_object_or_404(Venue, pk=venue)
    link, secret = make_venue_link(venue, at=timezone.now(), by=request.user)
    address = venue_address_of(secret)
    context = {"venue": link.venue, "address": address, "code": qr_code(address)}
    return render(request, "help/kiosk_made.html", context)


@require_POST
def revoke(request, pk):
    """The code on the wall stops working."""
    require(can_key_helps(request.user))
    link = revoke_venue_link(
        get_object_or_404(VenueLink.objects.select_related("venue"), pk=pk),
        at=timezone.now(),
        by=request.user,
    )
    messages.success(request, f"The code at {link.venue} no longer works. Take it off the wall.")
    return redirect("help_kiosk_codes")
