"""A champion records help on a telephone, with and without script."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.tests.factories import SECRET, a_link
from inroads.programme.timetable.tests.factories import a_booking, a_session
from tests.browser import NARROW, NARROWEST, faults, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page_address(council):
    champion = a_champion(council)
    session = a_session(venue=champion.venue, starts_at=timezone.now())
    a_booking(session, code="CODE77")
    champion.shifts.create(session=session)
    for name in ["Online banking", "Blue badge", *(f"Topic {letter}" for letter in "ABCDEFGH")]:
        a_topic(name=name)
    a_link(champion)
    return reverse("help_record", args=[SECRET])


@pytest.mark.parametrize("js", [True, False])
def test_a_tap_on_the_topic_and_send_is_enough(open_page, page_address, js):
    page = open_page(page_address, js=js, width=NARROW)

    page.get_by_text("Online banking", exact=True).click()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", name="Thank you. It is recorded.")).to_be_visible()
    expect(page.get_by_text("1 help this week")).to_be_visible()
    made = HelpRecord.objects.get()
    assert (made.topic.name, made.minutes, made.outcome) == ("Online banking", 15, "sorted")
    assert made.session is not None


@pytest.mark.parametrize("js", [True, False])
def test_going_back_and_sending_again_makes_one_and_changing_says_so(open_page, page_address, js):
    page = open_page(page_address, js=js, width=NARROW)
    page.get_by_text("Blue badge", exact=True).click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks/**")
    first = page.url

    page.go_back()
    page.get_by_text("Blue badge", exact=True).click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks/**")

    assert page.url == first
    assert HelpRecord.objects.count() == 1


def test_going_back_and_tapping_something_else_is_another_help(open_page, page_address):
    page = open_page(page_address, width=NARROW)
    page.get_by_text("Blue badge", exact=True).click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks/**")

    page.go_back()
    page.get_by_text("Online banking", exact=True).click()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("2 helps this week")).to_be_visible()
    topics = HelpRecord.objects.values_list("topic__name", flat=True)
    assert sorted(topics) == ["Blue badge", "Online banking"]


def test_two_quick_presses_make_one(open_page, page_address):
    page = open_page(page_address, width=NARROW)
    page.get_by_text("Blue badge", exact=True).click()

    page.get_by_role("button", name="Send").dblclick()

    expect(page.get_by_text("1 help this week")).to_be_visible()
    assert HelpRecord.objects.count() == 1


@pytest.mark.parametrize("js", [True, False])
def test_everything_can_be_done_with_the_keyboard(open_page, page_address, js):
    page = open_page(page_address, js=js, width=NARROWEST)

    page.get_by_label("Online banking").focus()
    page.keyboard.press("Space")
    if js:
        page.keyboard.press("Tab")  # to Find a topic
    page.keyboard.press("Tab")  # to More topics
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # to the minutes
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you. It is recorded.")).to_be_visible()
    assert HelpRecord.objects.get().minutes == 30


def test_a_card_is_tapped_by_its_code(open_page, page_address):
    page = open_page(page_address, width=NARROW)

    page.get_by_text("Online banking", exact=True).click()
    page.get_by_text("CODE77").click()
    page.get_by_role("button", name="Send").click()

    page.wait_for_url("**/thanks/**")
    assert HelpRecord.objects.get().person is not None


@pytest.mark.parametrize("width", [NARROWEST, NARROW, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_fit_for_everyone(open_page, page_address, width, scheme):
    page = open_page(page_address, width=width, color_scheme=scheme)
    found = faults(page)
    wide = [wider_than_the_window(page)]
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector(".ask--wrong .govuk-error-message")
    found += faults(page)
    page.get_by_text("Blue badge", exact=True).click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks/**")
    found += faults(page)
    wide.append(wider_than_the_window(page))
    page.goto(reverse("help_record", args=["wrong"]))
    found += faults(page)

    assert found == []
    assert wide == [False, False]


def test_what_is_tapped_is_big_enough_for_a_thumb(open_page, page_address):
    page = open_page(page_address, width=NARROWEST)

    boxes = [tap.bounding_box() for tap in page.locator(".tap:visible").all()]
    boxes.append(page.get_by_role("button", name="Send").bounding_box())

    assert boxes
    assert all(box["height"] >= 48 and box["width"] >= 100 for box in boxes)
