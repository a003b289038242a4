"""How far the work on a file has come, and the wish to stop it.

Both are kept in small files, not in the database: while a file is being kept, all that the work writes to the
database is one transaction that nobody else can see yet.
"""

import time
from pathlib import Path

from django.conf import settings

from inroads.foundations.exchange.importers import Stopped

EVERY_SECONDS = 0.5
# Work that has not been heard of for so long has died with its process.
DEAD_AFTER_SECONDS = 120


def sign(name: str, public_id: str) -> Path:
    folder = Path(settings.VAR) / "exchange"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{public_id}.{name}"


class Watched:
    """Tells how far the work has come, and breaks it off when someone asked for that."""

    def __init__(self, public_id: str):
        self.progress, self.stop = sign("progress", public_id), sign("stop", public_id)
        self.told = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self.stop.exists():
            raise Stopped
        if time.monotonic() - self.told > EVERY_SECONDS:
            self.told = time.monotonic()
            self.progress.write_text(f"{done} {total}")


def how_far(public_id: str) -> tuple[int, int]:
    """Rows done and rows in all, as last told; (0, 0) before the first word."""
    try:
        done, total = sign("progress", public_id).read_text().split()
    except (FileNotFoundError, ValueError):
        return 0, 0
    return int(done), int(total)


def is_silent(public_id: str, now: float) -> bool:
    """Nothing has been heard of the work for so long that its process must have died."""
    try:
        heard = sign("progress", public_id).stat().st_mtime
    except FileNotFoundError:
        return True
    return now - heard > DEAD_AFTER_SECONDS


def ask_to_stop(public_id: str) -> None:
    sign("stop", public_id).touch()


def is_asked_to_stop(public_id: str) -> bool:
    return sign("stop", public_id).exists()


def start_telling(public_id: str) -> None:
    """Forget what an earlier try told."""
    sign("stop", public_id).unlink(missing_ok=True)
    sign("progress", public_id).write_text("0 0")


def forget(public_id: str) -> None:
    for name in ("progress", "stop"):
        sign(name, public_id).unlink(missing_ok=True)
