"""What happens in the outbox: a message is written, once; tried again; printed and posted; swept."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record, record_each, reference
from inroads.foundations.notifications.backends import backend_for
from inroads.foundations.notifications.delivery import deliver_soon, follow_up
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.people.models import ContactWay, Person
from inroads.foundations.people.phones import international

Kind = Message.Kind
Status = Message.Status
LONGEST_BODY = 10_000
# After this long without news a message is stuck, and is asked after.
STUCK = timedelta(hours=1)
# Which contact way becomes which kind of message.
SENT_AS = {
    ContactWay.Kind.TEXT: Kind.TEXT,
    ContactWay.Kind.EMAIL: Kind.EMAIL,
    ContactWay.Kind.POST: Kind.LETTER,
}


@transaction.atomic
def send_message(
    kind: str,
    *,
    address: str,
    subject: str = "",
    body: str,
    person: Person | None = None,
    about: models.Model | None = None,
    once: str = "",
    at: datetime,
    by: Actor,
) -> Message:
    """Put a message into the outbox; it leaves once the transaction is done. The same `once` makes one."""
    address = checked_address(Kind(kind), address)
    subject = checked_subject(Kind(kind), subject)
    if not body.strip() or len(body) > LONGEST_BODY:
        raise Refused(f"Write a message of up to {LONGEST_BODY:,} letters", field="body")
    if person and person.erased_at:
        raise Refused("They have been erased. Nothing more may be sent to them.")
    if once and (first := Message.objects.filter(once=once).first()):
        return first
    message = Message(
        kind=kind,
        address=address,
        subject=subject,
        body=body,
        person=person or person_of(about),
        about=reference(about) if about else "",
        once=once,
        made_at=at,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # Somebody sent it in the meantime.
        return Message.objects.get(once=once)
    record("message.written", message, by=by)
    deliver_soon(message)
    return message


@transaction.atomic
def tell_person(
    person: Person,
    *,
    subject: str,
    body: str,
    about: models.Model | None = None,
    once: str = "",
    at: datetime,
    by: Actor,
) -> Message | None:
    """Tell a person in the way they like best; None if they can only be spoken with."""
    for way in person.contact_ways.filter(kind__in=SENT_AS).order_by("-preferred", "pk"):
        kind = SENT_AS[ContactWay.Kind(way.kind)]
        address = postal_address(person) if kind == Kind.LETTER else way.value
        if address:
            return send_message(
                kind,
                address=address,
                subject=subject,
                body=body,
                person=person,
                about=about,
                once=once,
                at=at,
                by=by,
            )
    return None


@transaction.atomic
def tell_organisation(
    organisation: Organisation,
    *,
    subject: str,
    body: str,
    person: Person | None = None,
    about: models.Model | None = None,
    once: str = "",
    at: datetime,
    by: Actor,
) -> Message | None:
    """Write to an organisation's office; None if it has no address. `person` is whom it speaks of, if anyone."""
    if not organisation.email:
        return None
    return send_message(
        Kind.EMAIL,
        address=organisation.email,
        subject=subject,
        body=body,
        person=person,
        about=about or organisation,
        once=once,
        at=at,
        by=by,
    )


@transaction.atomic
def retry_message(message: Message, *, by: Actor) -> Message:
    """Somebody saw to the trouble: start at the foot of the ladder."""
    message = locked(message)
    if message.status != Status.FAILED:
        raise Refused("Only a message that could not be delivered is sent again")
    if not message.address or not message.body:
        raise Refused("There is nothing left of this message to send")
    message.status, message.tries, message.next_try_at, message.done_at = (
        Status.WAITING,
        0,
        None,
        None,
    )
    message.save(update_fields=["status", "tries", "next_try_at", "done_at"])
    record("message.retried", message, by=by)
    deliver_soon(message)
    return message


