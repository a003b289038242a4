"""A step is agreed: a place, a shift, messages, a card; and cancelled again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.notifications.models import Message
from inroads.foundations.people.actions import withdraw_consent
from inroads.programme.champions.models import Shift
from inroads.programme.referrals.actions import agree_step, cancel_step
from inroads.programme.referrals.models import Step
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_champion,
    a_person,
    a_referral,
    a_session,
    a_venue,
    accepted,
    agreed,
    reached_by,
)
from inroads.programme.timetable.actions import book, cancel_booking
from inroads.programme.timetable.models import Booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def route(surgery, council, agreement):
    return accepted(a_referral(surgery, council))


@pytest.fixture
def venue():
    return a_venue()


@pytest.fixture
def champion(council, venue):
    return a_champion(council, venue=venue, phone="+447700900123")


@pytest.fixture
def session(council, venue):
    return a_session(council, venue, capacity=2)


def choose_url(route, champion, session) -> str:
    return reverse("referrals_choose", args=[route.referral_id, champion.pk, session.pk])


def test_a_person_decides_and_both_are_told(signed_in, coordinator, route, champion, session):
    reached_by(route.referral.person, "text", "+447700900456")
    client, url = signed_in(coordinator), choose_url(route, champion, session)

    confirm = client.get(url).content.decode()
    answer = client.post(url)

    assert "is told by text" in confirm
    step = Step.objects.get()
    assert answer.url == reverse("referrals_card", args=[step.pk])
    session.refresh_from_db()
    assert (session.taken, step.booking.status) == (1, "kept")
    assert Shift.objects.filter(champion=champion, session=session).exists()
    told = {message.address: message.body for message in Message.objects.all()}
    to_champion, to_person = told["+447700900123"], told["+447700900456"]
    assert "Grace is coming to see you" in to_champion
    assert "Melbury" not in to_champion
    assert "Sherton Abbas Library" in to_champion
    assert step.booking.code in to_champion
    assert "Giles will help you" in to_person
    assert "Bus 57 stops outside" in to_person
    assert step.booking.code in to_person


def test_the_promise_is_kept_only_by_who_says_that_they_have_spoken(
    signed_in, coordinator, route, champion, session
):
    client, url = signed_in(coordinator), choose_url(route, champion, session)

    asked = client.get(url)
    client.post(url)
    route.refresh_from_db()

    assert "I have spoken with them" in asked.text
    assert not asked.context["form"]["spoken"].value()
    assert route.spoken_on is None


def test_who_has_spoken_with_them_keeps_the_promise_and_is_not_asked_again(
    signed_in, coordinator, council, route, champion, session, venue
):
    client, other = signed_in(coordinator), a_session(council, venue, days=4)

    client.post(choose_url(route, champion, session), {"spoken": "on"})
    route.refresh_from_db()
    asked = client.get(choose_url(route, champion, other)).text

    assert route.spoken_on == today()
    assert "I have spoken with them" not in asked
    assert client.post(choose_url(route, champion, other)).status_code == 302


def test_agreeing_twice_keeps_one_place(signed_in, coordinator, route, champion, session):
    client, url = signed_in(coordinator), choose_url(route, champion, session)

    first, second = client.post(url), client.post(url)

    assert first.url == second.url
    session.refresh_from_db()
    assert session.taken == Step.objects.count() == 1


def test_a_promised_shift_is_promised_once(route, champion, session):
    Shift.objects.create(champion=champion, session=session)

    agreed(route, champion, session)

    assert Shift.objects.count() == 1


def test_who_can_only_be_spoken_with_is_rung(signed_in, coordinator, route, champion, session):
    reached_by(route.referral.person, "voice", "+441632960111")

    client, url = signed_in(coordinator), choose_url(route, champion, session)

    confirm = client.get(url).content.decode()
    card = client.post(url, follow=True).content.decode()

    assert "you tell them yourself" in confirm
    assert "A place is kept. Now ring Grace Melbury" in card
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "change, refusal",
    [
        ({"starts_at": timedelta(days=-1)}, "already started"),
        ({"status": "cancelled"}, "cancelled"),
        ({"capacity": 0}, "full"),
    ],
)
def test_a_session_that_cannot_be_is_refused(route, champion, session, now, change, refusal):
    for name, value in change.items():
        setattr(session, name, now + value if isinstance(value, timedelta) else value)
    session.save()

    with pytest.raises(Refused, match=refusal):
        agree_step(route, champion=champion, session=session, at=now, by=TEST)
    assert not Step.objects.exists()
    assert not Booking.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("given", [{"status": "resting"}, {"capacity": 0}])
def test_a_champion_without_room_is_refused(council, route, session, venue, now, given):
    champion = a_champion(council, "Busy", venue=venue, **given)

    with pytest.raises(Refused, match="cannot take on anyone else"):
        agree_step(route, champion=champion, session=session, at=now, by=TEST)


def test_a_person_is_at_a_session_once(council, route, champion, session, venue, now):
    agreed(route, champion, session)
    other = a_champion(council, "Marty South", venue=venue)

    with pytest.raises(Refused, match="with Giles Winterborne"):
        agree_step(route, champion=other, session=session, at=now, by=TEST)


def test_a_closed_route_takes_no_step(route, champion, session, now):
    route.outcome, route.closed_at = "sorted", now
    route.save()

    with pytest.raises(Refused, match="already closed"):
        agree_step(route, champion=champion, session=session, at=now, by=TEST)


def test_what_is_not_suggested_cannot_be_chosen(signed_in, coordinator, council, route, champion):
    elsewhere = a_session(council, a_venue("Elsewhere"))

    for method in ("get", "post"):
        answer = getattr(signed_in(coordinator), method)(choose_url(route, champion, elsewhere))
        assert answer.status_code == 404
    assert not Step.objects.exists()


def test_cancelling_frees_the_place_and_tells_both(
    signed_in, coordinator, route, champion, session
):
    reached_by(route.referral.person, "text", "+447700900456")
    step = agreed(route, champion, session)
    client, url = signed_in(coordinator), reverse("referrals_cancel_step", args=[step.pk])

    assert client.get(url).status_code == 200
    answer = client.post(url)

    assert answer.url == route.referral.get_absolute_url()
    session.refresh_from_db()
    step.refresh_from_db()
    assert (session.taken, step.status, step.booking.status) == (0, "cancelled", "cancelled")
    assert Message.objects.filter(subject__startswith="Cancelled").count() == 2
    assert client.post(url).status_code == 422


def test_a_place_given_up_elsewhere_can_still_be_cancelled(route, champion, session, now):
    step = agreed(route, champion, session)
    Booking.objects.filter(pk=step.booking_id).update(status="cancelled")

    cancel_step(Step.objects.get(), at=now, by=TEST)

    assert Step.objects.get().status == "cancelled"


def test_nobody_is_told_twice_of_a_session_that_was_cancelled(route, champion, session, now):
    agreed(route, champion, session)
    session.refresh_from_db()
    session.status = "cancelled"
    session.save()

    cancel_step(Step.objects.get(), at=now, by=TEST)

    assert not Message.objects.filter(subject__startswith="Cancelled").exists()


def test_the_page_says_when_a_session_was_cancelled(
    signed_in, coordinator, route, champion, session
):
    agreed(route, champion, session)
    session.refresh_from_db()
    session.status = "cancelled"
    session.save()

    page = signed_in(coordinator).get(route.referral.get_absolute_url()).content.decode()

    assert "The session is cancelled. Find another" in page


def test_the_page_says_when_a_champion_is_not_coming_after_all(
    signed_in, coordinator, route, champion, session
):
    agreed(route, champion, session)
    client, url = signed_in(coordinator), route.referral.get_absolute_url()
    assert "is not coming" not in client.get(url).text

    champion.shifts.all().delete()

    assert f"{champion} is not coming. Find another" in client.get(url).text


def test_the_card_says_all_that_is_needed_and_no_surname(
    signed_in, coordinator, route, champion, session
):
    step = agreed(route, champion, session)

    page = signed_in(coordinator).get(reverse("referrals_card", args=[step.pk])).content.decode()

    card = page[page.index("<article") : page.index("</article>")]
    for said in (
        "For Grace",
        "Giles will help you",
        timezone.localtime(session.starts_at).strftime("%A"),
        "10am to midday",
        "Sherton Abbas Library",
        "Bus 57 stops outside",
        "01632 960 001",
        step.booking.code,
    ):
        assert said in card
    assert "Melbury" not in card
    assert "Winterborne" not in card


def test_a_card_for_somebody_without_a_name(signed_in, coordinator, council, champion, session):
    step = agreed(accepted(a_referral(council, council, a_person(""))), champion, session)

    page = signed_in(coordinator).get(reverse("referrals_card", args=[step.pk])).content.decode()

    assert "For Someone" not in page
    assert step.booking.code in page


def test_a_letter_carries_what_the_card_says(council, champion, session):
    person = a_person(address="3 Mill Lane", postcode="DT9 4AA")
    reached_by(person, "post")
    step = agreed(accepted(a_referral(council, council, person)), champion, session)

    letter = Message.objects.get(kind="letter")

    for said in ("Giles", "10am to midday", "Bus 57", "glasses", "01632 960 001"):
        assert said in letter.body
    assert step.booking.code in letter.body


def test_after_a_place_was_given_up_agreeing_again_keeps_a_new_one(
    signed_in, coordinator, route, champion, session
):
    client, url = signed_in(coordinator), choose_url(route, champion, session)
    client.post(url)
    first = Step.objects.get()
    cancel_booking(first.booking, at=session.starts_at, by=TEST)

    client.post(url)

    first.refresh_from_db()
    session.refresh_from_db()
    assert first.status == "cancelled"
    assert Step.objects.get(status="agreed").booking.status == "kept"
    assert session.taken == 1


def test_the_card_of_a_step_that_will_not_happen_is_not_shown(
    signed_in, coordinator, route, champion, session
):
    client = signed_in(coordinator)
    client.post(choose_url(route, champion, session))
    step = Step.objects.get()
    cancel_step(step, at=timezone.now(), by=TEST)

    answer = client.get(reverse("referrals_card", args=[step.pk]), follow=True)

    assert answer.redirect_chain[0][0] == route.referral.get_absolute_url()
    assert "no card for it any more" in answer.text


def test_nothing_is_arranged_for_whoever_changed_their_mind(route, champion, session):
    withdraw_consent(route.referral.consent, at=timezone.now(), by=TEST)

    with pytest.raises(Refused, match="changed their mind"):
        agree_step(route, champion=champion, session=session, at=timezone.now(), by=TEST)

    assert not Step.objects.exists()
    assert not Message.objects.filter(about__startswith="referrals.step").exists()


def test_nothing_is_arranged_for_whom_the_receiver_no_longer_holds(
    route, champion, session, council
):
    route.referral.person.holdings.filter(organisation=council).update(ends_on=today())

    with pytest.raises(Refused, match="no longer holds"):
        agree_step(route, champion=champion, session=session, at=timezone.now(), by=TEST)


def test_a_champion_is_not_asked_to_be_in_two_places_at_once(route, champion, session, council):
    elsewhere = a_session(council, a_venue("Melbury Hall"))
    champion.shifts.create(session=elsewhere)

    with pytest.raises(Refused, match="is at Melbury Hall then"):
        agree_step(route, champion=champion, session=session, at=timezone.now(), by=TEST)


def test_a_person_is_not_promised_two_places_at_once(route, champion, session, council):
    book(a_session(council, a_venue("Melbury Hall")), route.referral.person, by=TEST)

    with pytest.raises(Refused, match="They have a place at Melbury Hall then"):
        agree_step(route, champion=champion, session=session, at=timezone.now(), by=TEST)


def test_a_number_that_no_table_can_hold_is_a_page_that_is_not_there(
    signed_in, coordinator, route, champion
):
    address = f"/referrals/{route.referral_id}/choose/{10**30}/{10**30}/"

    assert signed_in(coordinator).get(address).status_code == 404
    assert signed_in(coordinator).post(address).status_code == 404
