"""The front page: today's page for whoever is signed in, what this is for everybody else."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import today
from inroads.foundations.people.actions import look_at
from inroads.foundations.people.permissions import visible_people
from inroads.overview.home import permissions, queries
from inroads.overview.home.contents import contents_for
from inroads.overview.home.first_steps import first_steps
from inroads.overview.progress.figures import HELPS
from inroads.overview.progress.views import public, total_now
from inroads.programme.champions.joining import joining, tip_of
from inroads.programme.champions.permissions import visible_champions
from inroads.programme.champions.queries import uncovered_sessions
from inroads.programme.help.concerns import concerns_waiting, late_concerns
from inroads.programme.help.permissions import can_see_concerns, own_champion
from inroads.programme.help.queries import recorded_within_a_day
from inroads.programme.help.visiting import overdue_visits

# What a search engine may show: the front page and the figures, nothing that belongs to somebody.
ROBOTS = "User-agent: *\nAllow: /$\nAllow: /progress/\nAllow: /static/\nDisallow: /\n"


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today's page, or the public front page."""
    if request.user.is_authenticated:
        return render(request, "home/today.html", todays_page(request.user))
    context = {"helps": total_now(HELPS), "helpline_link": telephone_link(settings.HELPLINE)}
    return public(request, render(request, "home/public.html", context))


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Every page that the user has beyond the navigation."""
    return render(request, "home/more.html", {"contents": contents_for(request.user)})


@require_safe
def person(request, pk):
    """What was done with and for one person; the look is written down."""
    found = get_object_or_404(visible_people(request.user), pk=pk)
    look_at(found, by=request.user)
    context = {"person": found, "story": queries.story_of(request.user, found, today())}
    return render(request, "home/person.html", context)


def todays_page(user) -> dict:
    """The parts of the day for each role that the user has; a part that is not theirs is None."""
    on = today()
    parts: dict = {"today": on, "manages": permissions.manages_programme(user)}
    parts["programme"] = parts["champion"] = parts["referrer"] = None
    parts["organisations"] = parts["history"] = parts["concerns"] = None
    if permissions.sees_programme(user):
        parts["programme"] = programme_today(user, on)
    if permissions.is_champion(user):
        sessions = queries.own_sessions(user, timezone.now())
        parts["champion"] = {
            "sessions": sessions,
            "comes": queries.who_comes(user, sessions),
            "helps": queries.own_helps_this_week(user, on),
            "helps_lately": queries.own_helps_lately(user, on),
            "tip": tip_of(on),
            "thanks": queries.own_thanks(user),
            "own": own_champion(user),
        }
    if permissions.refers_for_partner(user):
        parts["referrer"] = {"sent": queries.own_referrals(user, on)}
    if permissions.administers_partner(user):
        parts["organisations"] = queries.own_organisations(user)
    if can_see_concerns(user):
        parts["concerns"] = concerns_waiting(timezone.now())
    if permissions.audits(user):
        parts["history"] = queries.events_today(on)
    return parts


def programme_today(user, on: date) -> dict:
    """What the day needs of the programme; in a place that is not set up, the first steps."""
    promises = queries.promises_to_keep(user, on)
    uncovered = list(uncovered_sessions(on, on + timedelta(days=1)))
    helps = queries.helps_this_week(on)
    champions = queries.champions_and_active(timezone.now())
    unrecorded = queries.unrecorded_yesterday(on)
    steps = first_steps(on)
    is_ready = all(step.is_done for step in steps)
    return {
        "promises": promises,
        "uncovered": uncovered[: queries.MOST_IN_A_MORNING],
        "uncovered_in_all": len(uncovered),
        "unrecorded": unrecorded[: queries.MOST_IN_A_MORNING],
        "unrecorded_in_all": len(unrecorded),
        "recorded": recorded_within_a_day(timezone.now()),
        "late_concerns": late_concerns(timezone.now()),
        "overdue_visits": overdue_visits(timezone.now()).count(),
        "joining": joining(visible_champions(user)).count(),
        "helps": helps,
        "champions": champions,
        "steps": steps,
        "is_ready": is_ready,
        "has_numbers": is_ready or promises.first or uncovered or helps or champions["all"],
    }


def telephone_link(number: str) -> str:
    """What a telephone needs in order to ring this number.

    >>> telephone_link("01632 960 001")
    'tel:+441632960001'
    """
    digits = "".join(mark for mark in number if mark.isdigit() or mark == "+")
    return "tel:" + (f"+44{digits[1:]}" if digits.startswith("0") else digits)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this installation can answer, for a machine that asks: yes or no, and nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})


@login_not_required
@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
