import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from inroads.foundations.history.models import Event, OnlyAddedTo
from inroads.foundations.history.sealing import is_sealed, seal, unseal, unsealed
from inroads.foundations.history.tests.factories import an_event


def refused_by_the_database(sql: str, *values) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return "only ever added to" in str(error)
    return False


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE history_event SET by = 'somebody else' WHERE id = %s",
        "DELETE FROM history_event WHERE id = %s",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_event(sql):
    event = an_event()

    assert refused_by_the_database(sql, event.pk)
    assert Event.objects.get().by == "nightly"


@pytest.mark.django_db
def test_the_database_refuses_to_put_another_event_in_the_place_of_one():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    event = an_event()
    sql = (
        "INSERT OR REPLACE INTO history_event (id, at, verb, thing, by, why, changes)"
        " VALUES (%s, '2027-01-01', 'a.b', 'c', 'd', '', '{}')"
    )

    assert refused_by_the_database(sql, event.pk)


@pytest.mark.django_db
def test_the_database_refuses_to_empty_the_history():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")

    assert refused_by_the_database("TRUNCATE history_event")


@pytest.mark.django_db
def test_python_refuses_before_the_database_has_to():
    event = an_event()
    ways = [
        event.delete,
        event.save,
        Event.objects.all().delete,
        lambda: Event.objects.update(by="x"),
        lambda: Event.objects.filter(pk=event.pk).bulk_update([event], ["by"]),
    ]

    for way in ways:
        with pytest.raises(OnlyAddedTo):
            way()


@pytest.mark.django_db
def test_the_seal_can_be_seen_and_comes_back_after_it_was_off():
    sealed = [is_sealed(connection)]
    with unsealed(connection):
        sealed.append(is_sealed(connection))
    sealed.append(is_sealed(connection))

    assert sealed == [True, False, True]


@pytest.mark.django_db
def test_sealing_twice_is_sealing_once():
    seal(connection)
    seal(connection)
    unseal(connection)

    assert not is_sealed(connection)


@pytest.mark.django_db(transaction=True)
def test_a_whole_database_can_be_emptied_and_is_sealed_afterwards():
    an_event()

    call_command("flush", interactive=False, verbosity=0)

    assert not Event.objects.exists()
    assert is_sealed(connection)
