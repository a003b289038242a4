"""How many of the referrals of a period reached first help."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.places.models import Area
from inroads.programme.referrals.reaching import reached_first_help_by_ward
from inroads.programme.referrals.tests.factories import a_help, a_person, a_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def refer(surgery, council, agreement):
    def referred(days_ago: int, *, helped_days_ago: int | None = None, ward=None, **given):
        referral = a_referral(
            surgery,
            council,
            a_person(ward=ward),
            sent_at=timezone.now() - timedelta(days=days_ago),
            **given,
        )
        if helped_days_ago is not None:
            at = timezone.now() - timedelta(days=helped_days_ago)
            a_help(referral.person, given_at=at)
        return referral

    return referred


def reached(days_ago: int, *, as_at) -> tuple[int, int]:
    """Of the referrals since so many days ago: how many were sent, and how many reached first help."""
    rows = reached_first_help_by_ward(today() - timedelta(days=days_ago), today(), as_at=as_at)
    return sum(row.sent for row in rows), sum(row.reached for row in rows)


def test_only_helps_after_the_referral_count_and_once(refer, now):
    refer(10)
    refer(10, helped_days_ago=12)
    a_help(refer(10, helped_days_ago=3).person)

    assert reached(20, as_at=now) == (3, 1)


def test_the_first_and_the_last_day_belong_to_the_period(refer, now):
    for days_ago in (4, 3, 2, 1):
        refer(days_ago)

    first, last = today() - timedelta(days=3), today() - timedelta(days=2)

    assert sum(row.sent for row in reached_first_help_by_ward(first, last, as_at=now)) == 2


def test_what_came_later_is_not_known_yet(refer, now):
    refer(10, helped_days_ago=2)
    refer(1)

    assert reached(20, as_at=now - timedelta(days=5)) == (1, 0)


def test_a_help_written_down_later_is_not_known_yet(refer, now):
    referral = refer(10)
    a_help(referral.person, given_at=now - timedelta(days=8), received_at=now)

    assert reached(20, as_at=now - timedelta(days=5)) == (1, 0)
    assert reached(20, as_at=now) == (1, 0)
    assert reached(20, as_at=now + timedelta(seconds=1)) == (1, 1)


def test_withdrawn_referrals_do_not_count_and_declined_ones_do(refer, now):
    then = now - timedelta(days=2)
    refer(5, status="withdrawn", answered_at=then)
    refer(5, status="declined", answered_at=then)

    assert reached(9, as_at=now) == (1, 0)
    assert reached(9, as_at=then) == (2, 0)


def test_a_referral_counts_where_its_person_lived_when_it_was_sent(refer, now):
    old, new = (
        Area.objects.create(kind="ward", vintage=2025, code=f"E0500000{n}", name=name)
        for n, name in ((1, "Marlott"), (2, "Mellstock"))
    )
    referral = refer(5, ward=old)
    referral.person.ward = new
    referral.person.save()

    (row,) = reached_first_help_by_ward(today() - timedelta(days=9), today(), as_at=now)

    assert row.ward_name == "Marlott"


def test_each_referral_counts_in_the_ward_of_its_person(refer, now):
    wards = [
        Area.objects.create(kind="ward", vintage=2023, code=f"E0500000{n}", name=f"Ward {n}")
        for n in (1, 2)
    ]
    refer(5, ward=wards[0], helped_days_ago=1)
    refer(5, ward=wards[0])
    refer(5, ward=wards[1])
    refer(5, helped_days_ago=1)

    rows = reached_first_help_by_ward(today() - timedelta(days=9), today(), as_at=now)

    assert {(row.ward_name, row.sent, row.reached) for row in rows} == {
        ("Ward 1", 2, 1),
        ("Ward 2", 1, 0),
        (None, 1, 1),
    }
