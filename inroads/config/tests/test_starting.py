"""How a command starts: with settings that make sense, a port that is free, files that nobody else reads."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.management import CommandError

from inroads.config import options
from inroads.config.management.commands import run
from inroads.config.management.commands.run import require_free


@pytest.fixture
def inroads(tmp_path):
    """Runs the command as a program of its own, in an empty data folder; what came of it."""

    def run(*words, **chosen):
        ours = {name: value for name, value in os.environ.items() if "INROADS" not in name}
        ours.pop("PYTEST_VERSION", None)
        environ = {**ours, "INROADS_VAR": str(tmp_path / "var"), **chosen}
        return subprocess.run(
            [sys.executable, "-m", "inroads", *words],
            env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    "chosen, said",
    [
        ({"INROADS_PROXIES": "abc"}, "INROADS_PROXIES is “abc”, but it is a number."),
        ({"INROADS_DATABASE_URL": "mysql://root:secret@host/x"}, "INROADS_DATABASE_URL does not read like"),
        ({"INROADS_DATABASE_URL": "postgresql://host:port/x"}, "INROADS_DATABASE_URL does not read like"),
        ({"INROADS_NOTIFY_TEMPLATES": "text"}, "INROADS_NOTIFY_TEMPLATES does not read like"),
    ],
    ids=str,
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_one_plain_line(inroads, chosen, said):
    answer = inroads("check", **chosen)

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"inroads: {said}")
    assert answer.stderr.count("\n") == 1
    assert "secret" not in answer.stderr


def test_a_setting_that_nobody_knows_is_found(monkeypatch):
    monkeypatch.setenv("INROADS_HELPLIN", "01305 000 000")

    assert "INROADS_HELPLIN" in options.unknown_names()
    assert "INROADS_HELPLINE" not in options.unknown_names()


def test_a_worker_that_fails_says_so_and_ends_with_another_code(monkeypatch, capsys):
    def fail(name):
        raise RuntimeError("the disk is full")

    codes = []
    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setattr(run, "call_command", fail)
    run.start_worker()
    monkeypatch.setattr(run, "call_command", lambda name: None)
    run.start_worker()

    said = capsys.readouterr().err
    assert codes == [1, 0]
    assert "RuntimeError: the disk is full" in said
    assert said.endswith(run.FELL_OVER)


def test_the_data_are_nobody_else_s_to_read(inroads, tmp_path):
    before = os.umask(0)
    try:
        inroads("places", "show")
    finally:
        os.umask(before)

    made = [tmp_path / "var", *(tmp_path / "var").iterdir()]
    assert {path.name for path in made} >= {"var", "inroads.sqlite3", "secret_key"}
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_links_lead_to_where_we_listened_last(inroads, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var/inroads.address").write_text("http://localhost:8123")
    script = "from inroads.config import settings; print(settings.ADDRESS)"
    environ = {**os.environ, "INROADS_VAR": str(tmp_path / "var")}
    environ.pop("PYTEST_VERSION", None)

    def address(**chosen):
        return subprocess.check_output(
            [sys.executable, "-c", script], env={**environ, **chosen}, text=True
        ).strip()

    assert address() == "http://localhost:8123"
    assert address(INROADS_ADDRESS="https://example.org/") == "https://example.org"
    assert address(INROADS_DEMO="1") == "http://localhost:8000"


def test_a_port_that_is_taken_is_said_before_anything_is_done():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"port {port} is taken. Choose another: --port"):
            require_free("127.0.0.1", port)


@pytest.mark.parametrize("host, port", [("127.0.0.1", 99_999), ("no.such.host.invalid", 8000)])
def test_where_we_cannot_listen_is_said_in_one_line(host, port):
    with pytest.raises(CommandError, match="cannot listen on"):
        require_free(host, port)


def test_a_wrong_host_name_is_answered_and_fills_no_log(tmp_path):
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "print(Client().get('/', headers={'host': 'elsewhere.example'}).status_code)"
    )
    environ = {**os.environ, "INROADS_VAR": str(tmp_path)}
    environ.pop("PYTEST_VERSION", None)

    answer = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False
    )

    assert answer.stdout == "400\n"
    assert answer.stderr == ""
