"""What stands first on the page is what is most likely."""

from datetime import UTC, datetime, timedelta

import pytest

from inroads.programme.champions.tests.factories import a_champion, a_shift
from inroads.programme.directory.tests.factories import a_service, a_topic, a_venue
from inroads.programme.help.queries import choices_for, topics_for
from inroads.programme.help.tests.factories import a_help
from inroads.programme.timetable.tests.factories import a_booking, a_session

AT = datetime(2026, 3, 5, 10, 30, tzinfo=UTC)


def proposed(champion, at=AT):
    where = choices_for(champion, at).proposed
    return where.session or where.venue or where.key


@pytest.mark.parametrize("minutes, nearest", [(0, 0), (150, 0), (240, 1), (600, 1), (-600, 0)])
def test_the_promised_session_nearest_in_time_comes_first(council, minutes, nearest):
    champion = a_champion(council)
    sessions = [a_session(starts_at=AT), a_session(starts_at=AT + timedelta(hours=5))]
    for session in sessions:
        a_shift(champion, session)

    assert proposed(champion, AT + timedelta(minutes=minutes)) == sessions[nearest]


def test_without_a_promise_the_session_going_on_at_their_venue_comes_first(council):
    champion = a_champion(council)
    session = a_session(venue=champion.venue, starts_at=AT)

    assert proposed(champion) == session
    assert proposed(champion, AT + timedelta(hours=6)) == champion.venue


def test_without_a_session_it_is_their_venue_or_else_somewhere_else(council):
    a_session(starts_at=AT, service=a_service(council))

    assert proposed(a_champion(council)).name.startswith("Village hall")
    nowhere = choices_for(a_champion(council, venue=None), AT)
    assert nowhere.proposed.session is not None
    assert [where.key for where in nowhere.where][-1] == "elsewhere"


def test_a_cancelled_session_and_one_of_another_day_are_not_offered(council):
    champion = a_champion(council)
    a_shift(champion, a_session(starts_at=AT, status="cancelled"))
    a_shift(champion, a_session(starts_at=AT + timedelta(days=1)))

    assert [where.key for where in choices_for(champion, AT).where] == [
        f"v{champion.venue.pk}",
        "elsewhere",
    ]


def test_today_is_the_day_on_the_wall(council):
    champion = a_champion(council)
    # Half past midnight in summer is still the day before in UTC.
    night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    session = a_session(starts_at=night + timedelta(hours=9), venue=champion.venue)
    a_shift(champion, session)

    assert proposed(champion, night) == session
    assert proposed(champion, night - timedelta(hours=2)) == champion.venue


def test_cards_are_those_of_their_own_sessions_of_today(council):
    champion = a_champion(council)
    own = a_booking(a_session(venue=champion.venue, starts_at=AT))
    a_booking(a_session(starts_at=AT, service=a_service(council)))

    assert [card.code for card in choices_for(champion, AT).cards] == [own.code]


def test_topics_most_used_by_the_champion_then_at_the_venue_then_their_own_then_a_to_z(council):
    names = ["Apps", "Banking", "Cards", "Doctors", "Email"]
    topics = {name: a_topic(name=name) for name in names}
    champion = a_champion(council, topics=[topics["Email"]])
    a_help(champion=champion, topic=topics["Doctors"], given_at=AT)
    for _ in range(2):
        a_help(champion=champion, topic=topics["Cards"], given_at=AT)
    for _ in range(5):
        a_help(venue=champion.venue, topic=topics["Banking"], given_at=AT)
    for _ in range(9):
        a_help(venue=a_venue(), topic=topics["Apps"], given_at=AT)
        a_help(champion=champion, topic=topics["Apps"], given_at=AT - timedelta(days=400))
    a_topic(name="Aardvarks", retired=True)

    listed = [topic.name for topic in topics_for(champion, AT)]

    assert listed == ["Cards", "Doctors", "Banking", "Email", "Apps"]
