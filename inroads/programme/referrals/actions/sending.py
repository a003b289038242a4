"""A person is referred, with their consent, to an organisation that can help."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.organisations.models import Organisation, Purpose, SharedField
from inroads.foundations.people.actions import add_person, change_person, hold, take_consent
from inroads.foundations.people.models import Consent, ContactWay, Language, Person
from inroads.programme.directory.models import Topic
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.queries import (
    holds_person,
    may_pass_on,
    no_agreement,
    shared_fields,
)
from inroads.programme.referrals.telling import tell_receiver

# Which facts of a person each shared field covers.
COVERED = {
    SharedField.NAME: ["name", "birth_year"],
    SharedField.CONTACT: ["contact_ways"],
    SharedField.PLACE: ["postcode", "address"],
    SharedField.LANGUAGE: ["languages", "needs_interpreter"],
    SharedField.ACCESS: ["access_needs"],
}


@transaction.atomic
def refer_person(
    *,
    person: Person | None,
    details: dict[str, Any],
    sender: Organisation,
    receiver: Organisation,
    topics: Iterable[Topic],
    note: str,
    words: str,
    how: str,
    journey: UUID,
    promise_on: date,
    at: datetime,
    by: Actor,
) -> Referral:
    """A whole journey at once: the person (new, unless one was chosen), their consent, the referral.

    The journey's id is unique, so that whatever is sent twice makes one referral.
    """
    if earlier := Referral.objects.filter(journey=journey, sender=sender).first():
        return earlier
    fields = agreed_fields(sender, receiver, timezone.localdate(at))
    try:
        with transaction.atomic():
            if person is None:
                allowed = {name for field in fields for name in COVERED.get(SharedField(field), [])}
                given = {name: value for name, value in details.items() if name in allowed}
                person = add_person(**given, at=at, by=by)
            elif not holds_person(sender, person, timezone.localdate(at)):
                raise Refused(f"{sender} does not hold this person’s record. Choose somebody new")
            elif not may_pass_on(person, fields):
                raise Refused("Your agreement does not cover all that is kept of this person")
            else:
                add_answers(person, details, fields, by=by)
            hold(person, sender, Purpose.REFERRING, on=timezone.localdate(at), by=by)
            consent = take_consent(
                person, sender, Purpose.REFERRING, words=words, how=how, at=at, by=by
            )
            return send_referral(
                person,
                sender=sender,
                receiver=receiver,
                consent=consent,
                topics=topics,
                note=note,
                at=at,
                promise_on=promise_on,
                by=by,
                journey=journey,
            )
    except IntegrityError as error:
        earlier = Referral.objects.filter(journey=journey, sender=sender).first()
        if earlier is None:
            raise Refused("This could not be sent. Start the referral again") from error
        return earlier


@transaction.atomic
def send_referral(
    person: Person,
    *,
    sender: Organisation,
    receiver: Organisation,
    consent: Consent,
    topics: Iterable[Topic],
    note: str,
    at: datetime,
    promise_on: date,
    by: Actor,
    journey: UUID | None = None,
) -> Referral:
    """One organisation asks another to help a person who said yes to it; both hold the person from now."""
    on = timezone.localdate(at)
    fields = agreed_fields(sender, receiver, on)
    if consent.person_id != person.pk or not consent.stands:
        raise Refused("They have not said yes to this")
    covers_need = SharedField.NEED in fields
    referral = Referral.objects.create(
        person=person,
        sender=sender,
        receiver=receiver,
        consent=consent,
        sent_by=by if isinstance(by, User) else None,
        note=note if covers_need else "",
        ward=person.ward,
        sent_at=at,
        promise_on=promise_on,
        journey=journey or uuid4(),
    )
    if covers_need:
        referral.topics.set(topics)
    hold(person, sender, Purpose.REFERRING, on=on, by=by)
    hold(person, receiver, Purpose.ARRANGING, on=on, by=by)
    tell_receiver(referral, at=at, by=by)
    record("referral.sent", referral, by=by)
    return referral


def add_answers(person: Person, details: dict[str, Any], fields: set[str], *, by: Actor) -> None:
    """What somebody already known has just said is added to their record; what it held before is kept."""
    new: dict[str, Any] = {}
    for name in ("name", "postcode", "address"):
        if details.get(name) and not getattr(person, name):
            new[name] = details[name]
    for name in ("languages", "access_needs"):
        added = [said for said in details.get(name, []) if said not in getattr(person, name)]
        # Everyone is asked in English; it says nothing of who has another language.
        if added and not (added == [Language.ENGLISH] and person.languages):
            new[name] = [*getattr(person, name), *added]
    if details.get("needs_interpreter"):
        new["needs_interpreter"] = True
    allowed = {name for field in fields for name in COVERED.get(SharedField(field), [])}
    new = {name: value for name, value in new.items() if name in allowed}
    if SharedField.CONTACT in fields and (ways := ways_added(person, details)):
        new["contact_ways"] = ways
    if new:
        change_person(person, by=by, **new)


def ways_added(person: Person, details: dict[str, Any]) -> list[dict]:
    """All ways to reach them, if one of those just said is new; those known are kept as they are."""
    known: list[dict] = list(person.contact_ways.values("kind", "value", "note", "preferred"))  # type: ignore[arg-type]
    pairs = {(way["kind"], way["value"]) for way in known}
    fresh = [
        {**way, "preferred": False}
        for way in details.get("contact_ways", [])
        if (way["kind"], way["value"]) not in pairs
        and (way["kind"] != ContactWay.Kind.POST or person.written_to_at or details.get("address"))
    ]
    return [*known, *fresh] if fresh else []


def agreed_fields(sender: Organisation, receiver: Organisation, on: date) -> set[str]:
    """What may be passed; a refusal if nothing was agreed."""
    fields = shared_fields(sender, receiver, on)
    if fields is None:
        raise Refused(no_agreement(sender, receiver))
    return fields
