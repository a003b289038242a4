"""A text about help is written down, once, and answered with what was understood."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record_each
from inroads.foundations.notifications.actions import send_message
from inroads.foundations.notifications.models import Message
from inroads.foundations.places.queries import open_venues
from inroads.programme.champions.models import Champion
from inroads.programme.help.actions.recording import (
    AHEAD,
    TAKEN_BACK_WITHIN,
    record_help,
    take_back,
)
from inroads.programme.help.actions.tallies import tell_tally
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import (
    LATELY,
    MOST_HELPS_LATELY,
    champions_texting_from,
    choices_for,
    helps_lately,
    helps_this_week,
)
from inroads.programme.help.texting import Claimed, Told, Unclear, Wish, understand
from inroads.programme.help.wording import (
    HOW_TO_TEXT,
    NOTHING_TO_UNDO,
    STOPPED,
    TOO_FAST,
    TWO_PEOPLE,
    UNKNOWN_NUMBER,
    claimed_in_words,
    recorded_in_words,
    undone_in_words,
)
from inroads.programme.timetable.local_time import MIDDAY, local, moment

# The ids of helps that texts make: the same text arriving again makes the same ids.
TEXTS = UUID("6f1f7a52-0c6e-5a39-9d0b-6a5d2d1f4c11")
# A text that was on its way for longer is taken to have been sent when it arrived.
ON_ITS_WAY = timedelta(days=7)
MOST_ANSWERS_LATELY = 20
MOST_STRANGERS_A_DAY = 50
UNKNOWN = "unknown-number-"


@transaction.atomic
def answer_text(
    *, key: str, number: str, text: str, sent_at: datetime, at: datetime, by: Actor
) -> Message | None:
    """A champion's text is written down or asked about, and answered by text; None if it gets no answer.

    `key` names this text: arriving again it changes nothing. Its own words are kept nowhere.
    """
    champions = champions_texting_from(number)
    if len({champion.person_id for champion in champions}) != 1:
        return _answer_stranger(number, TWO_PEOPLE if champions else UNKNOWN_NUMBER, at=at, by=by)
    champion = locked(champions[0])
    once = f"help-text-{sha256(key.encode()).hexdigest()}"
    if answered := Message.objects.filter(once=once).first():
        return answered
    if answers_lately(number, at) >= MOST_ANSWERS_LATELY:
        raise Refused("There were too many texts from this number. Try again in ten minutes")
    if not at - ON_ITS_WAY < sent_at <= at + AHEAD:
        sent_at = at
    try:
        with transaction.atomic():  # all that a text tells of, or nothing
            body = _done(champion, key, text, min(sent_at, at), at, by=by)
    except Refused as refusal:
        body = f"Not recorded. {refusal}."
    return send_message(
        Message.Kind.TEXT,
        address=number,
        body=body,
        person=champion.person,
        about=champion,
        once=once,
        at=at,
        by=by,
    )


@transaction.atomic
def forget_strangers(*, before: datetime, by: Actor) -> int:
    """The numbers of those who are nobody we know, once they were answered; how many."""
    strangers = Message.objects.filter(once__startswith=UNKNOWN, person=None, made_at__lt=before)
    answered = list(strangers.exclude(address=""))
    record_each("message.forgotten", answered, by=by)
    return Message.objects.filter(pk__in=[one.pk for one in answered]).update(address="", body="")


# What the actions above do


def _done(
    champion: Champion, key: str, text: str, sent_at: datetime, at: datetime, *, by: Actor
) -> str:
    """Do what the text asks; the answer to it, in words."""
    choices = choices_for(champion, sent_at)
    meaning = understand(
        text,
        topics=choices.topics,
        venues=list(open_venues()),
        likely=[where.venue for where in choices.where if where.venue],
        on=local(sent_at).date(),
    )
    if isinstance(meaning, Unclear):
        raise Refused(meaning.reason)
    if isinstance(meaning, Claimed):
        tally = tell_tally(
            champion,
            people=meaning.people,
            topic=meaning.topic,
            told_at=sent_at,
            at=at,
            door=HelpRecord.Door.TEXT,
            by=by,
        )
        return claimed_in_words(tally)
    if isinstance(meaning, Told):
        return _record(champion, meaning, key, sent_at, at, by=by)
    if meaning is Wish.UNDO:
        return _undo(champion, at, by=by)
    return STOPPED if meaning is Wish.STOP else HOW_TO_TEXT


def _record(
    champion: Champion, told: Told, key: str, sent_at: datetime, at: datetime, *, by: Actor
) -> str:
    """As many help records as the text tells of, where their champion most likely was."""
    if helps_lately(champion, at) + told.count > MOST_HELPS_LATELY:
        raise Refused(TOO_FAST)
    is_today = told.day in (None, local(sent_at).date())
    given_at = sent_at if is_today or told.day is None else moment(told.day, MIDDAY)
    choices = choices_for(champion, given_at)
    place = (
        choices.proposed
        if told.venue is None
        else choices.at_venue(told.venue, given_at if is_today else None)
    )
    card = choices.card(told.card) if told.card else None
    if told.card and card is None:
        raise Refused(f"No card {told.card} is expected at your sessions that day. Text it without")
    made = [
        record_help(
            sender_id=uuid5(TEXTS, f"{key} {number}"),
            given_at=given_at,
            received_at=at,
            door=HelpRecord.Door.TEXT,
            topic=told.topic,
            minutes=told.minutes,
            outcome=told.outcome,
            champion=champion,
            session=card.session if card else place.session,
            venue=place.venue,
            person=card.person if card else None,
            by=by,
        )[0]
        for number in range(told.count)
    ]
    return recorded_in_words(made, helps_this_week(champion, at))


def _undo(champion: Champion, at: datetime, *, by: Actor) -> str:
    """The helps of the last text that still stand are taken back together."""
    texted = champion.helps.filter(
        door=HelpRecord.Door.TEXT, received_at__gt=at - TAKEN_BACK_WITHIN, supersedes=None
    )
    standing = texted.standing().select_related("topic")
    last = standing.order_by("-received_at").first()
    if last is None:
        raise Refused(NOTHING_TO_UNDO)
    batch = list(standing.filter(received_at=last.received_at))
    for made in batch:
        take_back(made, at=at, by=by)
    return undone_in_words(batch)


def _answer_stranger(number: str, body: str, *, at: datetime, by: Actor) -> Message | None:
    """A number that is nobody's, or two people's, is answered once a day, and not too many of them."""
    day = f"{UNKNOWN}{local(at):%Y-%m-%d}"
    if Message.objects.filter(once__startswith=day).count() >= MOST_STRANGERS_A_DAY:
        return None
    once = f"{day}-{sha256(number.encode()).hexdigest()[:40]}"
    return send_message(Message.Kind.TEXT, address=number, body=body, once=once, at=at, by=by)


def answers_lately(number: str, at: datetime) -> int:
    """How many texts went to a number in the last minutes."""
    return Message.objects.filter(address=number, made_at__gt=at - LATELY).count()
