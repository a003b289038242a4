import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from inroads.foundations.accounts.models import User
from inroads.foundations.accounts.tests.factories import (
    PASSWORD,
    a_user,
    a_user_with_an_app,
    code_now,
    enter,
    every_address,
)

pytestmark = pytest.mark.django_db

ON_THE_WAY = {
    "/accounts/second-factor/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
}


def test_there_are_addresses_to_try():
    addresses = every_address()

    assert len(addresses) > 50
    assert {"/history/", "/organisations/1/", *ON_THE_WAY} <= set(addresses)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_without_a_second_factor_a_user_reaches_nothing_but_its_set_up(method):
    client = Client(raise_request_exception=False)
    client.force_login(a_user())
    wrong = []

    for address in every_address():
        if address in ON_THE_WAY:
            continue
        response = getattr(client, method)(address)
        if response.status_code != 302 or response["Location"] != "/accounts/second-factor/":
            wrong.append((address, response.status_code))

    assert wrong == []
    assert client.get("/accounts/second-factor/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_between_the_password_and_the_code_a_user_reaches_no_more_than_a_stranger(method):
    a_user_with_an_app()
    half, stranger = Client(raise_request_exception=False), Client(raise_request_exception=False)
    enter(half)
    wrong = []

    for address in every_address():
        if "/2fa/authenticate/" in address or "/logout/" in address or "/login/" in address:
            continue
        ours, theirs = (getattr(client, method)(address) for client in (half, stranger))
        if ours.status_code != theirs.status_code:
            wrong.append((address, ours.status_code, theirs.status_code))

    assert wrong == []
    assert half.get("/accounts/").status_code == 302


@pytest.mark.parametrize(
    "address",
    ["/accounts/password/change/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"],
)
def test_a_half_signed_session_cannot_change_how_the_user_signs_in(address):
    user = a_user_with_an_app()
    half = Client()
    enter(half)

    half.post(address, {"oldpassword": PASSWORD, "password1": "x" * 20, "password2": "x" * 20})

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Authenticator.objects.filter(user=user).count() == 1


def test_an_app_is_set_up_and_then_everything_is_open(monkeypatch):
    user = a_user()
    client = Client()
    enter(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": pyotp.TOTP(secret).now()})

    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/accounts/").status_code == 200
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_wrong_code_sets_up_nothing():
    user = a_user()
    client = Client()
    enter(client)
    client.get("/accounts/2fa/totp/activate/")

    page = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})

    assert "wrong or too old" in page.content.decode()
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_thief_with_the_password_does_not_slip_in_when_the_user_sets_up_a_second_factor():
    a_user()
    thief, owner = Client(), Client()
    enter(thief)
    enter(owner)
    secret = owner.get("/accounts/2fa/totp/activate/").context["form"].secret
    owner.post("/accounts/2fa/totp/activate/", {"code": pyotp.TOTP(secret).now()})

    assert owner.get("/accounts/").status_code == 200
    assert thief.get("/accounts/")["Location"].startswith("/accounts/login/")


def test_recovery_codes_alone_are_no_second_factor():
    user = a_user()
    Authenticator.objects.create(
        user=user, type="recovery_codes", data={"seed": "x", "used_mask": 0}
    )
    client = Client()
    client.force_login(user)

    assert client.get("/accounts/")["Location"] == "/accounts/second-factor/"


def test_who_is_a_champion_only_needs_no_second_factor():
    client = Client()
    client.force_login(a_user(needs_second_factor=False))

    assert client.get("/accounts/").status_code == 200


def test_a_new_user_needs_one_until_something_says_otherwise():
    assert User(email="a@b.example").needs_second_factor


def test_in_the_sample_place_nobody_needs_one(settings):
    settings.DEMO = True
    client = Client()
    client.force_login(a_user())

    assert client.get("/accounts/").status_code == 200


def test_taking_the_last_one_away_leads_back_to_setting_one_up():
    a_user_with_an_app()
    client = Client()
    enter(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    client.post("/accounts/2fa/totp/deactivate/")

    assert client.get("/accounts/")["Location"] == "/accounts/second-factor/"


def test_nobody_touches_another_user_s_passkey():
    other = a_user("other@wessex.example")
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs"})
    a_user_with_an_app()
    client = Client()
    enter(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    statuses = [
        client.post(
            f"/accounts/2fa/webauthn/keys/{theirs.pk}/{verb}/", {"name": "Mine"}
        ).status_code
        for verb in ("remove", "edit")
    ]

    assert statuses == [404, 404]
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Theirs"


def test_how_one_signs_in_is_changed_only_after_showing_again_who_one_is():
    client = Client()
    client.force_login(a_user_with_an_app())

    for address in (
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
    ):
        response = client.post(address)
        assert response["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    "credential",
    ["", "x", "{}", "[]", "null", "1", '{"id": "x"}', '{"id": 1, "response": {}}', "{" * 900],
)
def test_a_made_up_passkey_is_an_error_of_the_form(credential):
    a_user()
    client, stranger = Client(), Client()
    enter(client)
    client.get("/accounts/2fa/webauthn/add/")

    added = client.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": credential})
    came_in = stranger.post("/accounts/2fa/webauthn/login/", {"credential": credential})

    assert added.status_code == 200
    assert came_in.status_code in (200, 302)
    assert not Authenticator.objects.exists()
    assert stranger.get("/accounts/").status_code == 302
