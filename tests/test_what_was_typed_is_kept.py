"""A session ends while somebody types: once they have signed in again, they can send what they typed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.people.models import Person
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.tests.factories import (
    a_topic,
    need_typed,
    screen,
    who_typed,
)

pytestmark = pytest.mark.django_db
JOURNEY = "4b1e0c7e-7c5e-4b7e-9d5e-0c7e4b1e9d5e"
ASKED = "You were signed out before this was sent"


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""
    start = timezone.now()

    def pass_by(**passed):
        moment = start + timedelta(**passed)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return pass_by


@pytest.fixture
def first_screen(signed_in, referrer, surgery, agreement) -> Client:
    """The referrer has answered the first of three screens."""
    client = signed_in(referrer)
    client.post(screen(surgery, "need", JOURNEY), need_typed(a_topic(), note="Small letters"))
    return client


def hidden(page) -> dict[str, str]:
    """The fields that the page would send again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_what_was_typed_is_sent_after_signing_in_again(first_screen, later, referrer, surgery):
    address = screen(surgery, "who", JOURNEY)
    later(minutes=31)
    answer = first_screen.post(address, who_typed(name='Grace "Gracie" Melbury <b>'))
    assert answer.url.startswith("/accounts/login/")

    first_screen.force_login(referrer)
    asked = first_screen.get(address)
    assert ASKED in asked.text
    checked = first_screen.post(address, hidden(asked), follow=True)

    assert "Grace &quot;Gracie&quot; Melbury &lt;b&gt;" in checked.text
    assert "Small letters" in checked.text
    assert ASKED not in first_screen.get(address).text


def test_nobody_else_gets_it(first_screen, later, stranger, surgery):
    later(minutes=31)
    first_screen.post(screen(surgery, "who", JOURNEY), who_typed())

    first_screen.force_login(stranger)
    answer = first_screen.get(screen(surgery, "who", JOURNEY))

    assert answer.status_code == 404
    assert "unsent" not in first_screen.session
    assert "journey:" not in str(dict(first_screen.session.items()))


def test_it_is_forgotten_after_an_hour(first_screen, later, referrer, surgery):
    address = screen(surgery, "who", JOURNEY)
    later(minutes=31)
    first_screen.post(address, who_typed())

    later(minutes=92)
    first_screen.force_login(referrer)

    assert ASKED not in first_screen.get(address, follow=True).text
    assert "unsent" not in first_screen.session


def test_whoever_does_not_want_to_send_it_is_not_asked_again(
    first_screen, later, referrer, surgery
):
    address = screen(surgery, "who", JOURNEY)
    later(minutes=31)
    first_screen.post(address, who_typed())
    first_screen.force_login(referrer)
    leave = re.search(r'href="([^"]+)">Do not send it', first_screen.get(address).text)[1]

    assert first_screen.get(leave).status_code == 200

    assert ASKED not in first_screen.get(address).text


def test_a_button_without_a_page_of_its_own_is_offered_again(signed_in, coordinator, world, later):
    client = signed_in(coordinator)
    client.get("/")
    address = reverse("referrals_accept", args=[world.waiting.pk])
    later(minutes=31)
    client.post(address)

    client.force_login(coordinator)
    asked = client.get(address)
    assert ASKED in asked.text
    client.post(address, hidden(asked))

    world.waiting.refresh_from_db()
    assert world.waiting.status == Referral.Status.ACCEPTED


def test_a_password_is_never_kept(signed_in, coordinator, later):
    client = signed_in(coordinator)
    client.get("/")
    later(minutes=31)

    client.post("/accounts/password/change/", {"oldpassword": "three quiet herons"})

    assert client.session["unsent"]["typed"] is None


def test_a_forged_form_is_not_kept(manager, later):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    client.get("/")
    later(minutes=31)

    assert client.post(reverse("people_add"), {"name": "Mallory"}).status_code == 403

    assert "unsent" not in client.session


def test_megabytes_are_not_kept(signed_in, coordinator, later):
    client = signed_in(coordinator)
    client.get("/")
    later(minutes=31)

    client.post(reverse("people_add"), {"name": "a" * 200_000})

    assert client.session["unsent"]["typed"] is None
    assert not Person.objects.filter(name__startswith="aaa").exists()
