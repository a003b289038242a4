"""A place that is not set up yet shows the manager what to do first, and praises nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.places.models import Area
from inroads.overview.home.first_steps import first_steps
from inroads.overview.home.tests.factories import a_champion, a_referral, a_session, a_topic
from inroads.programme.directory.tests.factories import a_schedule

PRAISE = ("Everybody who was promised a call has had it", "Each session today and tomorrow has")


def page(client) -> str:
    return " ".join(client.get("/").text.split())


@pytest.fixture
def place(council, agreement):
    """All that the first steps ask for."""
    Area.objects.create(kind="lsoa", vintage=2021, code="E01000001", name="Wessex 001A")
    a_topic()
    a_champion(council, timezone.now())
    return a_schedule()


def done() -> list[bool]:
    return [step.is_done for step in first_steps(today())]


def test_an_empty_place_shows_the_manager_what_to_do_first(signed_in, manager):
    text = page(signed_in(manager))

    assert "First steps" in text
    assert text.count("To do") == 6
    assert "✓ Done" not in text
    assert 'href="/exchange/"' in text
    assert "Today in numbers" not in text
    assert not any(sentence in text for sentence in PRAISE)


def test_a_coordinator_of_an_empty_place_is_told_who_sets_it_up(signed_in, coordinator):
    text = page(signed_in(coordinator))

    assert "Your programme manager sets this place up" in text
    assert "First steps" not in text
    assert not any(sentence in text for sentence in PRAISE)


def test_what_is_done_is_ticked_off(signed_in, manager, council):
    a_topic()
    a_champion(council, timezone.now())

    assert done() == [False, False, True, True, False, False]
    assert page(signed_in(manager)).count("✓ Done") == 2


def test_what_is_over_does_not_count(place, agreement):
    place.valid_to = today() - timedelta(days=1)
    place.save()
    agreement.ends_on = today()
    agreement.save()

    assert done() == [True, True, True, True, False, False]


def test_a_place_that_is_set_up_has_its_day(signed_in, manager, place):
    text = page(signed_in(manager))

    assert "First steps" not in text
    assert "Today in numbers" in text
    assert all(sentence in text for sentence in PRAISE)


def test_who_waits_and_what_lacks_a_champion_is_shown_while_steps_are_to_do(
    signed_in, manager, surgery, council
):
    now = timezone.now()
    a_referral(surgery, council, now, name="Waiting Oak")
    a_session(council, now, venue="Bare Hall")

    text = page(signed_in(manager))

    assert text.index("First steps") < text.index("Waiting Oak") < text.index("Bare Hall")
    assert "Today in numbers" in text
