"""The base of every record."""

import secrets
from typing import ClassVar

from django.db import models

# Letters and digits that nobody mistakes for one another when they are read aloud or off paper.
PLAIN_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"


class Model(models.Model):
    """A record that puts each of its fields in exactly one of two sets: personal or not.

    A person's export and erasure are driven by these sets.
    """

    personal: ClassVar[set[str]] = set()
    not_personal: ClassVar[set[str]] = set()

    class Meta:
        abstract = True


def public_id() -> str:
    """A random name for a thing in an address that strangers see: 128 bits, never a row number."""
    return secrets.token_urlsafe(16)


def spoken_code(length: int = 6) -> str:
    """A random code that can be read aloud and copied off a card."""
    return "".join(secrets.choice(PLAIN_LETTERS) for _ in range(length))
