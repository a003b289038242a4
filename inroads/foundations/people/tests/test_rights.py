"""A person's export and erasure, over every table there is: rows are made from the registry of models."""

import json
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from inroads.foundations.core.models import Model
from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.people.actions import add_person, erase_person, hold, join_household
from inroads.foundations.people.models import Household, Person
from inroads.foundations.people.permissions import holdings_in_force, visible_people
from inroads.foundations.people.queries import possible_duplicates
from inroads.foundations.people.telling import kept_in_words
from inroads.foundations.people.tests.factories import a_holding, a_person
from inroads.foundations.people.traces import OF_A_USER, RETAINED, Trace, all_that_is_kept, traces
from inroads.foundations.places.models import Area

pytestmark = pytest.mark.django_db
User = get_user_model()
numbers = count(1000)
START = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)


class Canaries:
    """Makes a row of any model, with a word of its own in every personal field that holds text."""

    def __init__(self):
        self.words: set[str] = set()
        self.others: set[str] = set()
        self.made: dict = {}
        self.person = self.make(
            Person, {"user": self.make(User, {}), "household": self.make(Household, {})}
        )
        self.of_person = set(self.words)

    def along(self, trace: Trace) -> models.Model:
        """A row that leads by this way to the person."""
        return self.chain(trace.model, trace.path.split("__"))

    def chain(self, model, path: list[str]) -> models.Model:
        """The row, and those on its way, each made once."""
        if (model, *path) not in self.made:
            self.made[model, *path] = self.link(model, path)
        return self.made[model, *path]

    def link(self, model, path: list[str]) -> models.Model:
        target = model._meta.get_field(path[0]).related_model
        if target is Person:
            end = self.person
        elif target is User:
            end = self.person.user
        else:
            end = self.chain(target, path[1:])
        return self.make(model, {path[0]: end})

    def make(self, model, given: dict) -> models.Model:
        """With as little as the model asks for; if its constraints ask for more, with all there is."""
        words, others = set(self.words), set(self.others)
        try:
            with transaction.atomic():
                return self.filled(model, given, whole=False)
        except IntegrityError:
            self.words &= words  # what was planted on the way went with the rest
            self.others &= others
            return self.filled(model, given, whole=True)

    def filled(self, model, given: dict, *, whole: bool) -> models.Model:
        row = model(**given)
        for field in model._meta.concrete_fields:
            personal = field.name in getattr(model, "personal", set())
            if (
                field.name in given
                or (field.primary_key and field.has_default())
                or isinstance(field, models.AutoField)
            ):
                continue
            if personal and not field.editable:
                continue
            optional = field.null or field.has_default() or field.blank
            if optional and not personal and not whole:
                continue
            if personal and field.null and isinstance(field, models.ForeignKey):
                continue
            setattr(row, field.name, self.value(field, personal))
        row.save(force_insert=True)
        return row

    def somebody_elses(self, model) -> models.Model:
        """A row that another one needs; the words in it are not the person's."""
        ours, self.words = self.words, self.others
        row = self.make(model, {})
        self.words = ours
        return row

    def value(self, field, personal: bool):
        number = next(numbers)
        word = f"cnry{number}"
        if isinstance(field, models.ForeignKey):
            return self.somebody_elses(field.related_model)
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.BooleanField):
            return True
        if isinstance(field, models.JSONField):
            self.words |= {word} if personal else set()
            return [word] if personal else {}
        if isinstance(field, models.EmailField):
            self.words |= {word} if personal else set()
            return f"{word}@example.org"
        if isinstance(field, models.CharField | models.TextField):
            self.words |= {word} if personal else set()
            return word[: field.max_length]
        if isinstance(field, models.DateTimeField):
            return START + timedelta(seconds=number)
        if isinstance(field, models.DateField):
            return date(2026, 1, 1) + timedelta(days=number)
        if isinstance(field, models.TimeField):
            return time(number // 1000 % 24, number % 60, number % 59)
        if isinstance(field, models.GenericIPAddressField):
            return "192.0.2.1"
        if isinstance(field, models.FloatField):
            return 1.5
        return 1931 if field.name == "birth_year" else 15


@pytest.fixture
def planted():
    """A person with rows in every table that leads to one, and the words that stand in them."""
    canaries = Canaries()
    mentioned = canaries.others
    for trace in traces():
        before = set(canaries.words)
        canaries.along(trace)
        target = canaries.of_person if trace.about else mentioned
        target |= canaries.words - before
    return canaries, mentioned


def everything_in_the_database() -> str:
    rows = [
        list(model._default_manager.values_list())
        for model in apps.get_models(include_auto_created=True)
    ]
    return json.dumps(rows, cls=DjangoJSONEncoder, default=str)


def test_every_personal_field_of_every_model_is_reached_or_kept_for_a_stated_reason():
    reached = {trace.model for trace in traces()} | {Person, User, Household}
    ours = [model for model in apps.get_models() if issubclass(model, Model) and model.personal]

    forgotten = [model._meta.label for model in ours if model not in reached]

    assert sorted(forgotten) == sorted(RETAINED)
    assert all(RETAINED.values())


def test_every_table_of_others_that_leads_to_a_user_says_what_may_be_shown_of_it():
    others = {trace.model._meta.label for trace in traces() if not issubclass(trace.model, Model)}

    assert others == set(OF_A_USER)


def test_a_row_is_about_at_most_one_person():
    about = [trace.model._meta.label for trace in traces() if trace.about]

    assert len(about) == len(set(about))


def test_a_canary_in_every_personal_field_is_found_in_the_export(planted):
    canaries, _ = planted

    kept = json.dumps(all_that_is_kept(canaries.person), cls=DjangoJSONEncoder, ensure_ascii=False)

    missing = {word for word in canaries.of_person if word not in kept}
    assert missing == set()


def test_the_export_says_nothing_of_others(planted):
    canaries, mentioned = planted

    kept = json.dumps(all_that_is_kept(canaries.person), cls=DjangoJSONEncoder)

    assert {word for word in mentioned - canaries.of_person if word in kept} == set()


def test_no_canary_is_left_anywhere_after_the_erasure(planted, manager, now):
    canaries, mentioned = planted
    canaries.person.user.memberships.all().delete()
    before = everything_in_the_database()

    erase_person(canaries.person, at=now, by=manager)

    after = everything_in_the_database()
    assert {word for word in canaries.of_person if word not in before} == set()
    assert {word for word in canaries.of_person if word in after} == set()
    assert {word for word in mentioned - canaries.of_person if word not in after} == set()


def test_counts_survive_the_erasure(planted, manager, now):
    canaries, _ = planted
    canaries.person.user.memberships.all().delete()
    models_kept = [
        trace.model
        for trace in traces()
        if issubclass(trace.model, Model) and not getattr(trace.model, "goes_with_person", False)
    ]
    before = [model._default_manager.count() for model in models_kept]

    erase_person(canaries.person, at=now, by=manager)

    assert [model._default_manager.count() for model in models_kept] == before


def test_an_erased_user_cannot_sign_in(planted, manager, now):
    canaries, _ = planted
    canaries.person.user.memberships.all().delete()
    key = canaries.person.user_id

    erase_person(canaries.person, at=now, by=manager)

    user = User.objects.get(pk=key)
    assert not user.is_active
    assert not user.has_usable_password()


def test_someone_who_works_here_is_not_erased_before_their_roles_end(manager, council, now):
    person = a_person(council, user=manager)

    with pytest.raises(Refused, match="End their roles first"):
        erase_person(person, at=now, by=manager)


def test_the_erasure_says_what_was_erased_and_is_recorded(council, manager, now):
    person = a_person(council, name="Canary", phone="+441632960001")

    erased = erase_person(person, at=now, by=manager)

    event = Event.objects.get(verb="person.erased")
    assert str(erased) == "contact way: 1, person: 1"
    assert event.changes == {"rows": {"people.ContactWay": 1, "people.Person": 1}}
    person.refresh_from_db()
    assert str(person) == "Someone who was erased"
    assert person.erased_at == now


def test_an_erased_person_is_neither_seen_nor_found_nor_written_about(council, manager, now):
    small_area = Area.objects.create(kind="lsoa", vintage=2021, code="E01000001", name="Wessex 1")
    person = a_person(
        council,
        name="Ivy Bishop",
        postcode="DT1 1AA",
        small_area=small_area,
        phone="+441632960001",
    )
    a_holding(person, council, "helping", ends_on=today() + timedelta(days=30))
    erase_person(person, at=now, by=manager)
    person.refresh_from_db()

    found = possible_duplicates(
        Person.objects.all(), name="Ivy Bishop", postcode="DT1 1AA", phones=["01632 960001"]
    )

    assert person.small_area is None
    assert not visible_people(manager).exists()
    assert found == []
    assert not holdings_in_force(today()).filter(person=person).exists()
    with pytest.raises(Refused, match="erased"):
        hold(person, council, "arranging", on=now.date(), by=manager)
    with pytest.raises(Refused, match="erased already"):
        erase_person(person, at=now, by=manager)


def test_the_day_of_an_erasure_is_the_day_where_the_programme_is(council, manager):
    person = a_person(council)
    person.holdings.update(starts_on=date(2027, 1, 1))
    late_in_the_evening = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)

    erase_person(person, at=late_in_the_evening, by=manager)

    assert person.holdings.get().ends_on == date(2027, 7, 1)


