from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from inroads.foundations.accounts.tests.factories import a_user, a_user_with_an_app, code_now, enter

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://thief.example",
    "http://thief.example/x",
    "//thief.example",
    "///thief.example",
    "////thief.example",
    "/\\thief.example",
    "\\\\thief.example",
    "/\t/thief.example",
    "\t//thief.example",
    "\n//thief.example",
    " //thief.example",
    "https:thief.example",
    "https:/thief.example",
    "https:///thief.example",
    "http://testserver@thief.example",
    "http://testserver:80@thief.example",
    "http://thief.example#@testserver",
    "http://thief.example\\@testserver",
    "http://testserver.thief.example",
    "http://127.0.0.1/",
    "http://localhost/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "ftp://testserver/",
    "http://[::1]/",
    "http://[thief",
    "%2F%2Fthief.example",
    "/%09/thief.example",
    "\x00//thief.example",
    "//thief。example",
]


def stays(response) -> bool:
    """The answer leads nowhere, or to a path on this host."""
    if response.status_code not in (301, 302, 303, 307, 308):
        return True
    where = response["Location"]
    there = urlsplit(urljoin("http://testserver/accounts/login/", where))
    return there[:2] == ("http", "testserver") and not set(where) & set("\\\t\r\n\0 ")


@pytest.mark.parametrize("next_", ELSEWHERE)
def test_no_address_leads_off_this_site(next_):
    a_user(needs_second_factor=False)
    signed_in = Client()
    signed_in.force_login(a_user("beth@wessex.example", needs_second_factor=False))
    answers = [
        enter(Client(), next=next_),
        Client().post("/accounts/logout/", {"next": next_}),
        signed_in.get("/accounts/login/", {"next": next_}),
        signed_in.post(
            "/accounts/reauthenticate/", {"password": "three quiet herons", "next": next_}
        ),
        signed_in.post("/accounts/sessions/", {"next": next_}),
        signed_in.get("/accounts/password/change/", {"next": next_}),
        signed_in.post("/accounts/logout/", {"next": next_}),
    ]

    assert [answer.status_code for answer in answers if not stays(answer)] == []


@pytest.mark.parametrize("next_", ELSEWHERE)
def test_the_way_through_the_second_factor_leads_off_this_site_neither(next_):
    a_user_with_an_app()
    client = Client()
    enter(client, next=next_)

    assert stays(client.post("/accounts/2fa/authenticate/", {"code": code_now()}))


def test_a_path_on_this_site_is_where_one_goes():
    a_user(needs_second_factor=False)

    assert enter(Client(), next="/history/?who=a")["Location"] == "/history/?who=a"


@pytest.mark.parametrize("next_", ['"><script>alert(1)</script>', "javascript:alert(1)"])
def test_the_next_address_is_shown_as_text(next_):
    page = Client().get("/accounts/login/", {"next": next_}).content.decode()

    assert "<script>alert(1)" not in page
    assert 'href="javascript' not in page
