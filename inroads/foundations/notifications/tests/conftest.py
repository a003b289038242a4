"""Providers that stand on this machine."""

import pytest

from inroads.foundations.notifications.tests.fake_mail_server import FakeMailServer
from inroads.foundations.notifications.tests.fake_notify import KEY, TEMPLATES, FakeNotify


@pytest.fixture
def notify(settings):
    server = FakeNotify()
    server.start()
    settings.NOTIFY_URL, settings.NOTIFY_KEY = server.url, KEY
    settings.NOTIFY_TEMPLATES = TEMPLATES
    settings.NOTIFY_TOKEN = "a long and secret token"
    yield server
    server.stop()


@pytest.fixture
def mail_server(settings):
    server = FakeMailServer()
    server.start()
    settings.SMTP_URL = server.url
    yield server
    server.stop()
