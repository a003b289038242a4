"""The public figures, for anybody: as pages and as files."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from inroads.foundations.exchange.exports import csv_response
from inroads.overview.progress.charts import chart_of
from inroads.overview.progress.exports import file_of
from inroads.overview.progress.figures import (
    HELPS,
    REFERRALS,
    Figure,
    Period,
    Value,
    quarter_at,
    year_at,
)

KEPT_SECONDS = 600


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every figure that we publish."""
    shown = []
    for figure in (HELPS, REFERRALS):
        wards = by_ward_now(figure)
        shown.append((total_now(figure), wards, chart_of(wards)))
    context = {"shown": shown}
    return public(request, render(request, "progress/index.html", context))


@login_not_required
@require_safe
def helps_csv(request: HttpRequest) -> HttpResponse:
    """The helps as a file."""
    return public(request, csv_response(*file_of(by_ward_now(HELPS))))


@login_not_required
@require_safe
def referrals_csv(request: HttpRequest) -> HttpResponse:
    """The referrals as a file."""
    return public(request, csv_response(*file_of(by_ward_now(REFERRALS))))


def total_now(figure: Figure) -> Value:
    """The figure of the whole place, this year so far."""
    return kept(figure, "total", year_at(timezone.now()))


def by_ward_now(figure: Figure) -> Value:
    """The figure of each ward in the last quarter that is counted."""
    return kept(figure, "by_ward", quarter_at(timezone.now()))


def kept(figure: Figure, part: str, period: Period) -> Value:
    """What this part of the figure came to, counted anew every ten minutes at most."""
    key = f"progress:{figure.name}:{figure.version}:{part}:{period.until:%Y-%m-%d}"
    value = cache.get(key)
    if value is None:
        value = getattr(figure, part)(period)
        cache.set(key, value, KEPT_SECONDS)
    return value


def public(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nobody's own page may be kept on the way; a page for everybody may."""
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response
