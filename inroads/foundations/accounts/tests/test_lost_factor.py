"""A second factor that is lost is set up anew, and one sealed with another key is found out."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.test import Client

from inroads.foundations.accounts.sealed import second_factors_open
from inroads.foundations.accounts.tests.factories import a_user_with_an_app, code_now, enter
from inroads.foundations.history.models import Event

pytestmark = pytest.mark.django_db


def test_whoever_lost_their_phone_sets_up_a_new_second_factor():
    user = a_user_with_an_app()
    RecoveryCodes.activate(user)
    old = Client()
    enter(old)
    old.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert old.get("/accounts/").status_code == 200

    call_command("resetfactor", "Anne@wessex.example")

    assert not Authenticator.objects.exists()
    assert old.get("/accounts/")["Location"].startswith("/accounts/login/")
    new = Client()
    enter(new)
    assert new.get("/accounts/")["Location"] == "/accounts/second-factor/"
    assert Event.objects.get(verb="user.reset_second_factor").by == "resetfactor"


def test_a_second_factor_of_nobody_is_said_so():
    with pytest.raises(CommandError, match="Nobody signs in with tess"):
        call_command("resetfactor", "tess@wessex.example")


def test_a_second_factor_that_was_sealed_with_another_key_is_found_out(settings):
    a_user_with_an_app()
    before = settings.SECRET_KEY
    seen = [second_factors_open()]

    settings.SECRET_KEY = "another long and random key of another machine"
    seen.append(second_factors_open())
    settings.SECRET_KEY_FALLBACKS = [before]
    seen.append(second_factors_open())

    assert seen == [True, False, True]


def test_the_recovery_codes_are_asked_too(settings):
    RecoveryCodes.activate(a_user_with_an_app())
    Authenticator.objects.filter(type="totp").delete()

    settings.SECRET_KEY = "another long and random key of another machine"

    assert not second_factors_open()
