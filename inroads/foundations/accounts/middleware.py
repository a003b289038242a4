"""How long a session lives, and what it may reach before its user has proved who they are in two ways."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from inroads.foundations.accounts.permissions import has_proved_enough

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
        if request.user.is_authenticated:
            watch(request)
        return get_response(request)

    return middleware


def watch(request: HttpRequest) -> None:
    """End the session if it is too old; otherwise note, at most once a minute, that it is in use."""
    now = timezone.now().timestamp()
    begun = request.session.get("begun_at", now)
    seen = request.session.get("seen_at", now)
    if now - seen > IDLE or now - begun > LONGEST:
        sentence = TIRED if now - seen > IDLE else OVER
        logout(request)
        messages.info(request, sentence)
    elif "seen_at" not in request.session or now - seen > MINUTE:
        request.session["begun_at"], request.session["seen_at"] = begun, now
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

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
