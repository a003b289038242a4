import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from inroads.foundations.core.rules import Refused
from inroads.foundations.design.gallery import FAILURES

ABOUT = ["/accessibility/", "/privacy/", "/cookies/"]


@login_not_required
def failing(request, how):
    """Fails in the way that is asked for."""
    if how == "refused":
        raise Refused("This session is full")
    if how == "403":
        raise PermissionDenied
    raise {"500": ValueError, "503": OperationalError}[how]("planned")


@login_not_required
def sent(request):
    return HttpResponse(request.POST["text"][:10])


urlpatterns = [
    path("failing/<str:how>/", failing),
    path("sent/", sent),
    path("", include("inroads.config.urls")),
]
handler400 = "inroads.foundations.design.errors.bad_request"
handler403 = "inroads.foundations.design.errors.forbidden"
handler404 = "inroads.foundations.design.errors.not_found"
handler500 = "inroads.foundations.design.errors.server_error"


@pytest.fixture
def failing_pages(settings):
    settings.ROOT_URLCONF = "inroads.foundations.design.tests.test_pages"


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("address", ABOUT)
def test_pages_about_the_site_are_open_to_all_and_set_no_cookie(client, db, address):
    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("address", ABOUT)
def test_every_page_leads_to_the_pages_about_the_site(client, db, address):
    html = text_of(client.get(address))

    for other in [*ABOUT, "/.well-known/security.txt"]:
        assert f'href="{other}"' in html


def test_every_page_carries_what_keeps_it_safe(client, db):
    response = client.get("/cookies/")

    assert response["Content-Security-Policy"].startswith("default-src 'self';")
    assert response["Cache-Control"] == "private, no-store"
    assert "style=" not in text_of(response)
    assert not re.search(r"<script(?! src=)", text_of(response))


def test_the_cookies_page_lists_exactly_the_cookies_that_are_set(signed_in, coordinator, settings):
    listed = set(
        re.findall(r'<span class="code">([^<]+)</span>', text_of(Client().get("/cookies/")))
    )

    client = Client()
    client.get("/accounts/login/")
    client.force_login(coordinator)
    client.get("/cookies/")

    assert set(client.cookies) <= listed
    assert listed == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}


def test_the_cookies_page_uses_the_names_of_this_installation(client, db, settings):
    settings.CSRF_COOKIE_NAME = "__Host-csrf"

    assert "__Host-csrf" in text_of(client.get("/cookies/"))


def test_security_txt_says_whom_to_tell_and_is_in_force(client, db, settings):
    response = client.get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in text_of(response).splitlines())

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert re.match(r"(mailto:|https://|tel:)", said["Contact"])
    until = datetime.fromisoformat(said["Expires"])
    assert 30 < (until - datetime.now(UTC)).days < 365
    assert said["Canonical"] == f"{settings.ADDRESS}/.well-known/security.txt"


def test_the_header_shows_who_is_signed_in_and_signs_out_with_a_post(signed_in, coordinator):
    html = text_of(signed_in(coordinator).get("/cookies/"))

    assert coordinator.email in html
    assert re.search(
        r'<form method="post" action="/accounts/logout/">\s*<input type="hidden" name="csrf', html
    )


def test_a_stranger_is_shown_the_way_in(client, db):
    assert 'href="/accounts/login/"' in text_of(client.get("/cookies/"))


def test_the_sample_place_says_that_it_is_one(client, db, settings):
    assert "sample place" not in text_of(client.get("/cookies/"))

    settings.DEMO = True

    assert "This is the sample place." in text_of(client.get("/cookies/"))


def test_the_gallery_is_for_those_who_sign_in_and_in_the_sample_place_for_all(
    client, signed_in, referrer, settings
):
    assert client.get("/design/")["Location"] == "/accounts/login/?next=/design/"
    assert signed_in(referrer).get("/design/").status_code == 200

    settings.DEMO = True

    for address in ("/design/", "/design/forms/", "/design/card/"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("demo", [True, False])
@pytest.mark.parametrize("who", [None, "referrer"])
def test_the_way_to_the_gallery_is_shown_where_it_opens(
    signed_in, request, settings, db, demo, who
):
    settings.DEMO = demo
    client = signed_in(request.getfixturevalue(who) if who else None)

    link = re.search(r'href="([^"]+)">Gallery<', text_of(client.get("/cookies/")))

    assert bool(link) == demo
    assert not link or client.get(link[1]).status_code == 200


@pytest.mark.parametrize("name", FAILURES)
def test_the_gallery_shows_every_page_for_what_went_wrong(signed_in, referrer, name):
    html = text_of(signed_in(referrer).get(f"/design/errors/{name}/"))

    assert "<h1" in html
    assert 'href="tel:' in html


def test_the_gallery_shows_no_other_template(signed_in, referrer):
    assert signed_in(referrer).get("/design/errors/privacy/").status_code == 404


def test_a_wrong_form_comes_back_with_its_errors_first_in_the_title(signed_in, referrer):
    response = signed_in(referrer).post("/design/forms/", {"name": "Anne"})

    assert response.status_code == 422
    assert "<title>Error: " in text_of(response)
    assert 'value="Anne"' in text_of(response)


def test_a_page_that_is_not_there_says_what_to_do(client, db):
    response = client.get("/nothing/")

    assert response.status_code == 404
    assert "check it for mistakes" in text_of(response)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("GET", "Your role cannot open this page"),
        ("POST", "Your role cannot do this. Nothing has been changed."),
    ],
)
def test_who_may_not_open_a_page_is_not_told_of_changes(client, db, failing_pages, sent, said):
    response = client.generic(sent, "/failing/403/")

    assert response.status_code == 403
    assert said in text_of(response)
    assert 'href="/">Go to the first page' in text_of(response)


def test_a_refusal_without_a_form_is_a_page_with_its_sentence(client, db, failing_pages):
    response = client.get("/failing/refused/")

    assert response.status_code == 409
    assert "This session is full." in text_of(response)


def test_a_fault_of_ours_is_a_page_that_asks_nothing_of_the_database(
    signed_in, coordinator, failing_pages
):
    client = signed_in(coordinator)
    client.raise_request_exception = False

    with connection.execute_wrapper(only_the_session):
        response = client.get("/failing/500/")

    assert response.status_code == 500
    assert "our fault" in text_of(response)


def only_the_session(execute, sql, params, many, context):
    """A database that answers for the session and the user, and for nothing a page would ask."""
    assert "django_session" in sql or "accounts_user" in sql, sql
    return execute(sql, params, many, context)


def test_a_database_that_does_not_answer_is_a_page_that_says_to_wait(client, failing_pages):
    client.raise_request_exception = False

    response = client.get("/failing/503/")

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "closed for a moment" in text_of(response)


def test_a_form_from_somewhere_else_is_not_taken(db, failing_pages):
    response = Client(enforce_csrf_checks=True).post("/sent/", {"text": "x"})

    assert response.status_code == 403
    assert "nothing was saved" in text_of(response)


def test_ten_megabytes_of_text_are_refused_in_words(client, db, failing_pages):
    response = client.post("/sent/", {"text": "x" * 10_000_000})

    assert response.status_code == 400
    assert "too big" in text_of(response)


def test_a_host_that_is_not_ours_is_refused_in_words(client, db):
    response = client.get("/cookies/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "could not read" in text_of(response)


def test_long_text_below_the_limit_comes_back_and_is_not_lost(signed_in, referrer):
    response = signed_in(referrer).post("/design/forms/", {"note": "x" * 1_000_000})

    assert response.status_code == 422
    assert "x" * 1_000_000 in text_of(response)
