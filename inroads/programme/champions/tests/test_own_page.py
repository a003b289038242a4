"""A champion says when and where they help, rests, leaves; reads thanks and this week's tip."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.recording import Machine
from inroads.foundations.people.actions import erase_person
from inroads.programme.champions.actions import pass_on_thanks, set_status, set_tier, write_tip
from inroads.programme.champions.joining import tip_of
from inroads.programme.champions.models import Thanks, Tip
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.timetable.tests.factories import someone

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")


@pytest.fixture
def own(council, helper):
    champion = a_champion(council)
    champion.person.user = helper
    champion.person.save()
    return champion


def test_they_change_when_and_where_they_help(own, helper, signed_in):
    address = reverse("champions_availability", args=[own.pk])
    client = signed_in(helper)
    assert client.get(address).status_code == 200

    client.post(address, {"venue": "", "days": ["0", "4"], "capacity": "3"})

    own.refresh_from_db()
    assert (own.venue, own.days, own.capacity) == (None, [0, 4], 3)


@pytest.mark.parametrize("status", ["resting", "active", "left"])
def test_they_rest_come_back_and_leave_by_themselves(status, own, helper, signed_in):
    address = reverse("champions_own_status", args=[own.pk])
    client = signed_in(helper)
    assert client.get(address).status_code == 200

    client.post(address, {"status": status})

    own.refresh_from_db()
    assert own.status == status


@pytest.mark.parametrize("name", ["champions_availability", "champions_own_status"])
def test_nobody_else_does_it_in_their_name(name, council, own, helper, coordinator, signed_in):
    other = a_champion(council, person=someone(name="Bathsheba Everdene"))

    assert signed_in(helper).get(reverse(name, args=[other.pk])).status_code == 404
    assert signed_in(coordinator).get(reverse(name, args=[own.pk])).status_code == 403


def test_thanks_and_the_tip_stand_on_their_page_of_today(own, helper, coordinator, signed_in):
    address = reverse("champions_thank", args=[own.pk])
    signed_in(coordinator).post(address, {"words": "So patient <b>", "whose": "a neighbour"})
    write_tip(words="Charge it first", starts_on=today(), by=SAMPLE)

    page = signed_in(helper).get(reverse("home")).content.decode()

    assert "So patient &lt;b&gt;" in page
    assert "a neighbour" in page
    assert "Charge it first" in page
    assert "So patient" in signed_in(helper).get(own.get_absolute_url()).content.decode()


def test_thanks_go_with_the_person(council, now):
    own = a_champion(council)
    pass_on_thanks(own, words="So patient", on=today(), by=SAMPLE)
    set_status(own, status="left", on=today(), by=SAMPLE)

    erase_person(own.person, at=now, by=SAMPLE)

    assert not Thanks.objects.exists()


def test_the_same_thanks_sent_twice_stand_once(council):
    own = a_champion(council)
    for _ in range(2):
        pass_on_thanks(own, words="So patient", on=today(), by=SAMPLE)

    assert Thanks.objects.count() == 1


def test_the_last_tip_that_has_begun_is_told():
    for days, words in ((-14, "Old"), (-7, "Now"), (7, "Soon")):
        write_tip(words=words, starts_on=today() + timedelta(days=days), by=SAMPLE)

    assert tip_of(today()).words == "Now"
    with pytest.raises(Refused, match="Another tip begins on that day"):
        write_tip(words="Twice", starts_on=today() + timedelta(days=7), by=SAMPLE)


def test_the_coordinator_writes_tips_and_removes_them(coordinator, signed_in):
    client, day = signed_in(coordinator), today()
    fields = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}

    assert client.post(reverse("champions_tips"), {"words": "", **fields}).status_code == 422
    client.post(reverse("champions_tips"), {"words": "Charge it first", **fields})
    assert "Charge it first" in client.get(reverse("champions_tips")).content.decode()
    client.post(reverse("champions_tip_remove", args=[Tip.objects.get().pk]))

    assert not Tip.objects.exists()


def test_a_champion_takes_on_more(own, coordinator, signed_in):
    address = reverse("champions_tier", args=[own.pk])
    assert "Looks after a venue" in signed_in(coordinator).get(address).content.decode()

    signed_in(coordinator).post(address, {"tier": "lead"})

    own.refresh_from_db()
    assert own.tier == "lead"
    assert "lead champion" in signed_in(coordinator).get(own.get_absolute_url()).content.decode()


def test_who_left_takes_on_nothing_more(own):
    set_status(own, status="left", on=today(), by=SAMPLE)

    with pytest.raises(Refused, match="no longer a champion"):
        set_tier(own, tier="lead", by=SAMPLE)
    with pytest.raises(Refused, match="no longer a champion"):
        pass_on_thanks(own, words="Thank you", on=today(), by=SAMPLE)
