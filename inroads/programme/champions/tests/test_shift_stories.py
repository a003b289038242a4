"""Whatever happens to shifts in whatever order, nobody is promised twice and nothing is lost."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.programme.champions.actions import (
    keep_shift,
    offer_shift,
    promise_shift,
    set_status,
    take_shift,
    withdraw_shift,
)
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.champions.queries import offered_shifts
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.timetable.actions import cancel_session
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_session, someone

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
BEFORE = THURSDAY_10 - timedelta(days=2)
CHAMPIONS, SESSIONS = 3, 3


def test_any_story_of_shifts_keeps_its_promises(council):
    champions = [a_champion(council, person=someone(name=f"Helper {n}")) for n in range(CHAMPIONS)]
    first = a_session()
    # The second is on at the same time elsewhere, the third later.
    sessions = [
        first,
        a_session(service=first.service, starts_at=first.starts_at + timedelta(minutes=30)),
        a_session(service=first.service, starts_at=first.starts_at + timedelta(days=1)),
    ]

    class Story(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            Shift.objects.all().delete()
            Session.objects.update(status="planned")
            Champion.objects.update(status="active")
            # Who is promised where, as the rules say it should be; and what is offered.
            self.promised, self.offered = set(), set()

        def attempt(self, action, *given, **named):
            try:
                action(*given, by=SAMPLE, **named)
            except Refused:
                return False
            return True

        def shift(self, who, where):
            return Shift.objects.filter(champion=champions[who], session=sessions[where]).first()

        @rule(who=st.integers(0, CHAMPIONS - 1), where=st.integers(0, SESSIONS - 1))
        def promise(self, who, where):
            if self.attempt(promise_shift, champions[who], sessions[where], at=BEFORE):
                self.promised.add((who, where))

        @rule(who=st.integers(0, CHAMPIONS - 1), where=st.integers(0, SESSIONS - 1))
        def withdraw(self, who, where):
            shift = self.shift(who, where)
            if shift and self.attempt(withdraw_shift, shift, at=BEFORE):
                self.promised.discard((who, where))
                self.offered.discard((who, where))

        @rule(who=st.integers(0, CHAMPIONS - 1), where=st.integers(0, SESSIONS - 1))
        def offer(self, who, where):
            shift = self.shift(who, where)
            if shift and self.attempt(offer_shift, shift, at=BEFORE):
                self.offered.add((who, where))

        @rule(who=st.integers(0, CHAMPIONS - 1), where=st.integers(0, SESSIONS - 1))
        def keep(self, who, where):
            if shift := self.shift(who, where):
                keep_shift(shift, by=SAMPLE)
                self.offered.discard((who, where))

        @rule(
            taker=st.integers(0, CHAMPIONS - 1),
            who=st.integers(0, CHAMPIONS - 1),
            where=st.integers(0, SESSIONS - 1),
        )
        def take(self, taker, who, where):
            shift = self.shift(who, where)
            if shift and self.attempt(take_shift, shift, champions[taker], at=BEFORE):
                assert (who, where) in self.offered
                assert (taker, where) not in self.promised
                self.promised.discard((who, where))
                self.offered.discard((who, where))
                self.promised.add((taker, where))

        @rule(
            who=st.integers(0, CHAMPIONS - 1), status=st.sampled_from(["active", "resting", "left"])
        )
        def change_status(self, who, status):
            set_status(champions[who], status=status, on=BEFORE.date(), by=SAMPLE)
            if status == "left":
                gone = {pair for pair in self.promised if pair[0] == who}
                self.promised -= gone
                self.offered -= gone

        @rule(where=st.integers(0, SESSIONS - 1))
        def cancel(self, where):
            self.attempt(cancel_session, sessions[where], at=BEFORE)

        @invariant()
        def exactly_those_are_promised_who_promised(self):
            pairs = Shift.objects.values_list("champion", "session")
            keys = {(champions[who].pk, sessions[where].pk) for who, where in self.promised}
            assert sorted(pairs) == sorted(keys)

        @invariant()
        def only_what_is_offered_can_be_taken(self):
            keys = {(champions[who].pk, sessions[where].pk) for who, where in self.offered}
            seen = set(offered_shifts(BEFORE).values_list("champion", "session"))
            assert seen <= keys
            held = Shift.objects.filter(offered_at__isnull=False)
            assert set(held.values_list("champion", "session")) == keys

        @invariant()
        def whoever_left_has_promised_nothing(self):
            assert not Shift.objects.filter(champion__status="left").exists()

    run(
        Story,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
