"""The database refuses to change or remove what is in the history."""

from django.db import migrations

from inroads.foundations.history.sealing import seal, unseal


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: seal(editor.connection),
            lambda apps, editor: unseal(editor.connection),
        )
    ]
