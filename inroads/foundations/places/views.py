"""The pages about councils, areas, venues and postcodes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods

from inroads.foundations.core.rules import require
from inroads.foundations.places.actions import add_venue, change_venue
from inroads.foundations.places.forms import FindVenueForm, PostcodeForm, VenueForm
from inroads.foundations.places.loaded import changes_loaded, loaded_by_council, statistics_loaded
from inroads.foundations.places.models import DAYS, AreaKind, StatisticValue, Venue
from inroads.foundations.places.permissions import (
    can_add_venue,
    can_change_venue,
    can_load_places,
    visible_areas,
    visible_venues,
)
from inroads.foundations.places.queries import (
    councils,
    find_postcode,
    parishes,
    parts_of,
    small_areas,
    venues_near,
    wards,
)

NEAREST = 5
SESSIONS = "timetable_list"
PARTS: dict[str, str] = {
    AreaKind.LSOA: "Its small areas",
    AreaKind.WARD: "Its wards",
    AreaKind.COUNCIL: "Its councils",
}


@require_GET
def index(request):
    """What is loaded, by council, and where each statistic comes from."""
    page = Paginator(councils(), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "loaded": loaded_by_council(list(page)),
        "statistics": statistics_loaded(),
        "changes": sum(changes_loaded().values()),
        "may_load": can_load_places(request.user),
    }
    return render(request, "places/index.html", context)


@require_GET
def council(request, code):
    """One council: what is loaded of it, and its small areas."""
    area = get_object_or_404(visible_areas(request.user), kind=AreaKind.COUNCIL, code=code)
    page = Paginator(small_areas(area), 50).get_page(request.GET.get("page"))
    [loaded] = loaded_by_council([area])
    context = {"area": area, "loaded": loaded, "page": page}
    context |= {"wards": wards(area), "parishes": parishes(area)}
    return render(request, "places/council.html", context)


@require_GET
def area(request, pk):
    """One area, with every statistic about it, its source, its unit and its vintage."""
    found = visible_areas(request.user).select_related("parent", "council")
    area = get_object_or_404(found, pk=pk)
    values = StatisticValue.objects.filter(area=area).select_related("statistic")
    parts = list(parts_of(area))
    context = {
        "area": area,
        "parts": parts,
        "parts_title": PARTS.get(parts[0].kind, "") if parts else "",
        "venues": visible_venues(request.user).filter(ward=area),
        "values": values.order_by("statistic__title"),
        "became": area.became.select_related("after").order_by("after__name"),
        "was": area.was.select_related("before").order_by("before__name"),
    }
    return render(request, "places/area.html", context)


@require_GET
def venues(request):
    """Every venue, or those whose name or postcode holds what was typed."""
    form = FindVenueForm(request.GET if "text" in request.GET else None)
    found = visible_venues(request.user).select_related("ward")
    wanted = form.cleaned_data["text"] if form.is_valid() else ""
    if wanted:
        found = found.filter(name__icontains=wanted) | found.filter(postcode__icontains=wanted)
    page = Paginator(found.order_by("name"), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "find": form,
        "may_add": can_add_venue(request.user),
    }
    return render(request, "places/venues.html", context)


@require_GET
def venue(request, pk):
    """One venue."""
    found = visible_venues(request.user).select_related("ward")
    venue = get_object_or_404(found, pk=pk)
    context = {
        "venue": venue,
        "sessions_url": sessions_at(venue),
        "may_change": can_change_venue(request.user, venue),
    }
    return render(request, "places/venue.html", context)


def sessions_at(venue: Venue) -> str:
    """Where the sessions at a venue are listed, by an app above this one; "" if there is none."""
    try:
        return f"{reverse(SESSIONS)}?venue={venue.pk}"
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "POST"])
def add(request):
    """Add a venue."""
    require(can_add_venue(request.user))
    form = VenueForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            venue = add_venue(**form.cleaned_data, by=request.user)
            messages.success(request, "The venue was added.")
            return redirect(venue)
    context = {"form": form, "venue": None}
    return render(request, "places/venue_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request, pk):
    """Change a venue."""
    venue = get_object_or_404(visible_venues(request.user), pk=pk)
    require(can_change_venue(request.user, venue))
    kept = {name: getattr(venue, name) for name in VenueForm.base_fields}
    hours = {day: venue.opening.get(day, "") for day in DAYS}
    form = VenueForm(request.POST or None, initial=kept | hours)
    if form.is_valid():
        with form.showing_refusal():
            change_venue(venue, **form.cleaned_data, by=request.user)
            messages.success(request, "The venue was changed.")
            return redirect(venue)
    context = {"form": form, "venue": venue}
    return render(request, "places/venue_form.html", context, status=422 if form.errors else 200)


@require_GET
def postcodes(request):
    """Where a postcode is, which areas it lies in, and the venues nearest to it."""
    form = PostcodeForm(request.GET if "postcode" in request.GET else None)
    found, near = None, []
    if form.is_valid():
        found = find_postcode(form.cleaned_data["postcode"])
        if found:
            near = venues_near(found.lat, found.lon)[:NEAREST]
    asked = form.cleaned_data["postcode"] if form.is_valid() else ""
    context = {"form": form, "found": found, "near": near, "asked": asked}
    return render(request, "places/postcodes.html", context, status=422 if form.errors else 200)
