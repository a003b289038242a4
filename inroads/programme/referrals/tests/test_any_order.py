"""Whatever is done to a referral, in whatever order, these things stay true."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from inroads.foundations.core.rules import Refused
from inroads.programme.referrals.actions import (
    accept_referral,
    agree_step,
    cancel_step,
    close_route,
    decline_referral,
    keep_promise,
    withdraw_referral,
)
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.referrals.queries import places_with
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_champion,
    a_person,
    a_referral,
    a_session,
    a_venue,
)
from inroads.programme.timetable.actions import cancel_booking
from inroads.programme.timetable.models import Booking, Session

WHICH = st.integers(0, 2)


@pytest.mark.django_db
def test_a_referral_in_any_order(coordinator, manager, surgery, council, agreement, now):
    class Story(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()
            self.at = now
            venue = a_venue()
            self.referrals = [
                a_referral(surgery, council, a_person(name)) for name in ("A", "B", "C")
            ]
            self.champions = [
                a_champion(council, f"Champion {n}", venue=venue, capacity=n) for n in (1, 2)
            ]
            self.sessions = [
                a_session(council, venue, days=days, capacity=capacity)
                for days, capacity in ((1, 1), (2, 2), (3, 5))
            ]
            self.owners: dict[int, object] = {}

        def teardown(self):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

        def attempt(self, action, *args, **given) -> bool:
            try:
                action(*args, **given)
            except Refused:
                return False
            return True

        @rule(which=WHICH, who=st.sampled_from([coordinator, manager]))
        def accept(self, which, who):
            referral = self.referrals[which]
            won = self.attempt(accept_referral, referral, at=self.at, by=who)
            assert not (won and referral.pk in self.owners)
            if won:
                self.owners[referral.pk] = who

        @rule(which=WHICH)
        def decline(self, which):
            self.attempt(
                decline_referral, self.referrals[which], reason="No", at=self.at, by=manager
            )

        @rule(which=WHICH)
        def withdraw(self, which):
            self.attempt(withdraw_referral, self.referrals[which], at=self.at, by=TEST)

        @precondition(lambda self: self.owners)
        @rule(which=WHICH, champion=st.integers(0, 1), session=WHICH)
        def agree(self, which, champion, session):
            if route := self.route(which):
                there = self.sessions[session]
                was_agreed = self.attempt(
                    agree_step,
                    route,
                    champion=self.champions[champion],
                    session=there,
                    at=self.at,
                    by=TEST,
                )
                kept = there.bookings.filter(status="kept", person=route.referral.person)
                assert kept.exists() or not was_agreed

        @precondition(lambda self: Step.objects.exists())
        @rule(which=st.integers(0, 50))
        def cancel(self, which):
            steps = list(Step.objects.order_by("pk"))
            self.attempt(cancel_step, steps[which % len(steps)], at=self.at, by=TEST)

        @precondition(lambda self: Booking.objects.exists())
        @rule(which=st.integers(0, 50))
        def give_up_a_place_elsewhere(self, which):
            bookings = list(Booking.objects.order_by("pk"))
            self.attempt(cancel_booking, bookings[which % len(bookings)], at=self.at, by=TEST)

        @precondition(lambda self: self.owners)
        @rule(which=WHICH)
        def speak(self, which):
            if route := self.route(which):
                self.attempt(keep_promise, route, on=self.at.date(), by=TEST)

        @precondition(lambda self: self.owners)
        @rule(
            which=WHICH,
            outcome=st.sampled_from([*Route.Outcome.values, "nonsense"]),
            said_no=st.sampled_from(["", "scams", "nonsense"]),
        )
        def close(self, which, outcome, said_no):
            if route := self.route(which):
                given = {"outcome": outcome, "said_no": said_no, "at": self.at, "by": TEST}
                self.attempt(close_route, route, **given)

        @rule(hours=st.integers(1, 30))
        def time_passes(self, hours):
            self.at += timedelta(hours=hours)

        def route(self, which) -> Route | None:
            return Route.objects.filter(referral=self.referrals[which]).first()

        @invariant()
        def one_owner_for_each_that_was_accepted(self):
            owners = dict(
                Referral.objects.filter(status="accepted").values_list("pk", "answered_by")
            )
            assert owners == {pk: user.pk for pk, user in self.owners.items()}
            assert set(Route.objects.values_list("referral", flat=True)) == set(owners)

        @invariant()
        def a_route_is_closed_exactly_when_it_has_an_outcome(self):
            for route in Route.objects.all():
                assert (route.closed_at is None) == (route.outcome == "")
                assert (route.outcome == "said_no") == (route.said_no != "")
                if not route.is_open:
                    assert not route.steps.filter(status="agreed").exists()

        @invariant()
        def bookings_are_counted_right(self):
            for session in Session.objects.all():
                kept = session.bookings.filter(status="kept").count()
                assert session.taken == kept <= session.capacity

        @invariant()
        def a_cancelled_step_keeps_no_place(self):
            assert not Step.objects.filter(status="cancelled", booking__status="kept").exists()

        @invariant()
        def no_champion_has_more_on_hand_than_they_take(self):
            assert all(places_with(champion) >= 0 for champion in self.champions)

        @invariant()
        def a_person_has_one_place_at_a_session(self):
            kept = Booking.objects.filter(status="kept").values_list("session", "person")
            assert len(kept) == len(set(kept))

    run(
        Story,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
