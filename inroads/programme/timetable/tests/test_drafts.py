"""A draft is seen by those who may plan it only; confirmed it is a session like any other, discarded it is gone."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.programme.directory.models import Weekday
from inroads.programme.directory.tests.factories import a_service, a_venue
from inroads.programme.timetable.actions import (
    add_session,
    add_weekly_time,
    book,
    cancel_session,
    confirm_draft,
    discard_draft,
)
from inroads.programme.timetable.local_time import local, moment
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.permissions import visible_sessions
from inroads.programme.timetable.tests.factories import a_session, someone


@pytest.fixture
def draft(council, manager):
    begins = moment(today() + timedelta(days=3), time(10))
    return add_session(
        service=a_service(organisation=council),
        venue=a_venue(),
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        capacity=6,
        is_draft=True,
        by=manager,
    )


def test_only_those_who_may_plan_it_see_it(draft, manager, coordinator, helper, referrer, auditor):
    assert draft in visible_sessions(manager)
    assert draft in visible_sessions(coordinator)
    for other in (helper, referrer, auditor):
        assert draft not in visible_sessions(other)


def test_it_stands_on_no_timetable_but_that_of_a_planner(draft, signed_in, manager, helper):
    week = f"/timetable/?week={draft.day:%Y-%m-%d}"

    assert "Draft" in signed_in(manager).get(week).text
    assert draft not in list(signed_in(helper).get(week).context["page"])


def test_nobody_is_booked_at_it(draft, manager):
    with pytest.raises(Refused, match="only a draft"):
        book(draft, someone(), by=manager)


def test_it_is_not_cancelled_but_discarded(draft, manager):
    with pytest.raises(Refused, match="discard it"):
        cancel_session(draft, at=timezone.now(), by=manager)


def test_confirmed_it_is_a_session_that_everyone_sees(draft, signed_in, manager, helper):
    signed_in(manager).post(f"/timetable/{draft.pk}/confirm/")

    assert draft in visible_sessions(helper)
    assert book(draft, someone(), by=manager)
    assert Event.objects.filter(verb="session.confirmed").count() == 1


def test_confirmed_twice_it_is_confirmed_once(draft, manager):
    confirm_draft(draft, at=timezone.now(), by=manager)

    with pytest.raises(Refused, match="no longer"):
        confirm_draft(draft, at=timezone.now(), by=manager)
    with pytest.raises(Refused, match="no longer"):
        discard_draft(draft, by=manager)


def test_what_is_over_or_no_longer_offered_is_not_confirmed(draft, manager):
    with pytest.raises(Refused, match="is over"):
        confirm_draft(draft, at=draft.ends_at, by=manager)

    draft.venue.is_open = False
    draft.venue.save()
    with pytest.raises(Refused, match="has ended"):
        confirm_draft(draft, at=timezone.now(), by=manager)


def test_discarded_it_is_gone_but_the_history_knows(draft, signed_in, manager):
    answer = signed_in(manager).post(f"/timetable/{draft.pk}/discard/")

    assert answer.status_code == 302
    assert not Session.objects.filter(pk=draft.pk).exists()
    assert Event.objects.filter(verb="session.discarded").count() == 1


def test_a_session_that_is_planned_is_not_discarded(manager, signed_in):
    session = a_session(starts_at=timezone.now() + timedelta(days=1))

    assert signed_in(manager).post(f"/timetable/{session.pk}/discard/").status_code == 409
    assert Session.objects.filter(pk=session.pk).exists()


def test_a_draft_that_is_over_can_still_be_discarded(draft, signed_in, manager):
    begun = timezone.now() - timedelta(days=2)
    draft.starts_at, draft.ends_at = begun, begun + timedelta(hours=2)
    draft.save()

    page = signed_in(manager).get(f"/timetable/{draft.pk}/")

    assert "/discard/" in page.text
    assert "/confirm/" not in page.text


def test_a_weekly_time_makes_the_draft_at_its_hour_a_session(draft, manager):
    begins = local(draft.starts_at)
    schedule, sessions = add_weekly_time(
        draft.service,
        on=begins.date(),
        venue=draft.venue,
        weekday=Weekday(begins.weekday()),
        starts=begins.time(),
        ends=local(draft.ends_at).time(),
        capacity=9,
        valid_from=begins.date(),
        by=manager,
    )

    draft.refresh_from_db()
    assert (draft.status, draft.schedule, draft.capacity) == (Session.Status.PLANNED, schedule, 9)
    assert draft in sessions
