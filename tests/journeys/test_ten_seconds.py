"""How many taps and seconds a help costs by each door: counted in a browser, with a person's hands modelled.

The keystroke-level model (Card, Moran and Newell, 1980; for telephones Holleis and others, 2007): a tap with the
thumb and the look before it, a key, and a moment to decide. The page's own time is added as it was. The times are
printed, and only the taps are held to a limit: a machine that does other things too is slow.
"""

import statistics
import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, a_venue
from inroads.programme.help.models import HelpRecord, Sheet, VenueLink
from inroads.programme.help.queries import digest_of
from inroads.programme.help.tests.factories import SECRET, a_link
from inroads.programme.timetable.tests.factories import a_session
from tests.browser import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAP, KEY, DECIDE = 1.1, 0.28, 1.2
TIMES = 3
ROWS = 12


class Hands:
    """A person at a page, whose taps and keys are counted."""

    def __init__(self, page):
        self.page = page
        self.taps = self.keys = self.decisions = 0
        self.began = time.monotonic()

    def tap(self, what):
        self.taps += 1
        self.decisions += 1
        what.click()

    def press(self, *keys):
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def decide(self):
        self.decisions += 1

    def done(self):
        """As long as it would have taken a person, the page's own time included."""
        page = time.monotonic() - self.began
        self.seconds = page + TAP * self.taps + KEY * self.keys + DECIDE * self.decisions
        return self


@pytest.fixture
def champion(council):
    for name in ("Online banking", "NHS App", "Passwords"):
        a_topic(name=name)
    champion = a_champion(council, venue=a_venue(name="Knollsea Library"))
    champion.shifts.create(session=a_session(venue=champion.venue, starts_at=timezone.now()))
    a_link(champion)
    return champion


def by_link(page):
    page.goto(reverse("help_record", args=[SECRET]))
    page.wait_for_selector("#kept[data-ready]", state="attached")
    hands = Hands(page)
    hands.tap(page.get_by_text("NHS App", exact=True))
    hands.tap(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("It is recorded")).to_be_visible()
    return hands.done()


def without_a_signal(page):
    page.goto(reverse("help_record", args=[SECRET]))
    page.wait_for_selector("#kept[data-ready]", state="attached")
    page.context.set_offline(True)
    hands = Hands(page)
    hands.tap(page.get_by_text("NHS App", exact=True))
    hands.tap(page.get_by_role("button", name="Send"))
    expect(page.locator(".record__said")).to_contain_text("Kept on this phone")
    hands.done()
    page.context.set_offline(False)
    expect(page.locator(".kept__one--received")).to_have_count(1)
    return hands


def at_the_venue(page):
    page.goto("/help/venue/on-the-wall/")
    hands = Hands(page)
    hands.tap(page.get_by_text("NHS App", exact=True))
    hands.tap(page.get_by_role("button", name="It is sorted"))
    expect(page.get_by_text("Counted. Thank you.")).to_be_visible()
    return hands.done()


def on_the_hotline(page):
    page.goto("/help/hotline/")
    hands = Hands(page)
    hands.decide()
    hands.press("1", "Enter")
    expect(page.get_by_text("Ready for the next call")).to_be_visible()
    return hands.done()


def once_a_week(page):
    page.goto(reverse("help_tally", args=[SECRET]))
    hands = Hands(page)
    hands.tap(page.get_by_label("How many people did you help this week?"))
    hands.press("7", "Enter")
    expect(page.get_by_text("That was all")).to_be_visible()
    return hands.done()


def test_each_door_is_measured(open_page, champion, coordinator):
    VenueLink.objects.create(
        venue=champion.venue, digest=digest_of("on-the-wall"), made_at=timezone.now()
    )
    doors = [by_link, without_a_signal, at_the_venue, on_the_hotline, once_a_week]
    print("\n  door                taps  keys  seconds (median)")
    found = {}
    for door in doors:
        user = coordinator if door is on_the_hotline else None
        width = WIDE if user else NARROW
        runs = [door(open_page("/", user=user, width=width)) for _ in range(TIMES)]
        taps, keys = (
            statistics.median(getattr(one, name) for one in runs) for name in ("taps", "keys")
        )
        found[door] = taps
        seconds = statistics.median(one.seconds for one in runs)
        print(f"  {door.__name__.replace('_', ' '):18}  {taps:4.0f}  {keys:4.0f}  {seconds:7.1f}")

    assert found[by_link] <= 3
    assert found[without_a_signal] <= 3
    assert found[at_the_venue] <= 2
    assert HelpRecord.objects.count() >= 3 * TIMES


def test_a_sheet_of_twelve_rows_is_measured(open_page, champion, coordinator):
    session = a_session(venue=champion.venue, starts_at=timezone.now() - timedelta(days=1))
    topics = list(champion.topics.model.objects.values_list("pk", flat=True))
    sheet = Sheet.objects.create(session=session, topics=topics, made_at=timezone.now())
    page = open_page(reverse("help_sheets_key", args=[sheet.code]), user=coordinator)
    expect(page.get_by_label("Row 1", exact=True)).to_be_focused()
    hands = Hands(page)

    for number in range(ROWS):
        hands.press(str(number % 3 + 1), *(["Enter"] if number < ROWS - 1 else []))
    hands.press("Enter")
    hands.decide()
    expect(page.get_by_role("button", name="Keep 12 helps")).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_text("Kept: 12 helps")).to_be_visible()
    hands.done()

    print(
        f"\n  a sheet of {ROWS} rows: {hands.keys} keys, {hands.seconds / ROWS:.2f} seconds a row"
    )
    assert hands.taps == 0
    assert HelpRecord.objects.count() == ROWS