def test_a_household_outlives_one_of_three_and_not_one_of_two(council, manager, now):
    ada, ben, cleo = (a_person(council, address="1 High Street", postcode="DT1 1AA") for _ in "123")
    join_household(ada, ben, by=manager)
    join_household(cleo, ben, by=manager)

    erase_person(ada, at=now, by=manager)
    after_one = list(Household.objects.values_list("address", flat=True))
    erase_person(ben, at=now, by=manager)

    assert after_one == ["1 High Street"]
    assert not Household.objects.exists()


def test_the_history_holds_no_words_of_a_person(council, manager, now):
    person = add_person(
        name="Canary Name",
        address="Canary House",
        postcode="DT1 1AA",
        contact_ways=[{"kind": "voice", "value": "01632 960 001", "note": "Canary note"}],
        at=now,
        by=manager,
    )
    a_holding(person, council)
    erase_person(person, at=now, by=manager)

    told = json.dumps(list(Event.objects.values("verb", "why", "changes")))

    assert [word for word in ("Canary", "DT1", "+441632960001") if word in told] == []
    assert "person.added" in told


# Pages


def test_only_the_programme_manager_exports_and_erases(
    signed_in, council, manager, coordinator, referrer
):
    person = a_person(council)

    answers = [
        [
            signed_in(user).get(f"/people/{person.pk}/{page}").status_code
            for page in ("export/", "export.json", "erase/")
        ]
        for user in (manager, coordinator, referrer)
    ]

    assert answers == [[200, 200, 200], [403, 403, 403], [404, 404, 404]]


