import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from inroads.foundations.accounts.models import User
from inroads.foundations.accounts.tests.factories import (
    PASSWORD,
    SECRET,
    a_user,
    a_user_with_an_app,
    code_now,
    enter,
)
from inroads.foundations.history.queries import events_about

pytestmark = pytest.mark.django_db


def test_a_password_and_a_code_let_a_user_in():
    a_user_with_an_app()
    client = Client()

    first = enter(client)
    assert (first.status_code, first["Location"]) == (302, "/accounts/2fa/authenticate/")
    assert client.get("/accounts/").status_code == 302
    second = client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert (second.status_code, second["Location"]) == (302, "/")
    assert client.get("/accounts/").status_code == 200


def test_the_address_may_be_typed_in_any_case():
    a_user_with_an_app()

    response = enter(Client(), email="ANNE@Wessex.Example")

    assert response["Location"] == "/accounts/2fa/authenticate/"


def test_a_code_lets_in_once():
    a_user_with_an_app()
    code = code_now()
    first, thief = Client(), Client()
    for client in (first, thief):
        enter(client)

    first.post("/accounts/2fa/authenticate/", {"code": code})
    again = thief.post("/accounts/2fa/authenticate/", {"code": code})

    assert again.status_code == 200
    assert thief.get("/accounts/").status_code == 302


def test_a_recovery_code_lets_in_once():
    user = a_user_with_an_app()
    client = Client()
    client.force_login(user)
    enter_and_prove(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]

    statuses = []
    for _ in range(2):
        other = Client()
        enter(other)
        statuses.append(other.post("/accounts/2fa/authenticate/", {"code": code}).status_code)

    assert statuses == [302, 200]


def enter_and_prove(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_five_wrong_passwords_and_the_sixth_try_is_refused_even_if_it_is_right():
    a_user_with_an_app()
    client = Client()

    texts = [enter(client, password="wrong").content.decode() for _ in range(5)]
    sixth = enter(client)

    assert all("e-mail address or the password is wrong" in text for text in texts)
    assert "too many tries" in sixth.content.decode()


def test_the_count_of_wrong_passwords_is_in_the_database_and_so_shared_by_all_workers():
    a_user()
    cache.clear()

    enter(Client(), password="wrong")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_tries_at_a_thousand_other_addresses_do_not_push_out_the_count_for_this_one():
    a_user()
    for _ in range(5):
        enter(Client(), password="wrong")

    for number in range(1000):
        cache.set(f"z{number}", [0.0], 300)

    assert "too many tries" in enter(Client()).content.decode()


def test_wrong_codes_are_limited_too():
    a_user_with_an_app()
    client = Client()
    enter(client)

    pages = [
        client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
        for _ in range(7)
    ]

    assert "wrong or too old" in pages[0]
    assert "too many tries" in pages[-1]


def test_one_address_of_the_internet_cannot_try_many_users():
    client = Client()

    statuses = [enter(client, email=f"u{n}@wessex.example").status_code for n in range(31)]
    text = enter(client, email="another@wessex.example").content.decode()

    assert 429 in statuses or "too many tries" in text


def test_the_page_does_not_tell_who_is_a_user():
    a_user()
    a_user("closed@wessex.example", is_active=False)
    known = enter(Client(), password="wrong")
    unknown = enter(Client(), email="nobody@wessex.example", password="wrong")
    closed = enter(Client(), email="closed@wessex.example", password="wrong")

    def said(response, email):
        text = response.content.decode().replace(email, "")
        return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]

    assert known.status_code == unknown.status_code == closed.status_code
    assert said(known, "anne@wessex.example") == said(unknown, "nobody@wessex.example")
    assert said(closed, "closed@wessex.example") == said(unknown, "nobody@wessex.example")


def test_a_user_who_was_closed_does_not_get_in():
    a_user(is_active=False)
    client = Client()

    enter(client)

    assert client.get("/accounts/").status_code == 302


def test_signing_in_makes_a_new_session_so_that_a_planted_one_is_worth_nothing():
    a_user(needs_second_factor=False)
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by a thief"
    session.save()
    planted = session.session_key

    enter(client)

    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_signing_in_needs_the_form_s_own_token():
    a_user()
    client = Client(enforce_csrf_checks=True)

    assert enter(client).status_code == 403


def test_no_password_and_no_secret_is_kept_where_it_can_be_read():
    user = a_user_with_an_app()
    client = Client()
    enter(client)

    with connection.cursor() as cursor:
        for table in (
            "django_session",
            "cache",
            "accounts_user",
            "mfa_authenticator",
            "history_event",
        ):
            cursor.execute(f"SELECT * FROM {table}")
            kept = str(cursor.fetchall())
            assert PASSWORD not in kept
            assert SECRET not in kept
    assert PASSWORD not in str(dict(client.session))
    assert Authenticator.objects.get(user=user).data["secret"].startswith("sealed:")


def test_each_sign_in_stands_in_the_history():
    user = a_user(needs_second_factor=False)

    enter(Client())

    assert [event.verb for event in events_about(user)] == ["user.signed_in"]


def test_nobody_signs_up():
    client = Client()
    page = client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/",
        {"email": "new@wessex.example", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert "You need an invitation" in page.content.decode()
    assert not User.objects.exists()


def test_signing_out_needs_a_button():
    client = Client()
    client.force_login(a_user_with_an_app())

    client.get("/accounts/logout/")
    assert client.get("/accounts/").status_code == 200
    client.post("/accounts/logout/")

    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize("field", ["login", "password"])
def test_ten_megabytes_are_refused_and_break_nothing(field):
    typed = {"login": "anne@wessex.example", "password": PASSWORD, field: "x" * 10_000_000}

    response = Client(raise_request_exception=False).post("/accounts/login/", typed)

    assert response.status_code == 400


@pytest.mark.parametrize("value", ["\x00", "a\x00@b.example", "’or 1=1--", "ü" * 190, "<b>@x.y"])
def test_strange_text_is_an_error_of_the_form(value):
    for field in ("login", "password"):
        typed = {"login": "anne@wessex.example", "password": PASSWORD, field: value}
        assert Client().post("/accounts/login/", typed).status_code == 200


@pytest.mark.parametrize(
    "forged", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CF_CONNECTING_IP"]
)
def test_nobody_pretends_to_call_from_another_address(forged):
    user = a_user_with_an_app()
    client = Client(**{forged: "203.0.113.7"})

    client.force_login(user)
    client.get("/accounts/")

    assert [session.ip for session in UserSession.objects.filter(user=user)] == ["127.0.0.1"]


def test_no_page_about_signing_in_may_be_read_by_another_site():
    response = Client(HTTP_ORIGIN="https://thief.example").get("/accounts/login/")

    assert not [name for name in response.headers if name.lower().startswith("access-control")]
    assert "no-store" in response["Cache-Control"]
