"""Referrals in Wessex, each through the same actions as a real one: sent, answered, arranged, helped, closed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np

from inroads.foundations.core.rules import Refused
from inroads.foundations.organisations.models import Organisation, Purpose, SharedField
from inroads.foundations.people.actions import add_person, take_consent
from inroads.foundations.people.models import Consent, Person
from inroads.foundations.places.queries import kilometres
from inroads.overview.demo.county import County
from inroads.overview.demo.names import Names
from inroads.overview.demo.offers import Offers
from inroads.overview.demo.partners import Partners
from inroads.programme.champions.models import Champion
from inroads.programme.help.actions import record_help
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.actions import (
    accept_referral,
    agree_step,
    close_route,
    decline_referral,
    keep_promise,
    send_referral,
    withdraw_referral,
)
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.referrals.promises import promise_date
from inroads.programme.referrals.wording import consent_words
from inroads.programme.timetable.bank_holidays import is_working_day
from inroads.programme.timetable.local_time import local, moment
from inroads.programme.timetable.models import Session

Outcome, SaidNo = Route.Outcome, Route.SaidNo
WITH_DEMO = 2  # of those arranged, with the demo champion
# Of a hundred referrals: how many stand where. The rest are closed.
WAITING, ARRANGED, ACCEPTED, DECLINED, WITHDRAWN = 5, 6, 9, 4, 2
# What becomes of a hundred that are closed, and whether they came to be helped first.
CLOSED = [
    (Outcome.SORTED, True, 46),
    (Outcome.CARRYING_ON, True, 24),
    (Outcome.PASSED_ON, True, 8),
    (Outcome.SAID_NO, False, 13),
    (Outcome.NOT_REACHED, False, 9),
]
NOTES = [
    "She has a new phone from her daughter and is afraid to press anything.",
    "He was told to fill in his forms online and has never used a computer.",
    "Would like to see the grandchildren on a video call.",
    "Cannot order repeat prescriptions since the surgery went online.",
    "Lost money to a text about a parcel last year and needs a patient person.",
    "",
    "",
]
REASONS = ["They live outside Wessex.", "They already come to our Tuesday session."]
# Partners began to refer people in the wards with the greatest need; from elsewhere come only so many.
FIRST_WARDS, EVERYWHERE = 11, 0.14
# How one can be reached, and how many of a hundred like it best.
REACHED_BY = [("voice", 52), ("text", 26), ("post", 16), ("email", 6)]


@dataclass
class Referring:
    """Makes people, and takes their referrals as far as wanted."""

    county: County
    partners: Partners
    offers: Offers
    sessions: list[Session]
    promised: dict[int, Champion]
    demo: Champion
    names: Names
    at: datetime
    on: date
    ward_shares: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        wards = {ward.pk: 0.0 for ward in self.county.wards.values()}
        for area, need in zip(self.county.areas, self.county.need, strict=True):
            wards[area.parent_id or 0] += need
        need_of_wards = np.array(list(wards.values()))
        self.ward_shares = EVERYWHERE * need_of_wards / need_of_wards.sum()
        first = np.argsort(-need_of_wards)[:FIRST_WARDS]
        self.ward_shares[first] += (1 - EVERYWHERE) / len(first)
        self.ward_shares /= self.ward_shares.sum()
        self.start_of = np.array([session.starts_at.timestamp() for session in self.sessions])

    @property
    def rng(self) -> np.random.Generator:
        return self.names.rng

    def make(self, wanted: int) -> Iterator[Referral]:
        """So many, the long closed first."""
        share = max(wanted / 100, 0.5)
        waiting, arranged, declined, withdrawn = (
            max(1, round(part * share)) for part in (WAITING, ARRANGED, DECLINED, WITHDRAWN)
        )
        # Enough to be worth matching at once, where the county is large.
        accepted = max(2, round(ACCEPTED * wanted / 100))
        closed = wanted - waiting - arranged - accepted - declined - withdrawn
        # Spread over the year, so that each month has some.
        for age in sorted(self.rng.integers(32, 330, closed), reverse=True):
            yield self.closed(self.working_moment(int(age)))
        for _ in range(declined):
            yield self.declined(self.working_moment(int(self.rng.integers(10, 200))))
        for _ in range(withdrawn):
            yield self.withdrawn(self.working_moment(int(self.rng.integers(10, 200))))
        for number in range(arranged):
            sent_at = self.working_moment(int(self.rng.integers(4, 14)))
            yield self.arranged(sent_at, self.demo if number < WITH_DEMO else None)
        for number in range(accepted):
            yield self.accepted(self.working_moment(2 + number % 12))
        for number in range(waiting):
            yield self.waiting(number)

    # How far each goes

    def closed(self, sent_at: datetime) -> Referral:
        referral, route = self.accepted_route(sent_at)
        weights = np.array([often for *_, often in CLOSED])
        outcome, helped, _ = CLOSED[self.rng.choice(len(CLOSED), p=weights / weights.sum())]
        ends_at = sent_at + timedelta(days=int(self.rng.integers(6, 20)))
        if helped:
            step = self.step(route, sent_at + timedelta(days=2), before=self.at)
            if step:
                self.help(step)
                ends_at = step.session.ends_at + timedelta(days=int(self.rng.integers(1, 15)))
            else:
                outcome = Outcome.NOT_REACHED
        reason = self.rng.choice(SaidNo.values) if outcome == Outcome.SAID_NO else ""
        close_route(
            route,
            outcome=outcome,
            said_no=str(reason),
            at=min(ends_at, self.at),
            by=self.partners.coordinator,
        )
        return referral

    def arranged(self, sent_at: datetime, champion: Champion | None) -> Referral:
        """A place is kept for them today or in the days to come."""
        referral, route = self.accepted_route(sent_at)
        self.step(route, moment(self.on, time(0)) - timedelta(hours=8), None, champion)
        return referral

    def accepted(self, sent_at: datetime) -> Referral:
        """Spoken with; where they go is still to be found."""
        referral, _ = self.accepted_route(sent_at)
        return referral

    def declined(self, sent_at: datetime) -> Referral:
        return decline_referral(
            self.sent(sent_at),
            reason=str(self.rng.choice(REASONS)),
            at=sent_at + timedelta(days=1),
            by=self.partners.coordinator,
        )

    def withdrawn(self, sent_at: datetime) -> Referral:
        referral = self.sent(sent_at)
        return withdraw_referral(
            referral, at=sent_at + timedelta(hours=3), by=self.referrer(referral.sender)
        )

    def waiting(self, number: int) -> Referral:
        """The first is late by two days, the next two are promised for today, the others for the days to come."""
        days = -2 if number == 0 else 0 if number < 3 else 1 + number % 5
        promise_on = self.on + timedelta(days=days)
        sent_at = self.working_moment(max(1, 7 - days))
        return self.sent(min(sent_at, self.at - timedelta(hours=1)), promise_on=promise_on)

    # The pieces

    def sent(self, sent_at: datetime, promise_on: date | None = None) -> Referral:
        sender = self.partners.senders[
            int(self.rng.choice(len(self.partners.senders), p=[0.4, 0.22, 0.16, 0.12, 0.1]))
        ]
        by, council = self.referrer(sender), self.partners.council
        promise_on = promise_on or promise_date(local(sent_at).date())
        person = self.person(sent_at, by)
        passed = {SharedField.CONTACT, SharedField.PLACE, SharedField.NEED}
        consent = take_consent(
            person,
            sender,
            Purpose.REFERRING,
            words=consent_words(
                sender,
                council,
                passed=passed | ({SharedField.NAME} if person.name else set()),
                tells_outcome=True,
                promise_on=promise_on,
            ),
            how=Consent.How.SPOKEN,
            at=sent_at,
            by=by,
        )
        numbers = self.rng.choice(
            len(self.offers.topics), int(self.rng.integers(1, 4)), False, self.offers.topic_shares
        )
        return send_referral(
            person,
            sender=sender,
            receiver=council,
            consent=consent,
            topics=[self.offers.topics[number] for number in numbers],
            note=str(self.rng.choice(NOTES)),
            at=sent_at,
            promise_on=promise_on,
            by=by,
            journey=UUID(bytes=self.rng.bytes(16), version=4),
        )

    def accepted_route(self, sent_at: datetime) -> tuple[Referral, Route]:
        """Accepted the next day, and spoken with on the third."""
        referral = self.sent(sent_at)
        answered_at = sent_at + timedelta(hours=int(self.rng.integers(2, 30)))
        route = accept_referral(
            referral, at=min(answered_at, self.at), by=self.partners.coordinator
        )
        spoken_on = min(local(answered_at).date() + timedelta(days=1), self.on)
        return referral, keep_promise(route, on=spoken_on, by=self.partners.coordinator)

    def step(
        self,
        route: Route,
        after: datetime,
        before: datetime | None,
        champion: Champion | None = None,
    ) -> Step | None:
        """A place at one of the nearer sessions of the next three weeks, with whoever promised to be there."""
        for session in self.nearest_sessions(route.referral.person, after, before, champion):
            try:
                return agree_step(
                    route,
                    champion=self.promised[session.pk],
                    session=session,
                    at=after,
                    by=self.partners.coordinator,
                )
            except Refused:
                continue  # full, or they have enough people: the next one
        return None

    def nearest_sessions(
        self,
        person: Person,
        after: datetime,
        before: datetime | None,
        champion: Champion | None,
    ) -> list[Session]:
        begin = np.searchsorted(self.start_of, after.timestamp(), side="right")
        end = np.searchsorted(self.start_of, (after + timedelta(days=21)).timestamp())
        if before:
            limit = (before - timedelta(hours=8)).timestamp()
            end = min(end, np.searchsorted(self.start_of, limit))
        ward = person.ward
        found = [
            session
            for session in self.sessions[begin:end]
            if session.pk in self.promised and champion in (None, self.promised[session.pk])
        ]
        if ward is None:
            return found[:10]
        here = (ward.lat or 0.0, ward.lon or 0.0)
        return sorted(
            found,
            key=lambda session: (
                kilometres(*here, session.venue.lat or 0.0, session.venue.lon or 0.0),
                session.starts_at,
            ),
        )[:10]

    def help(self, step: Step) -> None:
        """They came, and the champion wrote it down."""
        session = step.session
        record_help(
            sender_id=UUID(bytes=self.rng.bytes(16), version=4),
            given_at=session.starts_at + timedelta(minutes=30),
            received_at=session.ends_at,
            door=HelpRecord.Door.TAP,
            topic=step.route.referral.topics.order_by("pk")[0],
            minutes=int(self.rng.choice([30, 60])),
            outcome=HelpRecord.Outcome.SORTED,
            champion=step.champion,
            session=session,
            person=step.route.referral.person,
            by=step.champion,
        )

    def person(self, at: datetime, by) -> Person:
        """Somebody who lives where need is, who may have no e-mail and may give no name."""
        rng, names = self.rng, self.names
        wards = list(self.county.wards.values())
        ward = wards[int(rng.choice(len(wards), p=self.ward_shares))]
        homes = self.county.postcodes_of(ward)
        home = homes[int(rng.integers(len(homes)))]
        language = names.language()
        weights = np.array([often for _, often in REACHED_BY])
        kind = REACHED_BY[int(rng.choice(len(REACHED_BY), p=weights / weights.sum()))][0]
        value = {
            "voice": names.landline,
            "text": names.mobile,
            "email": lambda: f"neighbour{names.numbers}@wessex.example",
        }.get(kind, str)()
        return add_person(
            name=names.name(language) if rng.random() > 0.04 else "",
            birth_year=at.year - int(np.clip(rng.normal(69, 14), 19, 97)),
            address=f"{names.street()}, {ward.name}",
            postcode=home.postcode,
            languages=list(dict.fromkeys([language, "en"])),
            needs_interpreter=language != "en" and bool(rng.random() < 0.4),
            access_needs=["large_print"] if rng.random() < 0.15 else [],
            contact_ways=[{"kind": kind, "value": value, "preferred": True}],
            at=at,
            by=by,
        )

    def referrer(self, sender: Organisation):
        return self.partners.referrer_at(sender)

    def working_moment(self, days_ago: int) -> datetime:
        """An hour of a working day about so long ago."""
        day = self.on - timedelta(days=days_ago)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return moment(day, time(int(self.rng.integers(9, 16)), int(self.rng.integers(60))))
