"""On a Friday afternoon embedded champions are asked the one question, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.foundations.people.models import ContactWay
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.help.actions import ask_for_tallies, forget_strangers, tell_tally
from inroads.programme.timetable.tests.factories import someone

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
FRIDAY = datetime(2026, 11, 27, 13, tzinfo=ZoneInfo("Europe/London"))


def staff(council, number=0, **given):
    champion = a_champion(
        council, person=someone(name=f"Nurse {number}"), **({"network": "embedded"} | given)
    )
    ContactWay.objects.create(person=champion.person, kind="text", value=f"+4477009001{number:02}")
    return champion


def asked(at=FRIDAY):
    return ask_for_tallies(at=at, by=SAMPLE)


def test_each_is_asked_once_a_week(council):
    for number in range(3):
        staff(council, number)

    assert [asked(FRIDAY + timedelta(minutes=minute)) for minute in (0, 2, 4)] == [3, 0, 0]
    assert asked(FRIDAY + timedelta(days=7)) == 3
    assert Message.objects.count() == 6


@pytest.mark.parametrize("hours", [-24, -2, 5, 24, 72])
def test_nobody_is_asked_at_another_time(hours, council):
    staff(council)

    assert asked(FRIDAY + timedelta(hours=hours)) == 0


def test_who_has_answered_rests_left_or_helps_in_another_network_is_not_asked(council):
    answered = staff(council, 1)
    tell_tally(answered, people=3, told_at=FRIDAY, at=FRIDAY, door="text", by=SAMPLE)
    staff(council, 2, status="resting")
    staff(council, 3, status="left")
    staff(council, 4, network="community")
    a_champion(council, network="embedded", person=someone(name="By voice only"))

    assert asked() == 0


def test_once_all_are_asked_it_costs_the_same_for_many(council):
    staff(council)
    asked()
    with CaptureQueriesContext(connection) as few:
        asked()
    for number in range(1, 6):
        staff(council, number)
    asked()

    with CaptureQueriesContext(connection) as many:
        asked()
    assert len(many) == len(few)


def test_the_number_of_a_stranger_is_forgotten_once_they_were_answered(now):
    old = now - timedelta(days=2)
    for number, made_at in ((1, old), (2, now)):
        Message.objects.create(
            kind="text", address=f"+44770090090{number}", body="Ring us", made_at=made_at,
            once=f"unknown-number-2026-11-2{number}-x",
        )  # fmt: skip
    known = Message.objects.create(
        kind="text", address="+447700900999", body="Hello", made_at=old, once="other"
    )

    assert forget_strangers(before=now - timedelta(days=1), by=SAMPLE) == 1

    assert set(Message.objects.values_list("address", flat=True)) == {
        "",
        "+447700900902",
        known.address,
    }
