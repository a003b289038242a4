from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from inroads.foundations.accounts import actions
from inroads.foundations.accounts.invitations import invitation_link, invited_user
from inroads.foundations.accounts.tests.factories import a_user, a_user_with_an_app
from inroads.foundations.core.rules import Refused

NEW = "four loud herons"
pytestmark = pytest.mark.django_db


def path_of(link: str) -> str:
    return link.removeprefix("http://localhost:8000")


def secret_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def choose(link: str, client: Client | None = None, **typed):
    return (client or Client()).post(path_of(link), {"password1": NEW, "password2": NEW, **typed})


def test_the_invited_choose_a_password_and_can_then_sign_in(now):
    user = a_user(password=None)

    response = choose(invitation_link(user, at=now))

    user.refresh_from_db()
    assert response["Location"] == "/accounts/login/"
    assert user.check_password(NEW)


def test_opening_the_link_changes_nothing(now):
    user = a_user(password=None)
    link = invitation_link(user, at=now)

    pages = [Client().get(path_of(link)).status_code for _ in range(2)]

    assert pages == [200, 200]
    assert invited_user(secret_of(link), at=now) == user


def test_an_invitation_works_once(now):
    user = a_user(password=None)
    link = invitation_link(user, at=now)
    choose(link)

    second = choose(link, password1="six late herons", password2="six late herons")

    user.refresh_from_db()
    assert second.status_code == 410
    assert user.check_password(NEW)


def test_every_earlier_invitation_dies_with_the_one_that_is_used(now):
    user = a_user(password=None)
    first = invitation_link(user, at=now - timedelta(days=1))
    choose(invitation_link(user, at=now))

    assert choose(first).status_code == 410


def test_an_invitation_lasts_seven_days(now):
    user = a_user(password=None)
    secret = secret_of(invitation_link(user, at=now))

    assert invited_user(secret, at=now + timedelta(days=7, seconds=-2)) == user
    assert invited_user(secret, at=now + timedelta(days=7, seconds=1)) is None


def test_an_invitation_dies_when_the_address_changes(now):
    user = a_user(password=None)
    secret = secret_of(invitation_link(user, at=now))
    user.email = "else@wessex.example"
    user.save()

    assert invited_user(secret, at=now) is None


def test_an_invitation_dies_when_the_user_is_closed(now):
    user = a_user(password=None)
    secret = secret_of(invitation_link(user, at=now))
    user.is_active = False
    user.save()

    assert invited_user(secret, at=now) is None


@pytest.mark.parametrize(
    "secret", ["x", "WzEsMl0:x:y", "", "a" * 5000, "..:..:..", "%00", "WzEsMl0" * 50]
)
def test_a_made_up_secret_opens_nothing(secret, now):
    assert invited_user(secret, at=now) is None


def test_a_secret_signed_for_something_else_opens_nothing(now):
    user = a_user(password=None)

    assert invited_user(signing.dumps([user.pk, "x", 9999999999]), at=now) is None


def test_one_user_s_secret_does_not_open_another(now):
    anne, beth = a_user(password=None), a_user("beth@wessex.example", password=None)
    choose(invitation_link(anne, at=now))

    beth.refresh_from_db()
    assert not beth.has_usable_password()


def test_whoever_is_signed_in_as_somebody_else_is_signed_out(now):
    invited = a_user("new@wessex.example", password=None)
    client = Client()
    client.force_login(a_user_with_an_app())

    choose(invitation_link(invited, at=now), client)

    assert client.get("/accounts/").status_code == 302


def test_a_weak_password_is_an_error_of_the_form(now):
    user = a_user(password=None)
    link = invitation_link(user, at=now)

    assert choose(link, password1="short", password2="short").status_code == 422
    assert choose(link, password2="another one entirely").status_code == 422
    assert invited_user(secret_of(link), at=now) == user


def test_extra_fields_are_ignored(now):
    user = a_user(password=None)

    choose(invitation_link(user, at=now), email="thief@example.org", needs_second_factor="")

    user.refresh_from_db()
    assert (user.email, user.needs_second_factor) == ("anne@wessex.example", True)


def test_of_two_who_use_an_invitation_at_once_one_succeeds(now, monkeypatch):
    user = a_user(password=None)
    secret = secret_of(invitation_link(user, at=now))
    lock = actions.locked

    def another_is_quicker(record):
        monkeypatch.setattr(actions, "locked", lock)
        actions.accept_invitation(secret, password=NEW, at=now, by=user)
        return lock(record)

    monkeypatch.setattr(actions, "locked", another_is_quicker)
    with pytest.raises(Refused):
        actions.accept_invitation(secret, password="six late herons", at=now, by=user)

    user.refresh_from_db()
    assert not user.check_password("six late herons")
