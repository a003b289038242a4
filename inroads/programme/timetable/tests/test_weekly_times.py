"""A new weekly time is on the timetable as soon as it is saved."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import today
from inroads.programme.directory.models import Schedule
from inroads.programme.directory.tests.factories import a_service, a_venue
from inroads.programme.timetable.actions.planning import WEEKS_AHEAD
from inroads.programme.timetable.models import Session

THURSDAY = 3


def typed(venue, first, **given) -> dict:
    return {
        "venue": venue.pk,
        "weekday": THURSDAY,
        "repeats": "weekly",
        "starts": "10:30",
        "ends": "2pm",
        "capacity": "6",
        "valid_from_day": first.day,
        "valid_from_month": first.month,
        "valid_from_year": first.year,
        **given,
    }


def page_of(service) -> str:
    return reverse("timetable_times_add", args=[service.pk])


@pytest.mark.parametrize("clock", ["10:30", "10.30", "10:30am", "10.30 am"])
def test_times_are_typed_as_people_write_them(signed_in, coordinator, council, clock):
    service = a_service(council)

    answer = signed_in(coordinator).post(page_of(service), typed(a_venue(), today(), starts=clock))

    assert answer.url == service.get_absolute_url()
    schedule = Schedule.objects.get()
    assert (schedule.starts, schedule.ends) == (time(10, 30), time(14))


def test_its_sessions_are_there_at_once(signed_in, coordinator, council):
    service, client = a_service(council), signed_in(coordinator)
    tomorrow = today() + timedelta(days=1)
    first = tomorrow + timedelta(days=(THURSDAY - tomorrow.weekday()) % 7)

    page = client.post(page_of(service), typed(a_venue(), tomorrow), follow=True).text

    days = [session.day for session in Session.objects.filter(service=service)]
    assert days == [first + timedelta(weeks=week) for week in range(WEEKS_AHEAD)]
    assert f"8 sessions are on the timetable, the first on Thursday {first.day} {first:%B}" in page


def test_of_one_that_begins_much_later_it_says_when_its_sessions_come(
    signed_in, coordinator, council
):
    service = a_service(council)

    page = signed_in(coordinator).post(
        page_of(service), typed(a_venue(), today() + timedelta(days=200)), follow=True
    )

    assert "Its sessions come onto the timetable eight weeks ahead" in page.text
    assert not Session.objects.exists()


def test_a_closed_venue_and_times_that_make_no_sense_are_refused(signed_in, coordinator, council):
    form = {"venue": a_venue(is_open=False).pk, "weekday": 9, "starts": "soon", "capacity": 0}

    answer = signed_in(coordinator).post(page_of(a_service(council)), form)

    assert answer.status_code == 422
    assert "Choose a venue from the list" in answer.text
    assert "Enter a time, like 10:30 or 2pm" in answer.text
    assert not Schedule.objects.exists()


def test_a_service_that_has_ended_gets_no_weekly_time(signed_in, coordinator, council):
    service = a_service(council, retired=True)

    answer = signed_in(coordinator).post(page_of(service), typed(a_venue(), today()))

    assert answer.status_code == 422
    assert "This service has ended" in answer.text


def test_a_partner_administrator_adds_times_to_their_own_only(
    signed_in, partner_admin, surgery, housing
):
    client = signed_in(partner_admin)

    assert client.get(page_of(a_service(surgery))).status_code == 200
    for method in (client.get, client.post):
        assert method(page_of(a_service(housing))).status_code == 403
    assert not Schedule.objects.exists()
