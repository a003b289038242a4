"""A backup holds everything, says what it holds, and is put back only if it is whole."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.db import connection

from inroads.__main__ import main
from inroads.config.backups import BackupRefused, restore_backup, write_backup
from inroads.foundations.accounts.models import User
from inroads.foundations.accounts.tests.factories import a_user_with_an_app
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


@pytest.fixture
def backup_with_an_app(tmp_path):
    """A backup of a place where somebody has a second factor."""
    a_user_with_an_app()
    file = tmp_path / "with-an-app.backup.zip"
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


def with_manifest(backup, file, **changes):
    """The same backup with another manifest."""
    with zipfile.ZipFile(backup) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | changes).encode()
            after.writestr(name, content)
    return file


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rows": {"accounts_user": 77}}, "do not hold what the backup says"),
        ({"sha256": {}}, "not a whole backup"),
        ({"sha256": None}, "not a whole backup"),
        ({"version": 99}, "later version"),
        ({"database": "oracle"}, "backup is of oracle"),
    ],
)
def test_a_backup_that_does_not_agree_with_itself_is_refused_before_anything_changes(
    backup, tmp_path, council, settings, changes, said
):
    Organisation.objects.filter(pk=council.pk).update(name="Changed since")
    (settings.MEDIA_ROOT / "exchange/areas.csv").write_text("newer")

    with pytest.raises(BackupRefused, match=said):
        restore_backup(with_manifest(backup, tmp_path / "x.zip", **changes), replace=True)

    assert Organisation.objects.get().name == "Changed since"
    assert (settings.MEDIA_ROOT / "exchange/areas.csv").read_text() == "newer"


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


def test_a_folder_that_is_not_there_is_one_plain_line(tmp_path, capsys):
    assert main(["backup", str(tmp_path / "nowhere/x.zip")]) == 1

    said = capsys.readouterr().err
    assert (
        said == f"inroads: {tmp_path}/nowhere/x.zip cannot be written: No such file or directory.\n"
    )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite needs no other program")
def test_without_pg_dump_a_backup_is_one_plain_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert main(["backup", str(tmp_path / "x.zip")]) == 1
    assert capsys.readouterr().err == (
        "inroads: pg_dump is not installed (Debian: postgresql-client).\n"
    )


def test_restoring_says_when_the_second_factors_were_sealed_with_another_key(
    backup_with_an_app, settings, capsys
):
    assert main(["restore", str(backup_with_an_app), "--replace"]) == 0
    assert capsys.readouterr().err == ""

    settings.SECRET_KEY = "the key of another machine"
    assert main(["restore", str(backup_with_an_app), "--replace"]) == 0
    assert capsys.readouterr().err == (
        "inroads: the second factors were sealed with another key: set INROADS_SECRET_KEY_BEFORE.\n"
    )


def test_only_its_owner_can_read_a_backup(backup):
    assert backup.stat().st_mode & 0o077 == 0
