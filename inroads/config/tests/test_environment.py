"""What sets Inroads up says what it does, and in one sentence what went wrong."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from inroads.config import environment
from inroads.config.options import chosen_secret

ROOT = environment.ROOT


def test_what_fails_is_one_sentence_with_its_likely_cause():
    command = [sys.executable, "-c", "raise SystemExit(3)"]

    with pytest.raises(
        SystemExit, match=r"could not be set up: “python\S* -c .*” failed; is the"
    ) as stop:
        environment.must(command, "is the barn locked?")

    assert isinstance(stop.value.code, str)  # so that the code of the program is 1


def test_a_program_that_is_not_there_is_one_sentence_too():
    with pytest.raises(SystemExit, match="“no-such-program ci” failed; look"):
        environment.must(["no-such-program", "ci"], "look in the barn.")


def test_node_trusts_what_the_machine_trusts(tmp_path, monkeypatch):
    bundle = tmp_path / "ca-certificates.crt"
    bundle.touch()
    monkeypatch.setattr(environment, "BUNDLES", ["/nowhere.crt", str(bundle)])
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)

    told = environment.certificates()

    assert told["NODE_USE_SYSTEM_CA"] == "1"
    assert told["NODE_EXTRA_CA_CERTS"] == str(bundle)


def test_certificates_that_were_named_stay(tmp_path, monkeypatch):
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/our/own.crt")

    assert "NODE_EXTRA_CA_CERTS" not in environment.certificates()


def test_help_is_there_before_anything_is_installed(tmp_path):
    """A copy without its environment would have to make one first."""
    copy = tmp_path / "inroads/config"
    copy.mkdir(parents=True)
    for name in ("run", "inroads/config/environment.py"):
        (tmp_path / name).write_text((ROOT / name).read_text())

    answer = subprocess.run(
        [sys.executable, str(tmp_path / "run"), "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert "--empty" in answer.stdout
    assert "--port" in answer.stdout
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("secret", ["short", "whsec_AAAA", "not base64 at all, is it now?"])
def test_a_weak_secret_is_refused_when_it_is_set(monkeypatch, secret):
    monkeypatch.setenv("INROADS_TEXTS_SECRET", secret)

    with pytest.raises(ImproperlyConfigured, match="INROADS_TEXTS_SECRET"):
        chosen_secret("INROADS_TEXTS_SECRET")
