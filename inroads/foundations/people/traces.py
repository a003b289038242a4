"""Where in all the records a person leaves traces: found from the foreign keys, read from the field sets.

No table is named here, so a new model is covered the day it is written. A row is *about* a person if the
way from it to the person is its own (`person`, `referral__person`); it only *mentions* them if a field of
its personal set leads to them besides (`champion__person` of a help record, `sent_by` of a referral).

- Rows about them: exported whole, but for fields that lead to somebody else; all personal fields are blanked.
- Rows that speak of one of those records (`speaks_of` names the field that holds a reference): blanked too.
- Rows that mention them: exported without the personal fields, which are somebody else's; left as they are,
  since the row they point at holds nothing personal any more.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import QuerySet

from inroads.foundations.core.models import Model
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import reference
from inroads.foundations.people.models import Household, Person

# Models with personal fields that no foreign key joins to a person, and why their rows stay.
RETAINED = {
    "help.Concern": (
        "A safeguarding record is kept as long as the law asks, and read by the safeguarding lead alone."
        " It names nobody by a field; what was said stands in it as it was said."
    ),
    "history.Event": (
        "The record of who did what. It holds the numbers of records and no names, cannot be changed,"
        " and proves that an erasure was done."
    ),
}
# Models of others that hang on a user: what they hold goes with the user, and these fields may be shown.
OF_A_USER = {
    "account.EmailAddress": {"email", "verified", "primary"},
    "account.EmailConfirmation": {"created"},
    "mfa.Authenticator": {"type", "created_at", "last_used_at"},
    "socialaccount.SocialAccount": {"provider", "date_joined", "last_login"},
    "socialaccount.SocialToken": {"expires_at"},
    "usersessions.UserSession": {"ip", "user_agent", "created_at", "last_seen_at"},
}
# How the address of whoever is forgotten ends.
FORGOTTEN = "@erased.invalid"
SOMEBODY = "somebody else"
THIS_PERSON = "this person"


@dataclass(frozen=True)
class Trace:
    """One way in which rows of a model lead to a person."""

    model: type[models.Model]
    path: str
    about: bool

    def rows(self, person: Person) -> QuerySet[Any]:
        """The rows that lead this way to the person, or to them as a user."""
        return self.model._default_manager.filter(**{self.path: self.end_of(person)}).distinct()

    def end_of(self, person: Person) -> Any:
        return person.user_id or -1 if self.ends_at_user else person.pk

    @property
    def ends_at_user(self) -> bool:
        return last_model(self.model, self.path) is get_user_model()

    @property
    def first(self) -> str:
        return self.path.split("__")[0]


@dataclass
class Erased:
    """How many rows of each model were blanked or deleted."""

    rows: dict[str, int] = field(default_factory=dict)

    def count(self, model: type[models.Model], number: int) -> None:
        if number:
            self.rows = dict(Counter(self.rows) + Counter({model._meta.label: number}))

    def __str__(self) -> str:
        """In words: `contact way: 2, message: 3`."""
        told = [
            f"{apps.get_model(label)._meta.verbose_name}: {number}"
            for label, number in self.rows.items()
        ]
        return ", ".join(told) or "nothing was kept"


def get_user_model() -> type[models.Model]:
    return apps.get_model(settings.AUTH_USER_MODEL)


def last_model(model: type[models.Model], path: str) -> type[models.Model]:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model


def links(model: type[models.Model]) -> list[models.ForeignKey]:
    """The foreign keys of a model, one-to-one keys among them."""
    return [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]


@cache
def traces() -> tuple[Trace, ...]:
    """Every way from every model to a person or to a user, the person's own rows first."""
    found = [
        Trace(model, path, about) for model in apps.get_models() for path, about in paths(model)
    ]
    return tuple(sorted(found, key=lambda trace: (not trace.about, trace.model._meta.label)))


@cache
def paths(model: type[models.Model]) -> tuple[tuple[str, bool], ...]:
    """The ways from a model to a person or a user, each with whether the row is about them."""
    if model in (Person, get_user_model(), Household):
        return ()
    ways = [(link, way) for link in links(model) for way in onward(link)]
    own = own_link(model, [link for link, _ in ways])
    return tuple((path, about and link is own) for link, (path, about) in ways)


def onward(link: models.ForeignKey) -> Iterator[tuple[str, bool]]:
    """From a foreign key to whoever its row is about."""
    target: Any = link.related_model
    if target in (Person, get_user_model()):
        yield link.name, True
    elif target is not link.model:
        yield from ((f"{link.name}__{path}", True) for path, about in paths(target) if about)


def own_link(model: type[models.Model], candidates: list[models.ForeignKey]) -> Any:
    """The key to the person a row is about: straight to a person, or else one that is no personal field."""
    personal: set[str] = getattr(model, "personal", set())
    straight = [link for link in candidates if link.related_model is Person]
    through = [link for link in candidates if link.name not in personal]
    return next(iter([*straight, *through, *candidates]), None)


# What is kept of a person, to be handed to them


def all_that_is_kept(person: Person) -> dict[str, list[dict]]:
    """Every row that leads to the person, by the plain name of its table."""
    kept: dict[str, list[dict]] = {}
    for row, about, via in rows_kept(person):
        kept.setdefault(str(row._meta.verbose_name), []).append(shown(row, about=about, via=via))
    kept["history"] = list(events_about(person))
    return kept


