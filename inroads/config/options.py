"""What a place may set in the environment: each option with its meaning, in one list."""

import os
from base64 import b64decode
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured


class Option(NamedTuple):
    """One setting an installation may choose: its name, what it is without, and what it means."""

    name: str
    default: str
    meaning: str


OPTIONS = [
    Option("INROADS_SECRET_KEY", "", "Signs sessions and links. Long, random and secret; needed outside demo mode."),
    Option("INROADS_SECRET_KEY_BEFORE", "", "The last secret key, so that a change of key breaks no link."),
    Option("INROADS_DATABASE_URL", "", "postgresql://user:password@host:5432/name. Without it, SQLite in INROADS_VAR."),
    Option("INROADS_VAR", "var", "The folder for the database and uploads."),
    Option("INROADS_ADDRESS", "http://localhost:8000", "Where people find this installation; used in links we send."),
    Option("INROADS_HOSTS", "localhost,127.0.0.1", "The host names this installation answers to, with commas between."),
    Option("INROADS_PROXIES", "0", "How many trusted proxies stand in front and add X-Forwarded-For."),
    Option("INROADS_DEMO", "", "1 for the sample place: known passwords, no second factor, nothing leaves."),
    Option("INROADS_PLACE", "", "The name of the place, shown at the top of every page."),
    Option("INROADS_HELPLINE", "", "The telephone number printed on cards and letters."),
    Option("INROADS_CONTACT", "mailto:inroads@example.org", "Whom to tell of a security fault (security.txt)."),
    Option("INROADS_SMTP", "", "smtp://user:password@host:587. Without it, and without Notify, messages are kept to be read."),
    Option("INROADS_FROM", "Inroads <inroads@localhost>", "The sender of our e-mails."),
    Option("INROADS_NOTIFY_KEY", "", "The GOV.UK Notify key; texts, letters and e-mails then go through Notify."),
    Option("INROADS_NOTIFY_URL", "https://api.notifications.service.gov.uk", "Where GOV.UK Notify answers."),
    Option("INROADS_NOTIFY_TEMPLATES", "", "The Notify templates, as text=ID,email=ID,letter=ID."),
    Option("INROADS_NOTIFY_TOKEN", "", "The bearer token that Notify's callbacks must show."),
    Option("INROADS_TEXTS_NUMBER", "", "The number to which champions text the help they give, as it is printed; the texts come in by Notify or signed."),
    Option("INROADS_TEXTS_SECRET", "", "The Standard Webhooks secret (whsec_…) with which another provider than Notify signs the texts it hands on."),
    Option("INROADS_ENTRA_URL", "", "The OpenID Connect address of your Microsoft Entra tenant, for single sign-on."),
    Option("INROADS_ENTRA_ID", "", "Our client ID in that tenant."),
    Option("INROADS_ENTRA_SECRET", "", "Our client secret in that tenant."),
    Option("INROADS_SHARED", "../shared", "Where the published data for tests and benchmarks lies, if it does."),
]  # fmt: skip


def chosen(name: str) -> str:
    """The value set in the environment, or the default of a known option."""
    default = next(option.default for option in OPTIONS if option.name == name)
    return os.environ.get(name) or default


def chosen_number(name: str) -> int:
    """The whole number that an option says."""
    try:
        return int(chosen(name))
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{chosen(name)}”, but it is a number.") from None


def chosen_pairs(name: str) -> dict[str, str]:
    """What an option says as one=this,other=that."""
    try:
        return dict(pair.split("=", 1) for pair in chosen(name).split(",") if pair)
    except ValueError:
        raise ImproperlyConfigured(f"{name} does not read like one=this,other=that.") from None


def chosen_secret(name: str) -> str:
    """A secret in base64, as Standard Webhooks writes it, or nothing."""
    secret = chosen(name)
    try:
        is_long = not secret or len(b64decode(secret.removeprefix("whsec_"), validate=True)) >= 24
    except ValueError:
        is_long = False
    if not is_long:
        raise ImproperlyConfigured(f"{name} is whsec_ and base64 of at least 24 random bytes.")
    return secret


def unknown_names() -> list[str]:
    """What is set in the environment under a name like ours that means nothing to us."""
    known = {option.name for option in OPTIONS}
    return sorted(name for name in os.environ if name.startswith("INROADS_") and name not in known)
