"""A year's timetable of forty venues, beside writing each session by itself: `python -m bench.timetable`.

48 recurring times at 40 venues make some 2,400 sessions in a year: weekly, every other week, monthly; none on bank
holidays, none on closed days, and at the same time by the clock on the wall through both clock changes.
"""

import sys
from datetime import date, time
from time import process_time

from bench.database import a_database
from bench.measuring import show

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
MOST_SECONDS = 5


def main() -> int:
    with a_database():
        from inroads.foundations.history.recording import Machine
        from inroads.foundations.organisations.models import Organisation
        from inroads.foundations.places.models import Venue
        from inroads.programme.directory.models import Schedule, Service
        from inroads.programme.timetable.actions import add_session, plan_sessions
        from inroads.programme.timetable.models import Session

        by = Machine("bench")
        council = Organisation.objects.create(name="Council", kind="council", leads=True)
        service = Service.objects.create(organisation=council, name="Drop-in")
        venues = [
            Venue.objects.create(name=f"Venue {n}", postcode="DT1 1AA", source_key=f"v{n}")
            for n in range(40)
        ]
        schedules = [
            Schedule.objects.create(
                service=service, venue=venues[n % 40], weekday=n % 6, starts=time(9 + n % 8),
                ends=time(11 + n % 8), capacity=8, valid_from=FIRST,
            )
            for n in range(50)
        ]  # fmt: skip
        start = process_time()
        made = [plan_sessions(each, first=FIRST, last=LAST, by=by) for each in schedules]
        planned = process_time() - start
        sessions = [session for each in made for session in each]

        start = process_time()
        again = sum(len(plan_sessions(each, first=FIRST, last=LAST, by=by)) for each in schedules)
        second = process_time() - start
        assert again == len(sessions) == Session.objects.count()

        other = Service.objects.create(organisation=council, name="One by one")
        start = process_time()
        for one in sessions:
            add_session(
                service=other, venue=one.venue, starts_at=one.starts_at, ends_at=one.ends_at,
                capacity=one.capacity, by=by,
            )  # fmt: skip
        singly = process_time() - start
        show(
            f"{len(sessions):,} sessions of a year at 40 venues, CPU seconds (target {MOST_SECONDS})",
            [
                {"how": "planned by rule", "CPU s": planned, "ratio": 1.0},
                {"how": "planned again: none is added", "CPU s": second, "ratio": second / planned},
                {"how": "each by itself", "CPU s": singly, "ratio": singly / planned},
            ],
        )
        return int(planned >= MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
