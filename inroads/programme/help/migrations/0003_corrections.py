"""A help record can supersede another; the database refuses to change that too."""

import importlib

import django.db.models.deletion
from django.db import migrations, models

sealing = importlib.import_module("inroads.programme.help.migrations.0002_never_changed")


def seal(apps, editor):
    sealing.seal(apps, editor, columns=f"{sealing.COLUMNS}, supersedes_id, is_void")


class Migration(migrations.Migration):
    dependencies = [("help", "0002_never_changed")]

    operations = [
        migrations.RunPython(sealing.unseal, sealing.seal),
        migrations.AddField(
            "helprecord",
            "supersedes",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="help.helprecord",
            ),
        ),
        migrations.AddField("helprecord", "is_void", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "helprecord",
            models.CheckConstraint(
                name="only_a_correction_is_void",
                condition=models.Q(("is_void", False), ("supersedes__isnull", False), _connector="OR"),
            ),
        ),
        migrations.RunPython(seal, sealing.unseal),
    ]
