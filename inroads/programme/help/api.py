"""Texts that champions send, as a provider hands them on: GOV.UK Notify, or any that signs by Standard Webhooks."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from inroads.foundations.core.rules import Refused, require
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.api import shows_token
from inroads.foundations.people.phones import international
from inroads.programme.help.actions import answer_text

TEXTS = Machine("Texts")
# So old may a signed text be: who overheard one cannot send it again tomorrow.
FRESH = timedelta(minutes=5)


@csrf_exempt
@login_not_required
@require_POST
def from_notify(request: HttpRequest) -> JsonResponse:
    """A text that GOV.UK Notify received; whoever asks without the token learns nothing."""
    if not settings.NOTIFY_TOKEN:
        raise Http404
    require(shows_token(request))
    return taken_in(request, key="id", number="source_number", text="message", sent="date_received")


@csrf_exempt
@login_not_required
@require_POST
def from_provider(request: HttpRequest) -> JsonResponse:
    """A text from any provider, signed as Standard Webhooks has it."""
    if not settings.TEXTS_SECRET:
        raise Http404
    require(is_signed(request, timezone.now()))
    return taken_in(request, key="id", number="from", text="text", sent="sent_at")


def taken_in(request: HttpRequest, **names: str) -> JsonResponse:
    """The text is read and answered; a second arrival of it is answered as the first was."""
    at = timezone.now()
    try:
        told = json.loads(request.body)
        given = {name: str(told[names[name]]) for name in ("key", "number", "text")}
        number = international(given["number"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"error": "This is not a text from a telephone"}, status=400)
    if not given["key"]:
        return JsonResponse({"error": "This text has no id"}, status=400)
    sent_at = moment_of(told.get(names["sent"])) or at
    try:
        answer_text(
            key=given["key"], number=number, text=given["text"], sent_at=sent_at, at=at, by=TEXTS
        )
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=429)
    return JsonResponse({"heard": True})


def moment_of(words: Any) -> datetime | None:
    """The moment that a provider writes, if it is one; without a zone it is UTC."""
    try:
        moment = parse_datetime(str(words))
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except ValueError:
        return None


def is_signed(request: HttpRequest, at: datetime) -> bool:
    """One of the signatures is that of our secret over id, time and body, and the time is now.

    https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    key, stamp, shown = (
        request.headers.get(f"Webhook-{name}", "") for name in ("Id", "Timestamp", "Signature")
    )
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return False
    signature = signed(settings.TEXTS_SECRET, key, stamp, request.body)
    is_ours = [compare_digest(one.encode(), signature.encode()) for one in shown.split()[:10]]
    return any(is_ours) and abs(at.timestamp() - int(stamp)) <= FRESH.total_seconds()


def signed(secret: str, key: str, stamp: str, body: bytes) -> str:
    """The signature of a text, as its header has it."""
    content = f"{key}.{stamp}.".encode(errors="replace") + body
    secret_bytes = b64decode(secret.removeprefix("whsec_"))
    return "v1," + b64encode(digest(secret_bytes, content, sha256)).decode()
