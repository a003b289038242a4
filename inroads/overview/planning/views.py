"""Need and reach on screen: a council's maps and tables, one area's reasons, the tables as files."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.exchange.exports import csv_response
from inroads.foundations.places.models import Area
from inroads.foundations.places.queries import councils
from inroads.overview.planning.covering import cover_of
from inroads.overview.planning.drawings import (
    chart_of,
    download_of,
    lifts,
    map_of,
    reasons_of,
    row_of,
    rows_of,
)
from inroads.overview.planning.forms import FindCouncilForm, NeedForm, ReachForm
from inroads.overview.planning.indicators import standard_missing
from inroads.overview.planning.nearby import NEAR_MILES, help_near
from inroads.overview.planning.permissions import can_see_cover, can_see_need
from inroads.overview.planning.queries import (
    Need,
    indicators_of,
    need_of,
    outline_of,
    venues_of,
)
from inroads.overview.planning.reach_drawings import (
    download_of_reach,
    group_in_words,
    map_of_reach,
    rows_of_reach,
    summary_of,
)
from inroads.overview.planning.reaching import Reach, groups_of, reach_of, small_areas_of

PAGE = 25
# The table begins with as many areas; `?all=1` shows the rest. The map and the file hold every one.
FIRST_AREAS = 25


@require_safe
def need_councils(request: HttpRequest) -> HttpResponse:
    require(can_see_need(request.user))
    loaded = councils()
    form = FindCouncilForm(request.GET if "name" in request.GET else None)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    page = Paginator(loaded.filter(name__icontains=name), PAGE).get_page(request.GET.get("page"))
    if not form.is_bound and page.paginator.count == 1:
        return redirect("planning_need", page[0].code)
    context = {"page": page, "form": form, "name": name}
    return render(request, "planning/councils.html", context, status=422 if form.errors else 200)


@require_safe
def need(request: HttpRequest, code: str) -> HttpResponse:
    council, form, found = asked(request, code)
    context = {"council": council, "form": form, "need": found}
    if found:
        outline = outline_of(council, found.areas)
        context |= {
            "map": map_of(found, outline, venues_of(council), form.address),
            "rows": rows_of(
                found, form.address, most=None if "all" in request.GET else FIRST_AREAS
            ),
            "first": FIRST_AREAS,
            "url_of_all": f"{form.address}{'&' if form.address else '?'}all=1",
            "url_of_first": form.address or request.path,
            "missing": standard_missing(form.indicators),
        }
    return render(request, "planning/need.html", context, status=422 if form.errors else 200)


@require_safe
def need_area(request: HttpRequest, code: str, area: str) -> HttpResponse:
    council, form, found = asked(request, code)
    if not found:
        return redirect("planning_need", council.code)
    if area not in found.places:
        raise Http404
    number = found.places[area]
    row, reasons = row_of(found, number), reasons_of(found, number)
    up, down = lifts(reasons)
    context = {
        "council": council,
        "need": found,
        "row": row,
        "reasons": reasons,
        "chart": chart_of(found, number, reasons),
        "up": up,
        "down": down,
        "nearby": help_near(row.area, timezone.now()),
        "miles": NEAR_MILES,
        "council_url": reverse("planning_need", args=[council.code]) + form.address,
    }
    return render(request, "planning/need_area.html", context)


@require_safe
def need_download(request: HttpRequest, code: str) -> HttpResponse:
    council, _, found = asked(request, code)
    if not found:
        return redirect("planning_need", council.code)
    return csv_response(f"need-{council.name}", *download_of(found))


@require_safe
def reach(request: HttpRequest, code: str) -> HttpResponse:
    """Need beside the help that is on in a week."""
    council, form, need_found, found = asked_of_reach(request, code)
    context = {"council": council, "form": form, "need": need_found, "reach": found}
    context["may_see_cover"] = can_see_cover(request.user)
    if need_found and found:
        outline = outline_of(council, need_found.areas)
        most = None if "all" in request.GET else FIRST_AREAS
        context |= {
            "map": map_of_reach(need_found, found, outline),
            "summary": summary_of(need_found, found),
            "group": group_in_words(found),
            "rows": rows_of_reach(need_found, found, most=most),
            "first": FIRST_AREAS,
            "url_of_all": f"{form.address}{'&' if form.address else '?'}all=1",
            "url_of_first": form.address or request.path,
        }
    return render(request, "planning/reach.html", context, status=422 if form.errors else 200)


@require_safe
def reach_download(request: HttpRequest, code: str) -> HttpResponse:
    council, _, need_found, found = asked_of_reach(request, code)
    if not need_found or not found:
        return redirect("planning_reach", council.code)
    return csv_response(f"reach-{council.name}", *download_of_reach(need_found, found))


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


def asked_of_reach(
    request: HttpRequest, code: str
) -> tuple[Area, ReachForm, Need | None, Reach | None]:
    """The council, what was asked, its need by the standard weights, and its reach."""
    council = get_object_or_404(councils(), code=code)
    require(can_see_need(request.user))
    form = ReachForm(request.GET, groups=groups_of(council), on=today())
    indicators = indicators_of(council)
    weights = [one.weight for one in indicators]
    if not form.is_valid() or not any(weights):
        return council, form, None, None
    found = need_of(council, indicators, weights, everywhere=False)
    return council, form, found, reach_of(council, found.areas, form.asked)


def asked(request: HttpRequest, code: str) -> tuple[Area, NeedForm, Need | None]:
    """The council, what was asked of its index, and the index; none if it was asked wrongly or nothing is loaded."""
    council = get_object_or_404(councils(), code=code)
    require(can_see_need(request.user))
    form = NeedForm(request.GET, council, indicators_of(council))
    if not form.indicators or not form.is_valid():
        return council, form, None
    return (
        council,
        form,
        need_of(council, form.indicators, form.weights, everywhere=form.everywhere),
    )
