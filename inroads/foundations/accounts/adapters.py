"""Where our rules about signing in differ from allauth's."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from inroads.foundations.accounts import actions
from inroads.foundations.accounts.models import User

# Tenants of Microsoft Entra that anyone may join: an address they vouch for proves nothing.
ANYONES_TENANTS = ("/common", "/organizations", "/consumers")
SEALED = "sealed:"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: users are invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This user can no longer sign in.",
        "email_password_mismatch": "The e-mail address or the password is wrong",
        "enter_current_password": "This is not your password",
        "incorrect_password": "This is not your password",
        "incorrect_code": "This code is wrong or too old. Enter the code that is shown now",
        "invalid_password_reset": "This link has been used or is out of date",
        "rate_limited": "There were too many tries. Wait a minute, then try again",
        "too_many_login_attempts": "There were too many tries. Wait five minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only an address on this very host."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Who has signed in within the last five minutes need not do so again."""
        records = get_authentication_records(self.request, self.request.user)
        latest = records[-1]["at"] if records else 0
        recent = timezone.now().timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recent

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the host that we are configured to be, whatever the request called us."""
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}
        ).replace("UID-KEY", key)
        return settings.ADDRESS + path

    def set_password(self, user: User, password: str) -> None:
        actions.change_password(user, password, by=user)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        actions.sign_in(user, by=user)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor: its words, and how its secrets are kept."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def _get_site_name(self) -> str:
        return f"Inroads, {settings.PLACE}"

    def generate_authenticator_name(self, user, type) -> str:
        return "Passkey"

    def encrypt(self, text: str) -> str:
        """Whoever reads the database alone cannot make our users' codes."""
        return SEALED + keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        return keys().decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()


def keys() -> MultiFernet:
    """The key of today and the one before, made from the secret keys."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"inroads.mfa:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on lets in only those who are users already."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """The first time, the user is known by the address that their organisation's tenant vouches for."""
        server = sociallogin.provider.app.settings["server_url"]
        if sociallogin.is_existing or any(tenant in server for tenant in ANYONES_TENANTS):
            return
        if sociallogin.state.get("process") == "connect":
            return
        claims = sociallogin.account.get_provider_account().get_user_data() or {}
        if claims.get("email_verified") in (False, "false"):
            return
        email = sociallogin.user.email
        user = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if user is not None:
            sociallogin.connect(request, user)

    def on_authentication_error(self, request, provider, **kwargs) -> None:
        messages.error(request, "Signing in through your organisation did not work")
