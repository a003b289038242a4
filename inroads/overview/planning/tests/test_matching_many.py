"""A long waiting list is matched by the worker: one sees how far it is, can stop it, and go on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inroads.foundations.organisations.models import Membership, Role
from inroads.overview.planning import matching_up
from inroads.overview.planning.actions import begin_work, stop_work, tell_progress
from inroads.overview.planning.models import Proposal
from inroads.overview.planning.tasks import match_waiting_list
from inroads.overview.planning.tests.factories import proposed
from inroads.overview.planning.views import matching
from inroads.programme.referrals.tests import factories as make

Status = Proposal.Status


@pytest.fixture
def left_to_the_worker(monkeypatch):
    """Even one is too many to be matched while the page is waited for; what the worker gets is listed."""
    given = []
    monkeypatch.setattr(matching, "AT_ONCE", 0)
    monkeypatch.setattr(matching_up, "TOLD_AFTER", 1)
    monkeypatch.setattr(type(match_waiting_list), "enqueue", lambda task, key: given.append(key))
    return given


@pytest.fixture
def asked(reader, waits, session, left_to_the_worker):
    """Three people wait, and somebody has asked for a proposal."""
    for name in ("Grace Melbury", "Marty South", "Felice Charmond"):
        waits(name)
    return proposed(reader)


def after_one(monkeypatch, happens):
    """Something happens as soon as the first person has been looked at."""

    def told(proposal, done, *given, **more):
        if done == 1:
            happens()
        return tell_progress(proposal, done, *given, **more)

    monkeypatch.setattr(matching_up, "tell_progress", told)


def test_it_waits_for_the_worker_and_the_page_says_so(reader, asked, left_to_the_worker):
    assert left_to_the_worker == [asked.pk]
    page = reader.get(asked.get_absolute_url()).text
    assert "Waiting to begin" in page
    assert "0 of 3 people" in page
    assert "waiting to begin" in reader.get("/planning/matching/").text


def test_the_worker_matches_everyone(reader, asked, giles):
    match_waiting_list.func(asked.pk)

    asked.refresh_from_db()
    assert (asked.status, asked.waiting, asked.done) == (Status.DONE, 3, 3)
    assert asked.pairs.filter(champion=giles).count() == 1
    assert "1 pair; 1 still to be decided" in reader.get(asked.get_absolute_url()).text


def test_the_policies_of_a_long_list_are_shown_with_the_proposal(reader, asked):
    page = reader.get("/planning/matching/").text

    assert "What each policy would do" not in page
    assert "is shown with the proposal" in page


def test_stopped_it_proposes_nothing_and_gone_on_with_it_begins_with_those_who_wait_by_then(
    reader, manager, waits, asked, monkeypatch
):
    after_one(monkeypatch, lambda: stop_work(asked, by=manager))
    match_waiting_list.func(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.done, asked.pairs.count()) == (Status.STOPPED, 1, 0)
    assert (
        "Going on begins with those who wait by then" in reader.get(asked.get_absolute_url()).text
    )
    monkeypatch.setattr(matching_up, "tell_progress", tell_progress)
    waits("Fitzpiers")

    answer = reader.post(f"{asked.get_absolute_url()}again/")
    match_waiting_list.func(asked.pk)

    asked.refresh_from_db()
    assert answer["Location"] == asked.get_absolute_url()
    assert (asked.status, asked.waiting, asked.total) == (Status.DONE, 4, 4)


def test_what_waits_is_stopped_at_once(reader, asked):
    reader.post(f"{asked.get_absolute_url()}stop/")
    match_waiting_list.func(asked.pk)

    asked.refresh_from_db()
    assert (asked.status, asked.pairs.count()) == (Status.STOPPED, 0)


def test_what_broke_off_is_said_and_can_be_gone_on_with(reader, manager, asked):
    begin_work(asked, at=timezone.now() - timedelta(minutes=3), by=manager)
    assert "probably broken off" in reader.get(asked.get_absolute_url()).text

    reader.post(f"{asked.get_absolute_url()}again/")
    match_waiting_list.func(asked.pk)

    asked.refresh_from_db()
    assert asked.is_done


def test_two_workers_propose_once(manager, asked):
    match_waiting_list.func(asked.pk)
    match_waiting_list.func(asked.pk)

    assert asked.pairs.count() == 3


def test_somebody_who_may_match_no_longer_gets_no_proposal(manager, asked):
    Membership.objects.filter(user=manager).delete()

    match_waiting_list.func(asked.pk)

    asked.refresh_from_db()
    assert (asked.status, asked.pairs.count()) == (Status.REFUSED, 0)
    assert "may not match" in asked.refusal


def test_who_has_moved_to_another_organisation_brings_nobody_of_it_into_the_proposal(
    manager, council, housing, asked, surgery
):
    Membership.objects.filter(user=manager).delete()
    council.leads, housing.leads = False, True
    council.save()
    housing.save()
    Membership.objects.create(user=manager, organisation=housing, role=Role.MANAGER)
    make.accepted(make.a_referral(surgery, housing, make.a_person("Sue Bridehead")))

    match_waiting_list.func(asked.pk)

    assert not asked.pairs.exists()


def test_a_proposal_whose_asker_has_gone_is_refused(manager, asked):
    Proposal.objects.update(user=None)

    match_waiting_list.func(asked.pk)

    asked.refresh_from_db()
    assert asked.status == Status.REFUSED


@pytest.mark.parametrize("what", ["stop", "again"])
def test_who_may_not_match_can_do_nothing_with_it(signed_in, stranger, asked, what):
    answer = signed_in(stranger).post(f"{asked.get_absolute_url()}{what}/")

    asked.refresh_from_db()
    assert (answer.status_code, asked.status) == (404, Status.WAITING)


def test_what_is_done_is_neither_stopped_nor_gone_on_with(reader, asked):
    match_waiting_list.func(asked.pk)

    assert reader.post(f"{asked.get_absolute_url()}stop/").status_code == 409
    assert reader.post(f"{asked.get_absolute_url()}again/").status_code == 409


def test_the_same_can_be_asked_of_those_who_wait_now(reader, asked):
    match_waiting_list.func(asked.pk)
    page = reader.get(asked.get_absolute_url())

    address = f"/planning/matching/?{page.context['again']}"
    assert address.replace("&", "&amp;") in page.text
    assert reader.get(address).context["form"].data == asked.typed
