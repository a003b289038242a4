"""`inroads run`: migrations, the server and the worker, in one go."""

import errno
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from gunicorn.app.base import BaseApplication

from inroads.config.wsgi import application
from inroads.foundations.accounts.models import User
from inroads.overview.demo.accounts import DEMO_PASSWORD, DEMO_USERS

FELL_OVER = (
    "The worker has ended: pages are still answered, but nothing is sent or taken in.\n"
    "Start it with `inroads worker`, or start all of it again.\n"
)


class Command(BaseCommand):
    """Everything is loaded once, then the process divides into worker and server."""

    help = "Start the server and the worker, here and now."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="with Wessex, the sample place")
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
        parser.add_argument("--size", choices=["full", "small"], default="full", help="of Wessex")

    def handle(self, *, demo: bool, host: str, port: int, size: str, **options):
        if demo and not settings.DEMO:
            raise CommandError("the sample place is chosen by `inroads run --demo`.")
        require_free(host, port)
        if not os.environ.get("INROADS_ADDRESS"):  # links lead to where we listen
            settings.ADDRESS = f"http://localhost:{port}"
            settings.LISTENS.write_text(settings.ADDRESS)
        call_command("migrate", verbosity=0)
        if demo:
            call_command("demo", size=size, verbosity=1)
        self.say_where(demo=demo)
        connection.close()
        worker = start_worker()
        try:
            Server(host, port).run()
        finally:
            with suppress(ProcessLookupError):  # a terminal stops both of us at once
                os.kill(worker, signal.SIGTERM)

    def say_where(self, *, demo: bool) -> None:
        """Print the address and, in the sample place, one sign-in for each role."""
        lines = ["", f"  Inroads is at {settings.ADDRESS}/", ""]
        if demo:
            lines += [f"  {user.email:28} {user.sentence}" for user in DEMO_USERS]
            lines += ["", f"  The password of each: {DEMO_PASSWORD}", ""]
        elif not User.objects.exists():
            lines += ["  Nobody can sign in yet. Make the first user, in another terminal:", ""]
            lines += [f"  {sys.executable} -m inroads createuser --help", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def require_free(host: str, port: int) -> None:
    """Nobody else listens there, and we may: it is better said before everything else is done."""
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise CommandError(f"port {port} is taken. Choose another: --port {port + 1}") from None
        raise CommandError(f"we cannot listen on {host}, port {port}: {error}.") from None


def start_worker() -> int:
    """Divide off a process that does the background work; its number. If it fails, it says so and ends with 1."""
    if child := os.fork():
        return child
    code = 1
    try:
        call_command("worker")
        code = 0
    except Exception:
        traceback.print_exc()
        sys.stderr.write(FELL_OVER)
        sys.stderr.flush()
    finally:
        os._exit(code)


class Server(BaseApplication):
    """Gunicorn with threads; the application is loaded before it divides."""

    def __init__(self, host: str, port: int):
        self.bind = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": self.bind,
            "workers": 2,
            "threads": 4,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self):
        return application
