"""The pages of the outbox."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.notifications.actions import (
    mark_all_posted,
    mark_posted,
    read_message,
    read_messages,
    retry_message,
)
from inroads.foundations.notifications.forms import StatusForm
from inroads.foundations.notifications.permissions import can_see_outbox, visible_messages
from inroads.foundations.notifications.queries import (
    counted_by_status,
    latest_first,
    letters_to_print,
    not_shown,
)

ON_A_PAGE = 25
# As many letters as go into one print.
PRINTED_TOGETHER = 100


@require_safe
def list_messages(request):
    """The outbox, the latest first, narrowed down to one state."""
    require(can_see_outbox(request.user))
    form = StatusForm(request.GET or None)
    status = form.cleaned_data["status"] if form.is_bound and form.is_valid() else ""
    seen = visible_messages(request.user)
    chosen = seen.filter(status=status) if status else seen
    context = {
        "form": form,
        "status": status,
        "page": Paginator(latest_first(chosen).select_related("person"), ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "counts": counted_by_status(seen),
        "not_shown": not_shown(seen),
        "letters": letters_to_print(seen).count(),
    }
    return render(request, "notifications/list.html", context, status=422 if form.errors else 200)


@require_safe
def show(request, reference: UUID):
    """What was sent or would have been, as it looks where it arrives. The look is recorded."""
    message = get_object_or_404(
        visible_messages(request.user).select_related("person"), reference=reference
    )
    read_message(message, by=request.user)
    context = {"sent": message, "sender": settings.DEFAULT_FROM_EMAIL}
    return render(request, "notifications/show.html", context)


@require_POST
def retry(request, reference: UUID):
    """Send a message again that failed."""
    message = get_object_or_404(visible_messages(request.user), reference=reference)
    retry_message(message, by=request.user)
    messages.success(request, "It is waiting to be sent again.")
    return redirect(message)


@require_POST
def posted(request, reference: UUID):
    """Say that one letter was put in the post."""
    message = get_object_or_404(visible_messages(request.user), reference=reference)
    mark_posted(message, at=timezone.now(), by=request.user)
    messages.success(request, "Posted.")
    return redirect(message)


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request):
    """Print the letters that wait here, and say that these were put in the post."""
    require(can_see_outbox(request.user))
    waiting = letters_to_print(visible_messages(request.user))
    if request.method == "POST":
        printed = waiting.filter(reference__in=references(request.POST.getlist("reference")))
        number = mark_all_posted(printed, at=timezone.now(), by=request.user)
        messages.success(
            request, "1 letter posted." if number == 1 else f"{number} letters posted."
        )
        return redirect("notifications_letters")
    shown = list(waiting[:PRINTED_TOGETHER])
    read_messages(shown, by=request.user)
    context = {"letters": shown, "waiting": waiting.count()}
    return render(request, "notifications/letters.html", context)


def references(typed: list[str]) -> list[UUID]:
    """The references among what was posted to us."""
    found = []
    for text in typed[:PRINTED_TOGETHER]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
