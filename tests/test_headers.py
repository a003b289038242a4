"""What every answer carries."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_only_our_own_scripts_and_styles_run():
    policy = Client().get("/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_is_not_guessed_to_be_something_else_nor_framed():
    answer = Client().get("/")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example"]
)
def test_a_host_name_that_is_not_ours_is_refused(host):
    assert Client().get("/", headers={"host": host}).status_code == 400


def test_a_page_for_one_reader_stays_out_of_shared_caches(signed_in, manager):
    assert "no-store" in signed_in(manager).get("/")["Cache-Control"]


def test_cookies_are_kept_from_scripts_and_other_sites(signed_in, manager):
    client = Client()
    client.get("/accounts/login/")

    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
