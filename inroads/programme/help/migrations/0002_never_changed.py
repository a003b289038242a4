"""The database refuses to change what was recorded; only the person may be taken out of it.

A later migration that alters the table on SQLite makes it anew, without its trigger: such a migration ends
with the same two statements.
"""

from django.db import migrations

COLUMNS = (
    "sender_id, given_at, received_at, door, session_id, venue_id, champion_id, topic_id, minutes, outcome"
)
REFUSAL = "A help record is never changed"

SQLITE = [
    "CREATE TRIGGER help_not_changed BEFORE UPDATE OF {columns} ON help_helprecord"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER help_not_given_to_another BEFORE UPDATE OF person_id ON help_helprecord"
    f" WHEN NEW.person_id IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION help_refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
    f" BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER help_not_changed BEFORE UPDATE OF {columns} ON help_helprecord"
    " FOR EACH ROW EXECUTE FUNCTION help_refuse()",
    "CREATE TRIGGER help_not_given_to_another BEFORE UPDATE OF person_id ON help_helprecord"
    " FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION help_refuse()",
]


def seal(apps, editor, columns=COLUMNS):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement.replace("{columns}", columns))


def unseal(apps, editor):
    on = " ON help_helprecord" if editor.connection.vendor == "postgresql" else ""
    for name in ("help_not_changed", "help_not_given_to_another"):
        editor.execute(f"DROP TRIGGER {name}{on}")
    if on:
        editor.execute("DROP FUNCTION help_refuse()")


class Migration(migrations.Migration):
    dependencies = [("help", "0001_initial")]

    operations = [migrations.RunPython(seal, unseal)]
