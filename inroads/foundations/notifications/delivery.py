"""The way of one message out of the outbox: claimed, handed over, settled, tried again.

It is claimed by one conditional UPDATE, so that a task that runs twice sends once. The claim is committed
before the message is handed over; if we are killed between the two, `sweep_stuck` finds it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django_tasks import TaskContext, task

from inroads.foundations.history.recording import Actor, Machine, record
from inroads.foundations.notifications.backends import Gone, ThroughNotify, backend_for
from inroads.foundations.notifications.models import Message
from inroads.foundations.notifications.notify import ARRIVED, LOST, Trouble

Status = Message.Status
DELIVERY = Machine("delivery")
# How long to wait after each try that failed for now; after the last, the message has failed.
LADDER = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]


@task(takes_context=True)
def deliver(context: TaskContext, key: int) -> str:
    """Send the message if it is due and nobody else is sending it."""
    return deliver_message(key, at=begun(context), by=DELIVERY)


@task(takes_context=True)
def follow_up(context: TaskContext, key: int) -> str:
    """Ask the provider what became of a message that it took."""
    return ask_after(key, at=begun(context), by=DELIVERY)


def begun(context: TaskContext) -> datetime:
    """When the worker began this task."""
    started_at = context.task_result.started_at
    assert started_at is not None  # noqa: S101 - a task that runs has begun
    return started_at


def deliver_soon(message: Message, *, after: datetime | None = None) -> None:
    """Put the delivery in the queue once the transaction is done; at once, or after a moment."""
    run = deliver if after is None else deliver.using(run_after=after)
    transaction.on_commit(lambda: run.enqueue(message.pk))


def deliver_message(key: int, *, at: datetime, by: Actor) -> str:
    """Claim, hand over, settle; the status that came of it, or nothing if there was nothing to do."""
    message = claim_message(key, at=at)
    if message is None:
        return ""
    if message.address == "" or (message.person and message.person.erased_at):
        trouble = Trouble("There is no address any more", again=False)
        return settle_trouble(message, trouble, at=at, by=by).status
    backend = backend_for(message.kind)
    try:
        gone = (backend.found(message) if message.tries > 1 else None) or backend.send(message)
    except Trouble as trouble:
        return settle_trouble(message, trouble, at=at, by=by).status
    return settle_gone(message, gone, at=at, by=by).status


@transaction.atomic
def claim_message(key: int, *, at: datetime) -> Message | None:
    """Take the message for sending, unless someone else has, or its time has not come."""
    due = Message.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=at), pk=key)
    claimed = due.filter(status=Status.WAITING).update(
        status=Status.SENDING, tries=F("tries") + 1, next_try_at=None, sent_at=at, provider_id=""
    )
    return Message.objects.select_related("person").get(pk=key) if claimed else None


@transaction.atomic
def settle_gone(message: Message, gone: Gone, *, at: datetime, by: Actor) -> Message:
    """The message left us. News of it may have come before this, and is not overwritten."""
    ours = Message.objects.filter(pk=message.pk)
    ours.update(provider_id=gone.provider_id)
    if message.opens_a_door and gone.status != Status.KEPT:
        ours.update(body="")
    done_at = None if gone.status == Status.SENDING else at
    ours.filter(status=Status.SENDING).update(status=gone.status, done_at=done_at, trouble="")
    record("message.sent", message, by=by)
    message.refresh_from_db()
    return message


@transaction.atomic
def settle_trouble(message: Message, trouble: Trouble, *, at: datetime, by: Actor) -> Message:
    """It did not leave: wait for the next rung of the ladder, or give up and say why; news is not overwritten."""
    ours = Message.objects.filter(pk=message.pk, status=Status.SENDING)
    if trouble.again and message.tries <= len(LADDER):
        wait = max(LADDER[message.tries - 1], timedelta(seconds=min(trouble.wait, 6 * 3600)))
        next_try_at = at + wait
        if ours.update(status=Status.WAITING, next_try_at=next_try_at, trouble=trouble.reason):
            deliver_soon(message, after=next_try_at)
            record("message.put_off", message, by=by)
    elif ours.update(status=Status.FAILED, done_at=at, trouble=trouble.reason):
        record("message.failed", message, by=by)
    message.refresh_from_db()
    return message


@transaction.atomic
def hear_of(message: Message, word: str, provider_id: str, *, at: datetime, by: Actor) -> bool:
    """The provider tells how far the message has come; False if that is no news.

    News may come twice, late and in any order: what has arrived stays so, and only a failure of the last try counts.
    """
    ours = Message.objects.filter(pk=message.pk)
    if word in ARRIVED:
        unsettled = ours.filter(status__in=[Status.WAITING, Status.SENDING, Status.FAILED])
        news = unsettled.update(status=Status.DELIVERED, done_at=at, trouble="", next_try_at=None)
    elif word in LOST:
        last_try = ours.filter(status=Status.SENDING, provider_id__in=["", provider_id])
        news = last_try.update(status=Status.FAILED, done_at=at, trouble=LOST[word])
    else:
        return False
    if news:
        record("message.delivered" if word in ARRIVED else "message.failed", message, by=by)
    return bool(news)


def ask_after(key: int, *, at: datetime, by: Actor) -> str:
    """Ask Notify, which may have told us before without our hearing it."""
    message = Message.objects.get(pk=key)
    backend = backend_for(message.kind)
    if not message.provider_id or not isinstance(backend, ThroughNotify):
        return message.status
    try:
        word = backend.notify.status(message.provider_id)
    except Trouble:
        return message.status
    hear_of(message, word, message.provider_id, at=at, by=by)
    message.refresh_from_db()
    return message.status
