"""The `inroads` command: plain words, exit codes, one plain line when something is wrong."""

import json
import os
import subprocess
import sys
from importlib import import_module

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection

from inroads.__main__ import COMMANDS, main
from inroads.config.management.commands import nightly
from inroads.foundations.accounts.tests.factories import a_user_with_an_app


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0

    printed = capsys.readouterr().out
    assert [words for words in COMMANDS if f"  {words} " not in printed] == []


def test_a_word_that_is_no_command_is_said_in_one_line(capsys):
    assert main(["fly"]) == 2

    assert capsys.readouterr().err == "inroads: there is no command “fly”. See inroads --help.\n"


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_exists_and_explains_itself(words):
    app, _, name = COMMANDS[words][0].rpartition(".")
    command = import_module(f"inroads.{app}.management.commands.{name}").Command()

    assert len(command.help) > 10
    assert command.create_parser("inroads", words).format_help()


def test_a_wrong_option_is_said_in_one_line_and_code_2(capsys):
    assert main(["nightly", "--fast"]) == 2

    said = capsys.readouterr().err
    assert said == "inroads: unrecognized arguments: --fast. See inroads nightly --help.\n"


def test_half_of_two_words_shows_what_they_can_be(capsys):
    assert main(["places", "--help"]) == 0

    assert capsys.readouterr().out == "inroads places import\ninroads places show\n"


def test_a_fault_is_one_plain_line_and_code_1(monkeypatch, capsys):
    def refuse(self, **options):
        raise CommandError("the barn is locked.")

    monkeypatch.setattr("inroads.config.management.commands.nightly.Command.handle", refuse)

    assert main(["nightly"]) == 1
    assert capsys.readouterr().err == "inroads: the barn is locked.\n"


@pytest.fixture
def _a_program_that_fits(monkeypatch, settings, tmp_path):
    """The tests make templates strict in a way that Django's own check takes for a mistake."""
    monkeypatch.setattr("django.core.checks.run_checks", list)
    for name in ("INROADS_PLACE", "INROADS_HELPLINE"):
        monkeypatch.setenv(name, "set")
    settings.SMTP_URL = "smtp://mail.example.org"
    settings.STATIC_ROOT = settings.VAR = tmp_path
    (tmp_path / "staticfiles.json").touch()


@pytest.mark.usefixtures("_a_program_that_fits")
@pytest.mark.django_db
def test_check_answers_each_question(council, capsys):
    assert main(["check", "--json"]) == 0

    answers = json.loads(capsys.readouterr().out)
    assert all(answer["well"] for answer in answers)
    assert len(answers) >= 5


@pytest.mark.usefixtures("_a_program_that_fits")
@pytest.mark.django_db
def test_check_says_what_to_do_when_nobody_leads(capsys):
    assert main(["check"]) == 1

    assert "✗ One organisation leads the programme: see `inroads createuser --help`" in (
        capsys.readouterr().out
    )


def questions(capsys) -> dict[str, dict]:
    """What `inroads check` answers, by its question."""
    main(["check", "--json"])
    answers = json.loads(capsys.readouterr().out)
    return {answer["question"]: answer for answer in answers}


@pytest.mark.usefixtures("_a_program_that_fits")
@pytest.mark.django_db
def test_without_e_mail_all_can_be_well(council, settings, capsys):
    settings.SMTP_URL = ""

    assert main(["check"]) == 0
    assert "· E-mails can leave: until INROADS_SMTP or INROADS_NOTIFY_KEY is set, invitations" in (
        capsys.readouterr().out
    )


@pytest.mark.usefixtures("_a_program_that_fits")
@pytest.mark.django_db
def test_check_names_a_setting_that_means_nothing(council, monkeypatch, capsys):
    monkeypatch.setenv("INROADS_HELPLIN", "01305 000 000")

    answer = questions(capsys)["Each setting is known"]

    assert not answer["well"]
    assert answer["cure"].startswith("INROADS_HELPLIN means nothing here")


@pytest.mark.usefixtures("_a_program_that_fits")
@pytest.mark.django_db
def test_check_finds_a_data_folder_that_others_can_read(council, tmp_path, capsys):
    tmp_path.chmod(0o755)

    answer = questions(capsys)["The data folder is nobody else’s"]

    assert (answer["well"], answer["cure"]) == (False, f"chmod -R go= {tmp_path}")


@pytest.mark.usefixtures("_a_program_that_fits")
@pytest.mark.django_db
def test_check_finds_second_factors_that_were_sealed_with_another_key(council, settings, capsys):
    a_user_with_an_app()
    settings.SECRET_KEY = "the key of another machine"

    answer = questions(capsys)["The second factors can be opened"]

    assert not answer["well"]
    assert answer["cure"].endswith("sealed with another key: set INROADS_SECRET_KEY_BEFORE")


@pytest.mark.usefixtures("_a_program_that_fits")
@pytest.mark.django_db
def test_check_asks_for_the_program_that_a_backup_of_postgresql_needs(council, monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda name: None)
    on_sqlite = connection.vendor == "sqlite"

    assert questions(capsys)["A backup can be made"]["well"] == on_sqlite


def test_a_nightly_round_without_a_database_is_one_plain_line(monkeypatch, capsys):
    def refuses():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(nightly.connection, "ensure_connection", refuses)

    assert main(["nightly"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "inroads: the database says: connection refused. See inroads check.\n"


@pytest.mark.django_db
def test_the_nightly_round_goes_on_after_a_failure(monkeypatch, capsys):
    def fall():
        raise ValueError("fell in the ditch")

    monkeypatch.setitem(nightly.ROUND, "sessions planned ahead", fall)

    assert main(["nightly", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["failed"] == ["sessions planned ahead: fell in the ditch"]
    assert "old sign-ins forgotten" in said["done"]


def test_a_database_that_was_never_set_up_is_one_plain_line(tmp_path):
    environ = {**os.environ, "INROADS_VAR": str(tmp_path)}
    environ.pop("PYTEST_VERSION", None)
    environ.pop("INROADS_DATABASE_URL", None)

    answer = subprocess.run(
        [sys.executable, "-m", "inroads", "places", "show"],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert answer.returncode == 1
    assert answer.stderr.startswith("inroads: the database says: no such table")
    assert answer.stderr.count("\n") == 1


def test_the_command_runs_as_a_program_of_its_own(tmp_path):
    environ = {**os.environ, "INROADS_VAR": str(tmp_path)}
    environ.pop("PYTEST_VERSION", None)

    answer = subprocess.run(
        [sys.executable, "-m", "inroads", "backup", str(tmp_path)],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert answer.returncode == 1
    assert answer.stderr == f"inroads: {tmp_path} is there already. Choose another name.\n"
