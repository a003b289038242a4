"""`inroads check`: is this installation sound? One line a question, and a cure where the answer is no."""

import json
import os
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from inroads.config.options import chosen
from inroads.foundations.history.sealing import is_sealed
from inroads.foundations.organisations.models import Organisation


class Answer(NamedTuple):
    """What was asked, whether it is well, and what to do if it is not."""

    question: str
    well: bool
    cure: str = ""


class Command(BaseCommand):
    """Ends with code 1 if anything needs mending."""

    help = "Check that this installation is sound."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options):
        answers = list(all_answers())
        if options["json"]:
            self.stdout.write(json.dumps([answer._asdict() for answer in answers]))
        else:
            for question, well, cure in answers:
                self.stdout.write(f"{'✓' if well else '✗'} {question}{'' if well else f': {cure}'}")
        if wrong := [answer for answer in answers if not answer.well]:
            raise CommandError(f"{len(wrong)} of {len(answers)} answers need mending.")


def all_answers() -> Iterator[Answer]:
    """Ask everything; what needs the database is asked only if it answers."""
    yield from configuration()
    yield folder()
    built = (settings.STATIC_ROOT / "staticfiles.json").exists()
    yield Answer("The style sheet and scripts are built", built, "run `inroads buildassets`")
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Answer("The database answers", False, str(error).splitlines()[0])
        return
    yield Answer("The database answers", True)
    waiting = unapplied()
    yield Answer("The database has the latest shape", not waiting, "start with `inroads run`")
    if waiting:
        return
    yield rate_limits()
    yield Answer("The history is sealed", is_sealed(connection), "call seal of history/sealing.py")
    leads = Organisation.objects.filter(leads=True).exists()
    yield Answer("One organisation leads the programme", leads, "see `inroads createuser --help`")


def configuration() -> Iterator[Answer]:
    """Django's own checks, and what an installation on the open network needs."""
    faults = checks.run_checks()
    yield Answer("The program fits together", not faults, "; ".join(str(f.msg) for f in faults))
    if settings.DEMO:
        return
    secret = bool(chosen("INROADS_SECRET_KEY")) or not settings.SECURE
    yield Answer("The secret key is set", secret, "set INROADS_SECRET_KEY")
    ours = urlsplit(settings.ADDRESS).hostname in settings.ALLOWED_HOSTS
    hosts = ours and "*" not in settings.ALLOWED_HOSTS
    yield Answer("Our own host names are answered, and no others", hosts, "set INROADS_HOSTS")
    named = all(chosen(name) for name in ("INROADS_PLACE", "INROADS_HELPLINE"))
    yield Answer(
        "The place has its name and helpline", named, "set INROADS_PLACE, INROADS_HELPLINE"
    )
    sends = bool(settings.NOTIFY_KEY or settings.SMTP_URL)
    cure = "set INROADS_SMTP or INROADS_NOTIFY_KEY: until then password links reach nobody"
    yield Answer("E-mails can leave", sends, cure)
    if settings.NOTIFY_KEY:
        missing = {"text", "email", "letter"} - set(settings.NOTIFY_TEMPLATES)
        cure = f"name {', '.join(sorted(missing))} in INROADS_NOTIFY_TEMPLATES"
        yield Answer("GOV.UK Notify has its templates", not missing, cure)


def folder() -> Answer:
    writable = os.access(settings.VAR, os.W_OK)
    return Answer("The data folder can be written", writable, f"let us write in {settings.VAR}")


def unapplied() -> list:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def rate_limits() -> Answer:
    """The cache must keep a count that every process sees."""
    cache.set("check", "kept", 10)
    return Answer("Rate limits are counted", cache.get("check") == "kept", "the cache table fails")