def rows_kept(person: Person) -> Iterator[tuple[models.Model, bool, str]]:
    """Each row that leads to the person, once; whether it is about them, and the field that leads there."""
    for own in (person, person.household, person.user):
        if own is not None:
            yield own, True, ""
    told = set()
    for trace in traces():
        for row in trace.rows(person):
            if reference(row) not in told:
                told.add(reference(row))
                yield row, trace.about, trace.first


def shown(row: models.Model, *, about: bool, via: str) -> dict[str, Any]:
    """The fields of a row that are the person's to see, by their plain names."""
    return {str(one.verbose_name): told_value(row, one, via) for one in fields_of(row, about=about)}


def fields_of(row: models.Model, *, about: bool) -> Iterator[Any]:
    """The fields of a row that are the person's to see; the personal ones only if the row is about them."""
    own: set[str] = getattr(row, "personal", set())
    readable = OF_A_USER.get(row._meta.label)
    for one in [*row._meta.concrete_fields, *row._meta.many_to_many]:
        if one.name == "password" or (readable is not None and one.name not in readable):
            continue
        if about or one.name not in own:
            yield one


def told_value(row: models.Model, one: Any, via: str) -> Any:
    """What a field holds, in words; of a key that leads to a person only whether it is this one."""
    value = getattr(row, one.name)
    if isinstance(one, models.ManyToManyField):
        return sorted(str(item) for item in value.all())
    if isinstance(one, models.ForeignKey):
        if value is None or not leads_to_someone(one.related_model):
            return None if value is None else str(value)
        return (
            "this person" if one.name == via and not paths(one.related_model) else named(one, value)
        )
    if isinstance(one, models.FileField):
        return value.name
    if one.choices and value not in (None, ""):
        return str(dict(one.flatchoices).get(value, value))
    return value


def named(link: models.ForeignKey, row: models.Model) -> str:
    """A row as the history names it; a person or user not at all."""
    return SOMEBODY if link.related_model in (Person, get_user_model()) else reference(row)


def leads_to_someone(model: Any) -> bool:
    return model in (Person, get_user_model(), Household) or bool(paths(model))


def events_about(person: Person) -> Iterator[dict[str, Any]]:
    """What was done to the record, and when it was looked at; a file for a machine does not say by whom."""
    for at, verb in Event.objects.filter(thing=reference(person)).values_list("at", "verb"):
        yield {"at": at, "what": verb.rpartition(".")[2].replace("_", " ")}


# Erasure


def erase_traces(person: Person) -> Erased:
    """Blank or delete all that is personal in every row about the person; the caller holds the transaction."""
    erased = Erased()
    user: Any = person.user
    spoken_of: set[str] = set()
    for trace in filter(lambda trace: trace.about, traces()):
        rows = trace.rows(person)
        spoken_of |= {reference(row) for row in rows}
        if getattr(trace.model, "goes_with_person", False) or not issubclass(trace.model, Model):
            erased.count(trace.model, delete_all(trace.model, rows))
        elif personal_content(trace.model, trace.first):
            erased.count(trace.model, sum(blank(row, trace.first) for row in rows))
    blank_what_speaks_of(spoken_of, erased)
    erased.count(Person, blank(person, ""))
    if user is not None:
        erase_user(user, erased)
    return erased


def erase_user(user: Any, erased: Erased) -> None:
    """What is kept of someone who signed in: their address, their factors and sessions, messages to them."""
    for trace in traces():
        if not issubclass(trace.model, Model) and trace.ends_at_user:
            rows = trace.model._default_manager.filter(**{trace.path: user.pk})
            erased.count(trace.model, delete_all(trace.model, rows))
    blank_what_speaks_of({reference(user)}, erased)
    erased.count(type(user), blank(user, ""))
    type(user)._default_manager.filter(pk=user.pk).update(
        is_active=False, password=make_password(None)
    )


def delete_all(model: type[models.Model], rows: QuerySet[Any]) -> int:
    """Delete these rows; how many there were."""
    keys = list(rows.values_list("pk", flat=True))
    model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def blank_what_speaks_of(references: set[str], erased: Erased) -> None:
    for row in rows_that_speak_of(references):
        erased.count(type(row), blank(row, ""))


def rows_that_speak_of(references: set[str]) -> Iterator[models.Model]:
    """Rows about somebody else that name one of these records: a text to the champion about a session."""
    for model in apps.get_models():
        if name := getattr(model, "speaks_of", ""):
            yield from model._default_manager.filter(**{f"{name}__in": references})


def personal_content(model: type[models.Model], via: str) -> list[models.Field]:
    """The personal fields that are blanked: all but the keys that lead to somebody."""
    names: set[str] = getattr(model, "personal", set())
    fields = [one for one in model._meta.concrete_fields if one.name in names and one.name != via]
    of_person = model is Person
    return [one for one in fields if of_person or not isinstance(one, models.ForeignKey)]


def blank(row: models.Model, via: str) -> int:
    """Empty the personal fields of a row; 1 if there was anything in them."""
    fields = personal_content(type(row), via)
    empty = {one.attname: empty_value(one, row.pk) for one in fields}
    changed = any(getattr(row, name) != value for name, value in empty.items())
    type(row)._default_manager.filter(pk=row.pk).update(**empty)
    for name, value in empty.items():
        setattr(row, name, value)
    return int(changed)


def empty_value(one: models.Field, key: Any) -> Any:
    """Nothing, in the way that a field says nothing."""
    if one.null:
        return None
    if one.unique:
        return f"erased-{key}{FORGOTTEN}"
    if one.has_default():
        return one.get_default()
    return ""
