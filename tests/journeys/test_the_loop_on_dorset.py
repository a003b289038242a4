"""From need on a map to help recorded and counted, on the published data of a real county."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from inroads.foundations.core.rules import today
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Purpose
from inroads.foundations.people.actions import add_person, hold
from inroads.foundations.places.models import Area, Postcode, Venue
from inroads.programme.champions.actions import add_champion
from inroads.programme.directory.actions import add_schedule, add_service, add_topic
from inroads.programme.directory.models import Weekday
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral
from inroads.programme.timetable.actions import plan_sessions
from inroads.programme.timetable.models import Session
from tests.browser import NARROW, NARROWEST, faults, wider_than_the_window

DORSET = "E06000059"
# Each file, and the year of its areas where its columns do not tell.
FILES = {
    "dorset_bcp_lsoa21.csv": None,
    "dorset_bcp_lsoa21.geojson": None,
    "dorset_bcp_wards.geojson": 2025,
    "postcodes_dorset_bcp.csv.gz": None,
    "libraries_uk.csv.gz": None,
}
TEST = Machine("test")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dorset() -> None:
    """Dorset as it is published, loaded by the command."""
    folder = settings.SHARED / "data"
    if not folder.exists():
        pytest.skip("the published data are not here: set INROADS_SHARED")
    for name, vintage in FILES.items():
        chosen = {"council": [DORSET], "vintage": vintage, "yes": True}
        call_command("places_import", str(folder / name), **chosen)
    cache.clear()


@pytest.fixture
def help_in_dorchester(dorset, council, manager, now):
    """A champion who speaks Polish, with a weekly session at Dorchester's library."""
    venue = Venue.objects.get(name="Dorchester Library & Learning Centre")
    topic = add_topic(name="Online banking", by=manager)
    person = add_person(
        name="Giles Winterborne",
        languages=["en", "pl"],
        contact_ways=[{"kind": "text", "value": "07700 900123", "preferred": True}],
        at=now,
        by=manager,
    )
    hold(person, council, Purpose.HELPING, on=today(), by=manager)
    tomorrow = today() + timedelta(days=1)
    champion = add_champion(
        person,
        network="community",
        organisation=council,
        venue=venue,
        topics=[topic],
        days=[tomorrow.weekday()],
        joined_on=today(),
        by=manager,
    )
    service = add_service(organisation=council, name="Digital drop-in", topics=[topic], by=manager)
    schedule = add_schedule(
        service,
        venue=venue,
        weekday=Weekday(tomorrow.weekday()),
        starts=timezone.datetime(2027, 1, 1, 10).time(),
        ends=timezone.datetime(2027, 1, 1, 12).time(),
        capacity=6,
        valid_from=today(),
        by=manager,
    )
    plan_sessions(schedule, first=tomorrow, last=tomorrow, by=TEST)
    return champion


@pytest.mark.parametrize("js", [True, False], ids=["with script", "without script"])
def test_the_loop_from_need_to_figure(
    open_page, help_in_dorchester, agreement, manager, coordinator, referrer, js
):
    champion = help_in_dorchester
    assert (
        Area.objects.filter(kind="lsoa", council__code=DORSET, boundary__isnull=False).count()
        == 223
    )
    assert Postcode.objects.filter(council__code=DORSET).count() == 13_197
    assert Venue.objects.count() == 33

    need = open_page(f"/planning/need/{DORSET}/", user=manager, js=js)
    expect(need.locator("svg path").first).to_be_visible()
    expect(need.locator("main")).to_contain_text("Dorset 0")

    refer(
        open_page("/", user=referrer, js=js),
        Postcode.objects.filter(postcode__startswith="DT1 1").first().postcode,
    )
    referral = Referral.objects.get()

    desk = open_page("/referrals/", user=coordinator, js=js)
    desk.get_by_role("link", name="Grace Melbury").click()
    desk.get_by_role("button", name="Accept").click()
    agree(desk, "Giles Winterborne")
    step = referral.route.steps.get()
    expect(desk.locator("body")).to_contain_text(step.booking.code)

    assert step.booking.code in Message.objects.get(address="+447700900123").body
    link = make_link(desk, champion)

    the_day_comes(step.session)
    phone = open_page(link, js=js, width=NARROW)
    record(phone, step.booking.code)
    helped = HelpRecord.objects.get()
    assert (helped.champion, helped.person, helped.session) == (
        champion,
        referral.person,
        step.session,
    )

    desk.goto(referral.get_absolute_url())
    expect(desk.get_by_text("They have been helped")).to_be_visible()
    desk.get_by_role("link", name=re.compile("say so")).click()
    desk.get_by_label("They can do what they came for").check()
    desk.get_by_role("button", name=re.compile("Close")).click()
    assert "Grace Melbury" in Message.objects.get(kind="email", address=referral.sender.email).body

    sender = open_page("/referrals/sent/?stage=closed", user=referrer, js=js)
    expect(sender.get_by_text("They can do what they came for").first).to_be_visible()

    cache.clear()
    public = open_page("/progress/", js=js, width=NARROWEST)
    expect(public.locator("main")).to_contain_text("helps")
    assert "Grace" not in public.content()
    assert not wider_than_the_window(public)
    if js:
        assert faults(public) == []
        assert faults(phone) == []
        assert faults(desk) == []


def refer(page: Page, postcode: str) -> None:
    """Three screens, with the person beside the referrer."""
    page.get_by_role("link", name=re.compile("Refer some")).first.click()
    if page.get_by_role("button", name=re.compile("Start|Refer")).count():
        page.get_by_role("button", name=re.compile("Start|Refer")).first.click()
    page.get_by_label("Online banking").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name (optional)").fill("Grace Melbury")
    page.get_by_label("Postcode (optional)").fill(postcode)
    page.get_by_label("Telephone number").fill("07700 900456")
    page.get_by_label("Texts", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("They said yes, with me or on the telephone").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("What happens next")).to_be_visible()


def agree(page: Page, champion: str) -> None:
    """Look at what is near, choose, agree; the card appears."""
    page.get_by_role("button", name="Find help near them").click()
    expect(page.locator("main")).to_contain_text("away")
    page.get_by_role("link", name=re.compile(f"Choose.*{champion}")).first.click()
    page.get_by_role("button", name="Agree and keep the place").click()


def make_link(page: Page, champion) -> str:
    """The champion's own address for recording, shown once."""
    page.goto(f"/help/links/{champion.pk}/")
    page.get_by_role("button", name="Make a link").click()
    return urlsplit(page.locator(".link-address a").first.get_attribute("href") or "").path


def the_day_comes(session: Session) -> None:
    """Move the session to today, as if the night had passed."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    starts_at = max(midnight, timezone.now() - timedelta(minutes=30))
    Session.objects.filter(pk=session.pk).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    session.refresh_from_db()


def record(page: Page, code: str) -> None:
    """Topic, minutes, outcome, and the card they brought."""
    for words in ("Online banking", "About 30 minutes", "Sorted", code):
        page.get_by_text(words, exact=True).first.click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you. It is recorded.")).to_be_visible()
