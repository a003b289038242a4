"""Where nobody can be suggested, the page says why, and where to mend it."""

import pytest
from django.urls import reverse

from inroads.programme.referrals.tests.factories import (
    a_champion,
    a_referral,
    a_session,
    a_venue,
    accepted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(signed_in, coordinator, council):
    """The page of suggestions for somebody who walked in."""
    referral = a_referral(council, council)
    accepted(referral)
    client = signed_in(coordinator)
    address = reverse("referrals_suggest", args=[referral.pk])
    return lambda query="": client.get(address + query).text


def test_no_session_has_a_place(said, council):
    a_champion(council, venue=a_venue())

    page = said()

    assert "No session in the next four weeks has a place left" in page
    assert f'href="{reverse("timetable_list")}"' in page
    assert f'href="{reverse("directory_list")}"' in page


def test_no_champion_is_active(said, council):
    a_session(council, a_venue())
    a_champion(council, status="resting")

    page = said()

    assert "No champion is active" in page
    assert f'href="{reverse("champions_add")}"' in page


def test_every_champion_has_as_many_people_as_they_can_take(said, council):
    venue = a_venue()
    a_session(council, venue)
    a_champion(council, venue=venue, capacity=0)

    page = said()

    assert "as many people on hand as they said they can take" in page
    assert f'href="{reverse("champions_list")}"' in page


def test_nobody_promised_a_session_or_helps_where_one_is(said, council):
    session = a_session(council, a_venue())
    a_champion(council, venue=a_venue("Elsewhere"))

    page = said()

    assert "No champion who is free promised one of the sessions" in page
    assert reverse("champions_for_session", args=[session.pk]) in page


def test_one_champion_who_is_not_free_leads_back_to_all(said, council):
    venue = a_venue()
    a_session(council, venue)
    a_champion(council, venue=venue)
    busy = a_champion(council, "Busy", venue=venue, capacity=0)

    page = said(f"?champion={busy.pk}")

    assert "They are not free at a session in the next four weeks" in page
    assert "All champions" in page
