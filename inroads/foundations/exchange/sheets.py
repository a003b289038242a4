"""Turns a sheet of an Excel file into CSV, in a process of its own that may take only so much memory.

An Excel file is a packed folder. A small one can claim a billion cells, so it is never unpacked in the process
that serves people: a child does it, and if the file is a bomb, only the child dies.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.unpacking import (
    DAMAGED,
    MAX_UNPACKED,
    MEGABYTE,
    limit_for,
    too_big,
)

MEMORY = 1_200 * MEGABYTE
SECONDS = 120
NOT_EXCEL = "This is a packed folder, not an Excel file. Unpack it and send the table inside."


def sheet_as_csv(path: Path, target: Path) -> str:
    """Write the fullest sheet of an Excel file to a CSV file; say which sheet it was."""
    require_modest(path)
    command = [sys.executable, "-I", str(Path(__file__).with_name("sheetreader.py"))]
    limits = [str(MEMORY), str(SECONDS), str(MAX_UNPACKED)]
    try:
        done = subprocess.run(
            [*command, str(path), str(target), *limits],
            capture_output=True,
            timeout=SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(too_big(limit_for(path.stat().st_size))) from error
    if done.returncode == 3:
        raise Refused(DAMAGED)
    if done.returncode == 4:
        raise Refused("Every sheet of this Excel file is empty.")
    if done.returncode != 0:
        raise Refused(too_big(limit_for(path.stat().st_size)))
    return done.stdout.decode("utf-8", "replace").strip()


def require_modest(path: Path) -> None:
    """Refuse a folder that is no Excel file, or that says itself that it unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as folder:
            parts = folder.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(DAMAGED) from error
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Refused(NOT_EXCEL)
    limit = limit_for(path.stat().st_size)
    if sum(part.file_size for part in parts) > limit:
        raise Refused(too_big(limit))
