"""A small Wessex."""

from datetime import UTC, date, datetime

from inroads.foundations.history.recording import Machine
from inroads.overview.demo.actions import make_wessex
from inroads.overview.demo.queries import Made
from inroads.overview.demo.sizes import SIZES

AT = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # a Tuesday
ON = date(2026, 11, 24)


def make(seed: int = 1874, at: datetime = AT) -> Made:
    return make_wessex(
        size=SIZES["small"], seed=seed, at=at, tell=lambda part: None, by=Machine("test")
    )
