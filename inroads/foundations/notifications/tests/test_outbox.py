"""What goes into the outbox, and to whom."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django_tasks_db.models import DBTaskResult

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.actions import (
    send_message,
    tell_organisation,
    tell_person,
)
from inroads.foundations.notifications.mail import OutboxBackend
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.actions import remove_member
from inroads.foundations.people.actions import erase_person, forget_closed_users
from inroads.foundations.people.models import ContactWay
from inroads.foundations.people.tests.factories import a_consent, a_person

pytestmark = pytest.mark.django_db
TEST = Machine("test")


def reach(person, kind, value="", **given):
    return ContactWay.objects.create(person=person, kind=kind, value=value, **given)


def test_a_person_is_told_in_the_way_they_like_best(now):
    person = a_person(name="Ivy Bishop", address="1 High Street\nCasterbridge", postcode="DT1 1AA")
    reach(person, "voice", "+441632960001")
    text = reach(person, "text", "+447700900123")
    letter = reach(person, "post")
    mail_way = reach(person, "email", "ivy@example.org")
    addresses = {}
    for way in (text, letter, mail_way):
        person.contact_ways.update(preferred=False)
        ContactWay.objects.filter(pk=way.pk).update(preferred=True)
        message = tell_person(person, subject="Hello", body="See you", at=now, by=TEST)
        addresses[message.kind] = message.address

    assert addresses == {
        "text": "+447700900123",
        "letter": "Ivy Bishop\n1 High Street\nCasterbridge\nDT1 1AA",
        "email": "ivy@example.org",
    }
    assert set(Message.objects.values_list("person", flat=True)) == {person.pk}


def test_someone_who_can_only_be_spoken_with_is_sent_nothing(now):
    person = a_person(phone="+441632960001")
    reach(person, "in_person", "library")

    assert tell_person(person, subject="Hello", body="See you", at=now, by=TEST) is None


def test_a_letter_without_an_address_gives_way_to_the_next(now):
    person = a_person(address="", postcode="DT1 1AA")
    reach(person, "post", preferred=True)
    reach(person, "email", "ivy@example.org")

    assert tell_person(person, subject="Hello", body="See you", at=now, by=TEST).kind == "email"


def test_an_organisation_is_told_at_its_office_and_the_person_it_speaks_of_is_remembered(
    surgery, now
):
    person = a_person(surgery)

    message = tell_organisation(
        surgery, subject="Outcome", body="They can do it now", person=person, at=now, by=TEST
    )

    assert (message.address, message.person) == ("desk@sherton.example", person)
    assert message.about == f"organisations.organisation/{surgery.pk}"


def test_an_organisation_without_an_address_is_told_nothing(surgery, now):
    surgery.email = ""

    assert tell_organisation(surgery, subject="x", body="y", at=now, by=TEST) is None


def test_the_same_key_makes_one_message(now):
    person = a_person()
    reach(person, "text", "+447700900123")

    first = tell_person(person, subject="", body="One", once="outcome-12", at=now, by=TEST)
    second = tell_person(person, subject="", body="Two", once="outcome-12", at=now, by=TEST)

    assert first == second
    assert second.body == "One"
    assert Message.objects.count() == Event.objects.count() == 1


@pytest.mark.parametrize(
    "kind, given",
    [
        ("email", {"address": "ivy@example.org\nBcc: all@example.org", "subject": "x"}),
        ("email", {"address": "ivy@example.org", "subject": "x\r\nBcc: all@example.org"}),
        ("email", {"address": "ivy@example.org", "subject": "x\u2028y"}),
        ("email", {"address": "ivy@example.org", "subject": ""}),
        ("email", {"address": "ivy@example.org,all@example.org", "subject": "x"}),
        ("email", {"address": "nobody", "subject": "x"}),
        ("text", {"address": "07700 900123\n07700 900124"}),
        ("text", {"address": "12"}),
        ("letter", {"address": "Somewhere", "subject": "x"}),
        ("letter", {"address": "Ivy\nDT1 1AA", "subject": "x\ny"}),
        ("text", {"address": "07700 900123", "body": ""}),
        ("text", {"address": "07700 900123", "body": "x" * 10_000_000}),
        ("email", {"address": "ivy@example.org", "subject": "x" * 300}),
    ],
)
def test_a_message_that_would_go_astray_is_refused(kind, given, now):
    with pytest.raises(Refused):
        send_message(kind, **({"body": "See you"} | given), at=now, by=TEST)

    assert not Message.objects.exists()


def test_the_queue_holds_numbers_only(django_capture_on_commit_callbacks, now):
    with django_capture_on_commit_callbacks(execute=True):
        message = send_message("text", address="07700 900123", body="Canary", at=now, by=TEST)

    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [message.pk], "kwargs": {}}


def test_the_erased_are_sent_nothing(manager, council, now):
    person = a_person(council)
    reach(person, "text", "+447700900123")
    tell_person(person, subject="", body="Canary", at=now, by=TEST)
    # What a provider says of a message often repeats the address.
    Message.objects.update(trouble="+447700900123 is not in service")
    erase_person(person, at=now, by=manager)
    person.refresh_from_db()

    message = Message.objects.get()
    assert (message.address, message.body, message.subject, message.trouble) == ("", "", "", "")
    assert tell_person(person, subject="", body="x", at=now, by=TEST) is None
    with pytest.raises(Refused, match="erased"):
        send_message("text", address="07700 900123", body="x", person=person, at=now, by=TEST)


def test_a_message_to_somebody_else_about_the_erased_loses_its_words(manager, council, now):
    person, champion = a_person(council), a_person(council)
    consent = a_consent(person, council)
    reach(champion, "text", "+447700900123")
    told = tell_person(champion, subject="", body="Canary comes", about=consent, at=now, by=TEST)
    other = tell_person(champion, subject="", body="Someone comes", at=now, by=TEST)

    erase_person(person, at=now, by=manager)

    told.refresh_from_db()
    other.refresh_from_db()
    assert (told.body, other.body) == ("", "Someone comes")


def test_mail_of_django_goes_into_the_outbox_once_for_each_recipient():
    letter = EmailMessage("Your link", "https://…", to=["a@example.org", "b@example.org"])

    sent = OutboxBackend().send_messages([letter])

    assert sent == 1
    assert set(Message.objects.values_list("address", "person")) == {
        ("a@example.org", None),
        ("b@example.org", None),
    }
    assert mail.outbox == []


def test_mail_of_django_with_a_line_break_in_its_subject_is_refused():
    letter = EmailMessage("Your link\nBcc: all@example.org", "x", to=["a@example.org"])

    with pytest.raises(ValueError, match="newlines"):
        OutboxBackend().send_messages([letter])

    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_key_from_many_at_once_makes_one_message(now):
    made = []

    def tell():
        try:
            made.append(
                send_message("text", address="07700 900123", body="x", once="k", at=now, by=TEST).pk
            )
        finally:
            connection.close()

    senders = [threading.Thread(target=tell) for _ in range(10)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(made) == 10
    assert set(made) == {Message.objects.get().pk}


def test_an_erasure_forgets_what_was_sent_to_the_person_as_a_user(council, helper, manager, now):
    person = a_person(council, user=helper)
    OutboxBackend().send_messages([EmailMessage("Your link", "canary", to=[helper.email.upper()])])
    helper.memberships.all().delete()

    erase_person(person, at=now, by=manager)

    message = Message.objects.get()
    assert (message.address, message.subject, message.body) == ("", "", "")


def test_a_way_in_is_read_by_nobody_though_the_user_is_known_as_a_person(
    signed_in, council, helper, manager
):
    a_person(council, user=helper)
    OutboxBackend().send_messages([EmailMessage("Your link", "canary", to=[helper.email])])

    message = Message.objects.get()
    assert message.opens_a_door
    assert message.person is None
    assert signed_in(manager).get(message.get_absolute_url()).status_code == 404


def test_what_was_sent_to_a_user_is_forgotten_with_them(surgery, referrer, now):
    remove_member(referrer.memberships.get(), by=TEST)
    OutboxBackend().send_messages([EmailMessage("Your link", "canary", to=[referrer.email])])

    forget_closed_users(before=now + timedelta(days=1), by=TEST)

    message = Message.objects.get()
    assert (message.address, message.subject, message.body) == ("", "", "")
