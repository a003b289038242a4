"""What is shown of referrals: coverage by agreement, lists, suggestions, what became of them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from inroads.foundations.organisations.models import Organisation, Purpose, SharedField
from inroads.foundations.organisations.queries import agreement_in_force
from inroads.foundations.people.models import PHONE_KINDS, Holding, Person
from inroads.foundations.people.permissions import holdings_in_force, visible_people
from inroads.foundations.people.queries import possible_duplicates
from inroads.foundations.places.queries import find_postcode, kilometres
from inroads.programme.champions.checking import cleared
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.directory.queries import counts_under
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral, Step
from inroads.programme.referrals.suggestions import Suggestion, fit
from inroads.programme.timetable.local_time import bounds, local
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.queries import overlapping

WEEKS_AHEAD = 4
# For so many days after a referral is over, those who had to do with it can look back.
KEPT_AFTER_CLOSING = 90

WAITING = Q(status=Referral.Status.SENT)
OPEN = Q(status=Referral.Status.ACCEPTED, route__closed_at=None)
CLOSED = Q(status__in=[Referral.Status.DECLINED, Referral.Status.WITHDRAWN]) | Q(
    route__closed_at__isnull=False
)
STAGES = {"waiting": WAITING, "open": OPEN, "closed": CLOSED}


# What the sharing agreement covers


def leading_organisation() -> Organisation | None:
    """The organisation that leads the programme: it receives every referral."""
    return Organisation.objects.filter(leads=True).first()


def shared_fields(sender: Organisation, receiver: Organisation, on: date) -> set[str] | None:
    """What the sender may tell the receiver of a person it refers; None if nothing was agreed.

    Nothing is passed on when somebody walks in: the organisation that leads refers them to itself.
    """
    if sender.pk == receiver.pk:
        return set(SharedField.values)
    agreement = agreement_in_force(sender, receiver, Purpose.REFERRING, on)
    return set(agreement.fields) if agreement else None


def no_agreement(sender: Organisation, receiver: Organisation) -> str:
    """Why nobody can be referred, and what to do."""
    return (
        f"{sender} has no agreement with {receiver} about referring people that is in force today,"
        f" so nobody can be referred. Ask {receiver} to set one up."
    )


def facts_kept(person: Person) -> set[str]:
    """Which kinds of facts are kept of a person who is already known: the receiver will see them all."""
    kept = {
        SharedField.NAME: person.name or person.birth_year,
        SharedField.CONTACT: person.contact_ways.exists(),
        SharedField.PLACE: person.postcode or person.address,
        SharedField.LANGUAGE: person.languages or person.needs_interpreter,
        SharedField.ACCESS: person.access_needs,
    }
    return {str(field) for field, value in kept.items() if value}


def may_pass_on(person: Person, fields: set[str]) -> bool:
    """Whether the agreement covers all that is kept of a person who is already known."""
    return facts_kept(person) <= fields


def holds_person(organisation: Organisation, person: Person, on: date) -> bool:
    """The organisation keeps the person's record on this day, for whatever purpose."""
    return holdings_in_force(on).filter(organisation=organisation, person=person).exists()


def may_name(referral: Referral, on: date) -> bool:
    """The receiver may name the person to the sender: it was agreed, and they have not changed their mind."""
    fields = shared_fields(referral.sender, referral.receiver, on) or set()
    return SharedField.NAME in fields and referral.consent.stands


def may_tell_outcome(referral: Referral, on: date) -> bool:
    """The receiver may tell the sender what became of it."""
    return SharedField.OUTCOME in (shared_fields(referral.sender, referral.receiver, on) or set())


# Lists


def in_stage(referrals: QuerySet[Referral], stage: str) -> QuerySet[Referral]:
    """Waiting for an answer, open, or closed; the earliest promise first, or the latest answer."""
    chosen = referrals.filter(STAGES[stage])
    if stage == "closed":
        return chosen.order_by("-answered_at", "-pk")
    return chosen.order_by("promise_on", "pk")


def count_stages(referrals: QuerySet[Referral]) -> dict[str, int]:
    """How many are at each stage."""
    return referrals.order_by().aggregate(
        **{stage: Count("pk", filter=where, distinct=True) for stage, where in STAGES.items()}
    )


