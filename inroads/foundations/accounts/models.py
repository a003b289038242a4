"""What a user is."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from inroads.foundations.core.models import Model


class UserManager(BaseUserManager["User"]):
    """Users are found by their e-mail address, in whichever case it is typed."""

    def create_user(self, email: str, password: str | None = None) -> "User":
        """A user whose password, if there is one, is kept as a hash."""
        user = self.model(email=self.normalize_email(email))
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(Model, AbstractBaseUser):
    """Someone who signs in. Who they are as a person is in `people`."""

    personal = {"email"}
    not_personal = {
        "password",
        "last_login",
        "is_active",
        "joined_at",
        "needs_second_factor",
        "times_signed_out",
    }

    # A message about a user is an invitation or a password link.
    opens_a_door = True

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # True unless every role that the user has is one without a person's record in sight.
    needs_second_factor = models.BooleanField(default=True)
    # How often all sessions of this user were ended at once; a session made before the last time is dead.
    times_signed_out = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_in_any_case")]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to stay alive: it dies with the password, and when all are ended."""
        return salted_hmac(
            "inroads.accounts.session",
            f"{self.times_signed_out}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
