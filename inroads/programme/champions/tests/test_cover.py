"""A session is covered once as many champions promised it as its service needs; who is asked helps with its topics."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.programme.champions.candidates import candidates_for
from inroads.programme.champions.models import Champion
from inroads.programme.champions.queries import uncovered_sessions
from inroads.programme.champions.tests.factories import a_champion, a_shift
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_session, someone

pytestmark = pytest.mark.django_db

DAY = THURSDAY_10.date()


def helper_named(council, name, **given):
    return a_champion(council, person=someone(name=name), venue=None, **given)


@pytest.mark.parametrize(("needed", "promised", "is_covered"), [
    (0, 0, True), (1, 0, False), (1, 1, True), (2, 0, False), (2, 1, False), (2, 2, True), (2, 3, True),
])  # fmt: skip
def test_it_is_covered_by_as_many_as_it_needs(council, needed, promised, is_covered):
    session = a_session()
    session.service.champions_needed = needed
    session.service.save()
    for number in range(promised):
        a_shift(helper_named(council, f"Helper {number}"), session)

    found = list(uncovered_sessions(DAY, DAY))

    assert (session not in found) == is_covered
    assert all(one.promised == promised for one in found)


def test_who_left_covers_nothing(council):
    session = a_session()
    a_shift(helper_named(council, "Gone", status="left"), session)

    assert list(uncovered_sessions(DAY, DAY)) == [session]


def test_the_page_says_how_many_are_missing(council, coordinator, signed_in, now):
    session = a_session(starts_at=now + timedelta(days=2))
    session.service.champions_needed = 3
    session.service.save()
    a_shift(helper_named(council, "Gabriel Oak"), session)
    client = signed_in(coordinator)

    assert "1 of 3" in client.get(reverse("champions_uncovered")).content.decode()
    page = client.get(reverse("champions_for_session", args=[session.pk])).content.decode()
    assert "It needs 3 champions; 1 promised." in page


def test_who_helps_with_its_topics_is_asked_before_who_does_not(council):
    session, nhs, money = a_session(), a_topic(name="NHS app"), a_topic(name="Banking")
    session.service.topics.add(nhs)
    helper_named(council, "Amy", topics=[money])
    helper_named(council, "Zoe", topics=[nhs, money])

    found = candidates_for(session, Champion.objects.all())

    assert [str(one.champion) for one in found] == ["Zoe", "Amy"]
    assert "helps with NHS app," in found[0].in_words
    assert "helps with" not in found[1].in_words
