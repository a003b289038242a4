import re

import pytest
from playwright.sync_api import expect

from tests.browser import NARROWEST, faults, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/design/",
    "/design/forms/",
    "/design/card/",
    "/cookies/",
    "/privacy/",
    "/accessibility/",
    "/nothing/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(open_page, referrer, address, scheme):
    page = open_page(address, user=referrer, width=NARROWEST, color_scheme=scheme)

    assert faults(page) == []
    assert not wider_than_the_window(page)


@pytest.mark.parametrize("js", [True, False])
def test_the_error_summary_leads_to_the_field(open_page, referrer, js):
    page = open_page("/design/forms/", user=referrer, js=js)
    page.get_by_label("Full name").fill("Anne")
    page.get_by_label("What should we know?").fill("She likes bees")

    page.get_by_role("button", name="Send").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Full name")).to_have_value("Anne")
    expect(page.get_by_label("What should we know?")).to_have_value("She likes bees")
    page.get_by_role("link", name="Enter the day they can start").click()
    if js:
        expect(page.get_by_label("Day")).to_be_focused()
    else:
        assert page.url.endswith("#id_starts_on_day")


def test_every_field_is_filled_by_its_label_with_the_keyboard_at_hand(open_page, referrer):
    page = open_page("/design/forms/", user=referrer)
    for label, value in {
        "Full name": "Anne",
        "E-mail address": "anne@wessex.example",
        "Minutes": "20",
        "Day": "3",
        "Month": "2",
        "Year": "2027",
        "What time?": "9.30",
    }.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Password", exact=True).fill("a long and quiet lane")
    page.get_by_label("Telephone").check()
    page.get_by_label("NHS app").check()
    page.get_by_label("Venue").select_option("Knollsea Hall")
    page.get_by_label("They have agreed to this").check()

    page.get_by_label("They have agreed to this").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Everything was right")


def test_the_letters_are_ours(open_page, referrer):
    page = open_page("/design/", user=referrer)

    for part in ("body", "p", "h1", "button", "input", "summary"):
        letters = page.locator(part).first.evaluate("e => getComputedStyle(e).fontFamily")
        assert "GDS" not in letters
    assert (
        page.locator("h1")
        .first.evaluate("e => getComputedStyle(e).fontFamily")
        .startswith("Fraunces")
    )


def test_the_skip_link_leads_past_the_navigation(open_page, referrer):
    page = open_page("/cookies/", user=referrer)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main-content")).to_be_focused()


def test_the_heavy_script_comes_only_where_it_has_work_to_do(open_page, referrer):
    loaded = []
    page = open_page("/cookies/", user=referrer)
    page.on("request", lambda request: loaded.append(request.url))

    page.reload(wait_until="networkidle")
    plain = [url for url in loaded if "govuk" in url]
    page.goto("/design/forms/", wait_until="networkidle")

    assert plain == []
    assert any("govuk" in url for url in loaded)
