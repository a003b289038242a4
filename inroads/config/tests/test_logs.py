"""What goes wrong is logged, but not the secret of a link."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from inroads.config.logs import WithoutSecrets
from inroads.programme.help.views import recording

SECRET = "kM3vZ0qT-x8Yb_2LwR7s9A"


@pytest.fixture
def log():
    """What the handler that the settings describe would print."""
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without_secrets"]
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(WithoutSecrets())
    logging.getLogger("django.request").addHandler(handler)
    yield out
    logging.getLogger("django.request").removeHandler(handler)


def test_a_fault_on_a_recording_page_is_logged_without_the_link(log, db, monkeypatch):
    def fails(*_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(recording, "opened_link", fails)

    answer = Client(raise_request_exception=False).get(f"/help/record/{SECRET}/")

    assert answer.status_code == 500
    assert "/help/record/…/" in log.getvalue()
    assert "a fault of ours" in log.getvalue()
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/help/record/a-secret-of-a-champion/thanks/4b1e0c7e-7c5e-4b7e-9d5e-0c7e4b1e9d5e/",
         "/help/record/…/thanks/…/"),
        ("/accounts/password/reset/key/1-cq2x7y-4f1e0c7e7c5e4b7e/", "/accounts/password/reset/key/…/"),
        ("/champions/calendar/kM3vZ0qT-x8Yb_2LwR7s9A.ics", "/champions/calendar/….ics"),
        ("/referrals/12/accept/", "/referrals/12/accept/"),
    ],
)  # fmt: skip
def test_only_what_works_like_a_key_is_left_out(address, logged):
    line = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (address,), None)

    WithoutSecrets().filter(line)

    assert line.getMessage() == f"Not Found: {logged}"
