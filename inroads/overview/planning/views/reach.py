"""Need beside reach on screen: the map of two things, its table, the table as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.design.maps import AreaMap
from inroads.foundations.design.pictures import SVG_TYPE, picture_of
from inroads.foundations.exchange.exports import csv_response, download
from inroads.foundations.places.models import Area
from inroads.foundations.places.queries import councils
from inroads.overview.planning.answering.method import chosen_in_words
from inroads.overview.planning.drawings import notes_of
from inroads.overview.planning.forms import ReachForm
from inroads.overview.planning.larger_areas import (
    PLURAL,
    LargerArea,
    file_of_larger_areas,
    kinds_of,
    larger_areas_of,
    map_of_larger_areas,
)
from inroads.overview.planning.permissions import can_keep_runs, can_see_cover, can_see_need
from inroads.overview.planning.queries import (
    FIRST_AREAS,
    Need,
    indicators_of,
    need_of,
    outline_of,
)
from inroads.overview.planning.reach_drawings import (
    download_of_reach,
    group_in_words,
    map_of_reach,
    rows_of_reach,
    summary_of,
)
from inroads.overview.planning.reaching import Reach, groups_of, reach_of


@require_safe
def reach(request: HttpRequest, code: str) -> HttpResponse:
    """Need beside the help that is on in a week."""
    council, form, need_found, found = asked_of_reach(request, code)
    context = {"council": council, "form": form, "need": need_found, "reach": found}
    context["may_keep"] = can_keep_runs(request.user)
    context["may_see_cover"] = can_see_cover(request.user)
    if need_found and found:
        most = None if "all" in request.GET else FIRST_AREAS
        larger = larger_areas_of(form.by, need_found, found) if form.by else []
        context |= {
            "map": drawn(form, need_found, found, larger),
            "larger": larger,
            "kind": form.by,
            "plural": PLURAL[form.by] if form.by else "",
            "looked_at": chosen_in_words(form),
            "summary": summary_of(need_found, found),
            "group": group_in_words(found),
            "rows": rows_of_reach(need_found, found, form.address, most=most),
            "first": FIRST_AREAS,
            "url_of_all": f"{form.address}{'&' if form.address else '?'}all=1",
            "url_of_first": form.address or request.path,
        }
    return render(request, "planning/reach.html", context, status=422 if form.errors else 200)


@require_safe
def reach_download(request: HttpRequest, code: str) -> HttpResponse:
    council, form, need_found, found = asked_of_reach(request, code)
    if not need_found or not found:
        return redirect("planning_reach", council.code)
    if form.by:
        larger = larger_areas_of(form.by, need_found, found)
        name = f"reach-{council.name}-{PLURAL[form.by]}"
        return csv_response(name, *file_of_larger_areas(form.by, larger))
    return csv_response(f"reach-{council.name}", *download_of_reach(need_found, found))


@require_safe
def reach_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The map for a report, with its key and what must be said beside it."""
    council, form, need_found, found = asked_of_reach(request, code)
    if not need_found or not found:
        return redirect("planning_reach", council.code)
    larger = larger_areas_of(form.by, need_found, found) if form.by else []
    drawing = drawn(form, need_found, found, larger)
    notes = [*summary_of(need_found, found), *notes_of(need_found, today())]
    return download(f"reach-{council.name}.svg", SVG_TYPE, picture_of(drawing, notes))


def drawn(form: ReachForm, need: Need, found: Reach, larger: list[LargerArea]) -> AreaMap:
    """The map by small areas, or by the larger ones that were asked for."""
    drawing = map_of_reach(need, found, outline_of(need.council, need.areas), form.address)
    if not form.by:
        return drawing
    known = [each.area for each in larger if each.area]
    own = outline_of(need.council, known) if known else drawing.outline
    return map_of_larger_areas(drawing, form.by, larger, own)


def asked_of_reach(
    request: HttpRequest, code: str
) -> tuple[Area, ReachForm, Need | None, Reach | None]:
    """The council, what was asked, its need by the standard weights, and its reach."""
    council = get_object_or_404(councils(), code=code)
    require(can_see_need(request.user))
    form = ReachForm(request.GET, groups=groups_of(council), on=today(), larger=kinds_of(council))
    indicators = indicators_of(council)
    weights = [one.weight for one in indicators]
    if not form.is_valid() or not any(weights):
        return council, form, None, None
    found = need_of(council, indicators, weights, everywhere=False)
    return council, form, found, reach_of(council, found.areas, form.asked)
