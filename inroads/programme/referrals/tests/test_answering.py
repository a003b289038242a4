"""A referral is accepted, declined, or withdrawn."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Role
from inroads.foundations.people.actions import withdraw_consent
from inroads.programme.referrals.actions import (
    accept_referral,
    decline_referral,
    withdraw_referral,
)
from inroads.programme.referrals.models import Referral, Route
from inroads.programme.referrals.tests.factories import TEST, a_referral, accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(surgery, council, agreement):
    return a_referral(surgery, council)


def post(client, name: str, referral, **data):
    return client.post(reverse(f"referrals_{name}", args=[referral.pk]), data)


def test_accepting_opens_a_route(signed_in, coordinator, referral):
    answer = post(signed_in(coordinator), "accept", referral)

    referral.refresh_from_db()
    assert answer.url == referral.get_absolute_url()
    assert referral.status == Referral.Status.ACCEPTED
    assert referral.answered_by == coordinator
    assert referral.route.is_open


def test_whoever_accepts_second_is_told_who_was_first(signed_in, coordinator, manager, referral):
    post(signed_in(coordinator), "accept", referral)

    answer = post(signed_in(manager), "accept", referral)

    assert answer.status_code == 409
    assert f"already been accepted by {coordinator}" in answer.content.decode()
    assert Route.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_exactly_one_wins(coordinator, manager, referral):
    told, gate = [], threading.Barrier(2)

    def accept(user):
        gate.wait()
        try:
            accept_referral(referral, at=timezone.now(), by=user)
            told.append((user, "won"))
        except Refused as refusal:
            told.append((user, str(refusal)))
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[user]) for user in (coordinator, manager)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    referral.refresh_from_db()
    winner = referral.answered_by
    (loser,) = {coordinator, manager} - {winner}
    assert dict(told) == {
        winner: "won",
        loser: f"This referral has already been accepted by {winner}",
    }
    assert Route.objects.count() == 1


def test_who_changed_their_mind_is_not_taken_on(signed_in, coordinator, referral, now):
    withdraw_consent(referral.consent, at=now, by=TEST)

    answer = post(signed_in(coordinator), "accept", referral)

    assert answer.status_code == 409
    assert "They have changed their mind" in answer.content.decode()
    referral.refresh_from_db()
    assert referral.is_waiting


def test_declining_tells_the_sender_why(signed_in, coordinator, referral, surgery):
    answer = post(
        signed_in(coordinator), "decline", referral, reason="They live outside the county"
    )

    referral.refresh_from_db()
    assert answer.status_code == 302
    assert referral.status == Referral.Status.DECLINED
    message = Message.objects.get()
    assert message.address == surgery.email
    assert "Grace Melbury" in message.body
    assert "They live outside the county" in message.body


def test_declining_needs_a_reason(signed_in, coordinator, referral):
    answer = post(signed_in(coordinator), "decline", referral, reason=" ")

    assert answer.status_code == 422
    assert "Enter why you cannot take this referral" in answer.content.decode()
    referral.refresh_from_db()
    assert referral.is_waiting


def test_whoever_declines_holds_the_person_no_longer(referral, council, surgery, now):
    decline_referral(referral, reason="No", at=now, by=TEST)

    assert not referral.person.holdings.filter(organisation=council, ends_on=None).exists()
    assert referral.person.holdings.filter(organisation=surgery, ends_on=None).exists()


def test_a_person_with_another_referral_is_held_for_that_one(referral, council, surgery, now):
    a_referral(surgery, council, referral.person)

    decline_referral(referral, reason="Twice", at=now, by=TEST)

    assert referral.person.holdings.filter(organisation=council, ends_on=None).exists()


def test_withdrawing_ends_the_consent_and_the_holding(signed_in, referrer, referral, council):
    answer = post(signed_in(referrer), "withdraw", referral, reason="They moved away")

    referral.refresh_from_db()
    assert answer.status_code == 302
    assert (referral.status, referral.reason) == (Referral.Status.WITHDRAWN, "They moved away")
    referral.consent.refresh_from_db()
    assert not referral.consent.stands
    assert not referral.person.holdings.filter(organisation=council, ends_on=None).exists()


def test_what_was_accepted_is_not_withdrawn(signed_in, referrer, referral):
    accepted(referral)

    answer = post(signed_in(referrer), "withdraw", referral)

    assert answer.status_code == 422
    assert "Wessex Council has already accepted this referral" in answer.content.decode()


@pytest.mark.parametrize("first", [decline_referral, withdraw_referral])
@pytest.mark.parametrize("second", [accept_referral, decline_referral, withdraw_referral])
def test_an_answer_is_final(referral, now, first, second):
    first(referral, reason="No", at=now, by=TEST)
    given = {} if second is accept_referral else {"reason": "No"}

    with pytest.raises(Refused, match="already"):
        second(referral, **given, at=now, by=TEST)


def test_speaking_with_them_keeps_the_promise(signed_in, coordinator, referral):
    accepted(referral)

    post(signed_in(coordinator), "spoken", referral)

    referral.route.refresh_from_db()
    assert referral.route.spoken_on == today()


def test_only_the_first_time_of_speaking_counts(signed_in, coordinator, referral):
    route = accepted(referral, spoken_on=today().replace(year=2020))

    post(signed_in(coordinator), "spoken", referral)

    route.refresh_from_db()
    assert route.spoken_on.year == 2020


def test_nothing_is_arranged_before_it_is_accepted(signed_in, coordinator, referral):
    for name in ("spoken", "close"):
        assert post(signed_in(coordinator), name, referral).status_code == 409


def test_the_sender_is_not_told_which_colleague_answered(
    signed_in, referrer, coordinator, referral
):
    post(signed_in(coordinator), "accept", referral)

    page = signed_in(referrer).get(referral.get_absolute_url()).content.decode()

    assert Role.COORDINATOR.label not in page
    assert coordinator.email not in page
