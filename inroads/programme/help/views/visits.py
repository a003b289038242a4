"""Home visits: in by the champion's link or signed in, and all who are out there for the coordinator."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import Refused, require
from inroads.programme.champions.queries import telephone_of
from inroads.programme.help.actions import begin_visit, end_visit, stay_longer
from inroads.programme.help.forms_visits import VisitForm
from inroads.programme.help.permissions import can_key_helps
from inroads.programme.help.views.recording import by_link, the_own_champion
from inroads.programme.help.visiting import open_visits

EXTRA_MINUTES = 30


@csrf_exempt
@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def by_a_link(request, link, at, *, secret):
    """With their own link, without signing in."""
    here, back = reverse("help_visit", args=[secret]), reverse("help_record", args=[secret])
    return asked(request, link.champion, at, by=link, here=here, back=back, public=True)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """Signed in: the same page."""
    champion, here = the_own_champion(request), reverse("help_mine_visit")
    return asked(
        request, champion, timezone.now(), by=request.user, here=here, back="/", public=False
    )


def asked(request, champion, at, *, by, here, back, public):
    """In, longer, out: one button each."""
    visit, refusal = champion.visits.filter(ended_at=None).first(), ""
    answers = {"out", "longer"} & set(request.POST)
    if request.method == "POST" and bool(visit) != bool(answers):
        return redirect(here)  # sent twice: what it asks has been done
    form = VisitForm(request.POST if request.method == "POST" and not visit else None)
    if visit and answers:
        try:
            if "out" in answers:
                end_visit(visit, at=at, by=by)
            else:
                stay_longer(visit, minutes=EXTRA_MINUTES, at=at, by=by)
            return redirect(here)
        except Refused as said:
            refusal = str(said)
    if form.is_valid():
        with form.showing_refusal():
            begin_visit(champion, **form.cleaned_data, at=at, by=by)
            return redirect(here)
    context = {
        "form": form,
        "visit": visit,
        "is_overdue": bool(visit and visit.due_at < at),
        "extra": EXTRA_MINUTES,
        "back": back,
        "public": public,
        "refusal": refusal,
    }
    return render(request, "help/visit.html", context, status=422 if form.errors else 200)


@require_safe
def list_visits(request):
    """Who is on a home visit now, whoever is due first."""
    require(can_key_helps(request.user))
    found = open_visits().prefetch_related("champion__person__contact_ways")
    at = timezone.now()
    rows = [(one, telephone_of(one.champion.person), one.due_at < at) for one in found]
    return render(request, "help/visits.html", {"rows": rows})


@require_POST
def end(request, pk):
    """Somebody has spoken with them: they are out and safe."""
    require(can_key_helps(request.user))
    visit = get_object_or_404(open_visits(), pk=pk)
    end_visit(visit, at=timezone.now(), by=request.user)
    messages.success(request, f"{visit.champion} is out and safe.")
    return redirect("help_visits")
