"""Cover on screen: what the sessions of a week rest on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.places.queries import councils
from inroads.overview.planning.covering import cover_of
from inroads.overview.planning.forms import ReachForm
from inroads.overview.planning.permissions import can_see_cover
from inroads.overview.planning.reaching import groups_of, small_areas_of


@require_safe
def cover(request: HttpRequest, code: str) -> HttpResponse:
    """What the sessions of a week rest on."""
    council = get_object_or_404(councils(), code=code)
    require(can_see_cover(request.user))
    form = ReachForm(request.GET, groups=groups_of(council), on=today())
    context: dict = {"council": council, "form": form, "cover": None}
    if form.is_valid():
        areas = small_areas_of(council)
        context |= {"cover": cover_of(council, areas, form.asked), "areas": len(areas)}
    return render(request, "planning/cover.html", context, status=422 if form.errors else 200)
