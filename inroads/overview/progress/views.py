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
from inroads.overview.progress.figures import HELPS, REFERRALS, Figure, Value, period_at

KEPT_SECONDS = 600


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every figure that we publish."""
    values = [value_now(HELPS), value_now(REFERRALS)]
    context = {"shown": [(value, chart_of(value)) for value in values]}
    return public(request, render(request, "progress/index.html", context))


@login_not_required
@require_safe
def helps_csv(request: HttpRequest) -> HttpResponse:
    """The helps as a file."""
    return public(request, csv_response(*file_of(value_now(HELPS))))


@login_not_required
@require_safe
def referrals_csv(request: HttpRequest) -> HttpResponse:
    """The referrals as a file."""
    return public(request, csv_response(*file_of(value_now(REFERRALS))))


def value_now(figure: Figure) -> Value:
    """The figure as it stands, counted anew every ten minutes at most."""
    period = period_at(timezone.now())
    key = f"progress:{figure.name}:{figure.version}:{period.until:%Y-%m-%d}"
    value = cache.get(key)
    if value is None:
        value = figure.value(period)
        cache.set(key, value, KEPT_SECONDS)
    return value


def public(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nobody's own page may be kept on the way; a page for everybody may."""
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response
