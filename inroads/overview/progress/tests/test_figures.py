"""A figure equals a plain recount, and says what it is."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.overview.progress.figures import (
    FIGURES,
    HELPS,
    REFERRALS,
    midnight,
    quarter_at,
    year_at,
)
from inroads.overview.progress.queries import UNKNOWN_WARD
from inroads.overview.progress.tests.factories import (
    a_referral,
    a_venue,
    a_ward,
    helps,
    was_helped,
)
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
PERIOD = quarter_at(NOW)
YEAR = year_at(NOW)
INSIDE = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment, first, last",
    [
        (datetime(2026, 11, 25, 15, tzinfo=UTC), date(2026, 4, 1), date(2026, 11, 22)),
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), date(2026, 4, 1), date(2026, 11, 22)),
        (datetime(2026, 11, 30, 0, 0, tzinfo=UTC), date(2026, 4, 1), date(2026, 11, 29)),
        # In summer the week ends an hour before it does in UTC.
        (datetime(2026, 7, 5, 23, 0, tzinfo=UTC), date(2026, 4, 1), date(2026, 7, 5)),
        # The first days of April still show the year that has ended.
        (datetime(2026, 4, 3, 12, tzinfo=UTC), date(2025, 4, 1), date(2026, 3, 29)),
        (datetime(2026, 4, 6, 12, tzinfo=UTC), date(2026, 4, 1), date(2026, 4, 5)),
    ],
)
def test_whole_weeks_of_the_year_are_counted(moment, first, last):
    period = year_at(moment)

    assert (period.first, period.last) == (first, last)
    assert period.until <= moment


@pytest.mark.parametrize(
    "moment, first, last, as_at",
    [
        (NOW, date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 29)),
        (datetime(2026, 10, 28, 23, tzinfo=UTC), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 29)),
        (datetime(2026, 10, 29, 1, tzinfo=UTC), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 29)),
        (datetime(2027, 1, 28, 23, tzinfo=UTC), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 29)),
        (datetime(2027, 1, 29, 1, tzinfo=UTC), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 29)),
    ],
)  # fmt: skip
def test_wards_are_counted_by_the_quarter_and_published_four_weeks_later(
    moment, first, last, as_at
):
    period = quarter_at(moment)

    assert (period.first, period.last) == (first, last)
    assert period.as_at == midnight(as_at)
    assert period.as_at <= moment


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_quarters_follow_on_one_another_and_never_overlap(moment):
    period = quarter_at(moment)
    before = quarter_at(period.as_at - timedelta(seconds=1))

    assert before.until == period.starts


def test_helps_equal_a_plain_recount(db):
    draw = Random(7)
    venues = [a_venue(a_ward(name)) for name in ("Marlott", "Mellstock", "Overcombe")]
    venues += [a_venue(None, name="A van"), None]
    for _ in range(120):
        given_at = NOW - timedelta(days=draw.uniform(0, 420))
        late = given_at + timedelta(days=draw.choice([0, 0, 0, 9]))
        helps(1, draw.choice(venues), given_at, received_at=late)
    counted = [
        record
        for record in HelpRecord.objects.select_related("venue__ward")
        if PERIOD.starts <= record.given_at < PERIOD.until and record.received_at < PERIOD.as_at
    ]

    counts = HELPS.count(PERIOD)

    assert sum(number for (number,) in counts.values()) == len(counted)
    for ward, (number,) in counts.items():
        names = [record.venue.ward.name if record.venue and record.venue.ward else "Ward not known"
                 for record in counted]  # fmt: skip
        assert names.count(ward.name) == number


def test_referrals_equal_a_plain_recount(db, surgery, council):
    draw = Random(11)
    wards = [a_ward("Marlott"), a_ward("Mellstock"), None]
    for _ in range(60):
        sent_at = NOW - timedelta(days=draw.uniform(0, 420))
        given = draw.choice([{}, {}, {}, {"status": "withdrawn", "answered_at": sent_at}])
        referral = a_referral(surgery, council, draw.choice(wards), sent_at, **given)
        if draw.random() < 0.6:
            was_helped(referral, sent_at + timedelta(days=draw.uniform(-5, 30)))
    sent = [
        referral
        for referral in Referral.objects.select_related("person__ward")
        if PERIOD.starts <= referral.sent_at < PERIOD.until
        and not (referral.status == "withdrawn" and referral.answered_at < PERIOD.as_at)
    ]
    reached = [
        referral
        for referral in sent
        if any(
            referral.sent_at <= record.given_at < PERIOD.as_at
            for record in referral.person.helps.all()
        )
    ]

    counts = REFERRALS.count(PERIOD)

    assert sum(a for a, _ in counts.values()) == len(reached)
    assert sum(a + b for a, b in counts.values()) == len(sent)
    for ward, (done, waiting) in counts.items():
        of_ward = [r for r in sent if (r.person.ward or UNKNOWN_WARD).name == ward.name]
        assert done + waiting == len(of_ward)
        assert done == len([r for r in of_ward if r in reached])


def test_whatever_happens_later_a_quarter_that_was_shown_stays_as_it_was(db, surgery, council):
    wards = [a_ward(name) for name in ("Marlott", "Mellstock", "Kingsbere")]
    for ward in wards:
        helps(9, a_venue(ward), INSIDE)
    sent = [a_referral(surgery, council, ward, INSIDE) for ward in wards for _ in range(12)]
    for referral in sent[::2]:
        was_helped(referral, INSIDE)
    before = HELPS.by_ward(PERIOD), REFERRALS.by_ward(PERIOD)

    helps(1, wards[0].venues.get(), INSIDE, received_at=NOW)
    was_helped(sent[1], NOW)
    Referral.objects.filter(pk=sent[3].pk).update(status="withdrawn", answered_at=NOW)
    sent[5].person.ward = wards[2]
    sent[5].person.save()

    assert (HELPS.by_ward(PERIOD), REFERRALS.by_ward(PERIOD)) == before
    assert None not in [row for _, row in before[1].rows]


def test_what_is_keyed_in_within_four_weeks_counts(db):
    venue = a_venue(a_ward("Marlott"))
    helps(9, venue, INSIDE)
    helps(5, venue, INSIDE, received_at=PERIOD.as_at - timedelta(minutes=1))
    helps(7, venue, INSIDE, received_at=PERIOD.as_at)

    assert HELPS.by_ward(PERIOD).totals == (14,)


def test_a_help_in_the_hour_before_midnight_of_the_first_day_is_last_years(db):
    venue = a_venue(a_ward("Marlott"))
    helps(60, venue, midnight(date(2026, 4, 1)) - timedelta(minutes=1))
    helps(70, venue, midnight(date(2026, 4, 1)))

    assert HELPS.total(YEAR).totals == (70,)


@pytest.mark.parametrize(("number", "shown"), [(0, None), (4, None), (49, None), (50, (50,))])
def test_of_a_whole_place_fifty_or_more_are_shown(db, number, shown):
    helps(number, a_venue(a_ward("Marlott")), INSIDE)

    assert HELPS.total(YEAR).totals == shown
    assert HELPS.total(YEAR).rows == ()


def test_a_ward_with_a_venue_but_no_help_is_shown_with_nought(db):
    a_venue(a_ward("Marlott"))
    a_venue(a_ward("Closed Down"), is_open=False)

    assert [(ward.name, row) for ward, row in HELPS.by_ward(PERIOD).rows] == [("Marlott", (0,))]


def test_no_percentage_is_said_of_fewer_than_twenty(db, surgery, council):
    for _ in range(19):
        was_helped(a_referral(surgery, council, a_ward("Marlott"), INSIDE), INSIDE)

    assert REFERRALS.by_ward(PERIOD).per_cent is None


def test_the_percentage_is_of_the_referrals_sent(db, surgery, council):
    ward, other = a_ward("Marlott"), a_ward("Mellstock")
    for place in (ward, other):
        for number in range(20):
            referral = a_referral(surgery, council, place, INSIDE)
            if number < 15:
                was_helped(referral, INSIDE)

    value = REFERRALS.by_ward(PERIOD)

    assert value.totals == (30, 10, 40)
    assert value.per_cent == 75


def test_wards_stand_in_the_order_of_their_names_whatever_they_count(db):
    for name, number in (("Mellstock", 50), ("Abbot’s Cernel", 6), ("Kingsbere", 90)):
        helps(number, a_venue(a_ward(name)), INSIDE)
    helps(70, None, INSIDE)

    names = [ward.name for ward, _ in HELPS.by_ward(PERIOD).rows]

    assert names == ["Abbot’s Cernel", "Kingsbere", "Mellstock", "Ward not known"]


def test_no_figure_of_helps_is_called_people():
    assert "not a number of people" in HELPS.definition
    assert "people" not in f"{HELPS.title} {HELPS.columns[0]}".lower()


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.name)
def test_every_figure_says_what_it_is(figure):
    assert figure.version >= 1
    assert figure.kind == "counted"
    assert len(figure.definition) > 100
    assert "ward" in figure.definition
    assert figure.base
