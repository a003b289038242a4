"""Users for the tests, and the codes that their phones would show."""

import pyotp
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "three quiet herons"


def a_user(email="anne@wessex.example", password=PASSWORD, **given):
    user = get_user_model().objects.create_user(email=email, password=password)
    for name, value in given.items():
        setattr(user, name, value)
    user.save()
    return user


def a_user_with_an_app(email="anne@wessex.example", **given):
    user = a_user(email, **given)
    TOTP.activate(user, SECRET)
    return user


def code_now() -> str:
    return pyotp.TOTP(SECRET).now()


def enter(client: Client, email="anne@wessex.example", password=PASSWORD, **extra):
    """Fill in the sign-in page."""
    return client.post("/accounts/login/", {"login": email, "password": password, **extra})


def every_address() -> list[str]:
    """One address for each pattern there is, with plausible keys in it."""
    sample = {"int": "1", "str": "x", "slug": "x", "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}

    def walk(patterns, before):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, [*before, pattern.pattern])
            elif isinstance(pattern, URLPattern):
                yield [*before, pattern.pattern]

    addresses = set()
    for parts in walk(get_resolver().url_patterns, []):
        address = "/"
        for part in parts:
            text = str(part)
            for name, converter in part.converters.items():
                kind = (
                    type(converter)
                    .__name__.replace("Converter", "")
                    .lower()
                    .replace("string", "str")
                )
                text = text.replace(f"<{kind}:{name}>", sample.get(kind, "x"))
            address += text
        if "(" in address:  # the one pattern written as a regular expression
            address = "/accounts/password/reset/key/1-set-password/"
        addresses.add(address.replace("^", "").replace("//", "/"))
    return sorted(addresses)
