"""A champion who cannot come offers the shift; one other takes it, and only one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.foundations.people.models import ContactWay
from inroads.programme.champions.actions import (
    keep_shift,
    offer_shift,
    promise_shift,
    set_status,
    take_shift,
)
from inroads.programme.champions.models import Shift
from inroads.programme.champions.tests.factories import a_champion, a_shift
from inroads.programme.timetable.actions import cancel_session
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_session, someone
from inroads.programme.timetable.tests.test_booking import all_at_once

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
BEFORE = THURSDAY_10 - timedelta(days=2)


def others(council, count=1):
    return [a_champion(council, person=someone(name=f"Other {n}")) for n in range(count)]


@pytest.fixture
def offered(council):
    shift = a_shift(a_champion(council), a_session())
    return offer_shift(shift, at=BEFORE, by=SAMPLE)


def test_another_comes_instead_and_whoever_offered_it_is_told(offered, council):
    ContactWay.objects.create(person=offered.champion.person, kind="text", value="+447700900111")
    before = offered.champion
    (other,) = others(council)

    taken = take_shift(offered, other, at=BEFORE, by=SAMPLE)

    assert (taken.champion, taken.offered_at) == (other, None)
    assert Message.objects.get().person == before.person


def test_until_somebody_takes_it_the_promise_stands(offered):
    assert Shift.objects.filter(session=offered.session, champion=offered.champion).exists()


def test_what_was_taken_or_is_offered_no_longer_is_not_taken(offered, council):
    first, second = others(council, 2)
    take_shift(offered, first, at=BEFORE, by=SAMPLE)
    with pytest.raises(Refused, match="Somebody else has taken it"):
        take_shift(offered, second, at=BEFORE, by=SAMPLE)

    offer_shift(offered, at=BEFORE, by=SAMPLE)
    keep_shift(offered, by=SAMPLE)
    with pytest.raises(Refused, match="offered no longer"):
        take_shift(Shift.objects.get(), second, at=BEFORE, by=SAMPLE)


def test_nobody_is_at_two_places_at_once_nor_twice_at_one(offered, council):
    (other,) = others(council)
    promise_shift(other, a_session(), at=BEFORE, by=SAMPLE)
    with pytest.raises(Refused, match="You promised to be at"):
        take_shift(offered, other, at=BEFORE, by=SAMPLE)

    (third,) = others(council)
    promise_shift(third, offered.session, at=BEFORE, by=SAMPLE)
    with pytest.raises(Refused, match="You promised this session already"):
        take_shift(offered, third, at=BEFORE, by=SAMPLE)


def test_what_is_over_or_cancelled_is_neither_offered_nor_taken(offered, council):
    (other,) = others(council)
    with pytest.raises(Refused, match="is over"):
        take_shift(offered, other, at=offered.session.ends_at, by=SAMPLE)
    with pytest.raises(Refused, match="is over"):
        offer_shift(offered, at=offered.session.ends_at, by=SAMPLE)

    offered.session = cancel_session(offered.session, at=BEFORE, by=SAMPLE)
    with pytest.raises(Refused, match="is cancelled"):
        take_shift(offered, other, at=BEFORE, by=SAMPLE)


def test_who_left_takes_nothing(offered, council):
    (other,) = others(council)
    set_status(other, status="left", on=BEFORE.date(), by=SAMPLE)

    with pytest.raises(Refused, match="no longer a champion"):
        take_shift(offered, other, at=BEFORE, by=SAMPLE)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_shift_at_once_one_has_it(council):
    shift = offer_shift(a_shift(a_champion(council), a_session()), at=BEFORE, by=SAMPLE)
    takers = others(council, 8)

    answers = all_at_once(
        [
            lambda champion=champion: take_shift(
                Shift.objects.select_related("champion__person", "session__venue").get(pk=shift.pk),
                champion,
                at=BEFORE,
                by=SAMPLE,
            )
            for champion in takers
        ]
    )

    assert sum(isinstance(answer, Shift) for answer in answers) == 1
    assert Shift.objects.get().champion in takers


def test_a_champion_offers_and_another_comes_instead_on_the_page(
    signed_in, helper, council, coordinator, now
):
    own = a_champion(council, person=someone(user=helper))
    shift = a_shift(own, a_session(starts_at=now + timedelta(days=3), venue=own.venue))
    (other,) = others(council)

    page = signed_in(helper).post(reverse("champions_offer", args=[shift.pk]), follow=True)
    assert "Offered to others" in page.content.decode()

    client = signed_in(coordinator)
    page = client.get(reverse("champions_sessions", args=[other.pk])).content.decode()
    assert "Somebody is wanted instead of another" in page
    assert "Gabriel" not in page
    page = client.post(reverse("champions_take", args=[other.pk, shift.pk]), follow=True)
    assert "comes instead" in page.content.decode()

    again = client.post(reverse("champions_take", args=[other.pk, shift.pk]))
    assert again.status_code == 404
