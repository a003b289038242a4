"""What a user is."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

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
    not_personal = {"password", "last_login", "is_active", "joined_at"}

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_in_any_case")]

    def __str__(self) -> str:
        return self.email
