"""What is printed on a passport besides its words."""

from django.conf import settings

from inroads.programme.passports.models import Passport


def address_of(passport: Passport) -> str:
    """Where it is stamped, by whoever may: the code that is printed beside it, and nothing more."""
    return f"{settings.ADDRESS}{passport.get_absolute_url()}"
