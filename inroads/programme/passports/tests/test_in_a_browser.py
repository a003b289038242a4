"""A champion stamps a passport at a venue, with script and without it, on a narrow telephone."""

import pytest
from playwright.sync_api import expect

from inroads.programme.passports.models import Stamp
from tests.browser import NARROW, faults, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("js", [True, False])
def test_a_passport_is_stamped_and_the_stamp_taken_back(
    open_page, helper, champion, passport, skill, other_skill, js
):
    page = open_page("/passports/stamp/", user=helper, js=js, width=NARROW)
    page.get_by_label("Code on the passport").fill(str(passport).lower())
    page.get_by_role("button", name="Open it").click()
    page.get_by_label("Keeping in touch").check()
    if js:
        assert faults(page) == []
        assert not wider_than_the_window(page)
    page.get_by_role("button", name="Stamp").click()

    expect(page.get_by_text("1 of 2 stamped")).to_be_visible()
    assert Stamp.objects.get().venue == champion.venue

    page.get_by_role("button", name="Take it back").click()

    expect(page.get_by_text("0 of 2 stamped")).to_be_visible()
    assert not Stamp.objects.exists()
