"""A coordinator keys a paper sheet of twelve rows with the keyboard alone."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from inroads.programme.directory.tests.factories import a_topic, a_venue
from inroads.programme.help.models import HelpRecord, Sheet
from inroads.programme.timetable.tests.factories import a_session
from tests.browser import NARROW, WIDE, faults, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet(coordinator):
    topics = [a_topic(name=name) for name in ("Online banking", "NHS App", "Passwords")]
    session = a_session(venue=a_venue(), starts_at=timezone.now())
    keys = [one.pk for one in topics]
    return Sheet.objects.create(session=session, topics=keys, made_at=timezone.now())


@pytest.mark.parametrize("js", [True, False])
def test_twelve_rows_with_the_keyboard_alone(open_page, sheet, coordinator, js):
    address = reverse("help_sheets_key", args=[sheet.code])
    page = open_page(address, user=coordinator, js=js)
    keys = page.keyboard
    expect(page.get_by_label("Row 1", exact=True)).to_be_focused()
    rows = ["1", "1", "2", "2 30", "3 n", "1", "nhs", "2", "2", "3", "1 5", "2"]

    for number, row in enumerate(rows):
        keys.type(row)
        if number < len(rows) - 1:
            keys.press("Enter" if js else "Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Is this the sheet?")).to_be_visible()
    expect(page.locator(".checked li")).to_have_count(12)
    expect(page.get_by_role("button", name="Keep 12 helps")).to_be_focused()
    keys.press("Enter")

    expect(page.get_by_text(f"Kept: 12 helps of sheet {sheet.code}")).to_be_visible()
    assert HelpRecord.objects.count() == 12


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_pages_of_a_sheet_are_fit_for_everyone(open_page, sheet, coordinator, width):
    key = reverse("help_sheets_key", args=[sheet.code])
    page = open_page(reverse("help_sheets"), user=coordinator, width=width)
    found = faults(page)
    wide = [wider_than_the_window(page)]
    for address in (key, reverse("help_sheets_print", args=[sheet.code])):
        page.goto(address)
        found += faults(page)
        wide.append(wider_than_the_window(page))
    page.goto(key)
    page.get_by_label("Row 1", exact=True).fill("9")
    page.get_by_role("button", name="Check the sheet").click()
    expect(page.locator(".keying__row--wrong")).to_contain_text("There is no topic 9")
    found += faults(page)

    assert (found, wide) == ([], [False] * 3)
