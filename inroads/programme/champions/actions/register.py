"""Champions apply, are added, changed, rest, leave."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.actions import add_person, change_person, end_holding, hold
from inroads.foundations.people.models import Holding, Person
from inroads.foundations.places.models import Venue
from inroads.programme.champions.actions.shifts import drop_shift
from inroads.programme.champions.checking import require_current, why_not_alone
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic, Weekday
from inroads.programme.timetable.local_time import bounds


@transaction.atomic
def add_champion(
    person: Person,
    *,
    network: str,
    organisation: Organisation,
    venue: Venue | None = None,
    topics: Iterable[Topic] = (),
    days: Sequence[int] = (),
    capacity: int = 2,
    joined_on: date,
    by: Actor,
) -> Champion:
    """A person becomes a champion; their organisation, and the one that leads, now hold them for helping."""
    champion = Champion(
        person=person,
        network=network,
        organisation=organisation,
        venue=venue,
        days=_real_days(days),
        capacity=capacity,
        joined_on=joined_on,
    )
    _save(champion, field="network")
    champion.topics.set(topics)
    _hold(champion, on=joined_on, by=by)
    record("champion.added", champion, by=by)
    return champion


@transaction.atomic
def add_new_champion(*, details: dict[str, Any], at: datetime, by: Actor, **champion) -> Champion:
    """Someone not known yet becomes a champion; `details` as for `add_person`, the rest as for `add_champion`."""
    person = add_person(**details, at=at, by=by)
    return add_champion(person, **champion, by=by)


@transaction.atomic
def apply_to_help(
    *, details: dict[str, Any], network: str, days: Sequence[int], at: datetime, on: date, by: Actor
) -> Champion:
    """Somebody would like to become a champion; `details` as for `add_person`. Nobody is asked to trust them yet."""
    leading = _leading()
    if leading is None:
        raise Refused("Nobody leads the programme here yet. Ring us instead")
    locked(leading)  # one after the other, so that what is sent twice is written down once
    if earlier := _applied_already(**details):
        return earlier
    champion = Champion(
        person=add_person(**details, at=at, by=by),
        network=Champion.Network(network),
        organisation=leading,
        days=_real_days(days),
        status=Champion.Status.APPLIED,
    )
    champion.save()
    _hold(champion, on=on, by=by)
    record("champion.applied", champion, by=by)
    return champion


@transaction.atomic
def take_next_step(champion: Champion, *, after: str, on: date, by: Actor) -> Champion:
    """Applied, checked, trained, active: the step after one, taken once, and none without the role's checks."""
    champion = locked(champion)
    if not champion.is_joining:
        raise Refused("They are not on the way to joining")
    if champion.status != after:
        raise Refused("Somebody has taken this step already")
    if why_not := why_not_alone(champion, on):
        raise Refused(f"Not yet. {why_not}")
    before = values_of(champion, ["status"])
    steps = (*Champion.JOINING, Champion.Status.ACTIVE)
    champion.status = steps[steps.index(Champion.Status(champion.status)) + 1]
    if champion.is_current:
        champion.joined_on = on
    champion.save()
    record("champion.status_set", champion, by=by, changes=changes_between(before, champion))
    return champion


@transaction.atomic
def change_champion(
    champion: Champion,
    *,
    network: str,
    organisation: Organisation,
    venue: Venue | None,
    topics: Iterable[Topic],
    days: Sequence[int],
    capacity: int,
    languages: Sequence[str] | None = None,
    on: date,
    by: Actor,
) -> Champion:
    """Where, when and with what they help; the languages belong to the person and are changed there."""
    champion = locked(champion)
    before = values_of(champion, ["network", "organisation", "venue", "days", "capacity"])
    champion.network, champion.organisation, champion.venue = network, organisation, venue
    champion.days, champion.capacity = _real_days(days), capacity
    _save(champion, field="network")
    champion.topics.set(topics)
    if languages is not None and list(languages) != champion.person.languages:
        change_person(champion.person, languages=languages, by=by)
    changes = changes_between(before, champion)
    if "organisation" in changes and not champion.has_left:
        _let_go(champion, before["organisation"], on=on, by=by)
        _hold(champion, on=on, by=by)
    record("champion.changed", champion, by=by, changes=changes)
    return champion


