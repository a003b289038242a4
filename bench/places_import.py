"""How long it takes, and how much memory, to take in England and Dorset from the published files.

    .venv/bin/python bench/places_import.py                 SQLite, in a folder that is thrown away
    INROADS_DATABASE_URL=… .venv/bin/python bench/places_import.py     an empty PostgreSQL

Each file is taken in by a process of its own (`inroads places import`), as a person would do it, so that the CPU
time and the peak memory are of that file alone; then once more, when all of it is there already.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("INROADS_SHARED") or ROOT.parent / "shared") / "data"
# file, options, most CPU seconds, most megabytes
FILES = [
    ("lsoa21_england.csv.gz", [], 60, 500),
    ("england_lsoa21_coarse.geojson.gz", [], 60, 500),
    ("postcodes_dorset_bcp.csv.gz", [], 10, 500),
    ("libraries_uk.csv.gz", ["--council", "E06000059"], 10, 500),
    ("lsoa11_england.csv.gz", [], 60, 500),
    ("lookup_lsoa11_lsoa21.csv.gz", [], 60, 500),
]
CHILD = """
import json, resource, sys, time
from inroads.__main__ import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]), file=sys.stderr)
"""


def run(*arguments: str) -> tuple[float, float, float, list]:
    """CPU seconds, peak megabytes, seconds on the clock, and what was printed."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    code, cpu, peak = json.loads(done.stderr.strip().splitlines()[-1])
    if code:
        raise SystemExit(done.stderr)
    return cpu, peak, time.monotonic() - start, json.loads(done.stdout)


def bench() -> int:
    """Take in every file twice and print the figures beside their limits."""
    late = 0
    print(f"{'file':36} {'':5} {'rows':>8} {'CPU s':>7} {'clock s':>8} {'peak MB':>8}  limit")
    for name, options, most_seconds, most_megabytes in FILES:
        for turn in ("first", "again"):
            arguments = ["places", "import", str(SHARED / name), "--json", *options]
            cpu, peak, clock, [outcome] = run(*arguments)
            good = outcome["report"]["good"]
            fits = cpu < most_seconds and peak < most_megabytes
            late += not fits
            limit = f"{most_seconds} s, {most_megabytes} MB" + ("" if fits else "  TOO MUCH")
            print(
                f"{name:36} {turn:5} {good:8,} {cpu:7.1f} {clock:8.1f} {peak:8.0f}  {limit}",
                flush=True,
            )
    return late


def main() -> int:
    if not SHARED.is_dir():
        print("The published data are not here: set INROADS_SHARED.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INROADS_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "inroads.config.settings"
        migrate = [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v0"]
        subprocess.run(migrate, cwd=ROOT, check=True)
        print(f"database: {'PostgreSQL' if os.environ.get('INROADS_DATABASE_URL') else 'SQLite'}")
        return bench()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
