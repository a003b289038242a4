"""What is kept of a person, as it is handed to them: plain words, and nothing that only a machine needs.

The file for a machine holds every field, by its own name (`traces`). A table or a field that is not named
here is shown under the name it has.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format

from inroads.foundations.design import answers
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import reference
from inroads.foundations.organisations.models import Membership
from inroads.foundations.people.models import AccessNeed, Language, Person
from inroads.foundations.people.phones import as_written
from inroads.foundations.people.traces import (
    SOMEBODY,
    fields_of,
    get_user_model,
    leads_to_someone,
    paths,
    rows_kept,
    told_value,
)

HEADINGS = {
    "person": "You",
    "household": "Your household",
    "user": "You as a user",
    "contact way": "How to reach you",
    "holding": "Who keeps your record, and why",
    "consent": "What you said yes to",
    "referral": "Help that was asked for",
    "route": "What became of it",
    "step": "What was arranged",
    "booking": "Places kept for you",
    "help record": "Help that was recorded",
    "message": "What was written to you or about you",
    "champion": "You as a champion",
    "shift": "Sessions that you promised to come to",
    "membership": "Where you work, and as what",
    "user session": "Where you are signed in",
}
LABELS = {
    "added at": "First written down",
    "answered by": "Answered by",
    "birth year": "Year of birth",
    "body": "What it said",
    "capacity": "How many people at a time",
    "closed at": "Ended",
    "created at": "Since",
    "done at": "Arrived",
    "door": "How it was recorded",
    "ends on": "Until",
    "given at": "When",
    "how": "How you said yes",
    "ip": "Internet address",
    "is active": "May sign in",
    "joined at": "Since",
    "kind": "How",
    "last login": "Last signed in",
    "last seen at": "Last used",
    "made at": "Made",
    "minutes": "How long",
    "needs interpreter": "Needs an interpreter",
    "needs second factor": "Needs a second way to sign in",
    "opened at": "Begun",
    "preferred": "Likes this best",
    "promise on": "Promised by",
    "received at": "Reached us",
    "receiver": "Asked of",
    "sender": "Asked by",
    "spoken on": "First spoken with you on",
    "starts on": "From",
    "subject": "About",
    "taken by": "Whom you told",
    "trouble": "What went wrong",
    "user agent": "Browser",
    "value": "Number, address or place",
    "withdrawn at": "Taken back",
    "words": "The words that you heard",
}
DONE = {"viewed": "Looked at", "exported": "Made ready to be handed to you"}
# Fields by which machines find a row again, or keep count.
FOR_MACHINES = {
    "about",
    "digest",
    "file",
    "name_folded",
    "next_try_at",
    "once",
    "options",
    "provider_id",
    "public_id",
    "report",
    "sender_id",
    "times_signed_out",
    "tries",
}
# Lists hold the values of choices; these are their words.
CHOSEN: dict[Any, Any] = {**dict(Language.choices), **dict(AccessNeed.choices), **WEEKDAYS}
ITSELF = "Inroads itself"

Row = list[tuple[str, Any]]


def kept_in_words(person: Person) -> list[tuple[str, list[Row]]]:
    """What is kept, to be read: headings, rows, and of each row the fields that say something to a person."""
    kept: dict[str, list[Row]] = {}
    for row, about, via in rows_kept(person):
        told = [
            (label(one), value)
            for one in fields_of(row, about=about)
            if not is_for_machines(one) and says(value := in_words(person, row, one, via))
        ]
        if told:
            kept.setdefault(heading(row), []).append(told)
    return list(kept.items())


def heading(row: models.Model) -> str:
    name = str(row._meta.verbose_name)
    return HEADINGS.get(name, name.capitalize())


def label(one: Any) -> str:
    name = str(one.verbose_name)
    return LABELS.get(name, name[:1].upper() + name[1:])


def is_for_machines(one: Any) -> bool:
    """A key, a random id, or a field that only machines read."""
    return one.primary_key or isinstance(one, models.UUIDField) or one.name in FOR_MACHINES


def says(value: Any) -> bool:
    return value not in (None, "", [], {})


def in_words(person: Person, row: models.Model, one: Any, via: str) -> Any:
    """What a field holds; of a key to somebody who works here their work, of other keys whose row it is."""
    if one.name == via:
        return None
    value = getattr(row, one.name) if isinstance(one, models.ForeignKey) else None
    if value is not None and leads_to_someone(one.related_model):
        if one.related_model is get_user_model():
            return None if value.pk == person.user_id else works_as([value.pk]).get(value.pk, GONE)
        return None if is_theirs(person, value) else SOMEBODY.capitalize()
    return readable(told_value(row, one, via))


def is_theirs(person: Person, row: Any) -> bool:
    """The row is the person's own, so it stands on the page already."""
    while row is not None and (ways := ways_from(row)):
        row = getattr(row, ways[0])
    return row in (person, person.user, person.household)


def ways_from(row: Any) -> list[str]:
    """The field that leads to whomever the row is about, if it is about anyone."""
    kind: type[models.Model] = type(row)
    return [path.split("__")[0] for path, about in paths(kind) if about]


def readable(value: Any) -> Any:
    """Yes and no, days and hours, telephone numbers, lists with commas; the rest as it is."""
    if isinstance(value, bool | datetime):
        return answers.in_words(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return ", ".join(str(CHOSEN.get(item, item)) for item in value)
    if isinstance(value, str) and value.startswith("+"):
        return as_written(value)
    return value


# Who did what with the record

GONE = "Somebody who no longer works here"


def done_with(person: Person) -> Iterator[dict[str, Any]]:
    """What was done with the record, and every look at it: when, what, and who by their work, not their name."""
    events = list(Event.objects.filter(thing=reference(person)))
    users = f"{get_user_model()._meta.label_lower}/"
    keys = {event.by: int(event.by.removeprefix(users)) for event in events if users in event.by}
    work = works_as(set(keys.values()))
    for event in events:
        verb = event.verb.rpartition(".")[2]
        key = keys.get(event.by)
        who = ITSELF if key is None else "You" if key == person.user_id else work.get(key, GONE)
        yield {
            "at": event.at,
            "what": DONE.get(verb, verb.replace("_", " ").capitalize()),
            "who": who,
        }


def works_as(users: Any) -> dict[int, str]:
    """What each of these users does, and where: “Coordinator, Wessex Council”."""
    work: dict[int, str] = {}
    for membership in Membership.objects.filter(user__in=users).select_related("organisation"):
        told = f"{membership.get_role_display()}, {membership.organisation}"
        earlier = work.get(membership.user_id)
        work[membership.user_id] = f"{earlier}; {told}" if earlier else told
    return work
