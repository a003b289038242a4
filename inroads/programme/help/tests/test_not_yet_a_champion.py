"""Who is on the way to becoming a champion records nothing and has no link yet."""

import pytest

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.recording import Machine
from inroads.programme.champions.actions import apply_to_help
from inroads.programme.help.actions import begin_visit, make_link, tell_tally

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")


def test_no_link_no_weekly_answer_no_home_visit(council, now):
    applicant = apply_to_help(
        details={"name": "Diggory Venn"},
        network="community",
        days=[],
        at=now,
        on=today(),
        by=SAMPLE,
    )

    with pytest.raises(Refused, match="not a champion yet"):
        make_link(applicant, at=now, by=SAMPLE)
    with pytest.raises(Refused, match="not a champion yet"):
        tell_tally(applicant, people=1, told_at=now, at=now, door="tap", by=SAMPLE)
    with pytest.raises(Refused, match="not a champion yet"):
        begin_visit(applicant, where="3 Sheep Street", minutes=60, at=now, by=SAMPLE)
