"""`inroads nightly`: what is done every night, each piece by itself, so that one failure stops no other."""

import json
import logging
from datetime import timedelta

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from inroads.config.management.commands.worker import LONGEST, take_up_again
from inroads.foundations.core.rules import today
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.actions import sweep_stuck
from inroads.foundations.people.actions import forget_closed_users, place_people
from inroads.programme.champions.actions import tell_of_cancelled
from inroads.programme.help.actions import forget_strangers
from inroads.programme.referrals.actions import let_go_after_closing
from inroads.programme.timetable.actions import plan_ahead

NIGHTLY = Machine("nightly")

# What is done, in this order; each says in a word or a number what it did.
ROUND = {
    "sessions planned ahead": lambda: plan_ahead(on=today(), by=NIGHTLY),
    "champions told of cancelled sessions": lambda: tell_of_cancelled(
        at=timezone.now(), by=NIGHTLY
    ),
    "holdings of finished referrals ended": lambda: let_go_after_closing(on=today(), by=NIGHTLY),
    "people placed by their postcode": lambda: place_people(by=NIGHTLY),
    "users closed a year ago forgotten": lambda: forget_closed_users(
        before=timezone.now() - timedelta(days=365), by=NIGHTLY
    ),
    "numbers of strangers forgotten": lambda: forget_strangers(
        before=timezone.now() - timedelta(days=1), by=NIGHTLY
    ),
    "stuck messages freed": lambda: sweep_stuck(at=timezone.now(), by=NIGHTLY),
    "stuck work taken up": lambda: take_up_again(timezone.now() - LONGEST),
    "old work forgotten": lambda: call_command("prune_db_task_results", verbosity=0) or "done",
    "old sign-ins forgotten": lambda: call_command("clearsessions") or "done",
}


class Command(BaseCommand):
    """Ends with code 1 if any piece failed, after trying every one."""

    help = "Do what is done every night."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options):
        connection.ensure_connection()  # without it every piece would fail, one after the other
        done, failed = {}, []
        for name, piece in tqdm(ROUND.items(), desc="Nightly", disable=None):
            try:
                done[name] = piece()
            except Exception as error:
                logging.getLogger(__name__).exception("Nightly: %s", name)
                failed.append(f"{name}: {error}")
        self.say(done, failed, as_json=options["json"])
        if failed:
            raise CommandError("; ".join(failed))

    def say(self, done: dict, failed: list[str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"done": done, "failed": failed}, default=str))
            return
        for name, result in done.items():
            self.stdout.write(f"{name}: {result}")
