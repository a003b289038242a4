"""The pages about sessions, and who may do what on them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.programme.directory.tests.factories import a_service, a_venue, queries_of
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_booking, a_session, someone
from inroads.programme.timetable.views import sessions as views

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def form_of(service, venue, **given):
    day = today() + timedelta(days=7)
    return {
        "service": service.pk,
        "venue": venue.pk,
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "starts": "10:30",
        "ends": "midday",
        "capacity": "6",
    } | given


@pytest.fixture
def soon():
    """In a few days, well away from midnight."""
    noon = timezone.localtime(timezone.now()).replace(hour=12, minute=0)
    return noon + timedelta(days=2)


def test_the_week_shows_each_session_with_places_left(signed_in, referrer, soon):
    a_session(starts_at=soon, capacity=6, taken=2)
    a_session(starts_at=soon, capacity=3, taken=3)
    a_session(starts_at=soon, status="cancelled")
    week = f"?week={timezone.localdate(soon)}"

    page = signed_in(referrer).get(reverse("timetable_list") + week).text

    assert "4 of 6" in page
    assert "Full" in page
    assert "Cancelled" in page


def test_the_week_narrows_by_venue_and_day_and_passes_over_nonsense(signed_in, referrer, soon):
    here, there = a_session(starts_at=soon), a_session(starts_at=soon + timedelta(minutes=5))
    client = signed_in(referrer)

    def listed(query):
        page = client.get(f"{reverse('timetable_list')}?week={timezone.localdate(soon)}{query}")
        assert page.status_code == 200
        return [page.text.count(session.get_absolute_url()) for session in (here, there)]

    weekday = timezone.localdate(soon).weekday()
    assert listed("") == [1, 1]
    assert listed(f"&venue={here.venue.pk}") == [1, 0]
    assert listed(f"&day={weekday}") == [1, 1]
    assert listed(f"&day={(weekday + 1) % 7}") == [0, 0]
    assert listed("&venue=nonsense&day=99&page=-1") == [1, 1]


def test_this_week_begins_today_unless_the_whole_of_it_is_asked_for(
    signed_in, referrer, monkeypatch
):
    wednesday = date(2026, 3, 4)
    monkeypatch.setattr(views, "today", lambda: wednesday)
    past, to_come = (a_session(starts_at=THURSDAY_10 + timedelta(days=days)) for days in (-3, 0))
    client = signed_in(referrer)

    def listed(query):
        text = client.get(reverse("timetable_list") + query).text
        return [session.get_absolute_url() in text for session in (past, to_come)]

    assert listed("") == [False, True]
    assert listed("?week=2026-03-02") == [True, True]
    assert listed("?day=0") == [True, False]


def test_the_week_that_is_shown_is_words_and_no_link(signed_in, referrer):
    client = signed_in(referrer)

    this, other = (
        client.get(reverse("timetable_list") + query).text for query in ("", "?week=2026-01-05")
    )

    assert '<strong aria-current="page">This week</strong>' in this
    assert ">This week</a>" in other


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "soon", ""])
def test_any_week_can_be_asked_for(signed_in, referrer, week):
    assert signed_in(referrer).get(f"{reverse('timetable_list')}?week={week}").status_code == 200


def test_those_the_user_may_see_are_shown_by_name_the_others_by_card(
    signed_in, coordinator, stranger, council, surgery
):
    session = a_session()
    a_booking(session, someone(council, name="Tess Durbeyfield"), code="AAAAAA")
    a_booking(session, someone(surgery, name="Jude Fawley"), code="CCCCCC")

    pages = [
        signed_in(user).get(session.get_absolute_url()).text for user in (coordinator, stranger)
    ]

    names = [[name in page for name in ("Tess Durbeyfield", "Jude Fawley")] for page in pages]
    assert names == [[True, False], [False, False]]
    assert all(code in page for page in pages for code in ("AAAAAA", "CCCCCC"))


def test_a_session_is_added_by_whoever_may_change_its_service(signed_in, partner_admin, surgery):
    service, venue = a_service(surgery), a_venue()
    form = form_of(service, venue, ends="12:00", taken="5", status="cancelled")

    answer = signed_in(partner_admin).post(reverse("timetable_add"), form)

    session = Session.objects.get()
    assert answer.url == session.get_absolute_url()
    assert (session.taken, session.status, session.hours) == (0, "planned", "10:30am to midday")


def test_no_session_is_added_to_a_service_of_another_organisation(
    signed_in, partner_admin, housing
):
    form = form_of(a_service(housing), a_venue(), ends="12:00")

    answer = signed_in(partner_admin).post(reverse("timetable_add"), form)

    assert answer.status_code == 422
    assert "Choose a service from the list" in answer.text
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": "10:30"},
        {"starts": "x" * 100_000},
        {"day_year": "1999"},
        {"day_year": "99999999"},
        {"capacity": "-1"},
        {"venue": "0"},
    ],
)
def test_what_makes_no_sense_is_said_and_not_written(signed_in, coordinator, council, wrong):
    form = form_of(a_service(council), a_venue(), ends="12:00") | wrong

    answer = signed_in(coordinator).post(reverse("timetable_add"), form)

    assert answer.status_code == 422
    assert not Session.objects.exists()


def test_another_organisations_session_is_neither_cancelled_nor_changed(
    signed_in, partner_admin, housing
):
    session = a_session(service=a_service(housing))
    client = signed_in(partner_admin)

    assert client.post(reverse("timetable_cancel", args=[session.pk])).status_code == 403
    answer = client.post(reverse("timetable_capacity", args=[session.pk]), {"capacity": 1})
    assert answer.status_code == 403
    session.refresh_from_db()
    assert (session.status, session.capacity) == ("planned", 6)


def test_a_place_of_someone_whom_the_user_may_not_see_is_not_given_up(
    signed_in, coordinator, manager, surgery
):
    booking = a_booking(person=someone(surgery))

    for user in (coordinator, manager):
        address = reverse("timetable_bookings_cancel", args=[booking.pk])
        assert signed_in(user).post(address).status_code == 404
    booking.refresh_from_db()
    assert booking.status == Booking.Status.KEPT


def test_before_a_place_is_given_up_somebody_is_asked(signed_in, coordinator, council):
    booking = a_booking(person=someone(council, name="Tess Durbeyfield"))
    address = reverse("timetable_bookings_cancel", args=[booking.pk])
    client = signed_in(coordinator)

    assert "Give up the place of Tess Durbeyfield?" in client.get(address).text
    booking.refresh_from_db()
    assert booking.status == Booking.Status.KEPT
    assert client.post(address).url == booking.session.get_absolute_url()
    booking.refresh_from_db()
    assert booking.status == Booking.Status.CANCELLED
    assert booking.session.taken == 0


def test_room_is_changed_and_a_refusal_stands_beside_the_field(
    signed_in, coordinator, council, now
):
    soon = now + timedelta(days=3)
    session = a_session(service=a_service(council), starts_at=soon, taken=3)
    client = signed_in(coordinator)
    address = reverse("timetable_capacity", args=[session.pk])

    assert client.post(address, {"capacity": 9}).status_code == 302
    answer = client.post(address, {"capacity": 2})
    assert answer.status_code == 422
    assert "3 people have a place already" in answer.text


def test_the_timetable_wants_a_sign_in(signed_in, db):
    for address in (reverse("timetable_list"), a_session().get_absolute_url()):
        assert signed_in().get(address).status_code == 302


def test_names_are_shown_as_they_were_written(signed_in, coordinator, council, soon):
    service, venue = a_service(council, name=NASTY), a_venue(name=NASTY, travel=NASTY)
    session = a_session(service=service, venue=venue, starts_at=soon)
    a_booking(session, someone(council, name=NASTY))
    client = signed_in(coordinator)

    week = f"?week={timezone.localdate(soon)}"
    pages = [session.get_absolute_url(), reverse("timetable_list") + week, reverse("timetable_add")]
    pages += [reverse(f"timetable_{name}", args=[session.pk]) for name in ("cancel", "capacity")]
    for address in pages:
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_more_sessions_and_bookings_cost_no_more_queries(signed_in, coordinator, council, soon):
    client = signed_in(coordinator)
    session = a_session(starts_at=soon, capacity=100)
    week = f"{reverse('timetable_list')}?week={timezone.localdate(soon)}"

    def made(number):
        for minutes in range(number):
            a_session(starts_at=soon + timedelta(seconds=minutes))
            a_booking(session, someone(council))
        return [queries_of(client, address) for address in (week, session.get_absolute_url())]

    assert made(3) == made(20)
