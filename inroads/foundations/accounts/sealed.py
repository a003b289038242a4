"""Whether the second factors that are kept here can be opened with the keys we have."""

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from inroads.foundations.accounts.adapters import SEALED, keys

OTHER_KEY = "the second factors were sealed with another key: set INROADS_SECRET_KEY_BEFORE"


def second_factors_open() -> bool:
    """True if every one can be opened; those who have the others cannot sign in."""
    ours = keys()
    for data in Authenticator.objects.values_list("data", flat=True).iterator():
        for text in (data.get("secret"), data.get("seed")):
            if isinstance(text, str) and text.startswith(SEALED):
                try:
                    ours.decrypt(text.removeprefix(SEALED).encode())
                except InvalidToken:
                    return False
    return True
