"""The worker outlives a database that goes away for a moment, and tells at once what cannot wait."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from inroads.config.management.commands import worker
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.timetable.actions import cancel_session
from inroads.programme.timetable.tests.factories import a_session, someone

TEST = Machine("test")

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
    monkeypatch.setattr(worker, "tell_often", lambda: None)
    return met


def test_the_worker_tries_again_when_the_database_comes_back(tries):
    worker.Command().handle()

    assert tries == ["fell", "ended"]


def test_who_asked_for_one_round_is_told_of_the_trouble(tries):
    with pytest.raises(OperationalError):
        worker.Command().handle(once=True)

    assert tries == ["fell"]


def test_a_champion_hears_of_a_cancelled_session_without_waiting_for_the_night(council):
    champion = a_champion(council, person=someone(text="+447700900123"))
    now = timezone.now()
    session = a_session(starts_at=now + timedelta(hours=3))
    champion.shifts.create(session=session)
    cancel_session(session, at=now, by=TEST)

    worker.Command().handle(once=True)
    worker.Command().handle(once=True)

    told = Message.objects.filter(person=champion.person)
    assert [message.subject for message in told] == ["A session you promised is cancelled"]


def test_a_fault_in_telling_is_logged_and_tried_again(monkeypatch, caplog):
    tries = []

    def fails():
        tries.append(1)
        raise RuntimeError("no post today")

    def stops_after_two(_):
        if len(tries) == 2:
            raise SystemExit

    monkeypatch.setattr(worker, "tell_what_cannot_wait", fails)
    monkeypatch.setattr(worker.time, "sleep", stops_after_two)

    with pytest.raises(SystemExit):
        worker.tell_often()

    assert caplog.text.count("could not tell what cannot wait") == 2
