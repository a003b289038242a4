"""The pictures in the README, taken of the sample place. `INROADS_PICTURES=1` writes them anew to docs/images."""

import json
import os
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from inroads.foundations.accounts.models import User
from inroads.programme.referrals.models import Step
from tests.browser import NARROW, WIDE
from tests.journeys.palette import in_few_colours

IMAGES = Path(__file__).parents[2] / "docs/images"
WANTED = os.environ.get("INROADS_PICTURES") == "1"
HEIGHT, HEIGHT_OF_A_PHONE, HEIGHT_OF_A_CARD, HEIGHT_OF_A_MAP = 800, 740, 1220, 680
# A picture of nothing is smaller than this; a larger one makes the README slow to load.
EMPTIEST, HEAVIEST = 12_000, 150_000

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def recording_link(settings) -> str:
    """The sample place: whole where the pictures are wanted, otherwise small. The way to its recording page."""
    settings.DEMO = True
    cache.clear()
    out = StringIO()
    call_command("demo", size="full" if WANTED else "small", json=True, stdout=out)
    return urlsplit(json.loads(out.getvalue())["recording_link"]).path


@pytest.fixture
def picture(tmp_path, browser):
    """`picture(page, "today")` keeps what is in the window, and says whether it is worth looking at."""
    desk = browser.new_page()
    folder = IMAGES if WANTED else tmp_path
    folder.mkdir(exist_ok=True)

    def take(page: Page, name: str, *, height: int = HEIGHT) -> None:
        width = page.viewport_size["width"]
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.fonts.ready.then(() => null)")
        taken = in_few_colours(desk, page.screenshot(animations="disabled", caret="hide"))
        (folder / f"{name}.png").write_bytes(taken)
        assert tuple(int.from_bytes(taken[at : at + 4]) for at in (16, 20)) == (width, height)
        assert EMPTIEST < len(taken) < HEAVIEST, (name, len(taken))

    yield take
    desk.close()


def test_the_sample_place_is_good_to_look_at(recording_link, picture, open_page):
    manager, coordinator, referrer = (
        User.objects.get(email=f"{name}@wessex.example")
        for name in ("manager", "coordinator", "referrer")
    )
    step = Step.objects.filter(status="agreed").latest("route__referral__person__name")

    need = open_page("/planning/need/", user=manager, width=WIDE)
    expect(need.locator(".map__drawing path").nth(40)).to_be_attached()
    expect(need.locator("#need-table tbody tr").nth(20)).to_be_attached()
    need.locator("figure.map").evaluate("map => scrollTo(0, map.offsetTop - 12)")
    picture(need, "need", height=HEIGHT_OF_A_MAP)

    today = open_page("/", user=coordinator, width=WIDE)
    expect(today.get_by_role("list", name="Today in numbers")).to_contain_text("1 promise late")
    expect(today.get_by_text("Late by 2 days")).to_be_visible()
    expect(today.get_by_text("champions active")).to_be_visible()
    picture(today, "today")

    record = open_page(recording_link, width=NARROW)
    record.locator(".tap__label:visible").nth(5).click()
    expect(record.locator(".record__chosen")).to_contain_text("· About 15 minutes · Sorted")
    expect(record.get_by_role("button", name="Send")).to_be_visible()
    picture(record, "record", height=HEIGHT_OF_A_PHONE)

    refer = open_page(reverse("referrals_begin"), user=referrer, width=WIDE)
    refer.get_by_label("Online banking").check()
    expect(refer.get_by_role("heading", name="What do they need?")).to_be_visible()
    picture(refer, "refer")

    card = open_page(reverse("referrals_card", args=[step.pk]), user=coordinator, width=WIDE)
    expect(card.get_by_role("article", name="Card")).to_contain_text(step.booking.code)
    picture(card, "card", height=HEIGHT_OF_A_CARD)

    progress = open_page("/progress/", width=WIDE)
    expect(progress.locator(".chart").first).to_be_visible()
    expect(progress.get_by_role("heading", name="Helps given")).to_be_visible()
    picture(progress, "progress")
