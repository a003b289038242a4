"""A year of help in Wessex: a few champions give a great deal, most give little, and January is busy.

Written in bulk: `record_help` fifty thousand times would take minutes. The records are as it would leave them,
and one event tells of them all (see `actions.make_wessex`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np

from inroads.overview.demo.calendar import days_between, how_busy
from inroads.overview.demo.champions import Champions
from inroads.overview.demo.offers import TOPICS, Offers
from inroads.overview.demo.sessions import DAYS_BACK
from inroads.programme.champions.models import Champion
from inroads.programme.help.models import HelpRecord
from inroads.programme.timetable.local_time import moment
from inroads.programme.timetable.models import Session

Door, Minutes, Outcome = HelpRecord.Door, HelpRecord.Minutes, HelpRecord.Outcome
# Of all help, how much comes from whom.
EMBEDDED, AT_SESSIONS, AT_WORK, HOTLINE = 0.74, 0.13, 0.08, 0.05
TAIL = 1.5  # the spread of the logarithm: a tenth of the champions give over half of the help
SILENT = 0.25  # of the embedded staff never write anything down
MINUTES = [5, 15, 30, 60]
QUICK, SLOW = [0.42, 0.36, 0.16, 0.06], [0.12, 0.33, 0.35, 0.20]
OUTCOMES = [Outcome.SORTED, Outcome.STARTED, Outcome.PASSED_ON, Outcome.NOT_YET]
OUTCOME_SHARES = [0.62, 0.22, 0.06, 0.10]
ON_PAPER = 0.16
FROM_HOUR, HOURS = 8.75, 8.0
BATCH = 5000


@dataclass(frozen=True)
class Year:
    """The days of the year and how busy each of them is; it grows as the programme does."""

    days: list[date]
    shares: np.ndarray
    at: datetime

    @classmethod
    def before(cls, at: datetime, on: date) -> "Year":
        days = list(days_between(on - timedelta(days=DAYS_BACK), on))
        busy = np.array([how_busy(day) for day in days])
        busy *= np.linspace(0.9, 1.15, len(days))
        return cls(days, busy / busy.sum(), at)

    def moments(self, rng: np.random.Generator, wanted: int) -> list[datetime]:
        """Moments of working days, most of them in the morning."""
        days = rng.choice(len(self.days), wanted, p=self.shares)
        hours = FROM_HOUR + HOURS * rng.beta(1.6, 2.4, wanted)
        return [
            moment(self.days[day], time(int(hour), int(hour % 1 * 60)))
            for day, hour in zip(days, hours, strict=True)
        ]


def make_helps(
    champions: Champions,
    offers: Offers,
    sessions: Sequence[Session],
    promised: dict[int, Champion],
    rng: np.random.Generator,
    wanted: int,
    at: datetime,
    on: date,
) -> int:
    """All of the year's help; how many that were known by now."""
    year = Year.before(at, on)
    writer = Writer(offers, rng, at)
    records = [
        *writer.by_embedded(champions.embedded, year, round(wanted * EMBEDDED)),
        *writer.at_sessions(sessions, promised, champions.demo, round(wanted * AT_SESSIONS)),
        *writer.at_work(champions.workplace, year, round(wanted * AT_WORK)),
        *writer.by_hotline(year, round(wanted * HOTLINE)),
    ]
    known = [record for record in records if record.given_at < at and record.received_at <= at]
    known.sort(key=lambda record: (record.received_at, record.given_at))
    HelpRecord.objects.bulk_create(known, batch_size=BATCH)
    return len(known)


