"""A champion on a home visit checks in and out; one who does not is missed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.programme.champions.actions import ask_for_check, set_status
from inroads.programme.help.actions import (
    begin_visit,
    end_visit,
    stay_longer,
    tell_of_overdue_visits,
)
from inroads.programme.help.models import Visit
from inroads.programme.help.tests.factories import SECRET
from inroads.programme.help.visiting import overdue_visits

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
THERE = {"where": "3 Sheep Street", "minutes": "60"}


@pytest.fixture
def address(link):
    return reverse("help_visit", args=[SECRET])


def begun(champion, now, **given):
    values = {"where": "3 Sheep Street", "minutes": 60, "at": now, "by": SAMPLE}
    return begin_visit(champion, **(values | given))


def test_in_and_out_by_the_link(address, client):
    client.post(address, THERE)
    assert "You are on a home visit" in client.get(address).content.decode()

    client.post(address, {"out": "1"})

    visit = Visit.objects.get()
    assert visit.ended_at
    assert visit.where == ""
    assert "Before a home visit" in client.get(address).content.decode()


def test_a_button_pressed_twice_does_no_more_than_once(address, client):
    client.post(address, THERE)
    client.post(address, THERE)
    assert Visit.objects.get().ended_at is None

    for _ in range(2):
        assert client.post(address, {"out": "1"}).status_code == 302
    assert client.post(address, {"longer": "1"}).status_code == 302
    assert Visit.objects.get().ended_at


def test_nobody_goes_whose_checks_do_not_let_them(address, client, champion, now):
    ask_for_check(network=champion.network, kind="enhanced", why="At home, alone", by=SAMPLE)

    page = client.post(address, THERE)

    assert page.status_code == 422
    assert "Enhanced DBS check: not seen yet" in page.content.decode()
    assert "3 Sheep Street" in page.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"where": ""}, {"where": " "}, {"minutes": "5000"}, {"minutes": "x"}]
)
def test_what_is_wrong_is_said_and_nothing_begins(wrong, address, client):
    assert client.post(address, {**THERE, **wrong}).status_code == 422
    assert not Visit.objects.exists()


def test_only_one_visit_at_a_time(champion, now):
    begun(champion, now)

    with pytest.raises(Refused, match="already"):
        begun(champion, now)


def test_where_it_was_is_kept_no_longer_than_the_visit(champion, now):
    visit = begun(champion, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(ended_at=now)
    assert not [each for each in Event.objects.all() if "Sheep" in str(each.changes)]


def test_all_is_well_and_it_takes_longer(champion, now):
    visit = begun(champion, now, minutes=30)
    later = now + timedelta(minutes=40)
    assert overdue_visits(later).exists()

    stay_longer(visit, minutes=30, at=later, by=SAMPLE)

    assert not overdue_visits(later + timedelta(minutes=29)).exists()
    assert overdue_visits(later + timedelta(minutes=31)).exists()


def test_whoever_leads_is_told_once_of_one_who_is_overdue(champion, council, now):
    council.email = "office@wessex.example"
    council.save()
    visit = begun(champion, now)
    assert tell_of_overdue_visits(at=now + timedelta(minutes=59), by=SAMPLE) == 0

    for minutes in (61, 63, 65):
        tell_of_overdue_visits(at=now + timedelta(minutes=minutes), by=SAMPLE)

    message = Message.objects.get()
    assert message.address == "office@wessex.example"
    assert "Sheep" not in message.body
    assert str(champion) not in message.body
    stay_longer(visit, minutes=30, at=now + timedelta(minutes=66), by=SAMPLE)
    tell_of_overdue_visits(at=now + timedelta(minutes=100), by=SAMPLE)
    assert Message.objects.count() == 2


def test_it_ends_once(champion, now):
    visit = begun(champion, now)
    end_visit(visit, at=now, by=SAMPLE)

    with pytest.raises(Refused, match="over"):
        end_visit(visit, at=now, by=SAMPLE)
    with pytest.raises(Refused, match="over"):
        stay_longer(visit, minutes=30, at=now, by=SAMPLE)


def test_who_left_begins_none(champion, now):
    set_status(champion, status="left", on=today(), by=SAMPLE)

    with pytest.raises(Refused, match="no longer a champion"):
        begun(champion, now)


def test_the_coordinator_sees_who_is_out_there_and_says_that_they_are_safe(
    champion, coordinator, signed_in, now
):
    visit = begun(champion, now - timedelta(hours=2))
    client = signed_in(coordinator)
    assert "1 home visit is overdue" in client.get(reverse("home")).content.decode()
    page = client.get(reverse("help_visits")).content.decode()
    assert "Overdue" in page
    assert "3 Sheep Street" in page

    client.post(reverse("help_visits_end", args=[visit.pk]))

    assert "Nobody is on a home visit" in client.get(reverse("help_visits")).content.decode()
