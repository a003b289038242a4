"""The pages around signing in that allauth does not have, or that we do in our own way."""

from functools import wraps

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from allauth.socialaccount.providers.openid_connect.views import login as openid_login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from inroads.foundations.accounts.actions import SPENT, accept_invitation, end_sessions
from inroads.foundations.accounts.forms import InvitationForm
from inroads.foundations.accounts.invitations import invited_user
from inroads.foundations.accounts.permissions import has_proved_enough, has_second_factor


@require_safe
def show(request):
    """How the user signs in, and where they change it."""
    factors = Authenticator.objects.filter(user=request.user)
    context = {
        "has_password": request.user.has_usable_password(),
        "has_app": any(factor.type == Authenticator.Type.TOTP for factor in factors),
        "passkeys": sum(factor.type == Authenticator.Type.WEBAUTHN for factor in factors),
        "has_codes": any(factor.type == Authenticator.Type.RECOVERY_CODES for factor in factors),
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "accounts/show.html", context)


@require_safe
def second_factor(request):
    """Where a user who must still set up a second factor chooses one."""
    if has_proved_enough(request):
        return redirect("accounts_show")
    return render(request, "accounts/second_factor.html")


@require_POST
def sign_out_everywhere(request):
    """Ends every session of the user, this one too."""
    end_sessions(request.user, why="The user asked for it", by=request.user)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, secret: str):
    """Someone who was invited sets their first password."""
    now = timezone.now()
    user = invited_user(secret, at=now)
    if user is None:
        return render(request, "accounts/invitation_spent.html", {"sentence": SPENT}, status=410)
    form = InvitationForm(request.POST or None, user=user)
    if form.is_valid():
        with form.showing_refusal():
            password = form.cleaned_data["password1"]
            accept_invitation(secret, password=password, at=now, by=user)
            logout(request)
            messages.success(request, "Your password is set. Sign in with it now.")
            return redirect("account_login")
    context = {"form": form, "invited": user}
    return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)


def ends_other_sessions(view):
    """Setting up the first second factor ends all other sessions: one of them may be a thief's, who waits for it."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        had_one = request.user.is_authenticated and has_second_factor(request.user)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and not had_one and has_second_factor(request.user):
            end_sessions(request.user, why="A second factor was set up", by=request.user)
            update_session_auth_hash(request, request.user)
        return response

    return wrapped


add_app = ends_other_sessions(activate_totp)
add_passkey = ends_other_sessions(add_webauthn)


@login_not_required
def single_sign_on(request, provider_id: str):
    """Leads to the organisation's own sign-in by a page that goes there by itself.

    Our policy lets no form lead off this site, and a redirect after a form counts as the form's.
    """
    try:
        response = openid_login(request, provider_id)
    except RequestException:  # the provider does not answer
        return render(request, "socialaccount/authentication_error.html", status=503)
    if response.status_code != 302 or response["Location"].startswith("/"):
        return response
    return render(request, "accounts/leaving.html", {"address": response["Location"]})