class Writer:
    """Writes records by the thousand."""

    def __init__(self, offers: Offers, rng: np.random.Generator, at: datetime):
        self.rng = rng
        self.at = at
        self.topics = [topic.pk for topic in offers.topics]
        self.shares = offers.topic_shares
        names = [name for name, *_ in TOPICS]
        work = self.shares.copy()
        work[names.index("Office 365 and Teams")] = 0.8
        self.work_shares = work / work.sum()

    def by_embedded(
        self, champions: Sequence[Champion], year: Year, wanted: int
    ) -> Iterator[HelpRecord]:
        """Receptionists, care workers, librarians: wherever they work, a little at a time."""
        shares = self.tail(len(champions), silent=SILENT)
        chosen = self.rng.choice(len(champions), wanted, p=shares)
        helpers = [champions[number] for number in chosen]
        yield from self.records(
            year.moments(self.rng, wanted),
            helpers,
            [helper.venue_id for helper in helpers],
            [None] * wanted,
            QUICK,
            self.shares,
        )

    def at_sessions(
        self,
        sessions: Sequence[Session],
        promised: dict[int, Champion],
        usual: Champion,
        wanted: int,
    ) -> Iterator[HelpRecord]:
        """At past sessions, by the champion who promised to come, more by some than by others.

        The `usual` champion gives as much as champions do on average.
        """
        held = [s for s in sessions if s.pk in promised and s.starts_at < self.at]
        everyone = sorted({promised[session.pk].pk for session in held})
        eagerness = dict(zip(everyone, self.tail(len(everyone), spread=0.9), strict=True))
        eagerness[usual.pk] = float(np.mean(list(eagerness.values())))
        busy = np.array([how_busy(s.day) * eagerness[promised[s.pk].pk] for s in held])
        chosen = [held[n] for n in self.rng.choice(len(held), wanted, p=busy / busy.sum())]
        share = self.rng.random(wanted)
        yield from self.records(
            [
                s.starts_at + (s.ends_at - s.starts_at) * f
                for s, f in zip(chosen, share, strict=True)
            ],
            [promised[session.pk] for session in chosen],
            [session.venue_id for session in chosen],
            [session.pk for session in chosen],
            SLOW,
            self.shares,
        )

    def at_work(
        self, champions: Sequence[Champion], year: Year, wanted: int
    ) -> Iterator[HelpRecord]:
        """Colleague to colleague, at no venue of ours."""
        chosen = self.rng.choice(len(champions), wanted, p=self.tail(len(champions)))
        helpers = [champions[number] for number in chosen]
        nowhere: list[None] = [None] * wanted
        moments = year.moments(self.rng, wanted)
        yield from self.records(moments, helpers, nowhere, nowhere, QUICK, self.work_shares)

    def by_hotline(self, year: Year, wanted: int) -> Iterator[HelpRecord]:
        """By telephone: at no venue, by no champion."""
        nobody: list[None] = [None] * wanted
        moments = year.moments(self.rng, wanted)
        for record in self.records(moments, nobody, nobody, nobody, SLOW, self.shares):
            record.door, record.received_at = Door.PHONE, record.given_at
            yield record

    def records(
        self,
        moments: Sequence[datetime],
        helpers: Sequence[Champion | None],
        venues: Sequence[int | None],
        sessions: Sequence[int | None],
        minutes: Sequence[float],
        topics: np.ndarray,
    ) -> Iterator[HelpRecord]:
        """One record for each moment; a paper sheet is keyed in days later, a tap arrives at once."""
        number, rng = len(moments), self.rng
        topic = rng.choice(self.topics, number, p=topics)
        length = rng.choice(MINUTES, number, p=minutes)
        outcome = rng.choice(len(OUTCOMES), number, p=OUTCOME_SHARES)
        paper = rng.random(number) < ON_PAPER
        delay = rng.integers(1, 15, number)
        for n, given_at in enumerate(moments):
            wait = timedelta(days=int(delay[n])) if paper[n] else timedelta(seconds=20)
            helper = helpers[n]
            yield HelpRecord(
                sender_id=UUID(bytes=rng.bytes(16), version=4),
                given_at=given_at,
                received_at=given_at + wait,
                door=Door.PAPER if paper[n] else Door.TAP,
                champion_id=helper.pk if helper else None,
                venue_id=venues[n],
                session_id=sessions[n],
                topic_id=int(topic[n]),
                minutes=int(length[n]),
                outcome=OUTCOMES[outcome[n]],
            )

    def tail(self, number: int, *, silent: float = 0.0, spread: float = TAIL) -> np.ndarray:
        """How much of the help each of so many gives, adding up to one."""
        eagerness = self.rng.lognormal(0, spread, number)
        if number > 4:
            eagerness[self.rng.random(number) < silent] = 0
        return eagerness / eagerness.sum()
