"""A route is closed with an outcome, and the sender is told as far as it was agreed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.notifications.models import Message
from inroads.programme.referrals.actions import close_route
from inroads.programme.referrals.models import Step
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_champion,
    a_help,
    a_referral,
    a_session,
    a_venue,
    accepted,
    agreed,
)
from inroads.programme.timetable.actions import cancel_booking, cancel_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def route(surgery, council, agreement):
    return accepted(a_referral(surgery, council))


def close(client, route, **typed):
    return client.post(reverse("referrals_close", args=[route.referral_id]), typed)


def test_the_sender_is_told_the_outcome(signed_in, coordinator, route, surgery):
    answer = close(signed_in(coordinator), route, outcome="sorted", note="Only for us")

    route.refresh_from_db()
    assert answer.url == route.referral.get_absolute_url()
    assert (route.outcome, route.note, route.is_open) == ("sorted", "Only for us", False)
    message = Message.objects.get()
    assert message.address == surgery.email
    assert "Grace Melbury" in message.body
    assert "They can do what they came for" in message.body
    assert "Only for us" not in message.body


def test_the_note_is_not_shown_to_the_sender(signed_in, referrer, route, now):
    close_route(route, outcome="sorted", note="Only for us", at=now, by=TEST)

    page = signed_in(referrer).get(route.referral.get_absolute_url()).content.decode()

    assert "They can do what they came for" in page
    assert "Only for us" not in page


def test_a_no_needs_its_reason(signed_in, coordinator, route):
    client = signed_in(coordinator)

    refused = close(client, route, outcome="said_no")
    closed = close(client, route, outcome="said_no", said_no="scams")

    assert refused.status_code == 422
    assert "Choose why they said no" in refused.content.decode()
    assert closed.status_code == 302
    assert "They said no (afraid of scams)" in Message.objects.get().body


def test_a_reason_for_a_no_that_was_none_is_dropped(signed_in, coordinator, route):
    close(signed_in(coordinator), route, outcome="sorted", said_no="scams")

    route.refresh_from_db()
    assert route.said_no == ""


@pytest.mark.parametrize("typed", [{}, {"outcome": "nonsense"}, {"outcome": ["sorted", "x"]}])
def test_an_outcome_is_chosen_from_the_list(signed_in, coordinator, route, typed):
    assert close(signed_in(coordinator), route, **typed).status_code == 422


@pytest.mark.parametrize("given", [{"outcome": "nonsense"}, {"outcome": "said_no"}])
def test_the_action_itself_refuses_what_is_no_outcome(route, now, given):
    with pytest.raises(Refused, match="Choose"):
        close_route(route, **given, at=now, by=TEST)


def test_a_route_is_closed_once(signed_in, coordinator, route):
    client = signed_in(coordinator)
    close(client, route, outcome="sorted")

    again = close(client, route, outcome="not_reached")

    assert again.status_code == 422
    assert "already closed" in again.content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "fields, told, named",
    [
        (["name", "outcome"], True, True),
        (["outcome"], True, False),
        (["name"], False, False),
        (None, False, False),
    ],
)
def test_the_agreement_decides_what_the_sender_is_told(route, agreement, now, fields, told, named):
    if fields is None:
        agreement.delete()
    else:
        agreement.fields = fields
        agreement.save()

    close_route(route, outcome="sorted", at=now, by=TEST)

    bodies = [message.body for message in Message.objects.all()]
    assert bool(bodies) == told
    assert any("Melbury" in body for body in bodies) == named


def test_who_changed_their_mind_is_not_named(route, now):
    consent = route.referral.consent
    consent.withdrawn_at = now
    consent.save()

    close_route(route, outcome="said_no", said_no="not_now", at=now, by=TEST)

    assert "Melbury" not in Message.objects.get().body


def test_an_organisation_without_an_address_is_not_written_to(route, surgery, now):
    surgery.email = ""
    surgery.save()

    close_route(route, outcome="sorted", at=now, by=TEST)

    assert not Message.objects.exists()


def test_nobody_is_written_to_about_a_walk_in(council, now):
    close_route(accepted(a_referral(council, council)), outcome="sorted", at=now, by=TEST)

    assert not Message.objects.exists()


def test_steps_to_come_are_cancelled_and_those_past_are_done(council, route, now):
    venue = a_venue()
    champion = a_champion(council, venue=venue)
    past, to_come = a_session(council, venue, days=2), a_session(council, venue, days=5)
    agreed(route, champion, past)
    agreed(route, champion, to_come)

    close_route(route, outcome="carrying_on", at=past.starts_at + timedelta(hours=3), by=TEST)

    past.refresh_from_db()
    to_come.refresh_from_db()
    assert dict(Step.objects.values_list("session", "status")) == {
        past.pk: "done",
        to_come.pk: "cancelled",
    }
    assert (past.taken, to_come.taken) == (1, 0)


def test_a_help_suggests_closing(signed_in, coordinator, referrer, route):
    client, url = signed_in(coordinator), route.referral.get_absolute_url()
    assert "They have been helped" not in client.get(url).content.decode()

    a_help(route.referral.person)

    assert "They have been helped" in client.get(url).content.decode()
    assert "They have been helped" not in signed_in(referrer).get(url).content.decode()


@pytest.mark.parametrize("missed", ["the session was cancelled", "the place was given up"])
def test_a_step_that_never_took_place_is_not_done(missed, surgery, council, agreement, now):
    route = accepted(a_referral(surgery, council))
    session = a_session(council, a_venue())
    step = agreed(route, a_champion(council), session)
    if missed == "the session was cancelled":
        cancel_session(session, at=now, by=TEST)
    else:
        cancel_booking(step.booking, at=now, by=TEST)

    close_route(route, outcome="sorted", at=session.ends_at, by=TEST)

    step.refresh_from_db()
    assert step.status == "cancelled"
