"""What somebody was about to send when their session ended: theirs again once they have signed in.

It waits in the session of the signed-out browser for an hour, and shows itself to the same user only.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

LASTS = timedelta(hours=1)
# More than this is no form that a person filled in.
MOST_LETTERS = 100_000
PLACE = "unsent"
JOURNEY = "journey:"
FORGET = "not-sent"


def taken_along(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """What the ending session holds of the user's own words: answers of earlier screens, and what was just sent."""
    return {
        "user": request.user.pk,
        "until": (at + LASTS).timestamp(),
        "journeys": {
            place: kept for place, kept in request.session.items() if place.startswith(JOURNEY)
        },
        "path": request.get_full_path(),
        "typed": typed(request),
    }


def typed(request: HttpRequest) -> list[list[str]] | None:
    """The fields that were sent; None on a page that asks for a password, or where a file came with them."""
    if (
        request.method != "POST"
        or request.FILES
        or request.path.startswith(reverse("accounts_show"))
    ):
        return None
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    letters = sum(len(name) + len(value) for name, value in fields)
    return fields if letters <= MOST_LETTERS else None


def is_for(request: HttpRequest, kept: dict[str, Any], *, at: datetime) -> bool:
    """The same user signed in again, and soon."""
    return kept["user"] == request.user.pk and kept["until"] > at.timestamp()


def given_back(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse | None:
    """Answers of earlier screens are the user's again; where something was not sent, a page asks about it."""
    request.session.update(kept["journeys"])
    kept["journeys"] = {}
    is_its_page = request.get_full_path() == kept["path"]
    if kept["typed"] is None or (is_its_page and request.method == "POST"):
        del request.session[PLACE]
    elif is_its_page and request.method == "GET":
        return render(request, "accounts/unsent.html", {"kept": kept, "forget": FORGET})
    return None
