"""A person is referred in three screens."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Agreement, Membership
from inroads.foundations.people.models import Consent, Holding, Person
from inroads.programme.referrals.actions import send_referral
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.promises import promise_date
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_person,
    a_topic,
    need_typed,
    refer,
    screen,
    who_typed,
)
from inroads.programme.timetable.local_time import day_words

pytestmark = pytest.mark.django_db


def limited(agreement: Agreement, *fields: str) -> None:
    agreement.fields = list(fields)
    agreement.save()


def test_three_screens_make_a_referral(signed_in, referrer, surgery, council, agreement):
    topic = a_topic()
    client = signed_in(referrer)

    answer = refer(
        client,
        surgery,
        need=need_typed(topic, note="Her letters are too small", access_needs=["large_print"]),
        who=who_typed(note="After ten", letter="on", address="3 Mill Lane"),
    )

    referral = Referral.objects.get()
    assert answer.url == reverse("referrals_sent", args=[referral.pk])
    assert (referral.sender, referral.receiver, referral.sent_by) == (surgery, council, referrer)
    assert referral.promise_on == promise_date(today())
    assert list(referral.topics.all()) == [topic]
    assert referral.note == "Her letters are too small"
    person = referral.person
    assert (person.name, person.postcode) == ("Grace Melbury", "DT9 4AA")
    assert person.access_needs == ["large_print"]
    assert {(way.kind, way.value) for way in person.contact_ways.all()} == {
        ("voice", "+441632960111"),
        ("post", ""),
    }
    assert set(person.holdings.values_list("organisation", "purpose")) == {
        (surgery.pk, "referring"),
        (council.pk, "arranging"),
    }
    sent = client.get(answer.url)
    assert referral.promise_on.strftime("%A") in sent.content.decode()
    assert "what became of it" in sent.content.decode()


def test_no_name_no_postcode_and_no_email_is_needed(signed_in, referrer, surgery, agreement):
    answer = refer(
        signed_in(referrer),
        surgery,
        need=need_typed(a_topic()),
        who={"in_person": "on", "meet_at": "The library on Tuesdays"},
    )

    assert answer.status_code == 302
    assert Referral.objects.get().person.name == ""


def test_the_words_read_out_are_those_kept(signed_in, referrer, surgery, council, agreement):
    refer(signed_in(referrer), surgery, need=need_typed(a_topic()), who=who_typed())

    consent = Consent.objects.get()
    assert consent.words.startswith(
        "I would like to pass your name, how to reach you, where you live, which language you speak"
        " and what you need help with to Wessex Council, so that"
    )
    assert "They will tell Sherton Surgery what became of it." in consent.words
    assert (consent.how, consent.taken_by, consent.organisation) == ("spoken", referrer, surgery)


def test_words_that_changed_since_the_page_was_opened_are_read_out_again(
    signed_in, referrer, surgery, agreement
):
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))
    client.post(screen(surgery, "who", journey), who_typed())
    last = screen(surgery, "check", journey)
    words = client.get(last).context["words"]
    limited(agreement, "name", "contact", "need")

    answer = client.post(last, {"how": "spoken", "heard": words})

    assert answer.status_code == 422
    assert "Read them out again" in answer.content.decode()
    assert not Referral.objects.exists()


def test_without_a_yes_nothing_is_sent(signed_in, referrer, surgery, agreement):
    answer = refer(
        signed_in(referrer), surgery, need=need_typed(a_topic()), who=who_typed(), how=""
    )

    assert answer.status_code == 422
    assert not Referral.objects.exists()
    assert not Person.objects.exists()


def test_without_an_agreement_nobody_can_be_referred(signed_in, referrer, surgery, council):
    answer = signed_in(referrer).get(screen(surgery, "need"))

    assert answer.status_code == 409
    assert "has no agreement with Wessex Council" in answer.content.decode()


def test_an_agreement_that_ended_is_none(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))
    agreement.ends_on = today()
    agreement.save()

    answer = client.post(screen(surgery, "who", journey), who_typed())

    assert answer.status_code == 409
    assert not Referral.objects.exists()


def test_the_action_itself_refuses_without_an_agreement(surgery, council, now):
    person = a_person()
    consent = Consent.objects.create(
        person=person, organisation=surgery, purpose="referring", words="?", given_at=now
    )

    with pytest.raises(Refused, match="no agreement"):
        send_referral(
            person,
            sender=surgery,
            receiver=council,
            consent=consent,
            topics=[],
            note="",
            at=now,
            promise_on=today(),
            by=TEST,
        )


def test_what_the_agreement_does_not_cover_is_neither_asked_nor_sent(
    signed_in, referrer, surgery, agreement
):
    limited(agreement, "contact", "need")
    client = signed_in(referrer)

    first = client.get(screen(surgery, "need")).content.decode()
    answer = refer(
        client,
        surgery,
        need=need_typed(a_topic(), languages="pl", access_needs=["quiet"]),
        who=who_typed(address="3 Mill Lane"),
    )

    assert "language" not in first
    person = Referral.objects.get().person
    assert (person.name, person.postcode, person.address) == ("", "", "")
    assert (person.languages, person.access_needs) == ([], [])
    words = Consent.objects.get().words
    assert "to pass how to reach you and what you need help with to" in words
    assert "what became of it" not in words
    assert "what became of it" not in client.get(answer.url).content.decode()


def test_an_agreement_without_the_need_passes_no_topic_and_no_note(
    signed_in, referrer, surgery, agreement
):
    limited(agreement, "name", "contact")

    refer(signed_in(referrer), surgery, need=need_typed(a_topic(), note="Secret"), who=who_typed())

    referral = Referral.objects.get()
    assert (referral.note, list(referral.topics.all())) == ("", [])


def test_sending_twice_makes_one(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()
    typed = {"need": need_typed(a_topic()), "who": who_typed(), "journey": journey}
    first = refer(client, surgery, **typed)

    again = client.post(screen(surgery, "check", journey), {"how": "spoken"})
    back_and_on = client.post(screen(surgery, "who", journey), who_typed())

    assert first.url == again.url == back_and_on.url
    assert Referral.objects.count() == Person.objects.count() == 1


def test_nothing_typed_is_lost_on_an_error(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()
    first = client.post(screen(surgery, "need", journey), {"note": "Types with one hand"})
    client.post(screen(surgery, "need", journey), need_typed(a_topic(), note="Kept"))
    second = client.post(screen(surgery, "who", journey), {"name": "Marty South", "phone": "12"})

    assert first.status_code == second.status_code == 422
    assert "Types with one hand" in first.content.decode()
    assert "Choose what they need help with" in first.content.decode()
    assert 'value="Marty South"' in second.content.decode()
    assert 'value="12"' in second.content.decode()


def test_that_one_way_is_enough_is_said_at_their_heading_and_so_is_that_one_is_missing(
    signed_in, referrer, surgery, agreement
):
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))

    page = client.get(screen(surgery, "who", journey)).text
    empty = client.post(screen(surgery, "who", journey), {"name": "Marty South"})

    heading = "How can we reach them? One is enough"
    before, after = page.split(heading)
    assert (before.count("(optional)"), after.count("(optional)")) == (2, 0)
    assert empty.status_code == 422
    message = "Enter a telephone number, or choose a letter or face to face"
    assert f'<a href="#id_ways">{message}</a>' in empty.text
    assert message in empty.text.split(heading)[1].split("Telephone number")[0]


def test_nothing_typed_is_lost_on_going_back(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()
    need, who = screen(surgery, "need", journey), screen(surgery, "who", journey)
    client.post(need, need_typed(a_topic(), note="Kept", access_needs=["quiet"]))

    back = client.post(who, {"name": "Marty South", "phone": "12", "letter": "on", "back": "1"})

    assert back.url == need
    shown = client.get(need).content.decode()
    assert "Kept" in shown
    assert shown.count(" checked") == 2
    again = client.get(who).content.decode()
    assert 'value="Marty South"' in again
    assert 'value="12"' in again
    assert again.count(" checked") == 2  # the letter, and calls


def test_a_screen_is_not_skipped(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()

    answer = client.get(screen(surgery, "check", journey))

    assert answer.url == screen(surgery, "need", journey)
    assert client.get(screen(surgery, "other", journey)).url == screen(surgery, "need", journey)


def test_the_check_shows_what_was_said_and_no_more(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))
    last = screen(surgery, "check", journey)

    client.post(screen(surgery, "who", journey), who_typed())
    with_number = client.get(last).content.decode()
    client.post(screen(surgery, "who", journey), {"in_person": "on", "phone_use": "voice"})
    without = client.get(last).content.decode()

    assert "01632 960 111" in with_number
    assert "What is this number good for?" in with_number
    assert "What is this number good for?" not in without
    assert "Not given" not in without


def test_two_windows_do_not_mix_two_people(signed_in, referrer, surgery, agreement):
    client, one, other = signed_in(referrer), uuid4(), uuid4()
    topic = a_topic()
    for journey, name in ((one, "Marty South"), (other, "Grace Melbury")):
        client.post(screen(surgery, "need", journey), need_typed(topic))
        client.post(screen(surgery, "who", journey), who_typed(name=name))

    assert "Marty South" in client.get(screen(surgery, "check", one)).content.decode()
    assert "Grace Melbury" in client.get(screen(surgery, "check", other)).content.decode()


def test_a_letter_needs_an_address(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))

    answer = client.post(screen(surgery, "who", journey), who_typed(letter="on"))

    assert "Enter the address that letters go to" in answer.content.decode()


def test_whoever_refers_for_two_organisations_chooses_one(
    signed_in, referrer, surgery, housing, agreement, council
):
    client = signed_in(referrer)
    assert client.get(reverse("referrals_begin")).url.startswith(f"/referrals/refer/{surgery.pk}/")

    Membership.objects.create(user=referrer, organisation=housing, role="referrer")

    page = client.get(reverse("referrals_begin")).content.decode()
    assert "Sherton Surgery" in page
    assert "Melchester Homes" in page


def test_a_coordinator_starts_for_somebody_who_walks_in(signed_in, coordinator, council):
    refer(signed_in(coordinator), council, need=need_typed(a_topic()), who=who_typed())

    referral = Referral.objects.get()
    assert referral.is_walk_in
    assert referral.consent.words.startswith("I would like to keep your name")


def test_it_is_written_into_the_history(signed_in, referrer, surgery, agreement):
    refer(signed_in(referrer), surgery, need=need_typed(a_topic()), who=who_typed())

    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"person.added", "person.consented", "person.held", "referral.sent"} <= verbs
    assert not Event.objects.filter(verb="referral.sent").exclude(by=f"accounts.user/{referrer.pk}")


def test_what_was_left_unfinished_is_forgotten(signed_in, referrer, surgery, agreement):
    client = signed_in(referrer)
    for _ in range(8):
        client.post(screen(surgery, "need"), need_typed(a_topic()))

    kept = dict(client.session.items())
    assert len([place for place in kept if place.startswith("journey")]) == 5


def test_an_agreement_may_begin_later(signed_in, referrer, surgery, agreement):
    agreement.starts_on = today() + timedelta(days=1)
    agreement.save()

    assert signed_in(referrer).get(screen(surgery, "need")).status_code == 409


def test_both_hold_the_person_from_the_day_it_was_sent(signed_in, referrer, surgery, agreement):
    refer(signed_in(referrer), surgery, need=need_typed(a_topic()), who=who_typed())

    assert set(Holding.objects.values_list("starts_on", "ends_on")) == {(today(), None)}


def sent_by_action(sender, receiver, now):
    person = a_person()
    consent = Consent.objects.create(
        person=person,
        organisation=sender,
        purpose="referring",
        words="Yes?",
        how="spoken",
        given_at=now,
    )
    return send_referral(
        person,
        sender=sender,
        receiver=receiver,
        consent=consent,
        topics=[a_topic()],
        note="Lives alone",
        at=now,
        promise_on=promise_date(today()),
        by=TEST,
    )


def test_the_receiver_is_told_that_a_referral_waits_and_nothing_of_the_person(
    surgery, council, agreement, now, settings
):
    settings.ADDRESS = "https://inroads.wessex.example"

    referral = sent_by_action(surgery, council, now)

    told = Message.objects.get()
    assert told.address == council.email
    assert f"https://inroads.wessex.example{referral.get_absolute_url()}" in told.body
    assert day_words(referral.promise_on) in told.body
    for private in ("Grace", "Melbury", "Online banking", "Lives alone"):
        assert private not in told.body + told.subject


def test_nobody_is_told_of_a_walk_in(council, now):
    sent_by_action(council, council, now)

    assert not Message.objects.exists()
