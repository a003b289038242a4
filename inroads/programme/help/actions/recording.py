"""A help is written down, put right, or taken back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.people.models import Person
from inroads.foundations.places.models import Venue
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.help.models import HelpRecord, RecordingLink
from inroads.programme.timetable.local_time import local
from inroads.programme.timetable.models import Booking, Session

# How far a sender's clock may run ahead of ours.
AHEAD = timedelta(minutes=5)
# What they have recorded themselves champions take back so soon after; later somebody looks at it with them.
TAKEN_BACK_WITHIN = timedelta(days=1)
# What a correction leaves as it was, unless it says otherwise.
SAME_UNLESS_TOLD = (
    "given_at", "door", "session", "venue", "champion", "topic", "minutes", "outcome", "person",
)  # fmt: skip


@transaction.atomic
def record_help(
    *,
    sender_id: UUID,
    given_at: datetime,
    received_at: datetime,
    door: str,
    topic: Topic,
    minutes: int,
    outcome: str,
    champion: Champion | None = None,
    session: Session | None = None,
    venue: Venue | None = None,
    person: Person | None = None,
    by: Actor,
) -> tuple[HelpRecord, bool]:
    """One help is written down, once: the second arrival of the same `sender_id` is answered as the first was."""
    # What was written down stays so, whatever has changed since: a card given up, a session gone by.
    if earlier := HelpRecord.objects.filter(sender_id=sender_id).first():
        return _of(champion, earlier), False
    if given_at > received_at + AHEAD:
        raise Refused("This help has not happened yet. Enter a day up to today", field="day")
    if person and not _is_booked(person, session):
        raise Refused("There is no such card at this session", field="card")
    help_record, is_new = HelpRecord.objects.get_or_create(
        sender_id=sender_id,
        defaults={
            "given_at": given_at,
            "received_at": received_at,
            "door": HelpRecord.Door(door),
            "session": session,
            "venue": session.venue if session else venue,
            "champion": champion,
            "topic": topic,
            "minutes": HelpRecord.Minutes(minutes),
            "outcome": HelpRecord.Outcome(outcome),
            "person": person,
        },
    )
    if is_new:
        record("help.recorded", help_record, by=by)
        if isinstance(by, RecordingLink):
            RecordingLink.objects.filter(pk=by.pk).update(last_used_at=received_at)
    return _of(champion, help_record), is_new


@transaction.atomic
def correct_help(
    wrong: HelpRecord,
    *,
    sender_id: UUID,
    given_at: datetime,
    received_at: datetime,
    topic: Topic,
    minutes: int,
    outcome: str,
    champion: Champion | None,
    venue: Venue | None,
    by: Actor,
) -> HelpRecord:
    """What was written down wrongly is put right by a record that supersedes it; the first stays to be read."""
    if given_at > received_at + AHEAD:
        raise Refused("This help has not happened yet. Enter a day up to today", field="day")
    right: dict[str, Any] = {
        "given_at": given_at,
        "topic": topic,
        "minutes": HelpRecord.Minutes(minutes),
        "outcome": HelpRecord.Outcome(outcome),
        "champion": champion,
        "venue": venue,
    }
    if venue != wrong.venue or local(given_at).date() != local(wrong.given_at).date():
        right["session"] = None
    return _supersede(wrong, sender_id, received_at, by=by, **right)


@transaction.atomic
def void_help(
    wrong: HelpRecord, *, sender_id: UUID, received_at: datetime, by: Actor
) -> HelpRecord:
    """What was written down never happened; it counts no longer and stays to be read."""
    return _supersede(wrong, sender_id, received_at, by=by, is_void=True)


@transaction.atomic
def take_back(made: HelpRecord, *, at: datetime, by: Actor) -> HelpRecord:
    """A champion takes back what they have just recorded; taking it back twice is once."""
    if made.received_at < at - TAKEN_BACK_WITHIN:
        raise Refused(
            f"This was recorded more than a day ago. Ring {settings.HELPLINE} to put it right"
        )
    return void_help(made, sender_id=uuid5(made.sender_id, "taken back"), received_at=at, by=by)


# What the actions above share


def _supersede(
    wrong: HelpRecord, sender_id: UUID, received_at: datetime, *, by: Actor, **right: Any
) -> HelpRecord:
    """A record that says what is right, in all else like the wrong one; the same `sender_id` makes one."""
    wrong = locked(wrong)
    later = HelpRecord.objects.filter(supersedes=wrong).first()
    if later and later.sender_id == sender_id:
        return later
    if later or wrong.is_void:
        raise Refused("This has been put right already. Look at the record as it stands now")
    if HelpRecord.objects.filter(sender_id=sender_id).exists():
        raise Refused(
            "This page has been used before. Open the record again, and put it right there"
        )
    same = {name: getattr(wrong, name) for name in SAME_UNLESS_TOLD}
    made = HelpRecord.objects.create(
        sender_id=sender_id, received_at=received_at, supersedes=wrong, **(same | right)
    )
    changes = {
        name: [str(getattr(wrong, name)), str(getattr(made, name))]
        for name in (*SAME_UNLESS_TOLD, "is_void")
        if getattr(wrong, name) != getattr(made, name)
    }
    record("help.voided" if made.is_void else "help.corrected", made, by=by, changes=changes)
    return made


def _of(champion: Champion | None, help_record: HelpRecord) -> HelpRecord:
    """The record, unless its id was chosen by somebody else."""
    if champion and help_record.champion_id != champion.pk:
        raise Refused("Something went wrong with this page. Open your link again")
    return help_record


def _is_booked(person: Person, session: Session | None) -> bool:
    return Booking.objects.filter(
        session=session, person=person, status=Booking.Status.KEPT
    ).exists()
