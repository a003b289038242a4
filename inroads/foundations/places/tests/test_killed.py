"""Work that is killed in the middle of keeping leaves nothing half done, and can be begun again."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
# Takes a file in, and stops with half of it written, inside its transaction.
WORK = """
import sys, time, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from django.utils import timezone
from inroads.foundations.exchange import working
from inroads.foundations.exchange.actions import add_upload, confirm_upload
from inroads.foundations.exchange.models import Upload
from inroads.foundations.history.recording import Machine
from django.core.files.base import File

me = Machine("test")
step = sys.argv[1]
if step == "keep":
    class Halfway(working.Watched):
        def __call__(self, done, total):
            super().__call__(done, total)
            if done >= total * 3 / 4:
                print("halfway", flush=True)
                time.sleep(60)
    call_command("migrate", verbosity=0, skip_checks=True)
    with open(sys.argv[2], "rb") as file:
        upload = add_upload("areas", file=File(file), options={}, user=None, at=timezone.now(), by=me)
    working.work_through_check(upload, by=me)
    working.Watched = Halfway
    upload.refresh_from_db()
    confirm_upload(upload, by=me)
    working.work_through_keeping(upload, by=me)
else:
    from inroads.foundations.exchange.actions import start_again
    upload = Upload.objects.get()
    start_again(upload, by=me)
    working.work_through_keeping(upload, by=me)
    upload.refresh_from_db()
    print(upload.status)
"""


def count(database: Path, table: str) -> int:
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_nothing_half_done(tmp_path):
    rows = [f"E01{n:06},Wessex {n},E06000059,Wessex,{n}\n" for n in range(4000)]
    file = tmp_path / "areas.csv"
    file.write_text("lsoa21cd,lsoa21nm,lad24cd,lad24nm,pop2021\n" + "".join(rows))
    var = tmp_path / "var"
    own = {
        "INROADS_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "inroads.config.settings",
        "INROADS_DATABASE_URL": "",
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"}
    command = [sys.executable, "-c", WORK]
    options = {"cwd": ROOT, "env": {**kept, **own}, "stdout": subprocess.PIPE, "text": True}

    with subprocess.Popen([*command, "keep", str(file)], **options) as work:
        assert work.stdout.readline().strip() == "halfway"
        work.send_signal(signal.SIGKILL)

    database = var / "inroads.sqlite3"
    assert count(database, "places_area") == 0
    assert count(database, "places_statistic") == 0
    assert count(database, "places_statisticvalue") == 0

    again = subprocess.run([*command, "again"], check=True, **options)

    assert again.stdout.strip() == "kept"
    assert count(database, "places_area") == 4001
    assert count(database, "places_statisticvalue") == 4000
