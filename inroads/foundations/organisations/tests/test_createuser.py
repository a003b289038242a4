import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from inroads.foundations.accounts.models import User
from inroads.foundations.history.models import Event
from inroads.foundations.organisations.models import Membership, Organisation, Role
from inroads.foundations.organisations.tests.factories import a_member

pytestmark = pytest.mark.django_db


def createuser(*words: str) -> str:
    out = io.StringIO()
    call_command("createuser", *words, stdout=out)
    return out.getvalue()


def first_user(*more: str) -> str:
    return createuser(
        "tess@wessex.example", "--role", "manager", "--organisation", "Wessex Council",
        "--new-organisation", "--leads", *more,
    )  # fmt: skip


def test_the_first_user_and_their_organisation_are_made_by_one_command():
    said = first_user()

    membership = Membership.objects.get()
    assert (membership.role, membership.organisation.leads) == (Role.MANAGER, True)
    assert "tess@wessex.example is programme manager at Wessex Council." in said


def test_the_link_it_prints_lets_them_in():
    link = first_user().split()[-1].removeprefix("http://localhost:8000")

    Client().post(link, {"password1": "three quiet herons", "password2": "three quiet herons"})

    assert User.objects.get().check_password("three quiet herons")


def test_a_password_can_come_by_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("three quiet herons\n"))

    said = first_user("--password-stdin")

    assert User.objects.get().check_password("three quiet herons")
    assert "http" not in said


def test_a_script_gets_json():
    answer = json.loads(first_user("--json"))

    assert answer["email"] == "tess@wessex.example"
    assert answer["link"].startswith("http://localhost:8000/accounts/invitation/")


def test_someone_who_can_sign_in_already_gets_the_role(council, referrer):
    said = createuser(referrer.email, "--role", "champion", "--organisation", "wessex council")

    assert Membership.objects.filter(user=referrer).count() == 2
    assert "http" not in said


def invited_again(email: str, *more: str) -> str:
    return createuser(email, "--role", "referrer", "--organisation", "Sherton Surgery", *more)


def test_someone_who_never_signed_in_gets_a_fresh_link_and_no_second_role(surgery):
    member = a_member(surgery)

    said = invited_again(member.user.email)

    link = said.split()[-1].removeprefix("http://localhost:8000")
    assert Client().get(link).status_code == 200
    assert Membership.objects.get() == member
    assert Event.objects.filter(verb="membership.handed_over_invitation").exists()


def test_someone_who_never_signed_in_gets_a_link_with_another_role_too(surgery, council):
    member = a_member(council, Role.CHAMPION)

    said = invited_again(member.user.email)

    assert "/accounts/invitation/" in said
    assert Membership.objects.count() == 2


def test_someone_who_was_closed_gets_no_link(surgery):
    member = a_member(surgery)
    User.objects.update(is_active=False)

    with pytest.raises(CommandError, match="can no longer sign in"):
        invited_again(member.user.email)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["not-an-address", "--role", "referrer", "--organisation", "Sherton Surgery"], "valid email"),
        (["a@b.example", "--role", "referrer", "--organisation", "Nowhere"], "--new-organisation"),
        (["a@b.example", "--role", "manager", "--organisation", "Sherton Surgery"], "Only the organisation"),
        (["a@b.example", "--role", "referrer", "--organisation", "New", "--new-organisation", "--leads"],
         "Another organisation leads"),
        (["referrer@sherton.example", "--role", "referrer", "--organisation", "Sherton Surgery"],
         "have this role here already"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_line_and_nothing_is_made(
    council, surgery, referrer, words, sentence
):
    with pytest.raises(CommandError) as error:
        createuser(*words)

    assert sentence in str(error.value)
    assert "\n" not in str(error.value)
    assert not User.objects.filter(email="a@b.example").exists()
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("weak", ["short", "password1234"])
def test_a_weak_password_is_refused(monkeypatch, weak):
    monkeypatch.setattr("sys.stdin", io.StringIO(weak))

    with pytest.raises(CommandError):
        first_user("--password-stdin")

    assert not User.objects.exists()


def test_the_password_of_someone_known_is_not_changed(monkeypatch, surgery, referrer):
    monkeypatch.setattr("sys.stdin", io.StringIO("three quiet herons"))

    with pytest.raises(CommandError, match="changes no password"):
        createuser(
            referrer.email, "--role", "champion", "--organisation", surgery.name, "--password-stdin"
        )
