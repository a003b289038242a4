"""What happens to those who sign in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F

from inroads.foundations.accounts.invitations import invited_user
from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record

SPENT = "This invitation has been used or is out of date. Ask for a new one"


@transaction.atomic
def add_user(email: str, *, password: str | None = None, by: Actor) -> User:
    """Someone new may sign in, as soon as they have a password or single sign-on."""
    known = Refused(f"{email} can sign in already", field="email")
    if User.objects.filter(email__iexact=email).exists():
        raise known
    try:
        with transaction.atomic():
            user = User.objects.create_user(email=email, password=password)
    except IntegrityError:  # somebody added them in the meantime
        raise known from None
    record("user.added", user, by=by)
    return user


@transaction.atomic
def accept_invitation(secret: str, *, password: str, at: datetime, by: User) -> User:
    """The invited, whom the secret names, set their first password; of two at once, one does."""
    user = locked(by)
    if invited_user(secret, at=at) != user:
        raise Refused(SPENT)
    change_password(user, password, by=user)
    record("user.accepted_invitation", user, by=user)
    return user


@transaction.atomic
def change_password(user: User, password: str, *, by: Actor) -> None:
    """A new password; every session that the old one opened is dead."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("user.changed_password", user, by=by)


@transaction.atomic
def end_sessions(user: User, *, why: str, by: Actor) -> None:
    """Sign the user out everywhere; it takes hold at each session's next request."""
    User.objects.filter(pk=user.pk).update(times_signed_out=F("times_signed_out") + 1)
    user.refresh_from_db(fields=["times_signed_out"])
    record("user.signed_out_everywhere", user, by=by, why=why)


@transaction.atomic
def close_user(user: User, *, by: Actor) -> None:
    """The user signs in no more. Who they were is kept for the history a while, until `people` forgets it."""
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save(update_fields=["is_active", "last_login", "password"])
    record("user.closed", user, by=by)


@transaction.atomic
def reopen_user(user: User, *, by: Actor) -> None:
    """Who was closed may come back, by a new invitation: the old password is gone."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("user.reopened", user, by=by)


@transaction.atomic
def require_second_factor(user: User, *, needed: bool, by: Actor) -> None:
    """Whether this user must prove who they are in two ways."""
    if user.needs_second_factor == needed:
        return
    user.needs_second_factor = needed
    user.save(update_fields=["needs_second_factor"])
    verb = "user.needs_second_factor" if needed else "user.needs_no_second_factor"
    record(verb, user, by=by)


@transaction.atomic
def reset_second_factor(user: User, *, by: Actor) -> None:
    """What the user lost opens nothing any more; they set up a new second factor when they sign in."""
    user = locked(user)
    Authenticator.objects.filter(user=user).delete()
    record("user.reset_second_factor", user, by=by)
    end_sessions(user, why="the second factor was lost", by=by)


@transaction.atomic
def sign_in(user: User, *, by: Actor) -> None:
    """The user has come in."""
    record("user.signed_in", user, by=by)
