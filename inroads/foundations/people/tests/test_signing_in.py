"""A person who signs in: known as a user, closed with the last role, forgotten a year later."""

from datetime import timedelta

import pytest

from conftest import make_user
from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions import remove_member
from inroads.foundations.organisations.models import Role
from inroads.foundations.people.actions import forget_closed_users, give_sign_in
from inroads.foundations.people.tests.factories import a_person

pytestmark = pytest.mark.django_db
BY = Machine("test")
EMAIL = "gabriel@wessex.example"


def test_a_person_signs_in_as_the_user_who_was_invited(council, manager, now):
    person = a_person(council)

    member = give_sign_in(person, council, email=EMAIL, role=Role.CHAMPION, at=now, by=manager)

    person.refresh_from_db()
    assert (person.user, member.user.email, member.role) == (member.user, EMAIL, Role.CHAMPION)
    assert Event.objects.filter(verb="person.given_sign_in").count() == 1


def test_whoever_has_the_role_already_is_known_as_the_person_and_not_invited_again(
    council, helper, manager, now
):
    person = a_person(council)

    give_sign_in(
        person, council, email=helper.email.upper(), role=Role.CHAMPION, at=now, by=manager
    )

    person.refresh_from_db()
    assert person.user == helper
    assert not Event.objects.filter(verb="membership.invited").exists()


def test_nobody_signs_in_as_somebody_else_or_twice(council, helper, manager, now):
    theirs = {"email": helper.email, "role": Role.CHAMPION, "at": now, "by": manager}
    give_sign_in(a_person(council), council, **theirs)

    with pytest.raises(Refused, match="Somebody else"):
        give_sign_in(a_person(council), council, **theirs)
    with pytest.raises(Refused, match="sign in already"):
        give_sign_in(helper.person, council, **theirs | {"email": EMAIL})


def test_a_user_closed_long_ago_is_forgotten_and_no_other(council, surgery, referrer, now):
    gone = make_user("gone@sherton.example", surgery, Role.REFERRER)
    by_hand = make_user("by-hand@sherton.example", surgery, Role.REFERRER)
    User.objects.filter(pk=by_hand.pk).update(is_active=False)
    remove_member(gone.memberships.get(), by=BY)

    too_early = forget_closed_users(before=now - timedelta(days=1), by=BY)
    in_time = forget_closed_users(before=now + timedelta(days=1), by=BY)
    again = forget_closed_users(before=now + timedelta(days=2), by=BY)

    assert [too_early, in_time, again] == [0, 1, 0]
    assert not User.objects.filter(email="gone@sherton.example").exists()
    assert User.objects.filter(email__in=[referrer.email, by_hand.email]).count() == 2
    assert gone.authenticator_set.count() == 0
    assert Event.objects.get(verb="user.forgotten").thing == f"accounts.user/{gone.pk}"
