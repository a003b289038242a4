from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from inroads.foundations.accounts import middleware
from inroads.foundations.accounts.actions import end_sessions
from inroads.foundations.accounts.tests.factories import (
    PASSWORD,
    a_user,
    a_user_with_an_app,
    enter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Set the clock by which sessions age."""
    start = timezone.now()

    def after(**passed):
        moment = start + timedelta(**passed)
        monkeypatch.setattr(middleware.timezone, "now", lambda: moment)

    yield after
    monkeypatch.undo()


def signed_in_client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_half_an_hour_without_a_request_ends_a_session(at):
    client = signed_in_client(a_user_with_an_app())
    at(minutes=0)
    assert is_in(client)

    at(minutes=31)
    page = client.get("/accounts/", follow=True)

    assert "nothing was done for 30 minutes" in page.content.decode()
    assert not is_in(client)


def test_working_keeps_a_session_alive(at):
    client = signed_in_client(a_user_with_an_app())

    for minutes in range(0, 200, 25):
        at(minutes=minutes)
        assert is_in(client)


def test_twelve_hours_end_a_session_whatever_happens(at):
    client = signed_in_client(a_user_with_an_app())
    for minutes in range(0, 12 * 60, 20):
        at(minutes=minutes)
        assert is_in(client)

    at(hours=12, minutes=1)

    assert not is_in(client)


def test_a_busy_session_is_written_once_a_minute_not_at_every_request(
    at, django_assert_num_queries
):
    client = signed_in_client(a_user_with_an_app())
    at(seconds=0)
    is_in(client)
    at(seconds=30)
    before = client.session["seen_at"]

    is_in(client)

    assert client.session["seen_at"] == before


def test_signing_out_everywhere_ends_every_session():
    user = a_user_with_an_app()
    here, there = signed_in_client(user), signed_in_client(user)

    response = here.post("/accounts/sign-out-everywhere/")

    assert response["Location"] == "/accounts/login/"
    assert not is_in(here)
    assert not is_in(there)


def test_signing_out_on_the_other_devices_keeps_this_one():
    user = a_user_with_an_app()
    here, there = signed_in_client(user), signed_in_client(user)
    assert is_in(here)
    assert is_in(there)

    here.post("/accounts/sessions/")

    assert is_in(here)
    assert not is_in(there)


def test_the_list_shows_one_s_own_sessions_only():
    anne, beth = a_user_with_an_app(), a_user_with_an_app("beth@wessex.example")
    client = signed_in_client(anne)
    Client(HTTP_USER_AGENT="Anne’s tablet").force_login(anne)
    UserSession.objects.filter(user=anne).update(user_agent="Anne’s tablet")
    other = signed_in_client(beth)
    is_in(other)
    UserSession.objects.filter(user=beth).update(user_agent="Beth’s telephone")

    page = client.get("/accounts/sessions/").content.decode()

    assert "Beth’s telephone" not in page


def test_a_browser_that_calls_itself_a_script_is_shown_as_text():
    user = a_user_with_an_app()
    client = Client(HTTP_USER_AGENT="<script>alert(1)</script>")
    client.force_login(user)
    is_in(client)

    assert "<script>alert(1)" not in client.get("/accounts/sessions/").content.decode()


def test_changing_the_password_ends_every_session():
    user = a_user_with_an_app()
    here, there = signed_in_client(user), signed_in_client(user)
    new = "four loud herons"

    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    user.refresh_from_db()
    assert user.check_password(new)
    assert not is_in(here)
    assert not is_in(there)


def test_ending_the_sessions_of_one_user_leaves_the_others_alone():
    anne, beth = a_user_with_an_app(), a_user_with_an_app("beth@wessex.example")
    hers, other = signed_in_client(anne), signed_in_client(beth)

    end_sessions(anne, why="Her role was changed", by=beth)

    assert not is_in(hers)
    assert is_in(other)


def test_an_old_session_is_worth_nothing_after_signing_out():
    client = signed_in_client(a_user_with_an_app())
    old = client.cookies["session"].value
    client.post("/accounts/logout/")

    thief = Client()
    thief.cookies["session"] = old

    assert not is_in(thief)


@pytest.mark.parametrize("address", ["/accounts/sign-out-everywhere/"])
def test_reading_an_address_ends_nothing(address):
    client = signed_in_client(a_user_with_an_app())

    assert client.get(address).status_code == 405
    assert is_in(client)


def test_a_session_from_before_a_change_of_secret_key_still_holds(settings):
    client = signed_in_client(a_user_with_an_app())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new and long and random secret key for the test"

    assert is_in(client)


def test_a_champion_signs_in_with_a_password_alone():
    a_user(needs_second_factor=False)
    client = Client()

    enter(client)

    assert is_in(client)
