"""A worry about somebody's safety: raised by anybody in one tap, read by the safeguarding lead alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require
from inroads.programme.help.actions import acknowledge_concern, close_concern, raise_concern
from inroads.programme.help.concerns import whom_to_ring
from inroads.programme.help.forms import ConcernForm, OutcomeForm
from inroads.programme.help.permissions import can_see_concerns, visible_concerns
from inroads.programme.help.views.recording import by_link

PER_PAGE = 25


@csrf_exempt
@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def by_a_link(request, link, at, *, secret):
    """A champion worries about somebody they help."""
    champion = link.champion
    back = reverse("help_record", args=[secret])
    given = {"raised_by": champion, "venue": champion.venue, "by": link}
    return raised(request, at, back=back, public=True, **given)


@require_http_methods(["GET", "HEAD", "POST"])
def signed_in(request):
    """Anybody who signs in may worry too."""
    at = timezone.now()
    return raised(request, at, back="/", public=False, raised_by=request.user, by=request.user)


def raised(request, at, *, back, public, **given):
    """The page with the one button, and the answer to it."""
    form = ConcernForm(request.POST or None)
    context = {"form": form, "back": back, "public": public, "is_raised": False}
    if form.is_valid():
        with form.showing_refusal():
            raise_concern(**form.cleaned_data, at=at, **given)
            return render(request, "help/concern.html", context | {"is_raised": True})
    status = 422 if form.errors else 200
    return render(request, "help/concern.html", context, status=status)


@require_safe
def list_concerns(request):
    """Those that wait first, the oldest before the others; then the closed ones."""
    require(can_see_concerns(request.user))
    concerns = visible_concerns(request.user).select_related("venue")
    waiting = concerns.filter(closed_at=None).order_by("raised_at")
    at = timezone.now()
    closed = Paginator(concerns.exclude(closed_at=None), PER_PAGE)
    context = {
        "waiting": [(one, one.is_late(at)) for one in waiting],
        "page": closed.get_page(request.GET.get("page")),
    }
    return render(request, "help/concerns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, sender_id):
    """One concern, whom to ring, and what was done."""
    concern = the_concern(request, sender_id)
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            close_concern(concern, **form.cleaned_data, at=timezone.now(), by=request.user)
            messages.success(request, "The concern is closed.")
            return redirect("help_concerns")
    name, phone = whom_to_ring(concern)
    at = timezone.now()
    context = {
        "concern": concern,
        "form": form,
        "name": name,
        "phone": phone,
        "is_late": concern.is_late(at),
    }
    return render(request, "help/concern_show.html", context, status=422 if form.errors else 200)


@require_POST
def acknowledge(request, sender_id):
    """The lead has it."""
    concern = the_concern(request, sender_id)
    acknowledge_concern(concern, at=timezone.now(), by=request.user)
    messages.success(request, "Acknowledged. Ring them now.")
    return redirect("help_concern_show", concern.sender_id)


def the_concern(request, sender_id):
    """A concern that the user may read."""
    concerns = visible_concerns(request.user).select_related("venue")
    return get_object_or_404(concerns, sender_id=sender_id)
