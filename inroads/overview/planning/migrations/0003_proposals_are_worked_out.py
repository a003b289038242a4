from datetime import UTC, datetime

from django.db import migrations, models

STATUSES = [
    ("waiting", "Waiting to begin"),
    ("working", "Being worked out"),
    ("stopped", "Stopped"),
    ("refused", "Cannot be worked out as it is"),
    ("done", "Worked out"),
]


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_scenarios_and_proposals")]

    operations = [
        migrations.RenameField("proposal", "made_at", "asked_at"),
        migrations.AddField("proposal", "typed", models.JSONField(blank=True, default=dict)),
        migrations.AddField("proposal", "done", models.PositiveIntegerField(default=0)),
        migrations.AddField("proposal", "total", models.PositiveIntegerField(default=1)),
        migrations.AddField("proposal", "refusal", models.CharField(blank=True, max_length=500)),
        migrations.AddField("proposal", "stop_wanted", models.BooleanField(default=False)),
        # What was proposed until now was worked out when it was asked for.
        migrations.AddField(
            "proposal",
            "heard_at",
            models.DateTimeField(default=datetime(2026, 11, 27, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.AddField(
            "proposal", "status", models.CharField(max_length=10, default="done")
        ),
        migrations.AlterField(
            "proposal",
            "status",
            models.CharField(choices=STATUSES, default="waiting", max_length=10),
        ),
        migrations.AlterField("proposal", "proved", models.BooleanField(default=False)),
        migrations.AlterField("proposal", "waiting", models.PositiveIntegerField(default=0)),
        migrations.AlterField(
            "run", "status", models.CharField(choices=STATUSES, default="waiting", max_length=10)
        ),
    ]
