"""Who has proved who they are."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from inroads.foundations.accounts.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(user: User) -> bool:
    """The user has an authenticator app or a passkey; recovery codes alone are neither."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def came_by_single_sign_on(request: HttpRequest) -> bool:
    """This session began at the user's own organisation, which asks for the second factor itself."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "socialaccount" for record in records)


def has_proved_enough(request: HttpRequest) -> bool:
    """Users with any role beyond champion need a second factor or single sign-on, except in the sample place."""
    user = request.user
    return (
        not user.is_authenticated
        or settings.DEMO
        or not user.needs_second_factor
        or has_second_factor(user)
        or came_by_single_sign_on(request)
    )
