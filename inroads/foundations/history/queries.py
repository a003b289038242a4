"""The history in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.utils import timezone

from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import reference

User = get_user_model()
USERS = f"{User._meta.label_lower}/"


@dataclass(frozen=True)
class Entry:
    """One event as it is read: who did what, to which record, when, why, and what changed."""

    at: datetime
    who: str
    did: str
    thing: str
    thing_reference: str
    why: str
    changes: list[str]


def events_about(thing: Model) -> QuerySet[Event]:
    """Everything that was done to this record, and every look at it; the latest first."""
    return Event.objects.filter(thing=reference(thing))


def chosen_events(
    *, thing: str = "", who: str = "", verb: str = "", day: date | None = None
) -> QuerySet[Event]:
    """The events that a reader of the history asks for."""
    events = Event.objects.all()
    if thing:
        events = events.filter(thing__in=references_in(thing))
    if who:
        user = User.objects.filter(email__iexact=who.strip()).first()
        events = events.filter(by=reference(user) if user else who.strip())
    if verb:
        events = events.filter(verb__icontains=verb.strip().replace(" ", "_"))
    if day:
        start = timezone.make_aware(datetime.combine(day, time.min))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        events = events.filter(at__gte=start, at__lt=end)
    return events


def in_words(events: Iterable[Event]) -> list[Entry]:
    """These events as a person would tell them, with one look-up of all the users in them."""
    events = list(events)
    keys = {
        int(name.removeprefix(USERS))
        for event in events
        for name in (event.by, event.thing)
        if name.startswith(USERS)
    }
    emails = dict(User.objects.filter(pk__in=keys).values_list("pk", "email")) if keys else {}

    def named(name: str) -> str:
        if name.startswith(USERS):
            return emails.get(int(name.removeprefix(USERS)), plain(name))
        return plain(name)

    return [
        Entry(
            at=event.at,
            who=named(event.by),
            did=event.verb.rpartition(".")[2].replace("_", " "),
            thing=named(event.thing),
            thing_reference=event.thing,
            why=event.why,
            changes=changes_in_words(event.changes),
        )
        for event in events
    ]


def plain(name: str) -> str:
    """`people.person/12` as “person number 12”; a machine's name as it is.

    >>> plain("nightly")
    'nightly'
    """
    label, slash, key = name.rpartition("/")
    if not slash:
        return name
    try:
        return f"{apps.get_model(label)._meta.verbose_name} number {key}"
    except (LookupError, ValueError):
        return f"{label.rpartition('.')[2]} number {key}"


def references_in(words: str) -> list[str]:
    """“person number 12”, or just “person 12”, as the history names it; a reference as it is.

    >>> references_in("Person 12"), references_in("people.person/12")
    (['people.person/12'], ['people.person/12'])
    """
    words = " ".join(words.lower().split())
    kind, _, key = words.replace(" number ", " ").rpartition(" ")
    named = [model for model in apps.get_models() if str(model._meta.verbose_name) == kind]
    return [f"{model._meta.label_lower}/{key}" for model in named] or [words]


def changes_in_words(changes: dict) -> list[str]:
    """Each changed field in one phrase.

    >>> changes_in_words({"ends_on": ["None", "2027-01-31"], "address": "changed"})
    ['ends on: from nothing to 2027-01-31', 'address changed']
    """
    phrases = []
    for name, change in changes.items():
        words = name.replace("_", " ")
        if isinstance(change, list) and len(change) == 2:
            old, new = ("nothing" if value in ("", "None") else value for value in change)
            phrases.append(f"{words}: from {old} to {new}")
        elif change == "changed":
            phrases.append(f"{words} changed")
        else:
            phrases.append(f"{words}: {change}")
    return phrases
