"""The worker outlives a database that goes away for a moment."""

import pytest
from django.db import OperationalError

from inroads.config.management.commands import worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tries(monkeypatch):
    """What Django's own worker meets at each try: the first time, no database."""
    met = []

    def work(*_, **__):
        met.append("ended" if met else "fell")
        if met == ["fell"]:
            raise OperationalError("the server closed the connection")

    monkeypatch.setattr(worker, "call_command", work)
    monkeypatch.setattr(worker, "PAUSE", 0)
    return met


def test_the_worker_tries_again_when_the_database_comes_back(tries):
    worker.Command().handle()

    assert tries == ["fell", "ended"]


def test_who_asked_for_one_round_is_told_of_the_trouble(tries):
    with pytest.raises(OperationalError):
        worker.Command().handle(once=True)

    assert tries == ["fell"]
