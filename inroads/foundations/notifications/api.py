"""What GOV.UK Notify tells us when a message has arrived, or has not."""

import json
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from inroads.foundations.core.rules import require
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.delivery import hear_of
from inroads.foundations.notifications.models import Message

NOTIFY = Machine("GOV.UK Notify")


@csrf_exempt
@login_not_required
@require_POST
def callback(request: HttpRequest) -> JsonResponse:
    """Take note of news; whoever asks without the token learns nothing, and no news answers as news does."""
    if not settings.NOTIFY_TOKEN:
        raise Http404
    require(shows_token(request))
    try:
        told = json.loads(request.body)
        reference, word = UUID(str(told["reference"])), str(told["status"])
        provider_id = str(told.get("id", ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"error": "This is not news of a message"}, status=400)
    message = get_object_or_404(Message, reference=reference)
    hear_of(message, word, provider_id, at=timezone.now(), by=NOTIFY)
    return JsonResponse({"heard": True})


def shows_token(request: HttpRequest) -> bool:
    """Compared in a time that tells nothing of the token."""
    shown = request.headers.get("Authorization", "")
    return compare_digest(shown.encode(), f"Bearer {settings.NOTIFY_TOKEN}".encode())
