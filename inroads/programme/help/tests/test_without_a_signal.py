"""A champion in a hall without a signal: nothing is lost, nothing counts twice, and the page says what is so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.tests.factories import SECRET, a_link
from tests.browser import NARROW, faults, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOPICS = ["Online banking", "Blue badge", "NHS App", "Passwords"]
KEPT = ".kept__one--kept"
RECEIVED = ".kept__one--received"


@pytest.fixture
def link(council):
    for name in TOPICS:
        a_topic(name=name)
    return a_link(a_champion(council))


@pytest.fixture
def address(link):
    return reverse("help_record", args=[SECRET])


def ready(page):
    """The page is put by on the telephone."""
    page.wait_for_selector("#kept[data-ready]", state="attached")


def record(page, topic):
    page.locator(".record label", has_text=topic).first.click()
    page.get_by_role("button", name="Send").click()


def keep(page, topic, number):
    """Record without a signal, and see that it says so."""
    record(page, topic)
    expect(page.locator(KEPT)).to_have_count(number)
    expect(page.locator(".record__said")).to_contain_text("Kept on this phone")


def another(page, address):
    """Another window on the same telephone, after the first was closed."""
    window = page.context
    page.close()
    opened = window.new_page()
    opened.goto(address)
    return opened


def every_second_fails(window):
    """Of the messages with kept helps every second is lost, in turn on its way there and on its way back."""
    count = {"asked": 0}

    def answer(route):
        count["asked"] += 1
        if count["asked"] % 4 == 1:
            return route.abort()
        if count["asked"] % 4 == 3:
            route.fetch()
            return route.abort()
        return route.continue_()

    window.route("**/kept/", answer)
    return count


def test_twenty_helps_without_a_signal_all_arrive_once_and_in_order(open_page, address):
    page = open_page(address, width=NARROW)
    ready(page)
    page.context.set_offline(True)
    topics = [TOPICS[number % 4] for number in range(20)]

    for number, topic in enumerate(topics[:12], 1):
        keep(page, topic, number)
    page = another(page, address)
    expect(page.locator(KEPT)).to_have_count(12)
    for number, topic in enumerate(topics[12:], 13):
        keep(page, topic, number)
    window = page.context
    page.close()
    page = window.new_page()
    page.clock.install(time=datetime.now(UTC) + timedelta(days=1))
    page.goto(address)
    expect(page.locator(KEPT)).to_have_count(20)
    assert HelpRecord.objects.count() == 0

    asked = every_second_fails(window)
    window.set_offline(False)
    for _ in range(6):
        page.clock.run_for(61_000)
        page.wait_for_timeout(300)
    expect(page.locator(RECEIVED)).to_have_count(20, timeout=20_000)

    assert asked["asked"] >= 2
    made = list(HelpRecord.objects.order_by("pk").values_list("topic__name", flat=True))
    assert made == topics
    expect(page.locator(KEPT)).to_have_count(0)
    expect(page.get_by_text("Everything on this phone has been received.")).to_be_visible()
    assert all(one.given_at <= timezone.now() for one in HelpRecord.objects.all())


def test_two_tabs_send_what_is_kept_once(open_page, address):
    page = open_page(address, width=NARROW)
    ready(page)
    page.context.set_offline(True)
    keep(page, "Blue badge", 1)
    second = page.context.new_page()
    second.goto(address)
    keep(second, "Passwords", 2)
    expect(page.locator(KEPT)).to_have_count(2)

    page.context.set_offline(False)

    expect(page.locator(RECEIVED)).to_have_count(2, timeout=20_000)
    expect(second.locator(RECEIVED)).to_have_count(2, timeout=20_000)
    assert HelpRecord.objects.count() == 2


def test_what_is_kept_when_a_link_runs_out_goes_by_the_next(open_page, address, link):
    page = open_page(address, width=NARROW)
    ready(page)
    page.context.set_offline(True)
    keep(page, "Blue badge", 1)
    link.revoked_at = timezone.now()
    link.save()

    page.context.set_offline(False)
    page.goto(address)
    expect(page.get_by_role("heading", name="This link has run out")).to_be_visible()
    expect(page.locator(KEPT)).to_have_count(1)
    expect(page.get_by_text("Nothing is lost")).to_be_visible()
    assert faults(page) == []

    page.context.set_offline(True)
    page.reload()  # nothing is left on the telephone of the page as it was
    expect(page.get_by_role("heading", name="This link has run out")).to_be_visible()
    expect(page.locator(KEPT)).to_have_count(1)
    page.context.set_offline(False)

    a_link(link.champion, secret="the-next")
    page.goto(reverse("help_record", args=["the-next"]))
    expect(page.locator(RECEIVED)).to_have_count(1)
    assert HelpRecord.objects.get().topic.name == "Blue badge"


def test_on_a_telephone_of_two_champions_each_sends_their_own(open_page, address, council):
    page = open_page(address, width=NARROW)
    ready(page)
    page.context.set_offline(True)
    keep(page, "Blue badge", 1)
    page.context.set_offline(False)
    page.context.route("**/kept/", lambda route: route.abort())
    other = a_champion(council, network="workplace")
    a_link(other, secret="the-other")

    page.goto(reverse("help_record", args=["the-other"]))

    expect(page.locator(".kept__one")).to_have_count(0)


def test_all_that_the_page_needs_is_put_by_and_nothing_of_an_earlier_version(open_page, address):
    page = open_page(address, width=NARROW)
    ready(page)
    page.evaluate(
        "caches.open('record-help').then((kept) => kept.put('/static/old.css', new Response('')))"
    )
    page.reload()
    ready(page)

    names = page.evaluate(
        "caches.open('record-help').then((kept) => kept.keys())"
        ".then((all) => all.map((one) => new URL(one.url).pathname.split('/').pop()))"
    )

    assert {"kept.js", "help.js", "boot.js", "inroads.css"} <= set(names)
    assert "old.css" not in names


def test_with_a_signal_it_is_received_at_once(open_page, address):
    page = open_page(address, width=NARROW)
    ready(page)

    record(page, "NHS App")

    expect(page.get_by_role("heading", name="Thank you. It is recorded.")).to_be_visible()
    expect(page.locator(RECEIVED)).to_have_count(1)
    assert HelpRecord.objects.count() == 1


def test_the_page_that_was_put_by_makes_a_new_help_each_time(open_page, address):
    page = open_page(address, width=NARROW)
    ready(page)
    page.context.set_offline(True)
    keep(page, "NHS App", 1)

    page = another(page, address)
    keep(page, "NHS App", 2)
    page.context.set_offline(False)

    expect(page.locator(RECEIVED)).to_have_count(2, timeout=20_000)
    assert HelpRecord.objects.count() == 2


def test_send_without_a_topic_says_what_is_missing_also_without_a_signal(open_page, address):
    page = open_page(address, width=NARROW)
    ready(page)
    page.context.set_offline(True)

    page.get_by_role("button", name="Send").click()

    expect(page.locator(".record__said")).to_have_text("Tap what it was about.")
    expect(page.locator(".kept__one")).to_have_count(0)
    expect(page.locator(".ask--wrong .govuk-error-message")).to_be_visible()
    page.get_by_text("Blue badge", exact=True).click()
    expect(page.locator(".ask--wrong")).to_have_count(0)


def test_what_is_kept_is_seen_by_everyone(open_page, address):
    page = open_page(address, width=NARROW)
    ready(page)
    page.context.set_offline(True)
    keep(page, "Blue badge", 1)

    assert not wider_than_the_window(page)
    assert faults(page) == []


def test_without_script_the_page_says_that_it_needs_a_signal(open_page, address):
    page = open_page(address, js=False, width=NARROW)

    expect(page.get_by_text("this page cannot keep it on your phone")).to_be_visible()
