"""How long a session lives, and what it may reach before its user has proved who they are in two ways."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from inroads.foundations.accounts.permissions import has_proved_enough
from inroads.foundations.accounts.unsent import FORGET, PLACE, given_back, is_for, taken_along

MINUTE = 60
IDLE = 30 * MINUTE
LONGEST = 12 * 60 * MINUTE
TIRED = "You were signed out because nothing was done for 30 minutes. Sign in to go on."
OVER = "You were signed out because you signed in 12 hours ago. Sign in to go on."

# All that a user who must still set up a second factor can reach.
ON_THE_WAY = {
    "accounts_second_factor",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_logout",
}


def session_age(get_response):
    """A session ends after half an hour without a request, and after twelve hours whatever happens."""

    def middleware(request: HttpRequest):
        return get_response(request)

    def process_view(request: HttpRequest, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        now = timezone.now()
        if sentence := ended(request, now.timestamp()):
            end(request, sentence, now)
            is_public = not getattr(view, "login_required", True)
            return None if is_public else redirect_to_login(request.get_full_path())
        note_use(request, now.timestamp())
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django looks for it there
    return middleware


def ended(request: HttpRequest, now: float) -> str:
    """The sentence for a session that is too old, or nothing."""
    if now - request.session.get("seen_at", now) > IDLE:
        return TIRED
    return OVER if now - request.session.get("begun_at", now) > LONGEST else ""


def end(request: HttpRequest, sentence: str, now: datetime) -> None:
    """Sign the user out, and keep what they were about to send."""
    kept = taken_along(request, at=now)
    logout(request)
    messages.info(request, sentence)
    request.session[PLACE] = kept


def note_use(request: HttpRequest, now: float) -> None:
    """Note, at most once a minute, that the session is in use."""
    seen = request.session.get("seen_at")
    if seen is None or now - seen > MINUTE:
        request.session["seen_at"] = now
        request.session.setdefault("begun_at", now)
        UserSession.objects.create_from_request(request)


def second_factor(get_response):
    """Until the second factor is set up, there is only the page where that is done, and the way out."""

    def middleware(request: HttpRequest):
        return get_response(request)

    def process_view(request: HttpRequest, view, args, kwargs):
        match = request.resolver_match
        if has_proved_enough(request) or (match and match.url_name in ON_THE_WAY):
            return None
        return redirect("accounts_second_factor")

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django looks for it there
    return middleware


def unsent(get_response):
    """Whoever signed in again gets their answers back, and is asked whether to send what was not sent."""

    def middleware(request: HttpRequest):
        return get_response(request)

    def process_view(request: HttpRequest, view, args, kwargs):
        kept = request.session.get(PLACE) if request.user.is_authenticated else None
        if not kept:
            return None
        if is_for(request, kept, at=timezone.now()) and FORGET not in request.GET:
            return given_back(request, kept)
        del request.session[PLACE]
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django looks for it there
    return middleware
