"""Who promised to come to a session, and who else could: in a plain order, with reasons and a telephone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.places.models import Area
from inroads.programme.champions.candidates import candidates_for
from inroads.programme.champions.models import Champion
from inroads.programme.champions.tests.factories import a_champion, a_shift
from inroads.programme.directory.tests.factories import a_venue, queries_of
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_session, someone

THURSDAY, MONDAY = 3, 0


@pytest.fixture
def hall():
    return a_venue(name="Overcombe Hall", lat=50.70, lon=-2.40)


@pytest.fixture
def session(hall):
    return a_session(venue=hall)


@pytest.fixture
def soon(hall):
    """A session to come, in three days."""
    return a_session(venue=hall, starts_at=timezone.now() + timedelta(days=3))


def named(council, name: str, **given) -> Champion:
    return a_champion(council, person=someone(name=name), **given)


def names(session) -> list[str]:
    return [str(each.champion) for each in candidates_for(session, Champion.objects.all())]


def page_of(session) -> str:
    return reverse("champions_for_session", args=[session.pk])


def test_their_venue_comes_first_then_their_day_then_who_is_near_then_who_promised_least(
    council, session, hall
):
    near, far = a_venue(lat=50.71, lon=-2.40), a_venue(lat=50.90, lon=-2.40)
    busy = named(council, "Near and busy", venue=near, days=[THURSDAY])
    a_shift(busy, a_session(starts_at=THURSDAY_10 - timedelta(days=2)))
    named(council, "Far", venue=far, days=[THURSDAY])
    named(council, "Near and free", venue=near, days=[THURSDAY])
    named(council, "Here on Mondays", venue=hall, days=[MONDAY])
    named(council, "Here on Thursdays", venue=hall, days=[THURSDAY])
    named(council, "Days not known", venue=near)

    assert names(session) == [
        "Here on Thursdays",
        "Here on Mondays",
        "Near and free",
        "Near and busy",
        "Far",
        "Days not known",
    ]


def test_the_reasons_are_said(council, session, hall):
    named(council, "Anna", venue=hall, days=[MONDAY, THURSDAY])
    home = Area.objects.create(
        kind="lsoa", vintage=2021, code="E01000001", name="Overcombe 001A", lat=50.72, lon=-2.40
    )
    lives_near = someone(name="Bet", small_area=home)
    bet = a_champion(council, person=lives_near, venue=None, days=[THURSDAY])
    a_shift(bet, a_session(starts_at=THURSDAY_10 - timedelta(days=7)))
    named(council, "Cris", venue=a_venue(lat=50.73, lon=-2.40))

    said = [each.in_words for each in candidates_for(session, Champion.objects.all())]

    assert said == [
        "mostly helps here, can come on Thursdays, promised no other session in the four weeks before",
        "lives about 1.4 miles away, can come on Thursdays,"
        " promised 1 other session in the four weeks before",
        "mostly helps 2.1 miles away, promised no other session in the four weeks before",
    ]


def test_who_cannot_or_need_not_be_asked_is_left_out(council, session, hall):
    a_shift(named(council, "Comes already", venue=hall), session)
    elsewhere = a_session(starts_at=THURSDAY_10 + timedelta(hours=1))
    a_shift(named(council, "Is elsewhere", venue=hall), elsewhere)
    after = a_session(starts_at=THURSDAY_10 + timedelta(hours=2))
    a_shift(named(council, "Goes on to another", venue=hall), after)
    named(council, "Rests", venue=hall, status="resting")
    named(council, "Left", venue=hall, status="left")
    named(council, "Elsewhere on Mondays", venue=a_venue(), days=[MONDAY])

    assert names(session) == ["Goes on to another"]


def test_a_coordinator_sees_who_comes_and_whom_to_ring(signed_in, coordinator, council, soon, hall):
    a_shift(named(council, "Bathsheba Everdene", venue=hall), soon)
    gabriel = someone(name="Gabriel Oak", text="+447700900123")
    a_champion(council, person=gabriel, venue=hall)
    named(council, "Joseph Poorgrass", venue=hall)

    text = " ".join(signed_in(coordinator).get(page_of(soon)).text.split())

    assert "Who can come to this session?" in text
    assert text.index("Bathsheba Everdene") < text.index("Gabriel Oak")
    assert 'href="tel:+447700900123"' in text
    assert "No telephone number is kept of them" in text


def test_nobody_has_promised_and_nobody_can_be_asked(signed_in, coordinator, soon):
    text = signed_in(coordinator).get(page_of(soon)).text

    assert "Nobody yet" in text
    assert "No other champion fits" in text
    assert reverse("champions_list") in text


def test_they_promised_and_the_page_comes_back(signed_in, coordinator, council, soon, hall):
    champion = named(council, "Gabriel Oak", venue=hall)
    client = signed_in(coordinator)

    promise = reverse("champions_promise", args=[champion.pk, soon.pk])
    assert promise in client.get(page_of(soon)).text
    promised = client.post(promise, {"back": "session"})
    shift = champion.shifts.get()
    withdrawn = client.post(reverse("champions_withdraw", args=[shift.pk]), {"back": "session"})

    assert promised.url == withdrawn.url == page_of(soon)
    assert not champion.shifts.exists()


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"status": "cancelled"}, "This session is cancelled"),
        ({"starts_at": datetime(2026, 1, 1, tzinfo=UTC)}, "This session is over"),
    ],
)
def test_nobody_is_asked_to_come_when_there_is_nothing_to_come_to(
    signed_in, coordinator, council, hall, given, sentence
):
    soon = timezone.now() + timedelta(days=3)
    named(council, "Gabriel Oak", venue=hall)

    text = signed_in(coordinator).get(
        page_of(a_session(venue=hall, **({"starts_at": soon} | given)))
    )

    assert sentence in text.text
    assert "Gabriel Oak" not in text.text


def test_only_whoever_runs_the_programme_sees_whom_to_ask(
    signed_in, manager, coordinator, helper, referrer, partner_admin, auditor, soon
):
    cast = (manager, coordinator, helper, referrer, partner_admin, auditor)

    answers = [signed_in(user).get(page_of(soon)).status_code for user in cast]
    linked = [page_of(soon) in signed_in(user).get(soon.get_absolute_url()).text for user in cast]

    assert answers == [200, 200, 403, 403, 403, 403]
    assert linked == [True, True, False, False, False, False]


def test_more_champions_cost_no_more_queries(signed_in, coordinator, council, soon, hall):
    client = signed_in(coordinator)

    def made(number):
        for each in range(number):
            named(council, f"Free {each}", venue=hall)
            a_shift(named(council, f"Comes {each}", venue=hall), soon)
        return queries_of(client, page_of(soon))

    assert made(3) == made(20)
