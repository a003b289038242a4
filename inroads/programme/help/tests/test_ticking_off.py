"""A champion ticks off who came, with their own link: by the cards, and by no name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.programme.champions.tests.factories import a_shift
from inroads.programme.help.tests.factories import SECRET
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(link):
    return reverse("help_attendance", args=[SECRET])


@pytest.fixture
def session(champion, now):
    session = a_session(starts_at=now - timedelta(minutes=30))
    a_shift(champion, session)
    return session


def test_each_card_in_one_tap_and_how_many_came_without(address, client, session):
    came, stayed = (a_booking(session, someone(name=name)) for name in ("Tess", "Angel"))
    page = client.get(address).content.decode()
    assert came.code in page
    assert "Tess" not in page

    kept = client.post(address, {"came": [came.pk], "walk_ins": "3"}, follow=True)

    assert "Kept. Thank you." in kept.content.decode()
    for booking in (came, stayed):
        booking.refresh_from_db()
    session.refresh_from_db()
    assert (came.came, stayed.came, session.walk_ins) == (True, False, 3)


def test_nothing_of_another_session_is_ticked(address, client, session):
    other = a_booking(a_session(), someone())
    a_booking(session, someone(name="Angel"))

    answer = client.post(address, {"came": [other.pk], "walk_ins": "0"})

    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.came is None


@pytest.mark.parametrize("hours", [-60, 3])
def test_where_none_is_on_or_just_over_it_says_so(hours, address, client, champion, now):
    a_shift(champion, a_session(starts_at=now + timedelta(hours=hours)))

    assert "No session that you promised is on" in client.get(address).content.decode()


def test_a_session_of_somebody_else_is_not_theirs_to_tick(address, client, now):
    a_session(starts_at=now - timedelta(minutes=30))

    assert "No session that you promised is on" in client.get(address).content.decode()


def test_a_link_that_is_unknown_opens_nothing(client):
    assert client.get(reverse("help_attendance", args=["unknown"])).status_code == 404
