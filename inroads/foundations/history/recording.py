"""How an action writes itself into the history."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from inroads.foundations.history.models import Event

VERB = re.compile(r"[a-z_]+(\.[a-z_]+)+")
LONGEST_WHY = Event._meta.get_field("why").max_length


class Machine(str):
    """Something that acts without a person: the nightly round, an import from the shell, the sample place."""


Actor = models.Model | Machine


def record(
    verb: str, thing: models.Model, *, by: Actor, why: str = "", changes: dict | None = None
) -> Event:
    """Write one event, in the transaction of the action that it tells of."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} was recorded outside the transaction that did it")
    if not VERB.fullmatch(verb):
        raise ValueError(f"A verb reads like referral.accepted, not {verb}")
    return Event.objects.create(
        verb=verb,
        thing=reference(thing),
        by=reference(by),
        why=why[:LONGEST_WHY],
        changes=changes or {},
    )


def record_each(verb: str, things: Iterable[models.Model], *, by: Actor) -> None:
    """Write one event for each of these things, all in one statement, in the transaction of the action."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} was recorded outside the transaction that did it")
    who = reference(by)
    Event.objects.bulk_create(Event(verb=verb, thing=reference(one), by=who) for one in things)


def reference(actor: Actor) -> str:
    """How the history names a record (`people.person/12`) or a machine (`nightly`)."""
    if isinstance(actor, Machine):
        return str(actor)
    if actor.pk is None:
        raise ValueError(f"{actor._meta.label} has no key: record it before it is removed")
    return f"{actor._meta.label_lower}/{actor.pk}"


def values_of(thing: models.Model, fields: list[str]) -> dict[str, Any]:
    """What these fields hold now, to be compared with what they hold later."""
    return {name: getattr(thing, name) for name in fields}


def changes_between(before: dict[str, Any], thing: models.Model) -> dict[str, Any]:
    """Old and new of each changed field; of a personal field only that it changed."""
    personal: set[str] = getattr(thing, "personal", set())
    return {
        name: "changed" if name in personal else [str(old), str(getattr(thing, name))]
        for name, old in before.items()
        if old != getattr(thing, name)
    }
