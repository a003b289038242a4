"""The morning page: what is uncovered, what is late, what was not recorded, in one look."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.notifications.models import Message
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import queries_of
from inroads.programme.help.models import Concern
from inroads.programme.help.queries import recorded_within_a_day, unrecorded_sessions
from inroads.programme.help.tests.factories import a_help
from inroads.programme.timetable.local_time import MIDDAY, moment
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.tests.factories import a_session, someone
from tests.browser import WIDE

pytestmark = pytest.mark.django_db


@pytest.fixture
def champion(council):
    champion = a_champion(council)
    champion.person.contact_ways.create(kind="text", value="+447700900111")
    return champion


def of_yesterday(champion, **given):
    """A session of yesterday that the champion promised."""
    starts_at = moment(today() - timedelta(days=1), MIDDAY)
    session = a_session(venue=champion.venue, starts_at=starts_at, **given)
    champion.shifts.create(session=session)
    return session


def test_a_session_of_yesterday_without_a_record_is_there_with_who_promised_it(
    champion, manager, signed_in
):
    of_yesterday(champion)
    recorded = of_yesterday(champion)
    a_help(session=recorded, champion=champion)

    page = signed_in(manager).get("/").content.decode()

    assert page.count("Gabriel Oak") == 1
    assert "Nothing recorded of yesterday" in page
    assert "Remind" in page


def test_only_promised_sessions_that_took_place_are_missed(champion):
    yesterday = today() - timedelta(days=1)
    of_yesterday(champion, status=Session.Status.CANCELLED)
    a_session(starts_at=moment(yesterday, MIDDAY))

    assert not unrecorded_sessions(yesterday, yesterday).exists()


def test_one_tap_reminds_once(champion, manager, signed_in):
    session = of_yesterday(champion)
    client, address = signed_in(manager), reverse("help_remind", args=[session.pk])

    page = client.post(address, follow=True).content.decode()
    client.post(address)

    assert "Reminded: 1." in page
    assert "Reminded</span>" in page
    message = Message.objects.get()
    assert message.person == champion.person
    assert "or text H 3 NHS to 07700 900 460" in message.body


def test_who_cannot_be_written_to_is_to_be_rung(council, manager, signed_in):
    session = of_yesterday(a_champion(council))

    page = signed_in(manager).post(reverse("help_remind", args=[session.pk]), follow=True)

    assert "To be rung: 1" in page.content.decode()


def test_nobody_is_reminded_of_what_is_recorded_or_still_to_come(champion, manager, signed_in, now):
    recorded, later = of_yesterday(champion), a_session(starts_at=now + timedelta(days=1))
    a_help(session=recorded)

    for session in (recorded, later):
        answer = signed_in(manager).post(reverse("help_remind", args=[session.pk]))
        assert answer.status_code == 409
    assert not Message.objects.exists()


def test_the_figure_counts_promised_sessions_recorded_within_a_day(champion, now):
    ended = now - timedelta(days=3)
    in_time, too_late, never = (
        a_session(starts_at=ended - timedelta(hours=2), ends_at=ended) for _ in range(3)
    )
    for session in (in_time, too_late, never):
        champion.shifts.create(session=session)
    a_help(session=in_time, received_at=ended + timedelta(hours=24))
    a_help(session=too_late, received_at=ended + timedelta(hours=24, seconds=1))
    a_session(starts_at=ended)  # that nobody promised
    champion.shifts.create(session=a_session(starts_at=now - timedelta(hours=5)))  # too soon to say

    assert recorded_within_a_day(now) == (1, 3)


def test_a_manager_hears_that_a_concern_waits_too_long_and_nothing_of_it(manager, signed_in, now):
    Concern.objects.create(
        raised_by="champions.champion/1", raised_at=now - timedelta(hours=5), told="CANARY"
    )

    page = signed_in(manager).get("/").content.decode()

    assert "1 safeguarding concern waits longer than four hours" in page
    assert "CANARY" not in page


def test_the_page_costs_the_same_however_much_there_is(council, manager, signed_in):
    client, costs = signed_in(manager), []
    for _ in range(2):
        for number in range(6):
            of_yesterday(a_champion(council, person=someone(name=f"Name {number}")))
        costs.append(queries_of(client, "/"))

    assert costs[0] == costs[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_morning_is_one_screen(open_page, council, manager, monkeypatch):
    monkeypatch.setattr("inroads.overview.home.views.first_steps", lambda on: [])  # all are done
    for number in range(7):
        champion = a_champion(council, person=someone(name=f"Name {number}"))
        of_yesterday(champion)
        a_session(venue=champion.venue, starts_at=timezone.now() + timedelta(hours=1))
    page = open_page("/", user=manager, width=WIDE)

    bottoms = [
        part.bounding_box()["y"] + part.bounding_box()["height"]
        for part in page.locator(".morning .rows__row").all()
    ]

    assert bottoms
    assert max(bottoms) <= 800
