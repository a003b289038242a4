"""The pages on which the history is read."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.history.exports import history_csv
from inroads.foundations.history.forms import HistoryForm
from inroads.foundations.history.permissions import can_read_history
from inroads.foundations.history.queries import chosen_events, in_words

ON_A_PAGE = 25


@require_safe
def list_events(request):
    """Who did what, when and why; the latest first."""
    require(can_read_history(request.user))
    form, events = asked_for(request)
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "entries": in_words(page.object_list),
        "asked": without_page(request),
    }
    return render(request, "history/list.html", context, status=422 if form.errors else 200)


@require_safe
def export(request):
    """The same events as a spreadsheet."""
    require(can_read_history(request.user))
    _, events = asked_for(request)
    return history_csv(events)


def asked_for(request):
    """The filter that was filled in, and the events that pass it; none if it makes no sense."""
    form = HistoryForm(request.GET or None)
    if not form.is_bound:
        return form, chosen_events()
    return form, chosen_events(**form.cleaned_data) if form.is_valid() else chosen_events().none()


def without_page(request) -> str:
    """The query of this address without the number of the page, to be carried along."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
