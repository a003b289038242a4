"""The year's sessions in Wessex, and which champion promised to come to which."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import numpy as np

from inroads.overview.demo.calendar import is_holiday
from inroads.overview.demo.champions import Champions
from inroads.overview.demo.offers import Offers
from inroads.overview.demo.partners import BY
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.timetable.actions import cancel_session, plan_sessions
from inroads.programme.timetable.models import Session

DAYS_BACK, WEEKS_AHEAD, PROMISED_AHEAD = 365, 8, 28
COVERED = 0.86  # of the sessions have a champion


def make_sessions(offers: Offers, at: datetime, on: date) -> list[Session]:
    """Every weekly time from a year ago to eight weeks ahead; none on a holiday, but for today's."""
    first, last = on - timedelta(days=DAYS_BACK), on + timedelta(weeks=WEEKS_AHEAD)
    sessions = [
        session
        for schedule in offers.schedules
        for session in plan_sessions(schedule, first=first, last=last, by=BY)
    ]
    held = []
    for session in sessions:
        if is_holiday(session.day) and session.day != on:
            cancel_session(session, at=min(at, session.starts_at - timedelta(days=14)), by=BY)
        else:
            held.append(session)
    return sorted(held, key=lambda session: (session.starts_at, session.pk))


def make_shifts(
    sessions: list[Session],
    offers: Offers,
    champions: Champions,
    rng: np.random.Generator,
    on: date,
) -> dict[int, Champion]:
    """Who promised which session, in bulk; the demo champion every one at Casterbridge Library."""
    at_venue = defaultdict(list)
    for champion in champions.community[1:]:
        if champion.status == Champion.Status.ACTIVE:
            at_venue[champion.venue_id].append(champion)
    promised: dict[int, Champion] = {}
    for session in sessions:
        if session.day > on + timedelta(days=PROMISED_AHEAD):
            break
        local_ones = at_venue[session.venue_id]
        if session.venue_id == offers.demo_venue.pk:
            promised[session.pk] = champions.demo
        elif local_ones and rng.random() < COVERED:
            promised[session.pk] = local_ones[int(rng.integers(len(local_ones)))]
    Shift.objects.bulk_create(
        Shift(champion=champion, session_id=key) for key, champion in promised.items()
    )
    return promised
