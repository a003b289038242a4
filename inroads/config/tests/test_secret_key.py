"""The key that signs sessions and links is kept where nobody else reads it."""

import os

import pytest

from inroads.config import settings


@pytest.fixture
def _an_open_hand():
    """New files are readable by everyone unless their maker sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_an_open_hand")
def test_the_key_that_is_made_here_is_nobody_else_s_from_its_first_moment(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR", tmp_path)
    monkeypatch.delenv("INROADS_SECRET_KEY", raising=False)
    monkeypatch.setattr("pathlib.Path.chmod", lambda *_: None)

    key = settings.secret_key()

    assert len(key) == 96
    assert settings.secret_key() == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
