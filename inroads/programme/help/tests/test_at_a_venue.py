"""Behind the QR code at a venue anybody counts a help with two taps, at that venue and nowhere else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from inroads.programme.directory.tests.factories import a_topic, a_venue, queries_of
from inroads.programme.help.kiosk import MOST_AT_A_VENUE
from inroads.programme.help.models import HelpRecord, VenueLink
from inroads.programme.help.queries import digest_of
from inroads.programme.help.tests.factories import a_help
from inroads.programme.timetable.tests.factories import a_session
from tests.browser import NARROW, faults, wider_than_the_window

pytestmark = pytest.mark.django_db

SECRET = "a-secret-on-the-wall"
ADDRESS = f"/help/venue/{SECRET}/"


@pytest.fixture
def venue(db):
    return a_venue(name="Knollsea Library")


@pytest.fixture
def code(venue, now):
    return VenueLink.objects.create(venue=venue, digest=digest_of(SECRET), made_at=now)


def tap(topic, **given):
    sent = {"sender_id": str(uuid4()), "topic": topic.pk, "outcome": "sorted"} | given
    return Client(enforce_csrf_checks=True).post(ADDRESS, sent)


def test_two_taps_count_a_help_at_that_venue_and_in_its_session(code, venue, topic, now):
    session = a_session(venue=venue, starts_at=now - timedelta(minutes=30))

    answer = tap(topic)

    assert answer.status_code == 302
    made = HelpRecord.objects.get()
    assert (made.door, made.venue, made.session) == ("kiosk", venue, session)
    assert (made.champion, made.person) == (None, None)
    assert "Counted. Thank you." in Client().get(answer["Location"]).content.decode()


def test_sent_twice_it_is_one(code, topic):
    sent = {"sender_id": str(uuid4())}
    for _ in range(3):
        tap(topic, **sent)

    assert HelpRecord.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"topic": ""}, {"topic": "x"}, {"outcome": ""}, {"outcome": "won"}]
)
def test_what_is_missing_is_said_and_nothing_is_counted(code, topic, wrong):
    sent = {"sender_id": str(uuid4()), "topic": topic.pk, "outcome": "sorted"} | wrong

    assert Client().post(ADDRESS, sent).status_code == 422
    assert not HelpRecord.objects.exists()


def test_whoever_plays_with_the_code_is_stopped(code, venue, topic):
    for _ in range(MOST_AT_A_VENUE):
        a_help(venue=venue, door="kiosk", topic=topic)

    answer = tap(topic)

    assert answer.status_code == 429
    assert "That was very fast" in answer.content.decode()
    assert HelpRecord.objects.count() == MOST_AT_A_VENUE


def test_a_code_that_was_taken_back_or_of_a_closed_venue_opens_nothing(code, venue, topic, now):
    venue.is_open = False
    venue.save()
    assert tap(topic).status_code == 404

    venue.is_open = True
    venue.save()
    code.revoked_at = now
    code.save()
    assert tap(topic).status_code == 404
    assert not HelpRecord.objects.exists()


def test_the_page_names_nobody_and_its_address_goes_nowhere(code, topic, client):
    answer = client.get(ADDRESS)

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_code_is_made_once_printed_and_taken_back(venue, manager, signed_in):
    client = signed_in(manager)

    made = client.post(reverse("help_kiosk_make", args=[venue.pk])).content.decode()
    secret = re.search(r"/help/venue/([\w-]+)/", made)[1]
    assert "<svg" in made
    assert secret not in str(list(VenueLink.objects.values()))
    assert Client().get(f"/help/venue/{secret}/").status_code == 200

    page = client.post(reverse("help_kiosk_revoke", args=[VenueLink.objects.get().pk]), follow=True)
    assert "no longer works" in page.content.decode()
    assert Client().get(f"/help/venue/{secret}/").status_code == 404


def test_the_list_of_codes_costs_the_same_however_many_venues_there_are(manager, signed_in, now):
    client, costs = signed_in(manager), []
    for _ in range(2):
        for number in range(5):
            venue = a_venue()
            VenueLink.objects.create(venue=venue, digest=f"{venue.pk}-{number}", made_at=now)
        costs.append(queries_of(client, reverse("help_kiosk_codes")))

    assert costs[0] == costs[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("js", [True, False])
def test_two_taps_in_a_browser(open_page, code, js):
    a_topic(name="Online banking")
    page = open_page(ADDRESS, js=js, width=NARROW)
    if js:
        assert faults(page) == []
        assert not wider_than_the_window(page)

    page.get_by_text("Online banking").click()
    page.get_by_role("button", name="It is sorted").click()

    expect(page.get_by_text("Counted. Thank you.")).to_be_visible()
    assert HelpRecord.objects.count() == 1
