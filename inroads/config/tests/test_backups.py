"""A backup holds everything, says what it holds, and is put back only if it is whole."""

import zipfile
from datetime import UTC, datetime

import pytest

from inroads.config.backups import BackupRefused, restore_backup, write_backup
from inroads.foundations.accounts.models import User
from inroads.foundations.organisations.models import Organisation

MOMENT = datetime(2027, 3, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path, settings, manager):
    """A backup of a place with one manager and one uploaded file."""
    upload = settings.MEDIA_ROOT / "exchange/areas.csv"
    upload.parent.mkdir(parents=True)
    upload.write_text("code,name")
    file = tmp_path / "inroads.backup.zip"
    write_backup(file, at=MOMENT)
    return file


def test_what_was_lost_comes_back(backup, settings, manager):
    User.objects.all().delete()
    Organisation.objects.all().delete()
    (settings.MEDIA_ROOT / "exchange/areas.csv").unlink()

    manifest = restore_backup(backup, replace=False)

    assert User.objects.get() == manager
    assert User.objects.get().check_password("a long and quiet lane")
    assert Organisation.objects.get().name == "Wessex Council"
    assert (settings.MEDIA_ROOT / "exchange/areas.csv").read_text() == "code,name"
    assert manifest["rows"]["accounts_user"] == 1


def test_data_that_is_there_is_replaced_only_when_told_to(backup, council):
    Organisation.objects.filter(pk=council.pk).update(name="Changed since")

    with pytest.raises(BackupRefused, match="--replace"):
        restore_backup(backup, replace=False)
    assert Organisation.objects.get().name == "Changed since"

    restore_backup(backup, replace=True)
    assert Organisation.objects.get().name == "Wessex Council"


def test_an_altered_backup_is_refused_and_nothing_changes(backup, tmp_path, council):
    altered = tmp_path / "altered.zip"
    with zipfile.ZipFile(backup) as before, zipfile.ZipFile(altered, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content[:-1] + b"?" if name == "database" else content)

    with pytest.raises(BackupRefused, match="was altered"):
        restore_backup(altered, replace=True)
    assert Organisation.objects.get() == council


@pytest.mark.parametrize("keep", [0, 10, 0.5])
def test_half_a_backup_is_refused(backup, tmp_path, keep):
    whole = backup.read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(whole[: int(keep * len(whole)) if keep < 1 else keep])

    with pytest.raises(BackupRefused, match="not a whole backup"):
        restore_backup(half, replace=True)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(BackupRefused, match="There is no file"):
        restore_backup(tmp_path / "nowhere.zip", replace=True)


def test_only_its_owner_can_read_a_backup(backup):
    assert backup.stat().st_mode & 0o077 == 0