@transaction.atomic
def mark_posted(message: Message, *, at: datetime, by: Actor) -> Message:
    """The letter was printed here and put in the post."""
    message = locked(message)
    if message.kind != Kind.LETTER:
        raise Refused("Only letters are posted")
    if message.status == Status.KEPT:
        message.status, message.done_at = Status.POSTED, at
        if message.opens_a_door:
            message.body = ""
        message.save(update_fields=["status", "done_at", "body"])
        record("message.posted", message, by=by)
    return message


@transaction.atomic
def mark_all_posted(messages: Iterable[Message], *, at: datetime, by: Actor) -> int:
    """These letters went into the post together."""
    return sum(mark_posted(one, at=at, by=by).status == Status.POSTED for one in messages)


@transaction.atomic
def read_message(message: Message, *, by: Actor) -> None:
    """Somebody read what was sent; the history keeps that too."""
    record("message.viewed", message, by=by)


@transaction.atomic
def read_messages(messages: Iterable[Message], *, by: Actor) -> None:
    """Somebody read or printed these together."""
    record_each("message.viewed", messages, by=by)


@transaction.atomic
def sweep_stuck(*, at: datetime, by: Actor) -> int:
    """Messages whose sending broke off, or of which no news came, are taken up again; how many.

    One that was taken by a provider who can be asked is asked after. One whose sending broke off goes back
    into the queue if we can find out first whether it left; otherwise a person decides, lest it be sent twice.
    """
    old = Message.objects.filter(sent_at__lt=at - STUCK, status=Status.SENDING)
    swept = 0
    for message in old.select_for_update().order_by("pk"):
        swept += 1
        if message.provider_id:
            key = message.pk
            transaction.on_commit(partial(follow_up.enqueue, key))
        elif backend_for(message.kind).can_be_asked:
            message.status = Status.WAITING
            message.save(update_fields=["status"])
            deliver_soon(message)
        else:
            message.status, message.done_at = Status.FAILED, at
            message.trouble = (
                "Sending broke off. It may have arrived: ask before you send it again."
            )
            message.save(update_fields=["status", "done_at", "trouble"])
        record("message.swept", message, by=by)
    late = Message.objects.filter(
        Q(next_try_at=None, made_at__lt=at - STUCK) | Q(next_try_at__lt=at - STUCK),
        status=Status.WAITING,
    ).exclude(sent_at__gte=at - STUCK)
    for message in late.order_by("pk"):
        swept += 1
        deliver_soon(message)
    return swept


# What the actions above share


def person_of(about: models.Model | None) -> Person | None:
    """The person whom a record is about, so that what is written of them is erased with them.

    Not of a user: a way in is not for those who may see the person.
    """
    person = None if isinstance(about, User) else getattr(about, "person", None)
    return person if isinstance(person, Person) else None


def postal_address(person: Person) -> str:
    """Name, street, postcode, as they stand in the window of an envelope; empty if we do not know where."""
    home = person.written_to_at
    return f"{person.name or 'The householder'}\n{home}" if home else ""


def checked_address(kind: Message.Kind, address: str) -> str:
    """The address in the one form that its kind has, or a refusal; never with a line break but in a letter."""
    address = address.strip().replace("\r\n", "\n")
    if kind == Kind.LETTER:
        if "\n" not in address or len(address) > 500:
            raise Refused("Enter a name, an address and a postcode, each in its own line")
        return address
    if not is_one_line(address):
        raise Refused("An address is one line")
    try:
        if kind == Kind.TEXT:
            return international(address)
        validate_email(address)
    except (ValueError, ValidationError):
        raise Refused("Enter a telephone number or an e-mail address that exists") from None
    return address


def checked_subject(kind: Message.Kind, subject: str) -> str:
    """One line, as it becomes a header; an e-mail needs one."""
    subject = subject.strip()
    if not is_one_line(subject):
        raise Refused("A subject is one line", field="subject")
    if kind == Kind.EMAIL and not subject:
        raise Refused("Enter a subject", field="subject")
    if len(subject) > 200:
        raise Refused("Write the subject in 200 letters or fewer", field="subject")
    return subject


def is_one_line(text: str) -> bool:
    return not any(unicodedata.category(mark) in ("Cc", "Zl", "Zp") for mark in text)
