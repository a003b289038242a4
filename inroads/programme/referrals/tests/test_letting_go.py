"""Ninety days after a referral is over, neither organisation holds the person for it any longer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.people.models import Holding
from inroads.foundations.people.permissions import visible_people
from inroads.programme.referrals.actions import close_route, let_go_after_closing
from inroads.programme.referrals.models import Referral, Route
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_champion,
    a_person,
    a_referral,
    a_session,
    a_venue,
    accepted,
    agreed,
    held,
)

pytestmark = pytest.mark.django_db

LATER = today() + timedelta(days=91)


@pytest.fixture
def closed(surgery, council, agreement, now):
    """A referral whose route is closed today."""
    referral = a_referral(surgery, council)
    close_route(accepted(referral), outcome="sorted", at=now, by=TEST)
    referral.refresh_from_db()
    return referral


def open_holdings(person) -> set:
    return set(person.holdings.filter(ends_on=None).values_list("organisation__name", "purpose"))


def test_both_let_go_ninety_days_after_the_route_is_closed(
    closed, coordinator, referrer, surgery, council
):
    assert let_go_after_closing(on=today() + timedelta(days=90), by=TEST) == 0
    assert let_go_after_closing(on=LATER, by=TEST) == 2

    assert open_holdings(closed.person) == set()
    ends = set(closed.person.holdings.values_list("ends_on", flat=True))
    assert ends == {LATER}


def test_nobody_sees_the_person_any_more(closed, coordinator, referrer, now):
    closed.person.holdings.update(starts_on=today() - timedelta(days=100))
    noon = timezone.localtime(now).replace(hour=12)
    long_ago = noon - timedelta(days=100)
    Referral.objects.update(sent_at=long_ago, answered_at=long_ago)
    Route.objects.update(closed_at=long_ago)
    assert visible_people(coordinator).exists()

    let_go_after_closing(on=today(), by=TEST)

    assert not visible_people(coordinator).exists()
    assert not visible_people(referrer).exists()


def test_a_second_round_lets_go_of_nobody(closed):
    let_go_after_closing(on=LATER, by=TEST)

    assert let_go_after_closing(on=LATER, by=TEST) == 0


def test_an_open_referral_keeps_the_holdings(closed, surgery, council):
    accepted(a_referral(surgery, council, closed.person))

    assert let_go_after_closing(on=LATER, by=TEST) == 0


def test_a_waiting_referral_keeps_the_holdings_of_its_own_two_only(
    closed, housing, surgery, council
):
    a_referral(housing, council, closed.person)

    let_go_after_closing(on=LATER, by=TEST)

    assert open_holdings(closed.person) == {
        (housing.name, "referring"),
        (council.name, "arranging"),
    }


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
def test_what_was_declined_or_withdrawn_is_over_too(surgery, council, now, status):
    referral = a_referral(surgery, council, status=status, answered_at=now)

    assert let_go_after_closing(on=LATER, by=TEST) == 2
    assert open_holdings(referral.person) == set()


def test_somebody_with_a_place_to_come_is_still_held(closed, council):
    venue = a_venue()
    other = a_referral(council, council, closed.person)
    route = accepted(other)
    agreed(route, a_champion(council, venue=venue), a_session(council, venue, days=120))

    let_go_after_closing(on=LATER, by=TEST)

    assert (council.name, "arranging") in open_holdings(closed.person)


def test_what_was_never_for_a_referral_stays(closed, council, coordinator):
    held(closed.person, council, "helping")
    other = a_champion(council).person

    let_go_after_closing(on=LATER, by=TEST)

    assert open_holdings(closed.person) == {(council.name, "helping")}
    assert open_holdings(other) == {(council.name, "helping")}


def test_what_began_anew_after_the_closing_stays(closed, council):
    closed.person.holdings.filter(purpose="arranging").update(
        starts_on=today() + timedelta(days=30)
    )

    let_go_after_closing(on=LATER, by=TEST)

    assert open_holdings(closed.person) == {(council.name, "arranging")}


def test_a_holding_from_before_the_referral_is_kept_for_its_own_reason(
    surgery, council, agreement, now
):
    person = a_person()
    before = today() - timedelta(days=1)
    Holding.objects.create(
        person=person, organisation=council, purpose="arranging", starts_on=before
    )
    referral = a_referral(surgery, council, person)
    close_route(accepted(referral), outcome="sorted", at=now, by=TEST)

    let_go_after_closing(on=LATER, by=TEST)

    assert open_holdings(person) == {("Wessex Council", "arranging")}
