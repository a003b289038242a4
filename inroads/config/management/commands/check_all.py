"""`inroads check`: is this installation sound? One line a question, and a cure where the answer is no."""

import json
import os
import shutil
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from inroads.config.options import chosen, unknown_names
from inroads.foundations.accounts.invitations import reaches_by_email
from inroads.foundations.accounts.sealed import OTHER_KEY, second_factors_open
from inroads.foundations.history.sealing import is_sealed
from inroads.foundations.organisations.models import Organisation


class Answer(NamedTuple):
    """What was asked, whether it is well, and what to do if it is not; some things may stay as they are."""

    question: str
    well: bool
    cure: str = ""
    needed: bool = True

    @property
    def line(self) -> str:
        """The answer as a person reads it."""
        if self.well:
            return f"✓ {self.question}"
        return f"{'✗' if self.needed else '·'} {self.question}: {self.cure}"


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
            for answer in answers:
                self.stdout.write(answer.line)
        if wrong := [answer for answer in answers if answer.needed and not answer.well]:
            raise CommandError(f"{len(wrong)} of {len(answers)} answers need mending.")


def all_answers() -> Iterator[Answer]:
    """Ask everything; what needs the database is asked only if it answers."""
    yield from configuration()
    yield from folder()
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
    yield Answer("The second factors can be opened", second_factors_open(), OTHER_KEY)
    yield backup()
    yield Answer("The history is sealed", is_sealed(connection), "call seal of history/sealing.py")
    leads = Organisation.objects.filter(leads=True).exists()
    yield Answer("One organisation leads the programme", leads, "see `inroads createuser --help`")


def configuration() -> Iterator[Answer]:
    """Django's own checks, and what an installation on the open network needs."""
    faults = checks.run_checks()
    yield Answer("The program fits together", not faults, "; ".join(str(f.msg) for f in faults))
    unknown = unknown_names()
    cure = f"{', '.join(unknown)} means nothing here; see docs/reference/settings.md"
    yield Answer("Each setting is known", not unknown, cure)
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
    cure = (
        "until INROADS_SMTP or INROADS_NOTIFY_KEY is set, invitations are links to hand over,"
        " and nobody resets a password by e-mail"
    )
    yield Answer("E-mails can leave", reaches_by_email(), cure, needed=False)
    if settings.NOTIFY_KEY:
        missing = {"text", "email", "letter"} - set(settings.NOTIFY_TEMPLATES)
        cure = f"name {', '.join(sorted(missing))} in INROADS_NOTIFY_TEMPLATES"
        yield Answer("GOV.UK Notify has its templates", not missing, cure)


def folder() -> Iterator[Answer]:
    """We can write there, and nobody else on the machine can look into it."""
    writable = os.access(settings.VAR, os.W_OK)
    yield Answer("The data folder can be written", writable, f"let us write in {settings.VAR}")
    ours = settings.VAR.stat().st_mode & 0o077 == 0
    yield Answer("The data folder is nobody else’s", ours, f"chmod -R go= {settings.VAR}")


def backup() -> Answer:
    """PostgreSQL is written out by a program of its own, which comes in another package."""
    possible = connection.vendor == "sqlite" or bool(shutil.which("pg_dump"))
    return Answer("A backup can be made", possible, "install pg_dump (Debian: postgresql-client)")


def unapplied() -> list:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def rate_limits() -> Answer:
    """The cache must keep a count that every process sees."""
    cache.set("check", "kept", 10)
    return Answer("Rate limits are counted", cache.get("check") == "kept", "the cache table fails")
