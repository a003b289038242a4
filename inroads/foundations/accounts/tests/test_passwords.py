import re
from datetime import timedelta

import pytest
from django.contrib.auth import tokens
from django.core import mail
from django.test import Client
from django.utils import timezone

from inroads.foundations.accounts.tests.factories import (
    PASSWORD,
    a_user,
    a_user_with_an_app,
    enter,
)

pytestmark = pytest.mark.django_db
NEW = "four loud herons"


def ask_for_a_link(email="anne@wessex.example", **headers):
    return Client(**headers).post("/accounts/password/reset/", {"email": email})


def link_in_the_mail() -> str:
    return re.search(r"http://\S+", mail.outbox[-1].body).group()


def set_by(link: str, client: Client | None = None):
    client = client or Client()
    page = client.get(link.replace("http://localhost:8000", ""), follow=True)
    if page.context.get("token_fail", False):
        return page
    return client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})


def test_a_forgotten_password_is_set_anew_by_a_link_in_an_e_mail():
    user = a_user_with_an_app()

    ask_for_a_link()
    set_by(link_in_the_mail())

    user.refresh_from_db()
    assert user.check_password(NEW)


def test_setting_a_new_password_does_not_pass_by_the_second_factor():
    a_user_with_an_app()
    client = Client()
    ask_for_a_link()

    set_by(link_in_the_mail(), client)

    assert client.get("/accounts/").status_code == 302
    assert enter(client, password=NEW)["Location"] == "/accounts/2fa/authenticate/"


def test_the_link_works_once():
    user = a_user()
    ask_for_a_link()
    link = link_in_the_mail()
    set_by(link)
    user.refresh_from_db()
    user.set_password(PASSWORD)

    page = set_by(link)

    assert "does not work any more" in page.content.decode()


def test_the_link_works_for_an_hour(monkeypatch):
    a_user()
    ask_for_a_link()
    link = link_in_the_mail()
    later = timezone.localtime().replace(tzinfo=None) + timedelta(minutes=61)
    monkeypatch.setattr(tokens.PasswordResetTokenGenerator, "_now", lambda self: later)

    assert "does not work any more" in set_by(link).content.decode()


def test_a_stranger_learns_nothing_and_gets_no_e_mail():
    a_user()

    known = ask_for_a_link()
    sent = len(mail.outbox)
    unknown = ask_for_a_link("nobody@wessex.example")

    assert (sent, len(mail.outbox)) == (1, 1)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_user_who_was_closed_gets_no_link():
    a_user(is_active=False)

    ask_for_a_link()

    assert not mail.outbox


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HOST": "thief.example"},
        {"HTTP_HOST": "testserver", "HTTP_X_FORWARDED_HOST": "thief.example"},
        {"HTTP_HOST": "testserver:80@thief.example"},
        {"HTTP_HOST": "127.0.0.1:8123"},
    ],
)
def test_the_link_leads_to_our_own_host_whatever_the_request_says(headers):
    a_user()

    response = ask_for_a_link(**headers)

    if response.status_code == 400:
        assert not mail.outbox
    else:
        assert link_in_the_mail().startswith("http://localhost:8000/accounts/password/reset/key/")
        assert "thief" not in mail.outbox[0].body


def test_asking_for_links_is_limited():
    a_user()

    for _ in range(10):
        ask_for_a_link()

    assert len(mail.outbox) <= 5


@pytest.mark.parametrize("weak", ["short", "password1234", "anne@wessex.example", "123456789012"])
def test_a_weak_password_is_refused(weak):
    user = a_user_with_an_app()
    client = Client()
    client.force_login(user)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_whoever_s_password_is_changed_is_told():
    client = Client()
    client.force_login(a_user_with_an_app())

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert mail.outbox[-1].to == ["anne@wessex.example"]
    assert "was changed" in mail.outbox[-1].body


def test_an_address_with_a_new_line_adds_no_header():
    ask_for_a_link("anne@wessex.example\nBcc: thief@example.org")

    assert not mail.outbox
