"""`inroads backup FILE`: the whole place in one file, with what is needed to trust it."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from inroads.config.backups import BackupRefused, write_backup


class Command(BaseCommand):
    """Written beside its place first and moved there when it is whole."""

    help = "Write everything into one file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where to write it, such as inroads.backup.zip")

    def handle(self, *, file: Path, **options):
        if file.exists():
            raise CommandError(f"{file} is there already. Choose another name.")
        try:
            manifest = write_backup(file, at=timezone.now())
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"{file}: {rows:,} rows, {file.stat().st_size / 1e6:.1f} MB")
