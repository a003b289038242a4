"""Help is recorded in three taps, once, however often it is sent."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.help.actions import record_help
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.tests.factories import a_help, a_link, taps
from inroads.programme.timetable.tests.factories import a_session, someone

SAMPLE = Machine("sample")


def test_one_tap_and_send_records_one_help(client, link, address, topic, champion):
    page = client.get(address).text
    sent = taps(topic, sender_id=re.search(r'name="sender_id" value="([^"]+)"', page)[1])

    answer = client.post(address, sent)

    made = HelpRecord.objects.get()
    assert answer.url == reverse("help_thanks", args=["a-secret-of-a-champion", made.sender_id])
    assert (made.champion, made.topic, made.door) == (champion, topic, "tap")
    assert (made.minutes, made.outcome, made.person) == (15, "sorted", None)
    assert str(made.sender_id) == sent["sender_id"]


def test_it_is_written_down_that_the_link_did_it_and_when_it_was_used(client, link, address, topic):
    client.post(address, taps(topic))

    link.refresh_from_db()
    assert Event.objects.get(verb="help.recorded").by == f"help.recordinglink/{link.pk}"
    assert link.last_used_at == HelpRecord.objects.get().received_at


def test_sending_twice_is_answered_as_the_first_time(client, link, address, topic):
    sent = taps(topic)

    first, second = client.post(address, sent), client.post(address, sent)

    assert first.url == second.url
    assert HelpRecord.objects.count() == 1
    assert Event.objects.filter(verb="help.recorded").count() == 1


def test_sent_again_with_other_answers_it_counts_once_and_says_so(client, link, address, topic):
    sent = taps(topic)
    once = client.post(address, sent, follow=True).text

    changed = client.post(address, sent | {"minutes": "60"}, follow=True).text

    assert HelpRecord.objects.get().minutes == 15
    assert "counts once" not in once
    assert "counts once" in changed
    assert "About 15 minutes" in changed


def test_thanks_count_the_week_and_offer_the_next_with_the_same_choices(
    client, link, address, topic, champion
):
    for _ in range(3):
        client.post(address, taps(topic, minutes="30", outcome="started"))
    a_help(champion=champion, given_at=timezone.now() - timedelta(days=7))
    a_help()

    thanks = client.post(address, taps(topic, minutes="30", outcome="started"), follow=True).text
    again = re.search(r'href="([^"]+\?like=[^"]+)"', thanks)[1]
    page = client.get(again).text

    assert "<strong>4</strong> helps this week" in thanks
    chosen = re.findall(r'name="(\w+)" value="([^"]*)" checked', page)
    assert dict(chosen)["topic"] == str(topic.pk)
    assert (dict(chosen)["minutes"], dict(chosen)["outcome"]) == ("30", "started")
    assert len({*re.findall(r'name="sender_id" value="([^"]+)"', thanks + page)}) == 1
    assert not HelpRecord.objects.filter(
        sender_id=re.search(r'name="sender_id" value="([^"]+)"', page)[1]
    ).exists()


def test_what_is_missing_is_asked_for_and_the_id_stays_the_same(client, link, address, topic):
    sent = taps(topic) | {"topic": ""}

    answer = client.post(address, sent)

    assert answer.status_code == 422
    assert "Tap what it was about" in answer.text
    assert f'value="{sent["sender_id"]}"' in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"topic": "999999"},
        {"topic": "x" * 100_000},
        {"minutes": "7"},
        {"outcome": "magic"},
        {"where": "s999999"},
        {"where": "v999999"},
        {"where": ""},
        {"card": "NOCARD"},
        {"sender_id": "not-an-id"},
        {"sender_id": ""},
    ],
)
def test_what_was_not_offered_is_not_taken(client, link, address, topic, wrong):
    answer = client.post(address, taps(topic) | wrong)

    assert answer.status_code == 422
    assert not HelpRecord.objects.exists()


def test_what_nobody_asked_for_is_passed_over(client, link, address, topic, champion, surgery):
    other, person = a_champion(surgery), someone()
    extra = {
        "champion": other.pk,
        "person": person.pk,
        "given_at": "2001-01-01",
        "door": "paper",
        "venue": other.venue.pk,
        "session": a_session().pk,
    }

    client.post(address, taps(topic) | extra)

    made = HelpRecord.objects.get()
    assert (made.champion, made.person, made.door) == (champion, None, "tap")
    assert (made.venue, made.session) == (None, None)
    assert made.given_at > timezone.now() - timedelta(minutes=1)


def test_the_id_of_another_champions_record_is_not_answered_as_ours(
    client, link, address, topic, council
):
    theirs = a_help(champion=a_champion(council))

    answer = client.post(address, taps(topic, sender_id=str(theirs.sender_id)))

    assert answer.status_code == 422
    assert "Open your link again" in answer.text


def test_another_champions_thanks_and_choices_are_not_shown(client, link, address, council):
    theirs = a_help(champion=a_champion(council), topic=a_topic(name="Their topic"), minutes=60)

    thanks = client.get(reverse("help_thanks", args=["a-secret-of-a-champion", theirs.sender_id]))
    page = client.get(f"{address}?like={theirs.sender_id}").text

    assert thanks.status_code == 404
    assert 'value="15" checked' in page


def test_a_retired_topic_is_not_offered_and_not_taken(client, link, address, topic):
    retired = a_topic(name="Fax machines", retired=True)

    assert "Fax machines" not in client.get(address).text
    assert client.post(address, taps(retired)).status_code == 422


def test_a_look_records_nothing(client, link, address, topic):
    client.get(address, taps(topic))
    client.head(address)

    link.refresh_from_db()
    assert not HelpRecord.objects.exists()
    assert link.last_used_at is None


def record(champion, topic, sender_id, at):
    return record_help(
        sender_id=sender_id,
        given_at=at,
        received_at=at,
        door="tap",
        topic=topic,
        minutes=15,
        outcome="sorted",
        champion=champion,
        by=SAMPLE,
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=st.lists(st.integers(0, 5), max_size=12))
def test_whatever_is_sent_again_there_is_one_record_for_each_id(champion, topic, now, sent):
    HelpRecord.objects.all().delete()

    answers = [record(champion, topic, UUID(int=number + 1), now) for number in sent]

    assert HelpRecord.objects.count() == len(set(sent))
    assert [is_new for _, is_new in answers] == [
        number not in sent[:place] for place, number in enumerate(sent)
    ]
    assert [made.sender_id.int - 1 for made, _ in answers] == sent


def test_help_is_not_given_in_the_future(topic, champion, now):
    with pytest.raises(Refused, match="has not happened yet"):
        record_help(
            sender_id=uuid4(),
            given_at=now + timedelta(days=1),
            received_at=now,
            door="paper",
            topic=topic,
            minutes=15,
            outcome="sorted",
            by=SAMPLE,
        )


def test_the_database_itself_refuses_to_change_what_was_recorded(topic, champion):
    made = a_help(champion=champion, person=someone())

    for change in ({"minutes": 60}, {"topic": a_topic()}, {"person": someone()}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            HelpRecord.objects.filter(pk=made.pk).update(**change)
    HelpRecord.objects.filter(pk=made.pk).update(person=None)
    made.refresh_from_db()

    assert (made.minutes, made.person) == (15, None)


@pytest.mark.django_db(transaction=True)
def test_the_same_tap_sent_fifty_times_at_once_makes_one_record(council, address):
    topic = a_topic()
    a_link(a_champion(council))
    sent, barrier = taps(topic), Barrier(50)

    def send(_):
        barrier.wait()
        try:
            answer = Client().post(address, sent)
            return answer.status_code, answer.url
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        answers = set(pool.map(send, range(50)))

    made = HelpRecord.objects.get()
    assert answers == {
        (302, reverse("help_thanks", args=["a-secret-of-a-champion", made.sender_id]))
    }
    assert Event.objects.filter(verb="help.recorded").count() == 1