@transaction.atomic
def set_status(champion: Champion, *, status: str, on: date, by: Actor) -> Champion:
    """They rest, come back, or leave. Who leaves is no longer held, and promised shifts to come are withdrawn."""
    champion = locked(champion)
    before = values_of(champion, ["status"])
    champion.status = Champion.Status(status)
    if before["status"] == champion.status:
        return champion
    if champion.is_joining or (champion.is_current and champion.joined_on is None):
        raise Refused("They become a champion step by step", field="status")
    _save(champion, field="status")
    if champion.has_left:
        for shift in champion.shifts.filter(session__starts_at__gte=bounds(on, on)[0]):
            drop_shift(shift, by=by)
        _let_go(champion, champion.organisation, on=on, by=by)
        if leading := _leading():
            _let_go(champion, leading, on=on, by=by)
    elif before["status"] == Champion.Status.LEFT:
        _hold(champion, on=on, by=by)
    record("champion.status_set", champion, by=by, changes=changes_between(before, champion))
    return champion


@transaction.atomic
def set_availability(
    champion: Champion, *, venue: Venue | None, days: Sequence[int], capacity: int, by: Actor
) -> Champion:
    """Where and when a champion helps, as they say themselves."""
    champion = locked(champion)
    before = values_of(champion, ["venue", "days", "capacity"])
    champion.venue, champion.days, champion.capacity = venue, _real_days(days), capacity
    champion.save()
    record("champion.changed", champion, by=by, changes=changes_between(before, champion))
    return champion


@transaction.atomic
def set_tier(champion: Champion, *, tier: str, by: Actor) -> Champion:
    """A champion takes on more, or less, for other champions."""
    champion = locked(champion)
    require_current(champion)
    before = values_of(champion, ["tier"])
    champion.tier = Champion.Tier(tier)
    if before["tier"] != champion.tier:
        champion.save()
        record("champion.tier_set", champion, by=by, changes=changes_between(before, champion))
    return champion


# What the actions above share


def _applied_already(*, name: str, contact_ways: Iterable[dict] = (), **_: Any) -> Champion | None:
    """Somebody of this name and this number or address, who has applied and is at the first step."""
    applied = Champion.objects.filter(
        status=Champion.Status.APPLIED,
        person__name=name,
        person__contact_ways__value__in=[way["value"] for way in contact_ways],
    )
    return applied.first()


def _save(champion: Champion, *, field: str) -> None:
    """Save, unless the person is a champion in this network by another record."""
    try:
        with transaction.atomic():
            champion.save()
    except IntegrityError:
        raise Refused("They are a champion in this network already", field=field) from None


def _real_days(days: Sequence[int]) -> list[int]:
    return sorted({int(Weekday(day)) for day in days})


def _leading() -> Organisation | None:
    return Organisation.objects.filter(leads=True).first()


def _hold(champion: Champion, *, on: date, by: Actor) -> None:
    """Whom they help for, and who runs the programme, keep their record for helping."""
    holders = {champion.organisation, _leading()} - {None}
    for organisation in sorted(holders, key=lambda item: item.pk if item else 0):
        assert organisation  # noqa: S101 - None was taken out above
        hold(champion.person, organisation, Purpose.HELPING, on=on, by=by)


def _let_go(champion: Champion, organisation: Organisation, *, on: date, by: Actor) -> None:
    """The organisation holds them for helping no longer, unless they still help it in another network."""
    others = Champion.objects.filter(person=champion.person).exclude(status=Champion.Status.LEFT)
    needed = {_leading()} | {other.organisation for other in others}
    if others.exists() and organisation in needed:
        return
    holdings = Holding.objects.filter(
        person=champion.person,
        organisation=organisation,
        purpose=Purpose.HELPING,
        ends_on=None,
    )
    for holding in holdings:
        end_holding(holding, on=on, by=by)
