"""The sample place is the same from the same seed, whole or not at all, and only where it belongs."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from inroads.foundations.core.rules import Refused
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.people.models import ContactWay, Person
from inroads.foundations.places.models import Area, Boundary, Postcode, StatisticValue, Venue
from inroads.overview.demo import actions
from inroads.overview.demo.tests.factories import make
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral, Route
from inroads.programme.timetable.models import Session

SAME = [
    Area, Boundary, StatisticValue, Postcode, Venue, Person, ContactWay, Champion, Session, Shift, HelpRecord,
    Referral, Route,
]  # fmt: skip
BY_NAME = {
    Champion: ["person__name", "venue__name"],
    Shift: ["champion__person__name", "session__venue__name", "session__starts_at"],
    HelpRecord: ["champion__person__name", "venue__name", "topic__name", "person__name"],
    Referral: ["person__name", "sender__name"],
}
MADE_AT = [
    datetime(2026, 11, 24, 11, 30, tzinfo=UTC),
    datetime(2027, 1, 2, 0, 5, tzinfo=UTC),  # a Saturday in the New Year
    datetime(2026, 3, 29, 9, 0, tzinfo=UTC),  # the Sunday on which the clocks change
]


def rows() -> dict[str, list]:
    """Every row of the sample place, but for its key; what it points at is told by name."""
    return {
        model.__name__: list(
            model.objects.order_by("pk").values_list(*plain_fields(model), *BY_NAME.get(model, []))
        )
        for model in SAME
    }


def plain_fields(model) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation and field.name != "id"
    ]


def made_and_undone(seed: int) -> dict[str, list]:
    with transaction.atomic():
        make(seed=seed)
        found = rows()
        transaction.set_rollback(True)
    return found


@pytest.mark.slow
def test_the_same_seed_makes_the_same_rows(db):
    first, again = made_and_undone(5), made_and_undone(5)

    for name, of_first in first.items():
        assert of_first == again[name], name
        assert of_first


@pytest.mark.slow
def test_another_seed_makes_another_county(db):
    first, other = made_and_undone(5), made_and_undone(6)

    for name in ("Boundary", "Person", "HelpRecord"):
        assert first[name] != other[name]


@pytest.mark.slow
@pytest.mark.parametrize("at", MADE_AT)
def test_it_can_be_made_on_any_day(db, at):
    made = make(at=at)

    assert made.referrals == 24
    assert Session.objects.filter(starts_at__date=at.date(), status="planned").exists()


def test_it_is_not_made_where_anything_is(db):
    Organisation.objects.create(name="Dorset Council", kind="council", leads=True)

    with pytest.raises(Refused):
        make()

    assert Area.objects.count() == 0


def test_a_fault_in_the_middle_leaves_nothing(db, monkeypatch):
    def broken(*args):
        raise ValueError("a fault")

    monkeypatch.setattr(actions, "make_champions", broken)

    with pytest.raises(ValueError, match="a fault"):
        make()

    assert not Organisation.objects.exists()
    assert not Area.objects.exists()


def run(*options: str) -> str:
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def test_the_command_refuses_outside_demo_mode(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="INROADS_DEMO=1"):
        run()

    assert not Organisation.objects.exists()


def test_the_command_refuses_where_something_real_is(db, settings):
    settings.DEMO = True
    Organisation.objects.create(name="Dorset Council", kind="council", leads=True)

    with pytest.raises(CommandError, match="There is something here already"):
        run("--size", "small", "--json")


@pytest.mark.slow
def test_the_command_makes_it_once(db, settings):
    settings.DEMO = True

    first = json.loads(run("--size", "small", "--json"))
    people = Person.objects.count()
    again = json.loads(run("--size", "small", "--json"))

    assert first["made"] is True
    assert first["referrals"] == 24
    assert "/help/record/" in first["recording_link"]
    assert again == {"made": False}
    assert run() == "Wessex is here already.\n"
    assert Person.objects.count() == people
