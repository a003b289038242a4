"""When and where a service happens, week by week."""

from datetime import date, time

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.actions import (
    add_schedule,
    change_schedule,
    end_schedule,
    retire_service,
)
from inroads.programme.directory.queries import schedules_in_force
from inroads.programme.directory.tests.factories import a_schedule, a_service, a_venue

SAMPLE = Machine("sample")
THURSDAY = 3


def added(service, venue, **given):
    values = {
        "weekday": THURSDAY,
        "starts": time(10),
        "ends": time(12),
        "capacity": 6,
        "valid_from": date(2026, 1, 1),
    }
    return add_schedule(service, venue=venue, by=SAMPLE, **(values | given))


def test_a_weekly_time_is_said_by_the_same_clock_as_a_session(signed_in, coordinator, council):
    schedule = a_schedule(
        a_service(council),
        weekday=3,
        starts=time(13, 30),
        ends=time(15),
        venue=a_venue(name="Hall"),
    )

    text = signed_in(coordinator).get(schedule.service.get_absolute_url()).text

    assert str(schedule) == "Thursdays, 1:30pm to 3pm, at Hall"
    assert "Thursdays, 1:30pm to 3pm" in text


def test_a_service_never_happens_twice_at_the_same_time_and_place(council):
    service, venue = a_service(council), a_venue()
    added(service, venue, valid_to=date(2026, 6, 30))

    with pytest.raises(Refused, match="already happens"):
        added(service, venue, valid_from=date(2026, 6, 30))

    assert added(service, venue, valid_from=date(2026, 7, 1)).pk


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"ends": time(10)}, "later than it starts"),
        ({"ends": time(9)}, "later than it starts"),
        ({"valid_to": date(2025, 12, 31)}, "before the first"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(council, given, sentence):
    with pytest.raises(Refused, match=sentence):
        added(a_service(council), a_venue(), **given)


def test_nothing_is_planned_at_a_closed_venue_or_for_an_ended_service(council):
    with pytest.raises(Refused, match="closed"):
        added(a_service(council), a_venue(is_open=False))
    with pytest.raises(Refused, match="ended"):
        added(a_service(council, retired=True), a_venue())


def test_it_ends_once(db):
    schedule = end_schedule(a_schedule(), on=date(2026, 5, 1), by=SAMPLE)

    with pytest.raises(Refused, match="ended already"):
        end_schedule(schedule, on=date(2026, 6, 1), by=SAMPLE)
    assert not schedules_in_force(date(2026, 5, 2), date(2026, 7, 1)).exists()


def test_ending_a_service_ends_its_times(db):
    schedule = a_schedule()

    retire_service(schedule.service, on=date(2026, 5, 1), by=SAMPLE)

    schedule.refresh_from_db()
    assert schedule.valid_to == date(2026, 5, 1)


def test_its_end_and_room_change_but_not_its_start(db):
    schedule = change_schedule(a_schedule(), ends=time(13), capacity=9, by=SAMPLE)

    assert (schedule.ends, schedule.capacity) == (time(13), 9)
    with pytest.raises(Refused, match="later than it starts"):
        change_schedule(schedule, ends=time(9), capacity=9, by=SAMPLE)


def test_a_time_of_another_organisation_is_neither_changed_nor_ended(
    signed_in, partner_admin, housing
):
    schedule = a_schedule(a_service(housing))
    client = signed_in(partner_admin)

    for page in ("change", "end"):
        address = reverse(f"directory_times_{page}", args=[schedule.pk])
        form = {"ends": "11:00", "capacity": 1, "on_day": 1, "on_month": 1, "on_year": 2026}
        assert client.post(address, form).status_code == 403
    schedule.refresh_from_db()
    assert (schedule.capacity, schedule.valid_to) == (6, None)
