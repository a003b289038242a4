"""The sample place is whole, believable, and about nobody real. It is made once for all these tests."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Count

from inroads.foundations.accounts.models import User
from inroads.foundations.history.models import Event
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Role
from inroads.foundations.people.models import ContactWay, Person
from inroads.foundations.places.models import Area, Postcode, Statistic
from inroads.overview.demo.accounts import DEMO_PASSWORD, DEMO_USERS
from inroads.overview.demo.calendar import is_holiday
from inroads.overview.demo.tests.factories import AT, ON, make
from inroads.overview.planning.indicators import standard_missing
from inroads.overview.planning.queries import indicators_of, need_of
from inroads.overview.progress.figures import HELPS, REFERRALS, quarter_at, year_at
from inroads.programme.champions.models import Champion
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import choices_for, opened_link
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.referrals.queries import suggestions
from inroads.programme.timetable.models import Session


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _open(made, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_one_user_for_each_role_can_sign_in():
    for demo_user in DEMO_USERS:
        user = User.objects.get(email=demo_user.email)
        assert user.check_password(DEMO_PASSWORD)
        assert user.person.name == demo_user.name
        assert [m.role for m in user.memberships.all()] == [demo_user.role]
    assert {demo_user.role for demo_user in DEMO_USERS} == set(Role)
    assert authenticate(None, email=DEMO_USERS[0].email, password="wrong") is None


def test_no_code_postcode_or_number_is_a_real_one():
    assert all(code.startswith("X") for code in Area.objects.values_list("code", flat=True))
    assert all(re.match(r"WX\d", p) for p in Postcode.objects.values_list("postcode", flat=True))
    ways = ContactWay.objects.exclude(kind="post").values_list("value", flat=True)
    assert all(
        re.match(r"\+441632960\d{3}|\+447700900\d{3}|.*@wessex\.example$", value) for value in ways
    )
    assert set(Statistic.objects.values_list("source", flat=True)) == {
        "Invented for Wessex, the sample place"
    }


def test_the_need_map_has_all_that_its_standard_index_wants():
    council = Area.objects.get(kind="lad")
    indicators = indicators_of(council)

    need = need_of(council, indicators, [one.weight for one in indicators], everywhere=False)

    assert standard_missing(indicators) == []
    assert len(need.areas) == 44
    assert all(area.boundary for area in Area.objects.filter(kind="lsoa"))


def test_the_demo_champion_has_a_session_today_and_a_page_to_record_it_on(made):
    link = opened_link(made.recording_link, AT)

    proposed = choices_for(link.champion, AT).proposed

    assert link.champion.person.user.email == "champion@wessex.example"
    assert proposed.session.day == ON
    assert proposed.session.taken >= 1
    assert proposed.venue.name == "Casterbridge Library"


def test_the_coordinator_has_a_late_promise_and_some_for_today():
    waiting = list(Referral.objects.filter(status="sent").values_list("promise_on", flat=True))

    assert min(waiting) == ON - timedelta(days=2)
    assert len(waiting) >= 2


def test_referrals_stand_in_every_state():
    assert set(Referral.objects.values_list("status", flat=True)) == set(Referral.Status.values)
    assert {"", "sorted", "said_no"} <= set(Route.objects.values_list("outcome", flat=True))
    assert {"agreed", "done"} <= set(Step.objects.values_list("status", flat=True))
    assert Referral.objects.count() == 24


def test_nothing_happens_before_what_it_follows_from():
    for referral in Referral.objects.select_related("route"):
        assert referral.sent_at <= AT
        assert referral.answered_at is None or referral.sent_at <= referral.answered_at <= AT
    for step in Step.objects.select_related("session", "route__referral"):
        assert step.made_at < step.session.starts_at
        assert step.route.closed_at is None or step.session.ends_at < step.route.closed_at <= AT
        for record in step.route.referral.person.helps.all():
            assert record.given_at >= step.route.referral.sent_at
    assert not HelpRecord.objects.filter(received_at__gt=AT).exists()


def test_no_session_is_held_on_a_holiday():
    for session in Session.objects.exclude(status="cancelled"):
        assert not is_holiday(session.day) or session.day == ON


def test_some_champions_give_much_and_most_give_little():
    given = Champion.objects.annotate(given=Count("helps")).values_list("given", flat=True)
    ranked = sorted(given, reverse=True)

    assert sum(ranked[:3]) > sum(ranked) / 3
    assert 0 in ranked


def test_help_comes_through_every_door_and_keeps_to_the_week():
    helps = list(HelpRecord.objects.all())
    days = Counter(record.given_at.weekday() for record in helps)

    assert {record.door for record in helps} == {"tap", "phone", "paper"}
    assert days[1] > days[5] >= 0
    assert not any(is_holiday(record.given_at.date()) for record in helps)


def test_the_figures_have_something_to_show():
    assert HELPS.total(year_at(AT)).totals[0] > 100
    assert HELPS.by_ward(quarter_at(AT)).rows
    assert sum(sum(row) for row in REFERRALS.count(year_at(AT)).values()) > 5


def test_somebody_is_suggested_to_whoever_waits():
    referral = Referral.objects.filter(status="sent").order_by("pk").first()

    assert suggestions(referral, ON, after=AT)


def test_all_that_people_were_told_is_kept_to_be_read(made):
    """Only the demo champion's own link is still to be sent."""
    waiting = Message.objects.filter(status="waiting")

    assert [made.recording_link in message.body for message in waiting] == [True]
    assert Message.objects.filter(status="kept").count() > 10


def test_letters_of_long_ago_have_been_posted():
    letters = Message.objects.filter(kind="letter")
    days = AT - timedelta(days=1)

    assert letters.filter(status="posted").exists()
    assert not letters.filter(status="kept", made_at__lt=days).exists()


def test_one_event_tells_of_what_was_written_in_bulk(made):
    event = Event.objects.get(verb="demo.made")

    assert event.changes == {"seed": 1874, **made.counts}
    assert made.helps == HelpRecord.objects.filter(person=None).count()


def test_some_people_gave_no_name_or_no_email_and_all_can_be_reached():
    referred = Person.objects.filter(referrals__isnull=False).distinct()

    assert all(person.contact_ways.exists() for person in referred)
    assert referred.exclude(contact_ways__kind="email").count() > len(referred) / 2


def test_it_is_made_for_this_day(made):
    assert date(2026, 11, 24) == ON
    assert Session.objects.filter(starts_at__gt=AT + timedelta(weeks=7)).exists()
    assert Session.objects.filter(starts_at__lt=AT - timedelta(days=350)).exists()
