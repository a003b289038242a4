"""What makes the recording page work without a signal: its worker, its manifest, and taking in what was kept."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from inroads.foundations.core.rules import Refused
from inroads.programme.help.actions import record_help
from inroads.programme.help.keeping import LATEST, MOST_AT_ONCE, KeptForm, in_milliseconds
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import (
    MOST_HELPS_LATELY,
    choices_for,
    helps_lately,
    helps_this_week,
    kept_place,
)
from inroads.programme.help.views.recording import by_link


@csrf_exempt
@by_link
@require_POST
def kept(request, link, at, *, secret):
    """What a telephone kept is written down, in its order; of each it hears whether it arrived."""
    told = read(request.body)
    if told is None:
        return JsonResponse({"error": "This did not come from our page"}, status=422)
    phone_now, helps = told
    champion, received, refused = link.champion, [], {}
    for one in helps:
        if helps_lately(champion, at) >= MOST_HELPS_LATELY:
            break
        try:
            record_kept(link, one, phone_now, at)
            received.append(one["sender_id"])
        except Refused as refusal:
            refused[one["sender_id"]] = str(refusal)
    waits = len(received) + len(refused) < len(helps)
    answer = {
        "now": in_milliseconds(timezone.now()),
        "received": received,
        "refused": refused,
        "this_week": helps_this_week(champion, at),
    }
    return JsonResponse(answer, status=429 if waits else 200)


def read(body):
    """The telephone's clock and the helps it sends, if the body is that."""
    try:
        told = json.loads(body)
        phone_now, helps = told["now"], told["helps"]
        is_sound = (
            type(phone_now) is int
            and 0 <= phone_now <= LATEST
            and len(helps) <= MOST_AT_ONCE
            and all(isinstance(one["sender_id"], str) for one in helps)
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (phone_now, helps) if is_sound else None


def record_kept(link, one, phone_now, at):
    """One help, as far as it is known by now: a session or a card that is none any more is left out."""
    form = KeptForm(one)
    if not form.is_valid():
        raise Refused(form.why)
    given = form.cleaned_data
    given_at = form.given_at(phone_now, at)
    choices = choices_for(link.champion, given_at)
    place = kept_place(link.champion, choices, given["where"])
    card = choices.card(given["card"])
    return record_help(
        sender_id=given["sender_id"],
        given_at=given_at,
        received_at=at,
        door=HelpRecord.Door.TAP,
        topic=given["topic"],
        minutes=given["minutes"],
        outcome=given["outcome"],
        champion=link.champion,
        session=card.session if card else place.session,
        venue=place.venue,
        person=card.person if card else None,
        by=link,
    )


@by_link
@require_safe
def manifest(request, link, at, *, secret):
    """With this the page can be put on the home screen, and opens there as an app of its own."""
    address = reverse("help_record", args=[secret])
    told = {
        "name": "Record help",
        "short_name": "Record help",
        "id": address,
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#fbf8f2",
        "icons": [{"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@require_safe
@cache_control(no_cache=True, public=True)
def worker(request):
    """The script that answers for us while there is no signal; its place says for which pages."""
    return render(request, "help/worker.js", content_type="text/javascript; charset=utf-8")
