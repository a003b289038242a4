"""The poster of a venue's week, and the sheet on which people sign in."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.foundations.history.recording import Machine
from inroads.programme.directory.tests.factories import a_venue, queries_of
from inroads.programme.timetable.actions import cancel_session
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_booking, a_session, someone

pytestmark = pytest.mark.django_db

WEEK = THURSDAY_10.date()


def poster(client, venue, **given):
    address = reverse("timetable_poster", args=[venue.pk])
    return client.get(address, {"week": str(WEEK), **given})


def test_the_poster_says_what_happens_there_that_week(coordinator, signed_in):
    session = a_session()
    elsewhere = a_session(venue=a_venue(name="Elsewhere Hall"))
    later = a_session(
        service=session.service, venue=session.venue, starts_at=THURSDAY_10 + timedelta(days=7)
    )

    page = poster(signed_in(coordinator), session.venue).content.decode()

    assert page.count(str(session.service)) == 1
    assert "Thursday" in page
    assert str(elsewhere.service) not in page
    assert later.when not in page


def test_nothing_cancelled_or_only_drafted_is_on_it(coordinator, signed_in):
    session = a_session()
    cancel_session(session, at=THURSDAY_10 - timedelta(days=2), by=Machine("sample"))
    draft = a_session(venue=session.venue)
    Session.objects.filter(pk=draft.pk).update(status="draft")

    page = poster(signed_in(coordinator), session.venue).content.decode()

    assert "There is no session here this week" in page


def test_it_comes_in_large_print(coordinator, signed_in):
    page = poster(signed_in(coordinator), a_session().venue, large="1").content.decode()

    assert "poster--large" in page
    assert "Smaller print" in page


@pytest.mark.parametrize("week", ["", "x", "0001-01-01", "9999-12-31"])
def test_no_week_is_a_fault(week, coordinator, signed_in):
    assert poster(signed_in(coordinator), a_session().venue, week=week).status_code == 200


def test_its_queries_do_not_grow_with_the_sessions(coordinator, signed_in):
    first, client = a_session(), signed_in(coordinator)
    address = reverse("timetable_poster", args=[first.venue.pk]) + f"?week={WEEK}"
    few = queries_of(client, address)
    for number in range(5):
        a_session(
            service=first.service, venue=first.venue,
            starts_at=THURSDAY_10 + timedelta(hours=number + 3),
        )  # fmt: skip
    assert queries_of(client, address) == few


def test_the_sign_in_sheet_shows_cards_and_no_name(coordinator, council, signed_in):
    session = a_session()
    booking = a_booking(session, someone(held_by=council, name="Tess Durbeyfield"))

    page = signed_in(coordinator).get(reverse("timetable_sign_in_sheet", args=[session.pk]))

    assert booking.code in page.content.decode()
    assert "Tess" not in page.content.decode()
