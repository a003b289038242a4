"""The way of a message out of the outbox: once, with patience, and with news of what became of it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.notifications.actions import mark_posted, retry_message, sweep_stuck
from inroads.foundations.notifications.delivery import (
    LADDER,
    ask_after,
    claim_message,
    deliver,
    deliver_message,
    hear_of,
    settle_trouble,
)
from inroads.foundations.notifications.notify import Trouble
from inroads.foundations.notifications.tests.factories import TEST, a_message, send
from inroads.foundations.people.tests.factories import a_person


@pytest.mark.django_db
def test_without_a_provider_nothing_leaves(now, settings):
    message = send(a_message(), now)

    assert (message.status, message.done_at) == ("kept", now)


@pytest.mark.django_db
def test_nothing_leaves_the_sample_place(now, notify, mail_server, settings):
    settings.DEMO = True

    states = {send(a_message(kind), now).status for kind in ("text", "email", "letter")}

    assert states == {"kept"}
    assert notify.taken == mail_server.taken == []


@pytest.mark.django_db
def test_a_task_that_runs_twice_sends_once(now, notify):
    message = a_message()

    send(message, now)
    send(message, now + timedelta(hours=1))

    assert len(notify.taken) == 1
    assert message.provider_id == notify.taken[0]["id"]
    assert (message.status, message.tries, message.done_at) == ("sending", 1, None)


@pytest.mark.django_db
def test_notify_gets_our_reference_the_words_and_the_right_address_only(now, notify):
    messages = {kind: send(a_message(kind), now) for kind in ("text", "email", "letter")}

    taken = {one["type"]: one for one in notify.taken}
    words = {"subject": "Your session", "body": "See you on Thursday."}
    assert taken["sms"]["phone_number"] == "+447700900123"
    assert taken["email"]["email_address"] == "ivy@example.org"
    assert taken["email"]["personalisation"] == words
    assert taken["letter"]["personalisation"] == {
        **words,
        "address_line_1": "Ivy Bishop",
        "address_line_2": "1 High Street",
        "address_line_3": "DT1 1AA",
    }
    assert "phone_number" not in taken["letter"]
    assert taken["sms"]["reference"] == str(messages["text"].reference)
    assert [taken[kind]["template_id"] for kind in ("sms", "email", "letter")] == [
        "template-1",
        "template-2",
        "template-3",
    ]


@pytest.mark.django_db
def test_too_many_requests_and_faults_climb_the_ladder_and_then_arrive(now, notify):
    notify.refusals = [(429, "Exceeded rate limit", {}), (500, "Internal", {}), (503, "Busy", {})]
    message, at, waits = a_message(), now, []
    for _ in range(3):
        send(message, at)
        waits.append(message.next_try_at - at)
        assert message.status == "waiting"
        assert not send(message, message.next_try_at - timedelta(seconds=1)).provider_id
        at = message.next_try_at

    send(message, at)

    assert waits == LADDER[:3]
    assert (message.status, message.tries, message.trouble) == ("sending", 4, "")
    assert len(notify.taken) == 1


@pytest.mark.django_db
def test_a_provider_that_asks_for_more_time_gets_it(now, notify):
    notify.refusals = [(429, "Exceeded rate limit", {"Retry-After": "900"})]

    message = send(a_message(), now)

    assert message.next_try_at == now + timedelta(minutes=15)


@pytest.mark.django_db
def test_the_ladder_ends(now, notify):
    notify.refusals = [(500, "Internal server error", {})] * 20
    message, at, tries = a_message(), now, 0
    while message.status == "waiting":
        send(message, at)
        tries += 1
        at = message.next_try_at or at

    assert tries == len(LADDER) + 1
    assert (message.status, message.trouble) == ("failed", "Internal server error")
    assert Event.objects.filter(verb="message.failed").count() == 1


@pytest.mark.django_db
def test_what_is_wrong_with_the_message_is_final_and_said(now, notify):
    notify.refusals = [(400, "phone_number Not a UK mobile number", {})]

    message = send(a_message(), now)

    assert (message.status, message.trouble) == ("failed", "phone_number Not a UK mobile number")


@pytest.mark.django_db
def test_a_wrong_key_is_final_and_said(now, notify, settings):
    settings.NOTIFY_KEY = settings.NOTIFY_KEY[:-4] + "0000"

    message = send(a_message(), now)

    assert (message.status, message.trouble) == ("failed", "Invalid token: service not found")


@pytest.mark.django_db
def test_an_answer_lost_on_its_way_does_not_send_twice(now, notify):
    notify.lose_answers = 1
    message = a_message()

    send(message, now)
    after_one = (message.status, message.trouble)
    send(message, message.next_try_at)

    assert after_one == ("waiting", "The provider did not answer")
    assert len(notify.taken) == 1
    assert message.provider_id == notify.taken[0]["id"]


@pytest.mark.django_db
def test_a_provider_that_is_down_is_tried_again(now, notify, settings):
    settings.NOTIFY_URL = "http://127.0.0.1:1"

    assert send(a_message(), now).status == "waiting"


@pytest.mark.django_db
def test_news_may_come_twice_late_and_out_of_order(now, notify):
    message = send(a_message(), now)
    provider_id = message.provider_id

    heard = [
        hear_of(message, word, provider_id, at=now, by=TEST)
        for word in (
            "sending",
            "delivered",
            "delivered",
            "temporary-failure",
            "sending",
            "nonsense",
        )
    ]

    message.refresh_from_db()
    assert heard == [False, True, False, False, False, False]
    assert (message.status, message.trouble) == ("delivered", "")


@pytest.mark.django_db
def test_news_of_an_earlier_try_does_not_fail_a_later_one(now, notify):
    message = send(a_message(about="referrals.referral/1"), now)
    first_try = message.provider_id
    hear_of(message, "technical-failure", first_try, at=now, by=TEST)
    retry_message(message, by=TEST)
    notify.taken.clear()
    send(message, now)

    heard = hear_of(message, "permanent-failure", first_try, at=now, by=TEST)

    message.refresh_from_db()
    assert heard is False
    assert message.status == "sending"


@pytest.mark.django_db
def test_an_earlier_try_that_failed_is_not_taken_for_a_later_one(now, notify):
    message = send(a_message(about="referrals.referral/1"), now)
    notify.taken[0]["status"] = "permanent-failure"
    hear_of(message, "permanent-failure", message.provider_id, at=now, by=TEST)
    retry_message(message, by=TEST)
    notify.refusals = [(500, "Internal", {})]

    send(message, now)
    send(message, message.next_try_at)

    assert len(notify.taken) == 2
    assert message.provider_id == notify.taken[1]["id"]


@pytest.mark.django_db
def test_news_that_overtakes_our_own_note_is_kept(now, notify):
    message = claim_message(a_message().pk, at=now)
    hear_of(message, "delivered", "an-id", at=now, by=TEST)

    again = deliver_message(message.pk, at=now, by=TEST)

    message.refresh_from_db()
    assert (again, message.status) == ("", "delivered")


@pytest.mark.django_db
def test_news_that_a_message_arrived_outlives_the_trouble_of_sending_it(now):
    message = a_message(status="sending", tries=1, sent_at=now)
    hear_of(message, "delivered", "id-1", at=now, by=TEST)

    settle_trouble(message, Trouble("The provider did not answer", again=True), at=now, by=TEST)

    message.refresh_from_db()
    assert (message.status, message.next_try_at, message.trouble) == ("delivered", None, "")


@pytest.mark.django_db
def test_only_what_failed_is_sent_again(now, notify):
    notify.refusals = [(400, "No", {})]
    message = send(a_message(), now)

    retry_message(message, by=TEST)
    send(message, now)

    assert (message.status, message.tries) == ("sending", 1)
    with pytest.raises(Refused, match="could not be delivered"):
        retry_message(message, by=TEST)


@pytest.mark.django_db
def test_a_message_to_the_erased_does_not_leave(now, notify):
    person = a_person(erased_at=now)

    message = send(a_message(person=person), now)

    assert (message.status, notify.taken) == ("failed", [])


@pytest.mark.django_db
def test_stuck_messages_are_swept(now, notify, django_capture_on_commit_callbacks):
    lost = claim_message(a_message().pk, at=now - timedelta(hours=2))
    silent = send(a_message(), now - timedelta(hours=2))
    fresh = claim_message(a_message().pk, at=now)
    notify.taken[0]["status"] = "delivered"

    with django_capture_on_commit_callbacks() as calls:
        swept = sweep_stuck(at=now, by=TEST)
    ask_after(silent.pk, at=now, by=TEST)

    for message in (lost, silent, fresh):
        message.refresh_from_db()
    assert (swept, len(calls)) == (2, 2)
    assert [lost.status, silent.status, fresh.status] == ["waiting", "delivered", "sending"]


@pytest.mark.django_db
def test_a_mail_whose_sending_broke_off_is_left_to_a_person(now, mail_server):
    message = claim_message(a_message("email").pk, at=now - timedelta(hours=2))

    sweep_stuck(at=now, by=TEST)

    message.refresh_from_db()
    assert message.status == "failed"
    assert "may have arrived" in message.trouble


@pytest.mark.django_db
def test_a_message_that_the_queue_forgot_is_taken_up(now, django_capture_on_commit_callbacks):
    a_message(made_at=now - timedelta(hours=3))

    with django_capture_on_commit_callbacks() as calls:
        sweep_stuck(at=now, by=TEST)

    assert len(calls) == 1


@pytest.mark.django_db
def test_a_letter_kept_here_is_posted_once(now):
    letter, text = send(a_message("letter"), now), send(a_message(), now)

    mark_posted(letter, at=now, by=TEST)
    mark_posted(letter, at=now + timedelta(days=1), by=TEST)

    letter.refresh_from_db()
    assert (letter.status, letter.done_at) == ("posted", now)
    with pytest.raises(Refused, match="Only letters"):
        mark_posted(text, at=now, by=TEST)


@pytest.mark.django_db(transaction=True)
def test_fifty_workers_send_one_message_once(now, notify):
    message = a_message()

    def work():
        try:
            deliver_message(message.pk, at=now, by=TEST)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(50)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(notify.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_delivers_what_was_enqueued(now, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    message = a_message()

    deliver.enqueue(message.pk)

    message.refresh_from_db()
    assert message.status == "kept"
