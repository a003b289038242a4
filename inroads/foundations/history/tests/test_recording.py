import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from inroads.foundations.history.models import Event
from inroads.foundations.history.queries import events_about, in_words
from inroads.foundations.history.recording import (
    Machine,
    changes_between,
    record,
    reference,
    values_of,
)
from inroads.foundations.history.tests.factories import an_event


def test_an_event_says_who_did_what_to_which_record_and_why(council, manager):
    record(
        "organisation.changed", council, by=manager, why="They moved", changes={"name": ["a", "b"]}
    )

    event = Event.objects.get()
    assert (event.verb, event.thing, event.by, event.why) == (
        "organisation.changed",
        f"organisations.organisation/{council.pk}",
        f"accounts.user/{manager.pk}",
        "They moved",
    )


def test_a_machine_has_a_name_of_its_own(council):
    record("organisation.changed", council, by=Machine("nightly"))

    assert Event.objects.get().by == "nightly"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_that_does_it():
    user = get_user_model().objects.create_user("a@example.org")

    with pytest.raises(RuntimeError, match="outside the transaction"):
        record("user.added", user, by=user)


def test_an_event_goes_when_its_action_is_undone(council):
    @transaction.atomic
    def fails_later():
        record("organisation.changed", council, by=Machine("nightly"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_later()

    assert not Event.objects.exists()


def test_a_verb_is_an_app_s_word_and_what_was_done(council):
    with pytest.raises(ValueError, match="A verb reads like"):
        record("changed", council, by=Machine("nightly"))


def test_a_record_without_a_key_cannot_be_named():
    with pytest.raises(ValueError, match="has no key"):
        reference(get_user_model()())


def test_a_reason_that_is_too_long_is_cut_not_refused(council):
    record("organisation.changed", council, by=Machine("nightly"), why="w" * 10_000)

    assert len(Event.objects.get().why) == 500


def test_of_a_personal_field_only_the_fact_that_it_changed_is_kept(manager):
    before = values_of(manager, ["email", "is_active"])
    manager.email, manager.is_active = "new@wessex.example", False

    assert changes_between(before, manager) == {"email": "changed", "is_active": ["True", "False"]}


@pytest.mark.django_db
def test_what_was_done_to_a_record_is_found_with_the_latest_first(council):
    record("organisation.added", council, by=Machine("nightly"))
    record("organisation.changed", council, by=Machine("nightly"))
    an_event()

    assert [event.verb for event in events_about(council)] == [
        "organisation.changed",
        "organisation.added",
    ]


def test_an_event_is_told_in_words(council, manager):
    record("organisation.changed", council, by=manager, changes={"email": ["", "a@b.example"]})

    (entry,) = in_words(events_about(council))

    assert (entry.who, entry.did, entry.thing) == (
        manager.email,
        "changed",
        f"organisation number {council.pk}",
    )
    assert entry.changes == ["email: from nothing to a@b.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gone.thing/3", "accounts.user/999", "strange", "a/b/c", "/"])
def test_what_no_longer_exists_is_still_told(name):
    (entry,) = in_words([an_event(thing=name, by=name)])

    assert entry.thing
    assert entry.who
