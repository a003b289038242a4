"""Today's page holds the parts of each role, the most pressing first, and no more queries for more rows."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import make_user
from inroads.foundations.core.rules import today
from inroads.foundations.organisations.models import Membership, Role
from inroads.overview.home.tests.factories import (
    a_champion,
    a_referral,
    a_session,
    a_shift,
    helps,
)
from inroads.programme.referrals.models import Route


@pytest.fixture
def noon() -> datetime:
    return timezone.make_aware(datetime.combine(today(), time(12)))


def page(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_coordinator_sees_broken_promises_first(signed_in, coordinator, surgery, council, noon):
    for days, name in ((3, "Later Oak"), (0, "Now Oak"), (-4, "Late Oak")):
        a_referral(surgery, council, noon, name=name, promise_on=today() + timedelta(days=days))

    text = page(signed_in(coordinator))

    assert text.index("Late Oak") < text.index("Now Oak") < text.index("Later Oak")
    assert "Late by 4 days" in text
    assert "<strong>1</strong> promise late" in " ".join(text.split())


def test_a_promise_that_was_kept_is_not_on_the_page(signed_in, coordinator, surgery, council, noon):
    answered = {"status": "declined", "answered_at": noon}
    a_referral(surgery, council, noon, name="Answered Oak", **answered)

    assert "Answered Oak" not in page(signed_in(coordinator))


def test_a_person_who_is_no_longer_held_is_not_named(
    signed_in, coordinator, surgery, council, noon
):
    referral = a_referral(surgery, council, noon - timedelta(days=9), name="Gone Oak")
    referral.person.holdings.update(ends_on=today() - timedelta(days=1))

    text = page(signed_in(coordinator))

    assert "Gone Oak" not in text
    assert str(referral) in text


def test_sessions_without_a_champion_are_those_of_today_and_tomorrow(
    signed_in, manager, council, noon
):
    champion = a_champion(council, noon)
    covered = a_session(council, noon, venue="Covered Hall")
    a_shift(champion, covered)
    a_session(council, noon, venue="Today Hall")
    a_session(council, noon + timedelta(days=1), venue="Tomorrow Hall")
    a_session(council, noon + timedelta(days=2), venue="Overmorrow Hall")
    a_session(council, noon, venue="Cancelled Hall", status="cancelled")

    text = page(signed_in(manager))

    assert "Today Hall" in text
    assert "Tomorrow Hall" in text
    for name in ("Covered Hall", "Overmorrow Hall", "Cancelled Hall"):
        assert name not in text


def test_helps_of_this_week_are_counted_from_monday(signed_in, manager, council, noon):
    champion = a_champion(council, noon)
    monday = noon - timedelta(days=today().weekday())
    helps(7, champion, monday)
    helps(5, champion, monday - timedelta(days=1))

    assert "<strong>7</strong> helps this week" in " ".join(page(signed_in(manager)).split())


def test_a_manager_is_led_to_what_only_a_manager_does(signed_in, manager, coordinator):
    partners = f'href="{reverse("organisations_list")}"'

    assert partners in page(signed_in(manager))
    assert partners not in page(signed_in(coordinator))


def test_a_champion_sees_their_own_sessions_and_the_way_to_record(signed_in, helper, council, noon):
    champion, other = a_champion(council, noon, user=helper), a_champion(council, noon)
    a_shift(champion, a_session(council, noon + timedelta(days=1), venue="My Hall"))
    a_shift(other, a_session(council, noon + timedelta(days=1), venue="Their Hall"))
    a_shift(champion, a_session(council, noon - timedelta(days=2), venue="Past Hall"))

    text = page(signed_in(helper))

    assert "My Hall" in text
    assert "Their Hall" not in text
    assert "Past Hall" not in text
    assert "Record help" in text


def test_a_champion_sees_no_person(signed_in, helper, surgery, council, noon):
    a_referral(surgery, council, noon)

    assert "Canary" not in page(signed_in(helper))


def test_a_referrer_sees_what_became_of_their_own_referrals(
    signed_in, referrer, stranger, surgery, council, noon
):
    a_referral(surgery, council, noon)

    assert "Canary Durbeyfield" in page(signed_in(referrer))
    assert "Waiting for an answer" in page(signed_in(referrer))
    assert "Canary" not in page(signed_in(stranger))


def test_a_referral_stands_on_todays_page_as_on_its_own(
    signed_in, referrer, surgery, council, agreement, noon
):
    referral = a_referral(surgery, council, noon, status="accepted", answered_at=noon)
    Route.objects.create(referral=referral, opened_at=noon, spoken_on=today())
    client = signed_in(referrer)
    words = f"Spoken with, {today().day} {today():%B}"

    own = client.get(referral.get_absolute_url()).text

    assert [words in text for text in (page(client), own)] == [True, True]


def test_a_partner_administrator_sees_their_organisation(signed_in, partner_admin):
    text = page(signed_in(partner_admin))

    assert "Sherton Surgery" in text
    assert "Refer someone" not in text


def test_an_auditor_sees_how_much_was_done_and_nobody(signed_in, auditor, surgery, council, noon):
    a_referral(surgery, council, noon)

    text = page(signed_in(auditor))

    assert "Read the history" in text
    assert "Canary" not in text


def test_whoever_has_two_roles_has_the_parts_of_both(signed_in, helper, surgery):
    Membership.objects.create(user=helper, organisation=surgery, role=Role.REFERRER)

    text = page(signed_in(helper))

    assert "Your next sessions" in text
    assert "What became of those you referred" in text


def test_whoever_has_no_role_is_told_what_to_do(signed_in, helper):
    Membership.objects.filter(user=helper).delete()

    assert "You have no role yet" in page(signed_in(helper))


def test_a_coordinator_of_a_partner_sees_the_parts_of_no_other_role(signed_in, housing):
    user = make_user("coordinator@melchester.example", housing, Role.COORDINATOR)

    text = page(signed_in(user))

    assert "without a champion" not in text
    assert "Record help" not in text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_staff_of_a_partner_see_what_became_of_its_referrals(
    signed_in, surgery, council, noon, role
):
    user = make_user("desk@sherton.example", surgery, role)
    a_referral(surgery, council, noon)

    text = page(signed_in(user))

    assert "You have no role yet" not in text
    assert "Canary Durbeyfield" in text
    assert "Refer someone" in text
    assert reverse("directory_list") in text


@pytest.mark.parametrize("fields, told", [(["outcome"], True), (["name"], False), (None, False)])
def test_an_outcome_is_told_only_if_it_was_agreed(
    signed_in, referrer, surgery, council, agreement, noon, fields, told
):
    agreement.fields = fields or []
    agreement.save()
    if fields is None:
        agreement.delete()
    referral = a_referral(surgery, council, noon, status="accepted", answered_at=noon)
    Route.objects.create(referral=referral, opened_at=noon, outcome="not_reached", closed_at=noon)

    text = page(signed_in(referrer))

    assert ("We could not reach them" in text) is told
    assert told or "Closed" in text


def test_a_name_that_is_markup_is_shown_as_text(signed_in, coordinator, surgery, council, noon):
    a_referral(surgery, council, noon, name="<script>alert(1)</script>")

    assert "<script>alert" not in page(signed_in(coordinator))


@pytest.mark.parametrize("who", ["manager", "helper", "referrer"])
def test_more_rows_take_no_more_queries(request, signed_in, surgery, council, noon, who):
    user = request.getfixturevalue(who)
    champion = a_champion(council, noon, user=user)
    client = signed_in(user)

    def queries(rows: int) -> int:
        for number in range(rows):
            a_referral(surgery, council, noon)
            a_session(council, noon + timedelta(minutes=rows * 60 + number))
            a_shift(
                champion, a_session(council, noon + timedelta(days=1, minutes=rows * 60 + number))
            )
        page(client)
        with CaptureQueriesContext(connection) as counted:
            page(client)
        return len(counted)

    few, many = queries(3), queries(30)

    assert few == many <= 20
