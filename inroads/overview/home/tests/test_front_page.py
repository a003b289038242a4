"""The front page for everybody, and what machines ask for."""

import gzip

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse

from inroads.overview.home import views
from inroads.overview.home.context import BY_ROLE, FOR_STRANGERS


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()


def text_of(response) -> str:
    if response.get("Content-Encoding") == "gzip":
        return gzip.decompress(response.content).decode()
    return response.content.decode()


def test_the_first_thing_to_do_is_to_ring(signed_in, settings):
    text = text_of(signed_in().get("/")).split("<main", 1)[1]

    assert f'href="tel:+44{settings.HELPLINE.replace(" ", "")[1:]}"' in text
    assert text.index(settings.HELPLINE) < text.index("Sign in")


def test_it_leads_to_the_figures_and_to_signing_in(signed_in):
    text = text_of(signed_in().get("/"))

    assert f'href="{reverse("progress_index")}"' in text
    assert f'href="{reverse("account_login")}"' in text


def test_it_is_the_same_for_every_stranger_and_may_be_kept(signed_in):
    response = signed_in().get("/")

    assert "public" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_todays_page_may_not_be_kept(signed_in, manager):
    assert "no-store" in signed_in(manager).get("/")["Cache-Control"]


def test_health_is_yes_and_nothing_else(signed_in):
    response = signed_in().get("/healthz")

    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_health_is_no_when_the_database_does_not_answer(signed_in, monkeypatch):
    class Broken:
        def cursor(self):
            raise DatabaseError("secret host name")

    monkeypatch.setattr(views, "connection", Broken())

    response = signed_in().get("/healthz")

    assert (response.status_code, response.json()) == (503, {"ok": False})


def test_search_engines_may_read_the_public_pages_only(signed_in):
    text = signed_in().get("/robots.txt").content.decode()

    assert "Allow: /progress/" in text
    assert text.rstrip().endswith("Disallow: /")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ["/", "/healthz", "/robots.txt"])
def test_nothing_is_written_here(signed_in, method, address):
    assert getattr(signed_in(), method)(address).status_code == 405


def navigation_of(client) -> list[str]:
    return [url for url, _ in client.get("/").context["navigation"]]


@pytest.mark.parametrize(
    "who", ["manager", "coordinator", "helper", "referrer", "partner_admin", "auditor"]
)
def test_every_link_of_the_navigation_leads_to_a_page(request, signed_in, agreement, who):
    client = signed_in(request.getfixturevalue(who))

    assert not_found(client, navigation_of(client)) == {}


@pytest.mark.parametrize("who", ["manager", "coordinator", "helper", "referrer", "partner_admin"])
def test_every_link_of_todays_page_leads_to_a_page(request, signed_in, agreement, who):
    client = signed_in(request.getfixturevalue(who))
    main = text_of(client.get("/")).split("<main", 1)[1].split("</main", 1)[0]
    links = [part.split('"', 1)[0] for part in main.split('href="')[1:]]

    assert not_found(client, links) == {}


def not_found(client, urls: list[str]) -> dict[str, int]:
    """Where a link leads if not to a page."""
    answers = {url: client.get(url, follow=True).status_code for url in urls}
    return {url: status for url, status in answers.items() if status != 200}


def test_no_role_has_more_than_seven_links():
    assert all(len(links) <= 6 for _, links in BY_ROLE)
    assert len(FOR_STRANGERS) <= 3
