"""Makes the database itself refuse to change or remove what is in the history.

A later migration that alters the table on SQLite makes it anew, without its triggers: such a migration
ends with `seal`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "history_event"
REFUSAL = "The history is only ever added to"

SQLITE_TRIGGERS = {
    "history_not_changed": "BEFORE UPDATE ON history_event",
    "history_not_removed": "BEFORE DELETE ON history_event",
    # INSERT OR REPLACE removes the old row without asking the trigger above.
    "history_not_replaced": (
        "BEFORE INSERT ON history_event WHEN EXISTS (SELECT 1 FROM history_event WHERE id = NEW.id)"
    ),
}
POSTGRESQL_TRIGGERS = {
    "history_not_changed": "BEFORE UPDATE OR DELETE ON history_event FOR EACH ROW",
    "history_not_emptied": "BEFORE TRUNCATE ON history_event FOR EACH STATEMENT",
}
POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def seal(connection: BaseDatabaseWrapper) -> None:
    """From now on the history can only be added to."""
    unseal(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
            for name, when in POSTGRESQL_TRIGGERS.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION history_refuse()")
        else:
            for name, when in SQLITE_TRIGGERS.items():
                refuse = f"SELECT RAISE(ABORT, '{REFUSAL}');"
                cursor.execute(f"CREATE TRIGGER {name} {when} BEGIN {refuse} END")


def unseal(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away: only to empty a whole database, or to put a backup back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in POSTGRESQL_TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
        else:
            for name in SQLITE_TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def is_sealed(connection: BaseDatabaseWrapper) -> bool:
    """Every trigger stands."""
    if connection.vendor == "postgresql":
        wanted = set(POSTGRESQL_TRIGGERS)
        ask = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    else:
        wanted = set(SQLITE_TRIGGERS)
        ask = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(ask, [TABLE])
        return wanted <= {name for (name,) in cursor.fetchall()}


@contextmanager
def unsealed(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Unsealed inside, sealed again at the end, whatever happens."""
    unseal(connection)
    try:
        yield
    finally:
        seal(connection)
