"""Whoever has a champion's link can record help with it, and learn nothing else from it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.people.models import Person
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, queries_of
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import helps_lately
from inroads.programme.help.tests.factories import SECRET, a_help, a_link, taps
from inroads.programme.help.views import recording
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def other_day():
    return timezone.now() - timedelta(days=100)


def test_the_page_is_kept_from_search_engines_and_tells_no_other_site(client, link, address):
    answer = client.get(address)

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "private" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex' in answer.text


def test_the_secret_stands_in_no_log(client, link, address, topic, caplog):
    client.post(address, taps(topic, where="nowhere"))
    link.revoked_at = timezone.now()
    link.save()
    client.post(address, taps(topic))

    assert SECRET not in caplog.text


def test_the_page_sets_no_cookie_and_works_under_the_usual_protection(link, address, topic):
    client = Client(enforce_csrf_checks=True)

    looked = client.get(address)
    # Under `no-referrer` a browser says this of itself.
    sent = client.post(address, taps(topic), headers={"origin": "null"})

    assert not looked.cookies
    assert (sent.status_code, bool(sent.cookies)) == (302, False)


def test_the_page_names_nobody(client, link, address, champion):
    session = a_session(venue=champion.venue, starts_at=timezone.now())
    a_booking(session, someone(name="Tess Durbeyfield", text="+447700900123"), code="CODE77")
    Person.objects.filter(pk=champion.person_id).update(name="Gabriel Oak", postcode="DT1 1AA")

    page = client.get(address).text

    assert "CODE77" in page
    for secret in ("Tess", "Durbeyfield", "Gabriel", "Oak", "DT1", "447700"):
        assert secret not in page


def test_the_link_opens_nothing_else(client, link, champion, topic, address):
    client.post(address, taps(topic))

    for page in (champion.get_absolute_url(), reverse("help_list"), reverse("help_mine")):
        assert client.get(page).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "given, status",
    [
        ({"revoked_at": timezone.now()}, 410),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, 410),
    ],
)
def test_a_link_that_no_longer_works_says_whom_to_ring_and_shows_what_was_typed(
    client, champion, address, topic, settings, given, status
):
    settings.HELPLINE = "01632 960 777"
    a_link(champion, **given)

    looked = client.get(address)
    sent = client.post(address, taps(topic, minutes="30", card="CODE77"))

    assert looked.status_code == sent.status_code == status
    for words in ("01632 960 777", "Online banking", "About 30 minutes", "Sorted", "CODE77"):
        assert words in sent.text
    assert "read this out" not in looked.text
    assert not HelpRecord.objects.exists()


def test_an_unknown_link_is_a_404_that_loses_nothing_typed(client, address, topic):
    sent = client.post(address, taps(topic))

    assert sent.status_code == 404
    assert "Online banking" in sent.text
    assert sent["Referrer-Policy"] == "no-referrer"


def test_what_is_shown_back_is_only_what_we_know_or_escaped(client, address, topic):
    nasty = {"topic": NASTY, "minutes": NASTY, "outcome": NASTY, "card": "<b>'\"&", "more": NASTY}

    page = client.post(address, nasty).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>'" not in page


@pytest.mark.parametrize("key", ["²", "9" * 400, "-1", "1e3", "\x00"])
def test_a_strange_topic_is_no_topic(client, db, address, key):
    assert client.post(address, {"topic": key}).status_code == 404


@pytest.mark.parametrize("secret", ["x" * 1500, "%00", "..%2F..%2Fetc", "ł", "\udce9"])
def test_a_strange_secret_is_an_unknown_one(client, db, secret):
    path = f"/help/record/{secret.encode('utf-8', 'replace').decode()}/"

    assert client.get(path).status_code == 404


def test_who_left_or_was_erased_has_no_link(client, champion, address):
    a_link(champion)
    type(champion).objects.filter(pk=champion.pk).update(status="left")
    left = client.get(address).status_code
    type(champion).objects.filter(pk=champion.pk).update(status="resting")
    resting = client.get(address).status_code
    Person.objects.filter(pk=champion.person_id).update(erased_at=timezone.now())

    assert [left, resting, client.get(address).status_code] == [410, 200, 410]


def test_one_link_posts_only_so_often_and_keeps_what_was_tapped(
    client, link, address, topic, monkeypatch
):
    monkeypatch.setattr(recording, "MOST_HELPS_LATELY", 2)
    for _ in range(2):
        client.post(address, taps(topic))
    sent = taps(topic, minutes="60")

    answer = client.post(address, sent)

    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.text
    assert f'value="{sent["sender_id"]}"' in answer.text
    assert HelpRecord.objects.count() == 2


def test_a_limit_is_forgotten_after_ten_minutes(champion, now):
    a_help(champion=champion, received_at=now)
    a_help(champion=champion, received_at=now - timedelta(minutes=10))

    assert helps_lately(champion, now) == 1
    assert helps_lately(champion, now + timedelta(minutes=10)) == 0


def test_what_was_sent_before_is_answered_as_it_was_then(client, link, address, champion, topic):
    session = a_session(venue=champion.venue, starts_at=timezone.now())
    booking = a_booking(session)
    sent = taps(topic, card=booking.code, where=f"s{session.pk}")
    first = client.post(address, sent)
    booking.status = "cancelled"
    booking.save()
    session.status = "cancelled"
    session.save()

    again = client.post(address, sent)

    assert (again.status_code, again.url) == (302, first.url)
    assert HelpRecord.objects.count() == 1


def test_todays_promised_session_is_chosen_already(client, link, address, champion, topic):
    today = a_session(starts_at=timezone.now())
    champion.shifts.create(session=today)

    page = client.get(address).text
    where = re.search(r'name="where" value="([^"]+)" checked', page)[1]
    client.post(address, taps(topic, where=where))

    made = HelpRecord.objects.get()
    assert where == f"s{today.pk}"
    assert (made.session, made.venue) == (today, today.venue)


def test_another_organisations_session_and_venue_are_refused(client, link, address, topic, surgery):
    theirs = a_session(starts_at=timezone.now())
    sent = [f"s{theirs.pk}", f"v{theirs.venue.pk}", f"s{a_session().pk}"]

    answers = [client.post(address, taps(topic, where=where)).status_code for where in sent]

    assert answers == [422, 422, 422]
    assert f'value="s{theirs.pk}"' not in client.get(address).text


def test_a_card_says_who_and_where_without_a_name(client, link, address, champion, topic):
    session = a_session(venue=champion.venue, starts_at=timezone.now())
    booking = a_booking(session)

    client.post(address, taps(topic, card=booking.code, where="elsewhere"))

    made = HelpRecord.objects.get()
    assert (made.person, made.session, made.venue) == (booking.person, session, session.venue)


def test_a_card_of_elsewhere_or_of_another_day_or_given_up_is_refused(
    client, link, address, champion, topic, other_day
):
    now = timezone.now()
    cards = [
        a_booking(a_session(starts_at=now)),
        a_booking(a_session(starts_at=other_day, venue=champion.venue)),
        a_booking(a_session(starts_at=now, venue=champion.venue), status="cancelled"),
        a_booking(a_session(starts_at=now, venue=champion.venue, status="cancelled")),
    ]

    answers = [client.post(address, taps(topic, card=card.code)).status_code for card in cards]

    assert answers == [422] * 4
    assert not HelpRecord.objects.exists()


def test_names_of_topics_and_venues_are_shown_as_they_were_written(client, council, address):
    champion = a_champion(council)
    champion.venue.name = NASTY
    champion.venue.save()
    a_link(champion)
    topic = a_topic(name=NASTY[:60])

    pages = [client.get(address).text, client.post(address, {"topic": "0"}).text]
    where = f"v{champion.venue.pk}"
    pages.append(client.post(address, taps(topic, where=where), follow=True).text)

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_more_topics_sessions_and_records_cost_no_more_queries(
    client, link, address, champion, council
):
    now = timezone.now()

    def made(number):
        for seconds in range(number):
            session = a_session(venue=champion.venue, starts_at=now + timedelta(seconds=seconds))
            a_booking(session)
            champion.shifts.create(session=session)
            a_help(champion=champion, venue=champion.venue)
        return queries_of(client, address)

    assert made(2) == made(12) <= 12


def test_the_thanks_page_needs_the_link_too(client, champion):
    made = a_help(champion=champion)

    assert client.get(reverse("help_thanks", args=[SECRET, made.sender_id])).status_code == 404
