"""Whatever is seen, asked for and let go of in whatever order, both ways of asking say who may help one to one."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.recording import Machine
from inroads.programme.champions.actions import ask_for_check, ask_no_longer, record_check
from inroads.programme.champions.checking import cleared, why_not_alone, with_checks_due
from inroads.programme.champions.models import Champion, Check, RoleCheck
from inroads.programme.champions.tests.factories import a_champion

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
KINDS = st.sampled_from(Check.Kind.values)


def test_any_story_of_checks_ends_in_the_one_rule(council):
    champion, start = a_champion(council), today()

    class Story(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            Check.objects.all().delete()
            RoleCheck.objects.all().delete()
            self.on = start
            # What the rules say: what was seen, until when it holds if it suits, and what the role asks for.
            self.holds_until, self.asked = {}, set()

        @rule(kind=KINDS, suited=st.booleans(), days=st.integers(1, 60))
        def see(self, kind, suited, days):
            until = self.on + timedelta(days=days)
            record_check(
                champion,
                kind=kind,
                outcome="suited" if suited else "unsuited",
                seen_on=self.on,
                review_on=until,
                on=self.on,
                by=SAMPLE,
            )
            self.holds_until[kind] = until if suited else None

        @rule(kind=KINDS)
        def ask(self, kind):
            try:
                ask_for_check(network=champion.network, kind=kind, why="Alone", by=SAMPLE)
            except Refused:
                assert kind in self.asked
            self.asked.add(kind)

        @rule(kind=KINDS)
        def ask_for_another_role(self, kind):
            if not RoleCheck.objects.filter(network="design", kind=kind).exists():
                ask_for_check(network="design", kind=kind, why="Another role", by=SAMPLE)

        @rule(kind=KINDS)
        def let_go(self, kind):
            if asked := RoleCheck.objects.filter(network=champion.network, kind=kind).first():
                ask_no_longer(asked, by=SAMPLE)
            self.asked.discard(kind)

        @rule(days=st.integers(1, 40))
        def time_passes(self, days):
            self.on += timedelta(days=days)

        @invariant()
        def both_ways_of_asking_say_the_same(self):
            holds = {kind for kind, until in self.holds_until.items() if until and until >= self.on}
            may = holds == set(self.holds_until) and self.asked <= holds
            everybody = Champion.objects.all()
            assert (why_not_alone(champion, self.on) == "") == may
            assert cleared(everybody, self.on).filter(pk=champion.pk).exists() == may
            assert may or with_checks_due(everybody, self.on).filter(pk=champion.pk).exists()

    run(
        Story,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
