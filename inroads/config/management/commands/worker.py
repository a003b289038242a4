"""`inroads worker`: the background work, one piece after the other."""

import logging
import signal
import time
from datetime import timedelta
from threading import Thread

from django.core.management import BaseCommand, call_command
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from inroads.foundations.history.recording import Machine
from inroads.programme.champions.actions import tell_of_cancelled
from inroads.programme.help.actions import ask_for_tallies, tell_of_overdue_visits

WORKER = Machine("worker")
LONGEST = timedelta(hours=2)
# How many seconds to wait for a database that went away.
PAUSE = 5
# How many seconds may pass before somebody hears what cannot wait for the night.
OFTEN = 120


class Command(BaseCommand):
    """Takes up what a killed worker left, then works until it is stopped."""

    help = "Do the background work."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits, then end")

    def handle(self, *, once: bool = False, **options):
        if once:
            tell_what_cannot_wait()
        else:
            Thread(target=tell_often, daemon=True).start()
        while True:
            try:
                return work(once=once)
            except (OperationalError, InterfaceError):
                if once:
                    raise
                logging.getLogger(__name__).exception("The worker waits for the database")
                close_old_connections()
                time.sleep(PAUSE)


def work(*, once: bool) -> None:
    """Work until stopped, or until nothing waits; what stops the process is as it was before."""
    stops = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        take_up_again(timezone.now() - LONGEST)
        call_command(
            "db_worker", batch=once, reload=False, startup_delay=False, verbosity=0, interval=1
        )
    finally:
        for number, stop in stops.items():
            signal.signal(number, stop)


def take_up_again(before) -> int:
    """Put back work that was begun long ago and never ended: its worker was killed."""
    stuck = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=before)
    return stuck.update(status=TaskResultStatus.READY, started_at=None)


def tell_often() -> None:
    """Beside the work, for as long as it goes on."""
    while True:
        try:
            tell_what_cannot_wait()
        except Exception:
            logging.getLogger(__name__).exception("The worker could not tell what cannot wait")
        finally:
            connections.close_all()
        time.sleep(OFTEN)


def tell_what_cannot_wait() -> None:
    """A session is cancelled and somebody sets out for it; a champion is not out of a home; it is Friday."""
    at = timezone.now()
    tell_of_overdue_visits(at=at, by=WORKER)
    tell_of_cancelled(at=at, by=WORKER)
    ask_for_tallies(at=at, by=WORKER)
