"""Cover on screen: what the sessions of a week rest on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.exchange.exports import csv_response
from inroads.foundations.places.models import Area
from inroads.foundations.places.queries import councils
from inroads.overview.planning.answering.method import chosen_in_words
from inroads.overview.planning.cover_drawings import (
    file_of_cover,
    map_of_cover,
    mending_in_words,
    sentence_of,
    topics_in_words,
)
from inroads.overview.planning.covering import cover_of
from inroads.overview.planning.forms import ReachForm
from inroads.overview.planning.permissions import can_see_cover
from inroads.overview.planning.queries import outline_of
from inroads.overview.planning.reaching import groups_of, small_areas_of

# So many of each kind are shown at first; `?all=1` shows the rest.
FIRST = 10


@require_safe
def cover(request: HttpRequest, code: str) -> HttpResponse:
    """What the sessions of a week rest on."""
    council, form = asked_of_cover(request, code)
    context: dict = {"council": council, "form": form, "cover": None}
    if form.is_valid():
        areas = small_areas_of(council)
        found = cover_of(council, areas, form.asked, timezone.now())
        outline = outline_of(council, areas)
        most = None if "all" in request.GET else FIRST
        context |= {
            "cover": found,
            "areas": len(areas),
            "map": map_of_cover(council, areas, found, outline) if outline.paths else None,
            "headline": sentence_of(found.worst, form.asked.minutes) if found.worst else "",
            "mending": mending_in_words(found.mending),
            "looked_at": chosen_in_words(form),
            "kinds": [
                (kind, [(each, topics_in_words(each)) for each in alone[:most]], len(alone))
                for kind, alone in found.kinds.items()
            ],
            "url_of_all": f"{form.address}{'&' if form.address else '?'}all=1",
        }
    return render(request, "planning/cover.html", context, status=422 if form.errors else 200)


@require_safe
def cover_download(request: HttpRequest, code: str) -> HttpResponse:
    council, form = asked_of_cover(request, code)
    if not form.is_valid():
        return redirect("planning_cover", council.code)
    found = cover_of(council, small_areas_of(council), form.asked, timezone.now())
    return csv_response(f"cover-{council.name}", *file_of_cover(found))


def asked_of_cover(request: HttpRequest, code: str) -> tuple[Area, ReachForm]:
    council = get_object_or_404(councils(), code=code)
    require(can_see_cover(request.user))
    return council, ReachForm(request.GET, groups=groups_of(council), on=today())
