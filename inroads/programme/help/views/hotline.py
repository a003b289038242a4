"""The console of the hotline: a call is keyed without a mouse, and the caller is told where to go."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.places.queries import find_postcode
from inroads.programme.champions.permissions import visible_champions
from inroads.programme.champions.queries import on_duty
from inroads.programme.help.actions import record_help
from inroads.programme.help.forms import HotlineForm
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.permissions import can_key_helps
from inroads.programme.help.queries import calls_today, topics_at
from inroads.programme.timetable.queries import sessions_near

LONGEST_POSTCODE = 10


@require_http_methods(["GET", "HEAD", "POST"])
def hotline(request):
    """One call after another; nobody's name is asked."""
    require(can_key_helps(request.user))
    at = timezone.now()
    form = HotlineForm(
        request.POST or None, topics=topics_at(None, at), initial={"sender_id": uuid4()}
    )
    if form.is_valid():
        with form.showing_refusal():
            made, _ = record_help(
                **form.cleaned_data,
                given_at=at,
                received_at=at,
                door=HelpRecord.Door.PHONE,
                by=request.user,
            )
            messages.success(request, f"Recorded: {made.topic}. Ready for the next call.")
            return redirect("help_hotline")
    context = {
        "form": form,
        "calls": calls_today(at),
        "duty": on_duty(at, visible_champions(request.user)),
        **found_near(request, at),
    }
    return render(request, "help/hotline.html", context, status=422 if form.errors else 200)


@require_safe
def near(request):
    """The sessions nearest to a caller, as their postcode is typed."""
    require(can_key_helps(request.user))
    return render(request, "help/_near.html", found_near(request, timezone.now()))


def found_near(request, at):
    """The next sessions near the postcode that is asked for, if it is one."""
    text = request.GET.get("postcode", "")[:LONGEST_POSTCODE].strip()
    home = find_postcode(text) if text else None
    near = sessions_near(home.lat, home.lon, at) if home else []
    return {"postcode": text, "home": home, "near": near}
