"""A database of its own for a benchmark: SQLite in a folder that is thrown away, or an empty PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def a_database(*, demo: bool = False) -> Iterator[Path]:
    """Inroads on an empty database, ready to be imported; its folder."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INROADS_VAR"] = folder
        os.environ["INROADS_DEMO"] = "1" if demo else ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "inroads.config.settings"
        migrate = [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v0"]
        subprocess.run(migrate, cwd=ROOT, check=True)
        import django

        django.setup()
        print(f"database: {'PostgreSQL' if os.environ.get('INROADS_DATABASE_URL') else 'SQLite'}")
        yield Path(folder)