def test_the_export_page_and_file_hold_the_same_and_are_recorded(signed_in, council, manager):
    person = a_person(council, name="محمد <b>علي</b>", phone="+441632960001")
    client = signed_in(manager)

    page = client.get(f"/people/{person.pk}/export/").content.decode()
    answer = client.get(f"/people/{person.pk}/export.json")

    assert "محمد &lt;b&gt;علي&lt;/b&gt;" in page
    assert answer.json()["person"][0]["name"] == "محمد <b>علي</b>"
    assert answer.json()["contact way"][0]["value"] == "+441632960001"
    assert answer["Content-Disposition"] == f'attachment; filename="person-{person.pk}.json"'
    assert Event.objects.filter(verb="person.exported").count() == 2


def test_the_page_of_a_person_says_nothing_that_only_a_machine_needs(planted, now):
    canaries, _ = planted

    told = kept_in_words(canaries.person)

    values = [str(value) for _, rows in told for row in rows for _, value in row]
    labels = {name for _, rows in told for row in rows for name, _ in row}
    references = {model._meta.label_lower for model in apps.get_models()}
    assert not [value for value in values if value.partition("/")[0] in references]
    assert not labels & {"ID", "Once", "Tries", "Sender id", "Reference", "Name folded", "Digest"}


def test_the_page_of_a_person_says_nothing_of_others(planted):
    canaries, mentioned = planted

    told = str(kept_in_words(canaries.person))

    assert {word for word in mentioned - canaries.of_person if word in told} == set()
    assert {word for word in canaries.of_person if word in told}


def test_who_looked_is_said_by_their_work_and_not_by_their_name(
    signed_in, council, coordinator, manager
):
    person = a_person(council)
    signed_in(coordinator).get(f"/people/{person.pk}/")

    page = signed_in(manager).get(f"/people/{person.pk}/export/").text

    assert "Looked at</td>" in page
    assert "Coordinator, Wessex Council" in page
    assert coordinator.email not in page


def test_erasing_is_asked_for_twice(signed_in, council, manager):
    person = a_person(council)
    client = signed_in(manager)

    refused = client.post(f"/people/{person.pk}/erase/", {"certain": ""})
    client.get(f"/people/{person.pk}/erase/", {"certain": "on"})
    person.refresh_from_db()
    assert [refused.status_code, person.erased_at] == [422, None]
    done = client.post(f"/people/{person.pk}/erase/", {"certain": "on"}, follow=True)

    assert "Erased: person: 1" in done.content.decode()
    assert client.get(f"/people/{person.pk}/").status_code == 404
