"""A passkey in a real Chromium, with its virtual authenticator in place of a finger."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from inroads.foundations.accounts.tests.factories import PASSWORD, a_user
from tests.browser import faults, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_finger(page):
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": A_FINGER})
    return page


def test_a_passkey_is_set_up_and_then_is_enough_to_sign_in(open_page):
    user = a_user()
    page = with_a_finger(open_page("/accounts/login/"))
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Set up a second way to show that it is you"
    )
    assert faults(page) == []

    page.get_by_role("button", name="Add a passkey").click()
    assert faults(page) == []
    page.get_by_label("A name for it").fill("Work laptop")
    page.get_by_label("Sign in with it alone, without a password").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.get(user=user, type="webauthn").wrap().name == "Work laptop"
    assert faults(page) == []

    page.goto("/accounts/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    page.goto("/accounts/")

    expect(page.get_by_text(user.email).first).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_password(open_page):
    user = a_user()
    page = with_a_finger(open_page("/accounts/2fa/webauthn/add/", user=user))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.context.clear_cookies()

    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you")
    assert faults(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    page.goto("/accounts/")

    expect(page.get_by_text(user.email).first).to_be_visible()


def test_without_scripts_one_signs_in_with_a_password_and_sees_no_dead_button(open_page):
    user = a_user(needs_second_factor=False)
    page = open_page("/accounts/login/", js=False, width=320)
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    assert not wider_than_the_window(page)

    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/accounts/")

    expect(page.get_by_text(user.email).first).to_be_visible()
    assert not wider_than_the_window(page)