def with_people(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Each referral with all that a row of a list says of it, in a fixed number of queries."""
    return referrals.select_related(
        "person", "person__ward", "sender", "receiver", "route", "answered_by"
    ).prefetch_related("topics")


def with_steps(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Each referral with all that its own page says of it."""
    steps = Step.objects.select_related(
        "champion__person", "session__venue", "booking"
    ).prefetch_related("session__shifts")
    return referrals.select_related(
        "person", "sender", "receiver", "route", "consent", "answered_by", "sent_by"
    ).prefetch_related("topics", Prefetch("route__steps", steps))


def late_promises(referrals: QuerySet[Referral], on: date) -> QuerySet[Referral]:
    """Those whose promise day has passed and with whom nobody has spoken yet."""
    return referrals.filter(
        WAITING | (OPEN & Q(route__spoken_on=None)), promise_on__lt=on
    ).order_by("promise_on", "pk")


def names_shown(user, referrals: list[Referral]) -> set[int]:
    """Of the people in these referrals, those whom the user sees: their organisation still holds them."""
    people = [referral.person_id for referral in referrals]
    return set(visible_people(user).filter(pk__in=people).values_list("pk", flat=True))


def outcomes_told(referrals: list[Referral], on: date) -> set[int]:
    """Of these referrals, those whose sender may be told what became of them."""
    pairs = {(each.sender, each.receiver) for each in referrals}
    told = {
        (sender.pk, receiver.pk)
        for sender, receiver in pairs
        if sender == receiver
        or SharedField.OUTCOME in (shared_fields(sender, receiver, on) or set())
    }
    return {each.pk for each in referrals if (each.sender_id, each.receiver_id) in told}


def known_already(user, *, name: str, postcode: str, phones: list[str]) -> list[tuple[Person, str]]:
    """People who may be the same and whom the user may see, each with the reason."""
    return possible_duplicates(visible_people(user), name=name, postcode=postcode, phones=phones)


def possible_doubles(user, referral: Referral) -> list[tuple[Person, str]]:
    """Other people whom the receiver holds and who may be the person of this referral."""
    person = referral.person
    phones = [way.value for way in person.contact_ways.all() if way.kind in PHONE_KINDS]
    found = known_already(user, name=person.name, postcode=person.postcode, phones=phones)
    return [(other, reason) for other, reason in found if other.pk != person.pk]


# Letting go


def holdings_no_longer_needed(on: date) -> QuerySet[Holding]:
    """What a sender or a receiver holds for referrals that were all over ninety days ago and more."""
    last_kept = on - timedelta(days=KEPT_AFTER_CLOSING)
    over_before, _ = bounds(last_kept, on)
    theirs = Referral.objects.filter(person=OuterRef("person"))
    sent, received = (
        theirs.filter(**{side: OuterRef("organisation")}) for side in ("sender", "receiver")
    )
    still_needed = Q(answered_at=None) | Q(answered_at__gte=over_before)
    still_needed |= OPEN | Q(route__closed_at__gte=over_before)
    # What was held before anybody referred them is held for a reason of its own.
    began_it = Q(sent_at__date__lte=OuterRef("starts_on"))
    done_asking, done_arranging = (
        Q(Exists(asked.filter(began_it)), ~Exists(asked.filter(still_needed)), purpose=purpose)
        for asked, purpose in ((sent, Purpose.REFERRING), (received, Purpose.ARRANGING))
    )
    return Holding.objects.filter(
        done_asking | done_arranging, ends_on=None, starts_on__lte=last_kept
    )


# Suggestions


def steps_on_hand() -> Q:
    """The steps that a champion has on hand: agreed, in a route that is open."""
    return Q(steps__status=Step.Status.AGREED, steps__route__closed_at=None)


def places_with(champion: Champion) -> int:
    """How many more referred people a champion can take on; none unless they are active."""
    if champion.status != Champion.Status.ACTIVE:
        return 0
    on_hand = Champion.objects.filter(pk=champion.pk).aggregate(
        people=Count("steps__route", filter=steps_on_hand(), distinct=True)
    )
    return champion.capacity - on_hand["people"]


def free_champions(on: date, among: QuerySet[Champion] | None = None) -> QuerySet[Champion]:
    """Active champions who may help one to one and can take on one more person, with how many they have on hand."""
    champions = Champion.objects.all() if among is None else among
    people = Count("steps__route", filter=steps_on_hand(), distinct=True)
    return (
        cleared(champions, on)
        .filter(status=Champion.Status.ACTIVE, person__erased_at=None)
        .annotate(people_on_hand=people)
        .filter(people_on_hand__lt=F("capacity"))
        .select_related("person", "venue")
        .prefetch_related("topics")
        .order_by("pk")
    )


def open_sessions(after: datetime, on: date) -> QuerySet[Session]:
    """Sessions of the next four weeks with a place left, at venues that are open."""
    _, until = bounds(on, on + timedelta(weeks=WEEKS_AHEAD, days=-1))
    return (
        Session.objects.filter(
            status=Session.Status.PLANNED,
            starts_at__gt=after,
            starts_at__lt=until,
            taken__lt=F("capacity"),
            venue__is_open=True,
            service__retired=False,
        )
        .select_related("venue", "service")
        .order_by("starts_at")
    )


def sessions_without(person: Person, after: datetime, on: date) -> QuerySet[Session]:
    """Sessions with a place left at which this person has none yet, nor anywhere else at that time."""
    kept = person.bookings.filter(status=Booking.Status.KEPT)
    then = Session.objects.filter(
        bookings__in=kept,
        status=Session.Status.PLANNED,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    return open_sessions(after, on).filter(~Exists(then))


def booked_then(person: Person, session: Session) -> Session | None:
    """Another session at which the person has a place and that is on at that time."""
    kept = person.bookings.filter(status=Booking.Status.KEPT)
    return overlapping(session).filter(bookings__in=kept).first()


def suggestions(
    referral: Referral,
    on: date,
    *,
    after: datetime | None = None,
    among: QuerySet[Champion] | None = None,
) -> list[Suggestion]:
    """Champions with a session near the person in the next four weeks, the best first, each with its reasons.

    A champion is suggested at sessions that they promised to be at, and at those of their own venue on their
    days; `among` says which champions may be suggested at all. Without a known postcode nobody is nearer than
    anybody else, and no distance is said.
    """
    person = referral.person
    sessions = sessions_without(person, after or bounds(on, on)[0], on)
    offered = Offered.of(list(sessions))
    topics = {topic.pk for topic in referral.topics.all()}
    helps = helps_given(topics)
    home = find_postcode(person.postcode) if person.postcode else None
    found = []
    for champion in free_champions(on, among).exclude(person=person):
        if there := offered.to(champion):
            fits = fit(
                champion,
                wanted_languages=person.languages,
                wanted_topics=topics,
                helps=helps,
                on_hand=champion.people_on_hand,  # type: ignore[attr-defined]
            )
            found += [fits.at(session, distance(home, session)) for session in there]
    return sorted(found, key=lambda each: each.rank)


def why_nobody(
    person: Person, on: date, *, after: datetime, among: QuerySet[Champion]
) -> tuple[str, Session | None]:
    """Why nobody is suggested at all, in one word, and a session with a place that somebody could promise."""
    session = sessions_without(person, after, on).first()
    if session is None:
        return "sessions", None
    if not among.filter(status=Champion.Status.ACTIVE).exists():
        return "champions", session
    return ("promises" if free_champions(on, among).exists() else "busy"), session


@dataclass(frozen=True)
class Offered:
    """Sessions that may be suggested, by venue, and all that each champion promised, full ones too."""

    sessions: dict[int, Session]
    at_venue: dict[int, list[Session]]
    promised: dict[int, list[Session]]

    @classmethod
    def of(cls, sessions: list[Session]) -> "Offered":
        """The sessions in both orders, with one query for the promises."""
        offered = cls({each.pk: each for each in sessions}, defaultdict(list), defaultdict(list))
        for session in sessions:
            offered.at_venue[session.venue_id].append(session)
        if sessions:
            then = Shift.objects.filter(
                session__status=Session.Status.PLANNED,
                session__ends_at__gt=sessions[0].starts_at,
                session__starts_at__lt=max(each.ends_at for each in sessions),
            )
            for shift in then.select_related("session"):
                offered.promised[shift.champion_id].append(shift.session)
        return offered

    def to(self, champion: Champion) -> list[Session]:
        """Those where they promised to be; those at their own venue, on their days, while they are nowhere else."""
        promised = self.promised.get(champion.pk, [])
        own = self.at_venue.get(champion.venue_id or 0, [])
        return [self.sessions[each.pk] for each in promised if each.pk in self.sessions] + [
            session
            for session in own
            if not any(session.is_on_during(other) for other in promised)
            and (not champion.days or local(session.starts_at).weekday() in champion.days)
        ]


def best_for_each_champion(found: list[Suggestion], most: int) -> list[Suggestion]:
    """The first suggestion for each champion, so that one champion does not fill the page."""
    firsts: dict[int, Suggestion] = {}
    for each in found:
        firsts.setdefault(each.champion.pk, each)
    return list(firsts.values())[:most]


def helps_given(topics: set[int]) -> Counter:
    """How many helps each champion gave with each of these topics, and with those merged into it."""
    rows = (
        HelpRecord.objects.standing()
        .annotate(about=counts_under())
        .filter(about__in=topics, champion__isnull=False)
        .order_by()
        .values_list("champion_id", "about")
        .annotate(helps=Count("pk"))
    )
    return Counter({(champion, topic): helps for champion, topic, helps in rows})


def distance(home, session: Session) -> float | None:
    """From the person's postcode to the venue, if both are known."""
    venue = session.venue
    if home is None or venue.lat is None or venue.lon is None:
        return None
    return kilometres(home.lat, home.lon, venue.lat, venue.lon)
