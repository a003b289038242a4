"""A call is keyed in seconds without a mouse, nobody's name is asked, and the caller hears where to go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from inroads.foundations.places.models import Postcode
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, a_venue, queries_of
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.tests.factories import a_help
from inroads.programme.timetable.queries import sessions_near
from inroads.programme.timetable.tests.factories import a_session
from tests.browser import NARROW, WIDE, faults, wider_than_the_window

ADDRESS = "/help/hotline/"


@pytest.fixture
def postcode(db):
    return Postcode.objects.create(postcode="DT9 4AA", lat=50.95, lon=-2.51)


def sent(topic, **given):
    return {
        "sender_id": str(uuid4()), "topic": topic.pk, "minutes": "15", "outcome": "sorted",
    } | given  # fmt: skip


def test_a_call_is_written_down_without_a_name(coordinator, signed_in, topic):
    page = signed_in(coordinator).post(ADDRESS, sent(topic), follow=True)

    assert "Recorded: Online banking. Ready for the next call." in page.content.decode()
    assert "1 today" in page.content.decode()
    made = HelpRecord.objects.get()
    assert (made.door, made.person, made.champion, made.venue) == ("phone", None, None, None)


def test_the_same_call_sent_twice_is_one(coordinator, signed_in, topic):
    call = sent(topic)
    for _ in range(3):
        signed_in(coordinator).post(ADDRESS, call)

    assert HelpRecord.objects.count() == 1


def test_without_a_topic_it_says_so_and_what_was_chosen_stays(coordinator, signed_in, topic):
    answer = signed_in(coordinator).post(ADDRESS, sent(topic, minutes="30") | {"topic": ""})

    assert answer.status_code == 422
    assert "Press the key of a topic" in answer.content.decode()
    assert 'value="30" checked' in answer.content.decode()


def test_what_is_asked_for_most_has_the_first_keys(coordinator, signed_in, topic):
    for letter in "ABC":
        a_topic(name=f"Topic {letter}")
    a_help(topic=topic)

    page = signed_in(coordinator).get(ADDRESS).content.decode()

    assert page.index("Online banking") < page.index("Topic A")
    assert 'data-key="1"' in page


def test_the_nearest_sessions_are_told_the_nearest_first(coordinator, signed_in, postcode, now):
    near = a_venue(name="Near Hall", lat=50.96, lon=-2.5)
    far = a_venue(name="Far Hall", lat=50.6, lon=-2.4)
    for venue in (far, near):
        for days in (2, 9):
            a_session(venue=venue, starts_at=now + timedelta(days=days))
    a_session(
        venue=a_venue(name="Too late", lat=50.95, lon=-2.5), starts_at=now + timedelta(days=20)
    )

    page = signed_in(coordinator).get("/help/hotline/near/?postcode=dt94aa").content.decode()

    assert page.index("Near Hall") < page.index("Far Hall")
    assert page.count("Near Hall") == 1
    assert "Too late" not in page


@pytest.mark.parametrize("typed", ["", "x", "DT9", "DT9 4ZZ", "<b>", "9" * 500])
def test_a_postcode_that_is_not_known_is_no_fault(coordinator, signed_in, typed):
    answer = signed_in(coordinator).get("/help/hotline/near/", {"postcode": typed})

    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_who_is_on_duty_is_named_with_their_number(coordinator, signed_in, council, now):
    on_duty, later = a_champion(council), a_session(starts_at=now + timedelta(days=1))
    on_duty.person.contact_ways.create(kind="voice", value="+441632960123")
    on_duty.shifts.create(session=a_session(starts_at=now - timedelta(minutes=30)))
    on_duty.shifts.create(session=later)

    page = signed_in(coordinator).get(ADDRESS).content.decode()

    assert page.count("Gabriel Oak") == 1
    assert "01632 960 123" in page


def test_near_costs_the_same_however_many_sessions_there_are(coordinator, signed_in, postcode, now):
    client, address, costs = signed_in(coordinator), "/help/hotline/near/?postcode=DT9+4AA", []
    for _ in range(2):
        for days in range(1, 8):
            a_session(venue=a_venue(lat=50.9, lon=-2.4), starts_at=now + timedelta(days=days))
        costs.append(queries_of(client, address))

    assert costs[0] == costs[1]
    assert len(sessions_near(50.95, -2.5, now)) == 5


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_call_with_the_keyboard_alone(open_page, coordinator, postcode):
    for name in ("Online banking", "Blue badge", "Passwords"):
        a_topic(name=name)
    venue = a_venue(name="Sherton Hall", lat=50.96, lon=-2.5)
    a_session(venue=venue, starts_at=timezone.now() + timedelta(days=1))
    page = open_page(ADDRESS, user=coordinator)
    keys = page.keyboard

    keys.press("/")
    keys.type("dt9 4aa")
    expect(page.get_by_role("link", name="Sherton Hall")).to_be_visible()
    keys.press("Escape")
    keys.press("2")
    keys.press("+")
    keys.press("-")
    keys.press("Enter")

    expect(page.get_by_text("Ready for the next call")).to_be_visible()
    made = HelpRecord.objects.get()
    assert (made.topic.name, made.minutes, made.outcome) == ("Online banking", 30, "started")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_console_is_fit_for_everyone(open_page, coordinator, postcode, width):
    a_topic(name="Online banking", is_guarded=True)
    page = open_page(f"{ADDRESS}?postcode=DT9+4AA", user=coordinator, width=width)
    page.get_by_text("Online banking").click()
    expect(page.get_by_text("Before you begin")).to_be_visible()

    assert faults(page) == []
    assert not wider_than_the_window(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_script_a_call_is_clicked_and_a_postcode_looked_up(
    open_page, coordinator, postcode
):
    a_topic(name="Online banking", is_guarded=True)
    a_session(venue=a_venue(name="Sherton Hall", lat=50.96, lon=-2.5), starts_at=timezone.now())
    page = open_page(ADDRESS, user=coordinator, js=False)

    page.get_by_label("The caller’s postcode").fill("DT9 4AA")
    page.get_by_role("button", name="Find sessions").click()
    expect(page.get_by_role("link", name="Sherton Hall")).to_be_visible()
    page.get_by_text("Online banking").click()
    expect(page.get_by_text("Before you begin")).to_be_visible()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Ready for the next call")).to_be_visible()


def test_the_address_is_the_one_in_the_table():
    assert reverse("help_hotline") == ADDRESS
