"""The secret in an invitation: it says whom it lets in and until when, and dies once it is used."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from inroads.foundations.accounts.models import User

LASTS = timedelta(days=7)
SALT = "inroads.accounts.invitation"


def invitation_link(user: User, *, at: datetime) -> str:
    """Where the user sets their first password. The host is the one we are configured to be."""
    until = int((at + LASTS).timestamp())
    secret = signing.dumps([user.pk, fingerprint(user), until], salt=SALT)
    return settings.ADDRESS + reverse("accounts_invitation", args=[secret])


def waits_for_invitation(user: User) -> bool:
    """The user may sign in, never has, and has no password to do it with."""
    return user.is_active and user.last_login is None and not user.has_usable_password()


def reaches_by_email() -> bool:
    """Whether e-mails get anywhere; in the sample place they are read in the outbox."""
    by_notify = settings.NOTIFY_KEY and "email" in settings.NOTIFY_TEMPLATES
    return bool(settings.DEMO or settings.SMTP_URL or by_notify)


def invited_user(secret: str, *, at: datetime) -> User | None:
    """The user whom this secret still lets in."""
    try:
        key, mark, until = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or at.timestamp() >= until or fingerprint(user) != mark:
        return None
    return user


def fingerprint(user: User) -> str:
    """Changes when the user sets a password, signs in, gets another address, or is signed out everywhere.

    The last happens when their roles change: an older link must not open what a later role may do.
    """
    facts = f"{user.pk}:{user.email}:{user.password}:{user.last_login}:{user.times_signed_out}"
    return salted_hmac(SALT, facts, algorithm="sha256").hexdigest()[:32]
