"""Need on screen: a council's map and table, one area's reasons, the table as a file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.design.pictures import SVG_TYPE, picture_of
from inroads.foundations.exchange.exports import csv_response, download
from inroads.foundations.places.models import Area
from inroads.foundations.places.queries import councils
from inroads.overview.planning.drawings import (
    chart_of,
    download_of,
    lifts,
    map_of,
    notes_of,
    reasons_of,
    row_of,
    rows_of,
)
from inroads.overview.planning.forms import FindCouncilForm, NeedForm, ReachForm, days_in_words
from inroads.overview.planning.indicators import standard_missing
from inroads.overview.planning.larger_areas import kinds_of
from inroads.overview.planning.nearby import help_near
from inroads.overview.planning.permissions import can_keep_runs, can_see_need
from inroads.overview.planning.queries import (
    FIRST_AREAS,
    Need,
    indicators_of,
    need_of,
    outline_of,
    postcodes_of,
    venues_of,
)
from inroads.overview.planning.reaching import groups_of

PAGE = 25


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
    context["may_keep"] = can_keep_runs(request.user)
    context["has_others"] = councils().exclude(pk=council.pk).exists()
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
    journey = journey_of(request, council)
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
        "nearby": help_near(row.area, journey.asked, today()),
        "asked": journey.asked,
        "days": days_in_words(journey.asked.days),
        "reach_url": reverse("planning_reach", args=[council.code]) + journey.address,
        "postcodes": postcodes_of(row.area),
        "council_url": reverse("planning_need", args=[council.code]) + form.address,
    }
    return render(request, "planning/need_area.html", context)


def journey_of(request: HttpRequest, council: Area) -> ReachForm:
    """The journey that the address chooses, as it does beside reach; the usual one if it makes no sense."""
    groups, larger = groups_of(council), kinds_of(council)
    form = ReachForm(request.GET, groups=groups, on=today(), larger=larger)
    if not form.is_valid():
        form = ReachForm({}, groups=groups, on=today(), larger=larger)
        form.full_clean()
    return form


@require_safe
def need_download(request: HttpRequest, code: str) -> HttpResponse:
    council, _, found = asked(request, code)
    if not found:
        return redirect("planning_need", council.code)
    return csv_response(f"need-{council.name}", *download_of(found))


@require_safe
def need_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The map for a report, with its key and what must be said beside it."""
    council, form, found = asked(request, code)
    if not found:
        return redirect("planning_need", council.code)
    drawing = map_of(found, outline_of(council, found.areas), venues_of(council), form.address)
    picture = picture_of(drawing, notes_of(found, today()))
    return download(f"need-{council.name}.svg", SVG_TYPE, picture)


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
