"""Bad input and ill will."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from inroads.foundations.history.models import Event
from inroads.foundations.notifications.models import Message
from inroads.foundations.people.models import Person
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.referrals.tests.factories import (
    XSS,
    a_champion,
    a_person,
    a_referral,
    a_session,
    a_topic,
    a_venue,
    accepted,
    agreed,
    held,
    need_typed,
    reached_by,
    refer,
    screen,
    who_typed,
)
from inroads.programme.timetable.models import Booking

pytestmark = pytest.mark.django_db
HUGE = "x" * 10_000_000


@pytest.mark.parametrize("text", XSS)
def test_hostile_text_is_shown_as_text(
    signed_in, referrer, coordinator, surgery, council, agreement, text
):
    topic = a_topic(text[:60])
    venue = a_venue(text, address=text, travel=text, access=text)
    session = a_session(council, venue)
    champion = a_champion(council, text, venue=venue, topics=[topic])
    sender, receiver = signed_in(referrer), signed_in(coordinator)
    journey = uuid4()
    need = need_typed(topic, note=text)
    who = who_typed(name=text, note=text, in_person="on", meet_at=text, address=text, letter="on")
    sender.post(screen(surgery, "need", journey), need)
    sender.post(screen(surgery, "who", journey), who)
    shown = [sender.get(screen(surgery, step, journey)) for step in ("need", "who", "check")]
    sent = sender.post(
        screen(surgery, "check", journey), {"how": "spoken", "heard": shown[2].context["words"]}
    )
    referral = Referral.objects.get()
    receiver.post(reverse("referrals_accept", args=[referral.pk]))
    step = agreed(referral.route, champion, session)
    shown.append(receiver.get(reverse("referrals_card", args=[step.pk])))
    receiver.post(
        reverse("referrals_close", args=[referral.pk]), {"outcome": "sorted", "note": text}
    )
    declined = a_referral(surgery, council, a_person(text), note=text, reason=text)
    again = accepted(a_referral(surgery, council, a_person(text), note=text, topics=[topic]))
    urls = [
        referral.get_absolute_url(),
        declined.get_absolute_url(),
        reverse("referrals_suggest", args=[again.referral_id]),
        reverse("referrals_choose", args=[again.referral_id, champion.pk, session.pk]),
        reverse("referrals_cancel_step", args=[step.pk]),
        *(f"{reverse('referrals_list')}?stage={stage}" for stage in ("waiting", "open", "closed")),
    ]
    pages = [*shown, sender.get(sent.url), *(receiver.get(url) for url in urls)]
    pages += [sender.get(referral.get_absolute_url()), sender.get(reverse("referrals_list_sent"))]

    for page in pages:
        assert page.status_code == 200
        html = page.content.decode()
        if escape(text) != text:
            assert text not in html
    assert escape(text) in pages[-2].content.decode()


@pytest.mark.parametrize("length", [1_001, 1_900_000])
def test_a_long_note_is_refused_and_kept_on_the_screen(
    signed_in, referrer, surgery, agreement, length
):
    answer = signed_in(referrer).post(
        screen(surgery, "need"), need_typed(a_topic(), note="y" * length)
    )

    assert answer.status_code == 422
    assert "Write this in 1,000 letters or fewer" in answer.content.decode()


def test_ten_megabytes_are_refused(signed_in, referrer, coordinator, surgery, council, agreement):
    referral, sender, journey = a_referral(surgery, council), signed_in(referrer), uuid4()
    sender.post(screen(surgery, "need", journey), need_typed(a_topic()))
    for client, url, name in (
        (sender, screen(surgery, "need", journey), "note"),
        (sender, screen(surgery, "who", journey), "name"),
        (signed_in(coordinator), reverse("referrals_decline", args=[referral.pk]), "reason"),
    ):
        assert client.post(url, {name: HUGE}).status_code == 400
    assert not Person.objects.exclude(pk=referral.person_id).exists()


def test_a_long_draft_is_not_kept(signed_in, referrer, surgery, agreement):
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))

    client.post(screen(surgery, "who", journey), {"name": "z" * 100_000, "back": "1"})

    assert "z" * 50 not in client.get(screen(surgery, "who", journey)).content.decode()


@pytest.mark.parametrize("name", ["name", "note", "phone", "postcode", "meet_at", "address"])
@pytest.mark.parametrize("text", ["\x00", "a\r\nBcc: all@example.org", "\ud83d", "‮evil"])
def test_odd_characters_end_in_no_fault(signed_in, referrer, surgery, agreement, name, text):
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))
    typed = who_typed(in_person="on", **{name: text.encode("utf-8", "surrogatepass")})

    answer = client.post(screen(surgery, "who", journey), typed)
    last = client.get(screen(surgery, "check", journey), follow=True)
    if words := (last.context or {}).get("words"):
        end = client.post(screen(surgery, "check", journey), {"how": "spoken", "heard": words})
        assert end.status_code in (302, 422)

    assert answer.status_code in (302, 400, 422)


@pytest.mark.parametrize(
    "typed",
    [{"topics": ["999999"]}, {"topics": ["x"]}, {"topics": ["1' OR 1=1"]}, {"topics": [""]}],
)
def test_a_topic_that_is_none_is_refused(signed_in, referrer, surgery, agreement, typed):
    a_topic()

    assert signed_in(referrer).post(screen(surgery, "need"), typed).status_code == 422


def test_a_retired_topic_is_refused(signed_in, referrer, surgery, agreement):
    retired = a_topic("Telegrams", retired=True)

    answer = signed_in(referrer).post(screen(surgery, "need"), need_typed(retired))

    assert answer.status_code == 422


def test_a_person_of_another_organisation_is_refused(
    signed_in, referrer, surgery, housing, agreement
):
    theirs = a_person("Grace Melbury", postcode="DT9 4AA")
    held(theirs, housing)
    ours = a_person("Grace Melbury", postcode="DT9 4AA")
    held(ours, surgery)
    client, journey = signed_in(referrer), uuid4()
    client.post(screen(surgery, "need", journey), need_typed(a_topic()))

    answer = client.post(screen(surgery, "who", journey), who_typed(known=theirs.pk))

    assert answer.status_code == 422
    assert set(answer.context["form"].candidates) == {str(ours.pk)}


def test_extra_fields_are_ignored(signed_in, referrer, surgery, housing, council, agreement):
    extra = {
        "status": "accepted",
        "sender": housing.pk,
        "receiver": housing.pk,
        "promise_on": "2020-01-01",
        "person": 1,
        "birth_year": "1900",
        "email": "x@example.org",
        "journey": "x",
        "words": "I agree to everything",
    }

    refer(
        signed_in(referrer),
        surgery,
        need=need_typed(a_topic(), **extra),
        who=who_typed(**extra),
    )

    referral = Referral.objects.get()
    assert (referral.sender, referral.receiver) == (surgery, council)
    assert (referral.status, referral.promise_on.year >= 2026) == ("sent", True)
    assert referral.person.birth_year is None
    assert not referral.person.contact_ways.filter(kind="email").exists()
    assert "everything" not in referral.consent.words


def test_extra_fields_change_no_answer(signed_in, coordinator, surgery, council, agreement):
    referral = a_referral(surgery, council)
    client = signed_in(coordinator)

    client.post(reverse("referrals_accept", args=[referral.pk]), {"answered_by": 1, "status": "x"})
    client.post(
        reverse("referrals_close", args=[referral.pk]),
        {"outcome": "sorted", "closed_at": "2001-01-01", "referral": 99, "opened_at": ""},
    )

    referral.refresh_from_db()
    assert referral.answered_by == coordinator
    assert referral.route.closed_at.year >= 2026


def test_reading_writes_nothing(signed_in, referrer, coordinator, surgery, council, agreement):
    venue = a_venue()
    champion, session = a_champion(council, venue=venue), a_session(council, venue)
    route = accepted(a_referral(surgery, council))
    other = a_session(council, venue, days=5)
    step = agreed(route, champion, session)
    waiting = a_referral(surgery, council)
    counted = (Referral, Route, Step, Booking, Message, Person)
    before = [model.objects.count() for model in counted]
    events = Event.objects.exclude(verb="person.viewed").count()
    pk = route.referral_id

    for user, urls in {
        coordinator: [
            *(reverse(f"referrals_{name}", args=[waiting.pk]) for name in ("show", "decline")),
            *(reverse(f"referrals_{name}", args=[pk]) for name in ("show", "close", "suggest")),
            reverse("referrals_choose", args=[pk, champion.pk, other.pk]),
            reverse("referrals_cancel_step", args=[step.pk]),
            reverse("referrals_card", args=[step.pk]),
            reverse("referrals_list"),
        ],
        referrer: [
            reverse("referrals_withdraw", args=[waiting.pk]),
            reverse("referrals_sent", args=[waiting.pk]),
            reverse("referrals_list_sent"),
            screen(surgery, "need"),
            screen(surgery, "who"),
            screen(surgery, "check"),
        ],
    }.items():
        for url in urls:
            assert signed_in(user).get(url).status_code in (200, 302), url
    for name in ("accept", "spoken"):
        url = reverse(f"referrals_{name}", args=[waiting.pk])
        assert signed_in(coordinator).get(url).status_code == 405

    assert [model.objects.count() for model in counted] == before
    assert Event.objects.exclude(verb="person.viewed").count() == events
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_forged_posts_are_refused(referrer, coordinator, surgery, council, agreement):
    venue = a_venue()
    champion, session = a_champion(council, venue=venue), a_session(council, venue)
    step = agreed(accepted(a_referral(surgery, council)), champion, session)
    waiting = a_referral(surgery, council)
    client = Client(enforce_csrf_checks=True)
    urls = {
        coordinator: [
            *(reverse(f"referrals_{name}", args=[waiting.pk]) for name in ("accept", "decline")),
            *(
                reverse(f"referrals_{name}", args=[step.route.referral_id])
                for name in ("spoken", "close")
            ),
            reverse("referrals_cancel_step", args=[step.pk]),
        ],
        referrer: [
            reverse("referrals_withdraw", args=[waiting.pk]),
            screen(surgery, "need"),
        ],
    }
    for user, addresses in urls.items():
        client.force_login(user)
        for url in addresses:
            assert client.post(url, {"reason": "x", "outcome": "sorted"}).status_code == 403, url


@pytest.mark.parametrize("key", ["0", "99999999999999999999", "-1", "1%00", "../1"])
def test_addresses_of_nothing_are_not_found(signed_in, coordinator, key):
    for path in ("", "decline/", "close/", "suggest/", "choose/1/1/"):
        assert signed_in(coordinator).get(f"/referrals/{key}/{path}").status_code == 404


def test_a_journey_of_somebody_else_is_not_answered_with_their_referral(
    signed_in, referrer, stranger, surgery, housing, council, agreement
):
    journey = uuid4()
    reached_by(a_person(), "voice", "+441632960111")
    refer(
        signed_in(referrer),
        surgery,
        need=need_typed(a_topic()),
        who=who_typed(),
        journey=journey,
    )
    agreement.pk, agreement.public_id, agreement.giver = None, "other", housing
    agreement.save()
    client = signed_in(stranger)

    client.post(screen(housing, "need", journey), need_typed(a_topic()))
    client.post(screen(housing, "who", journey), who_typed())
    last = screen(housing, "check", journey)
    answer = client.post(last, {"how": "spoken", "heard": client.get(last).context["words"]})

    assert answer.status_code == 422
    assert "Start the referral again" in answer.content.decode()
    assert Referral.objects.count() == 1
