"""Somebody who may be known already is chosen by the sender, or shown to the receiver; never put together."""

from uuid import uuid4

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.organisations.models import Agreement, Membership
from inroads.foundations.people.models import Person
from inroads.programme.referrals.actions import refer_person
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.tests.factories import (
    a_person,
    a_topic,
    held,
    need_typed,
    reached_by,
    refer,
    screen,
    who_typed,
)

pytestmark = pytest.mark.django_db


def limited(agreement: Agreement, *fields: str) -> None:
    agreement.fields = list(fields)
    agreement.save()


def known(*holders) -> Person:
    person = a_person("Grace Melbury", postcode="DT9 4AA")
    reached_by(person, "voice", "+441632960111")
    for organisation, purpose in holders:
        held(person, organisation, purpose)
    return person


def test_the_sender_chooses_somebody_whom_they_see(signed_in, referrer, surgery, agreement):
    person = known((surgery, "referring"))
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))
    who = screen(surgery, "who", journey)

    asked = client.post(who, who_typed(phone="01632 960 222"))

    assert asked.status_code == 422
    assert "Is this the person you mean?" in asked.content.decode()
    assert "We may know them already" in asked.content.decode()
    assert "Has the same name and postcode" in asked.content.decode()
    chosen = who_typed(phone="01632 960 222", known=person.pk)
    assert client.post(who, chosen).status_code == 302
    last = screen(surgery, "check", journey)
    words = client.get(last).context["words"]
    client.post(last, {"how": "spoken", "heard": words})
    assert Referral.objects.get().person == person
    assert set(person.contact_ways.values_list("value", flat=True)) == {
        "+441632960111",
        "+441632960222",
    }


def test_the_sender_says_it_is_somebody_new(signed_in, referrer, surgery, agreement):
    person = known((surgery, "referring"))

    refer(
        signed_in(referrer),
        surgery,
        need=need_typed(a_topic()),
        who=who_typed(known="new"),
    )

    assert Referral.objects.get().person != person


def test_somebody_whom_the_sender_may_not_see_is_not_shown(
    signed_in, referrer, coordinator, surgery, council, agreement
):
    known((council, "arranging"))

    refer(signed_in(referrer), surgery, need=need_typed(a_topic()), who=who_typed())

    referral = Referral.objects.get()
    page = signed_in(coordinator).get(referral.get_absolute_url()).content.decode()
    assert "may be the same person" in page
    assert "the same telephone number" in page
    sender_page = signed_in(referrer).get(referral.get_absolute_url()).content.decode()
    assert "may be the same person" not in sender_page


def test_somebody_whom_the_sender_may_not_see_cannot_be_chosen(
    signed_in, referrer, surgery, council, agreement
):
    person = known((council, "arranging"))
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))

    answer = client.post(screen(surgery, "who", journey), who_typed(known=person.pk))

    last = client.get(screen(surgery, "check", journey))
    assert answer.status_code == 422 or last.context["known"] is None


def test_a_record_that_holds_more_than_was_agreed_is_not_passed_on(
    signed_in, referrer, surgery, agreement
):
    known((surgery, "referring"))
    limited(agreement, "contact", "need")
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))

    answer = client.post(screen(surgery, "who", journey), who_typed())

    assert answer.status_code == 302


def words_read_out(client, surgery, journey) -> str:
    return client.get(screen(surgery, "check", journey)).context["words"]


def test_the_words_name_all_that_is_kept_of_somebody_known(signed_in, referrer, surgery, agreement):
    person = known((surgery, "referring"))
    Person.objects.filter(pk=person.pk).update(access_needs=["large_print"], address="3 Mill Lane")
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))
    only_a_number = {"phone": "01632 960 111", "phone_use": "voice", "known": person.pk}
    client.post(screen(surgery, "who", journey), only_a_number)

    words = words_read_out(client, surgery, journey)

    assert all(
        said in words
        for said in ("your name", "where you live", "how to reach you", "helps you take part")
    )


def test_what_somebody_known_just_said_is_added_to_their_record(
    signed_in, referrer, surgery, agreement
):
    person = known((surgery, "referring"))
    Person.objects.filter(pk=person.pk).update(access_needs=["hearing_loop"], name="Grace M")

    answer = refer(
        signed_in(referrer),
        surgery,
        need=need_typed(
            a_topic(), languages="pl", needs_interpreter="on", access_needs=["large_print"]
        ),
        who=who_typed(known=person.pk),
    )

    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.needs_interpreter
    assert person.languages == ["pl"]
    assert person.access_needs == ["hearing_loop", "large_print"]
    assert person.name == "Grace M"


def test_somebody_whom_another_organisation_of_the_user_holds_is_not_taken(
    signed_in, referrer, surgery, housing, agreement
):
    Membership.objects.create(user=referrer, organisation=housing, role="referrer")
    person = known((housing, "referring"))
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))

    answer = client.post(screen(surgery, "who", journey), who_typed(known=person.pk))
    assert answer.status_code == 422

    with pytest.raises(Refused, match="does not hold"):
        refer_person(
            person=person,
            details={},
            sender=surgery,
            receiver=agreement.receiver,
            topics=[],
            note="",
            words="Is that all right?",
            how="spoken",
            journey=journey,
            promise_on=today(),
            at=timezone.now(),
            by=referrer,
        )
    assert not person.holdings.filter(organisation=surgery).exists()
