"""Busy staff answer one question a week; the answer is claimed, and is never mixed with what is counted."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.programme.champions.actions import set_status
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import queries_of
from inroads.programme.help.actions import answer_text, tell_tally
from inroads.programme.help.models import HelpRecord, Tally
from inroads.programme.help.queries import active_champions, claimed_by_week
from inroads.programme.help.tests.factories import SECRET, a_link
from inroads.programme.help.wording import words_of
from inroads.programme.timetable.local_time import week_of
from inroads.programme.timetable.tests.factories import someone

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")


@pytest.fixture
def address(link):
    return reverse("help_tally", args=[SECRET])


def told(champion, now, people=7, **given):
    values = {"told_at": now, "at": now, "door": "tap", "by": SAMPLE}
    return tell_tally(champion, people=people, **(values | given))


def test_one_number_is_enough(address, link, client):
    page = client.post(address, {"people": "7", "topic": ""})

    assert "Thank you. That was all." in page.content.decode()
    tally = Tally.objects.get()
    assert (tally.people, tally.topic, tally.champion) == (7, None, link.champion)
    assert tally.week == week_of(today())[0]


def test_told_again_in_the_same_week_the_last_answer_counts(address, topic, client):
    client.post(address, {"people": "7", "topic": ""})
    page = client.get(address).content.decode()
    assert "You said 7 for this week" in page
    assert 'value="7"' not in page

    client.post(address, {"people": "9", "topic": topic.pk})

    tally = Tally.objects.get()
    assert (tally.people, tally.topic) == (9, topic)


def test_what_is_claimed_is_counted_nowhere(champion, now):
    told(champion, now)

    assert not HelpRecord.objects.exists()
    assert champion not in active_champions(now)


@pytest.mark.parametrize("people", ["", "-1", "201", "many", "9" * 40, "1.5"])
def test_a_number_that_is_none_is_said_beside_the_field(address, client, people):
    answer = client.post(address, {"people": people, "topic": ""})

    assert answer.status_code == 422
    assert not Tally.objects.exists()


def test_the_database_itself_keeps_one_a_week(champion, now):
    told(champion, now)

    with pytest.raises(IntegrityError):
        Tally.objects.create(
            champion=champion, week=week_of(today())[0], people=1, told_at=now, door="tap"
        )


def test_who_left_claims_nothing(champion, now):
    set_status(champion, status="left", on=today(), by=SAMPLE)

    with pytest.raises(Refused, match="no longer a champion"):
        told(champion, now)


def test_a_text_that_begins_with_w_answers_the_question(champion, topic, now):
    champion.person.contact_ways.create(kind="text", value="+447700900123")

    answer_text(key="1", number="+447700900123", text="W 7 bank", sent_at=now, at=now, by=SAMPLE)

    assert (Tally.objects.get().people, Tally.objects.get().topic) == (7, topic)
    assert "7 people this week, mostly Online banking" in Message.objects.get().body
    assert not HelpRecord.objects.exists()


def test_only_embedded_champions_are_told_of_the_question(council, link):
    embedded = a_champion(council, person=someone(name="Tabitha"), network="embedded")

    assert "Once a week" not in words_of(link, "x")
    assert "Once a week" in words_of(a_link(embedded, secret="other"), "other")


def test_the_weeks_are_added_up_and_say_that_they_are_claimed(
    council, manager, signed_in, topic, now
):
    champions = [a_champion(council, person=someone(name=f"Name {n}")) for n in range(3)]
    for number, champion in enumerate(champions):
        told(champion, now, people=number + 1, topic=topic if number else None)
    told(champions[0], now - timedelta(days=7), people=50, at=now - timedelta(days=7))

    page = signed_in(manager).get(reverse("help_tallies")).content.decode()

    this_week, last_week = claimed_by_week(today())
    assert (this_week.people, this_week.answered, this_week.most) == (6, 3, topic.name)
    assert (last_week.people, last_week.answered, last_week.most) == (50, 1, "")
    assert isinstance(this_week.week, date)
    assert "not counted" in page


def test_the_list_costs_the_same_however_many_answered(council, manager, signed_in, now):
    client, costs = signed_in(manager), []
    for _ in range(2):
        for number in range(4):
            told(a_champion(council, person=someone(name=f"Name {number}")), now)
        costs.append(queries_of(client, reverse("help_tallies")))

    assert costs[0] == costs[1]
