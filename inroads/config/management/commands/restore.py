"""`inroads restore FILE`: puts back what a backup holds, if it is whole."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from inroads.config.backups import BackupRefused, restore_backup
from inroads.foundations.accounts.sealed import OTHER_KEY, second_factors_open


class Command(BaseCommand):
    """Refuses a file that was altered, and a place that holds data unless told to replace it."""

    help = "Put back what a backup holds."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a file made by `inroads backup`")
        parser.add_argument("--replace", action="store_true", help="even if there is data here")

    def handle(self, *, file: Path, replace: bool, **options):
        try:
            manifest = restore_backup(file, replace=replace)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"{rows:,} rows of {manifest['made_at']} are back, each table counted.")
        if not second_factors_open():
            self.stderr.write(f"inroads: {OTHER_KEY}.")
