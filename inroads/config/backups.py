"""A backup is one zip: the database, the uploads, and a manifest with counts and checksums."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

VERSION = 1
# Where the rows of a table begin in a script of PostgreSQL; each row is one line, and `\\.` ends them.
COPIED = re.compile(r'COPY \w+\."?(\w+)"? \(.*\) FROM stdin;')


class BackupRefused(Exception):
    """This backup cannot be put back; the message says why and what to do."""


def write_backup(file: Path, *, at: datetime) -> dict:
    """Write the backup; the manifest that it carries."""
    with tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
        dump = Path(folder) / "database"
        rows = dump_database(dump)
        members = {"database": dump, **uploads()}
        manifest = {
            "version": VERSION,
            "database": connection.vendor,
            "made_at": at.isoformat(timespec="seconds"),
            "rows": rows,
            "sha256": {name: digest(path) for name, path in members.items()},
        }
        whole = Path(folder) / "whole.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
            for name, path in members.items():
                archive.write(path, name)
        whole.chmod(0o600)
        whole.rename(file)
    return manifest


def restore_backup(file: Path, *, replace: bool) -> dict:
    """Put back the database and the uploads, once everything in the file has been checked."""
    if not file.exists():
        raise BackupRefused(f"There is no file {file}.")
    if not replace and holds_data():
        raise BackupRefused(
            "There is data here already. Say --replace to put the backup in its place."
        )
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        manifest = unpack(file, Path(folder))
        if manifest["database"] != connection.vendor:
            raise BackupRefused(
                f"This backup is of {manifest['database']} and this place runs on {connection.vendor}."
            )
        dump = Path(folder) / "database"
        if rows_in(dump) != manifest["rows"]:
            raise BackupRefused("The tables in it do not hold what the backup says they held.")
        load_database(dump)
        kept = Path(folder) / "uploads"
        if kept.exists():
            shutil.copytree(kept, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return manifest


def unpack(file: Path, folder: Path) -> dict:
    """Unpack and compare every checksum; refuse a file that is not whole."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["version"] > VERSION:
                raise BackupRefused(
                    "This backup was made by a later version of Inroads. Update first."
                )
            if (
                not {"database", "made_at", "rows"} <= set(manifest)
                or "database" not in manifest["sha256"]
            ):
                raise BackupRefused(f"{file} is not a whole backup.")
            for name, expected in manifest["sha256"].items():
                path = Path(archive.extract(name, folder))
                if digest(path) != expected:
                    raise BackupRefused(f"{file} was altered: {name} is not what was backed up.")
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, OSError, EOFError) as error:
        raise BackupRefused(f"{file} is not a whole backup.") from error
    return manifest


def uploads() -> dict[str, Path]:
    """Every uploaded file, by its name in the backup."""
    root = Path(settings.MEDIA_ROOT)
    return {
        f"uploads/{path.relative_to(root)}": path
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def counts(cursor) -> dict[str, int]:
    """How many rows each table has, as this cursor sees it."""
    return {name: count_rows(cursor, name) for name in tables()}


def count_rows(cursor, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return cursor.fetchone()[0]


def holds_data() -> bool:
    """True once anyone can sign in here."""
    if "accounts_user" not in tables():
        return False
    with connection.cursor() as cursor:
        return count_rows(cursor, "accounts_user") > 0


def dump_database(path: Path) -> dict[str, int]:
    """Write the database as it is at one moment; how many rows each table had at that moment."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            return counts(copy.cursor())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = f"--snapshot={cursor.fetchone()[0]}"
        run_postgresql("pg_dump", "--format=custom", snapshot, f"--file={path}")
        return counts(cursor)


def rows_in(path: Path) -> dict[str, int]:
    """How many rows each table has in a dump, before anything is put back."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as copy:
            names = (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'"
            )
            cursor = copy.cursor()
            return {name: count_rows(cursor, name) for (name,) in copy.execute(names).fetchall()}
    script = path.with_suffix(".sql")
    run_postgresql("pg_restore", "--data-only", f"--file={script}", str(path))
    rows: dict[str, int] = {}
    table = ""
    with script.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            if table and line == "\\.\n":
                table = ""
            elif table:
                rows[table] += 1
            elif begun := COPIED.match(line):
                table = begun[1]
                rows[table] = 0
    script.unlink()
    return rows


def load_database(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(connection.connection)
        return
    connection.close()
    run_postgresql(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(path)
    )


def run_postgresql(program: str, *options: str) -> None:
    """Run one of PostgreSQL's own programs on our database; the password never stands in its arguments."""
    place = settings.DATABASES["default"]
    environ = {
        **os.environ,
        "PGHOST": str(place["HOST"]),
        "PGPORT": str(place["PORT"] or 5432),
        "PGUSER": str(place["USER"]),
        "PGPASSWORD": str(place["PASSWORD"]),
        "PGDATABASE": str(connection.settings_dict["NAME"]),
    }
    to_file = any(option.startswith("--file=") for option in options)
    named = ["--dbname", environ["PGDATABASE"]] if not to_file else []
    try:
        subprocess.run([program, *named, *options], check=True, env=environ, capture_output=True)
    except FileNotFoundError as error:
        raise BackupRefused(f"{program} is not installed (Debian: postgresql-client).") from error
    except subprocess.CalledProcessError as error:
        raise BackupRefused(error.stderr.decode().strip().splitlines()[0]) from error
