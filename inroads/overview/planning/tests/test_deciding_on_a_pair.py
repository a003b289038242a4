"""A person decides on what was proposed: accepts all, some or none, or chooses somebody else and says why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.overview.planning.actions import accept_pair, override_pair, turn_down_pair
from inroads.overview.planning.models import ProposedPair
from inroads.overview.planning.tests.factories import a_pair, proposed
from inroads.programme.referrals.models import Step
from inroads.programme.referrals.tests import factories as make

Status = ProposedPair.Status


def test_all_are_accepted_also_those_that_wait_for_one_to_move(
    reader, only_by_moving, giles, council, hall
):
    agreed, marty, waiting = only_by_moving
    make.a_session(council, hall, days=5)
    proposal = proposed(reader)

    reader.post(f"{proposal.get_absolute_url()}accept/", {"which": "all"})

    assert set(proposal.pairs.values_list("status", flat=True)) == {Status.ACCEPTED}
    assert agreed.route.steps.get(status=Step.Status.AGREED).champion == marty
    assert waiting.steps.get().champion == giles
    agreed.refresh_from_db()
    assert agreed.status == Step.Status.CANCELLED


def test_those_ticked_are_accepted_and_no_others(reader, waits, session, giles):
    giles.capacity = 2
    giles.save()
    first, second = waits("One"), waits("Two")
    proposal = proposed(reader)
    ticked = proposal.pairs.get(route=first)

    reader.post(f"{proposal.get_absolute_url()}accept/", {"which": "ticked", "pair": [ticked.pk]})

    assert first.steps.get().champion == giles
    assert not second.steps.exists()
    assert "1 still to be decided" in reader.get(proposal.get_absolute_url()).text


def test_accepted_twice_it_happens_once(reader, waits, session):
    waits()
    proposal = proposed(reader)
    accept = f"{proposal.get_absolute_url()}accept/"

    for _ in range(2):
        assert reader.post(accept, {"which": "all"}).status_code == 302

    assert Step.objects.count() == 1


@pytest.mark.parametrize("pair", ["", "x", "9" * 40, "-1", "0"])
def test_what_was_not_proposed_cannot_be_accepted(reader, waits, session, pair):
    waits()
    proposal = proposed(reader)

    answer = reader.post(f"{proposal.get_absolute_url()}accept/", {"pair": pair}, follow=True)

    assert "Tick at least one pair" in answer.text
    assert not Step.objects.exists()


def test_what_cannot_be_any_more_is_said_and_stays_open(reader, waits, session, giles):
    waits()
    proposal = proposed(reader)
    session.capacity = session.taken = 1
    session.save()

    page = reader.post(f"{proposal.get_absolute_url()}accept/", {"which": "all"}, follow=True)

    assert "This session is full" in page.text
    assert proposal.pairs.get().is_open


def test_another_champion_is_chosen_with_its_price_and_that_is_recorded(
    reader, waits, session, giles, council, hall, banking
):
    marty = make.a_champion(council, "Marty South", venue=hall, topics=[banking])
    route = waits()
    proposal = proposed(reader)
    pair = proposal.pairs.get()
    other = pair.alternatives.get()
    assert {pair.champion, other.champion} == {giles, marty}
    assert other.price == "As good for all together"

    reader.post(
        reverse("planning_proposal_pair", args=[proposal.public_id, pair.pk]),
        {"choice": other.pk, "why": "They know each other"},
    )

    pair.refresh_from_db()
    assert (pair.status, pair.champion) == (Status.OVERRIDDEN, other.champion)
    assert pair.instead_of == ({giles, marty} - {other.champion}).pop()
    page = reader.get(proposal.get_absolute_url())
    assert f"instead of {pair.instead_of}, who was proposed" in page.text
    assert "Helps with online banking" not in page.text
    assert route.steps.get().champion == other.champion
    event = Event.objects.get(verb="planning.pair_overridden")
    assert event.why == "They know each other"
    assert event.changes["champion"] == [
        ({giles, marty} - {other.champion}).pop().pk,
        other.champion.pk,
    ]


def test_a_person_may_be_left_waiting_but_why_is_said(reader, waits, session):
    waits()
    proposal = proposed(reader)
    pair = proposal.pairs.get()
    decide = reverse("planning_proposal_pair", args=[proposal.public_id, pair.pk])

    silent = reader.post(decide, {"choice": "nobody", "why": ""})
    assert silent.status_code == 422
    assert "Say why" in silent.text
    assert 'value="nobody" checked' in silent.text.replace("  ", " ") or "checked" in silent.text

    reader.post(decide, {"choice": "nobody", "why": "She is on holiday"})
    pair.refresh_from_db()
    assert pair.status == Status.TURNED_DOWN
    assert not Step.objects.exists()


def test_the_alternative_of_another_pair_is_refused(reader, waits, session, giles, manager):
    giles.capacity = 2
    giles.save()
    make.a_champion(giles.organisation, "Marty South", venue=giles.venue, topics=giles.topics.all())
    waits("One"), waits("Two")
    one, two = proposed(reader).pairs.all()

    with pytest.raises(Refused, match="from the list"):
        override_pair(one, two.alternatives.first(), why="x", at=timezone.now(), by=manager)


def test_what_is_decided_is_decided(waits, session, giles, manager):
    pair = a_pair(waits(), giles, session, manager)
    turn_down_pair(pair, why="Not now", at=timezone.now(), by=manager)

    with pytest.raises(Refused, match="decided already"):
        accept_pair(pair, at=timezone.now(), by=manager)


def test_whoever_was_arranged_for_since_gets_no_second_champion(
    reader, waits, session, giles, council, hall, banking
):
    route = waits()
    proposal = proposed(reader)
    later = make.a_session(council, hall, days=6)
    make.agreed(route, make.a_champion(council, "Marty South", venue=hall), later)

    page = reader.post(f"{proposal.get_absolute_url()}accept/", {"which": "all"}, follow=True)

    assert "has changed since" in page.text
    assert route.steps.count() == 1


def test_moving_somebody_leaves_what_took_place_as_it_was(
    waits, session, giles, manager, council, hall, banking
):
    marty = make.a_champion(council, "Marty South", venue=hall, topics=[banking])
    giles.capacity = 3
    giles.save()
    route = waits()
    past = make.agreed(route, giles, session)
    to_come = make.agreed(route, giles, make.a_session(council, hall, days=5))
    begun = timezone.now() - timedelta(days=1)
    session.starts_at, session.ends_at = begun, begun + timedelta(hours=2)
    session.save()
    pair = a_pair(route, marty, make.a_session(council, hall, days=7), manager, was=giles)

    accept_pair(pair, at=timezone.now(), by=manager)

    past.refresh_from_db()
    to_come.refresh_from_db()
    assert (past.status, to_come.status) == (Step.Status.AGREED, Step.Status.CANCELLED)
