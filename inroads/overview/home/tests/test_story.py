"""A person's whole story on one page, for whoever may see the person."""

import pytest
from django.urls import reverse

from inroads.foundations.history.models import Event
from inroads.overview.home.tests.factories import a_referral, a_session, a_topic
from inroads.programme.directory.tests.factories import queries_of
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Route
from inroads.programme.timetable.tests.factories import a_booking


@pytest.fixture
def referral(surgery, council, now):
    referral = a_referral(surgery, council, now, status="accepted", answered_at=now)
    Route.objects.create(referral=referral, opened_at=now)
    a_booking(a_session(council, now, venue="Overcombe Hall"), referral.person)
    a_help(referral.person, now)
    return referral


def a_help(person, at) -> None:
    HelpRecord.objects.create(
        person=person, given_at=at, received_at=at, door="tap", topic=a_topic(), minutes=15,
        outcome="started",
    )  # fmt: skip


def page_of(referral) -> str:
    return reverse("home_person", args=[referral.person_id])


def test_the_referral_the_kept_place_and_the_help_stand_together(signed_in, coordinator, referral):
    text = signed_in(coordinator).get(page_of(referral)).text

    for words in ("From Sherton Surgery", "Accepted", "Overcombe Hall", "E-mail", "Made a start"):
        assert words in text
    assert Event.objects.filter(verb="person.viewed").exists()


def test_whoever_may_not_see_the_person_finds_no_story(
    signed_in, stranger, auditor, helper, referral
):
    for user in (stranger, auditor, helper):
        assert signed_in(user).get(page_of(referral)).status_code == 404


def test_the_referrer_sees_what_they_may_and_no_help(signed_in, referrer, referral):
    text = signed_in(referrer).get(page_of(referral)).text

    assert "From Sherton Surgery" in text
    assert "Made a start" not in text


def test_a_longer_story_costs_no_more_queries(
    signed_in, coordinator, surgery, council, now, referral
):
    client = signed_in(coordinator)

    def made(number):
        for _ in range(number):
            other = a_referral(surgery, council, now)
            other.person.referrals.update(person=referral.person)
            a_help(referral.person, now)
        return queries_of(client, page_of(referral))

    assert made(2) == made(20)
