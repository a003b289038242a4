"""Every journey of the thin loop by keyboard alone, in a window 320 pixels wide."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pyotp
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from conftest import PASSWORD
from inroads.foundations.accounts.models import User
from inroads.foundations.accounts.tests.factories import SECRET
from inroads.foundations.core.rules import today
from inroads.foundations.history.models import Event
from inroads.foundations.notifications.models import Message
from inroads.foundations.places.models import Area, StatisticValue, Venue
from inroads.overview.planning.forms.asking import week_in_words
from inroads.overview.progress.figures import quarter_at
from inroads.overview.progress.tests.factories import helps
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Schedule, Service, Topic, Weekday
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral
from inroads.programme.timetable.local_time import week_of
from tests.browser import NARROWEST
from tests.journeys.keyboard import Keyboard

SMALL_AREAS = """\
lsoa21cd,lsoa21nm,wd25cd,wd25nm,lad24cd,lad24nm,lat,lon,pop2021
E01000011,Shaston 001A,E05000011,Shaston,E06000077,Mid-Wessex,51.0050,-2.1980,1480
E01000012,Shaston 001B,E05000011,Shaston,E06000077,Mid-Wessex,51.0061,-2.1902,1620
"""
# A page made worse: which part of it, how, and what is then found.
SAME = (
    "all: unset; color: black; text-decoration: underline !important; box-shadow: none !important"
)
FAULTS = [
    ("main .front__figures a", f"{SAME}; background: none !important", "it looks the same"),
    ("main .front__figures a", "position: fixed; left: -900px", "it is outside the window"),
    ("h1", "position: fixed; inset: 0; z-index: 9", "something covers it"),
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keyboard(open_page, settings):
    """`keyboard("/", user=coordinator)`: that person's own keyboard and narrow window."""
    settings.MFA_TOTP_TOLERANCE = 1  # a code may run out while a slow machine types it

    def keyboard_of(address: str = "/", *, user=None) -> Keyboard:
        cache.clear()
        return Keyboard(open_page(address, user=user, width=NARROWEST))

    return keyboard_of


def heading(keys: Keyboard):
    return keys.page.get_by_role("heading", level=1)


def test_a_coordinator_signs_in_with_a_password_and_a_code_and_signs_out(keyboard, coordinator):
    coordinator.authenticator_set.all().delete()
    TOTP.activate(coordinator, SECRET)
    keys = keyboard()

    keys.go("link", "Sign in")
    keys.fill("E-mail address", coordinator.email)
    keys.fill("Password", PASSWORD)
    with keys.new_page():
        keys.page.keyboard.press("Enter")
    keys.fill("Code", pyotp.TOTP(SECRET).now())
    keys.go("button", "Sign in")

    expect(heading(keys)).to_have_text(date_format(today(), "l j F"))
    assert Event.objects.filter(verb="user.signed_in").count() == 1
    keys.go("button", "Sign out", key="Space")
    keys.page.goto("/referrals/")
    expect(heading(keys)).to_have_text("Sign in")


def test_somebody_is_invited_sets_a_password_and_an_app_and_comes_in(
    keyboard, partner_admin, surgery, mailoutbox
):
    office = keyboard(user=partner_admin)
    office.go("link", surgery.name)
    office.go("button", "Invite someone")
    office.fill("Their e-mail address", "tess@sherton.example")
    office.choose("Referrer")
    office.go("button", re.compile("Invite|Send"))
    link = re.search(r"http\S+/invitation/\S+", mailoutbox[0].body)[0]

    keys = keyboard(urlsplit(link).path)
    keys.fill("New password", "seven slow kettles")
    keys.fill("The new password again", "seven slow kettles")
    keys.go("button", "Save the password")
    keys.fill("E-mail address", "tess@sherton.example")
    keys.fill("Password", "seven slow kettles")
    keys.go("button", "Sign in")
    keys.go("button", "Set up an app")
    keys.unfold("I cannot use the camera")
    secret = keys.page.locator("details code").inner_text()
    keys.fill("Code", pyotp.TOTP(secret).now())
    keys.go("button", "Use this app")
    keys.go("button", "Go on to Inroads")

    tess = User.objects.get(email="tess@sherton.example")
    assert tess.authenticator_set.filter(type="totp").exists()
    assert tess.memberships.get().role == "referrer"
    expect(keys.page.get_by_role("button", name="Refer someone")).to_be_visible()


def test_a_referrer_refers_somebody_in_three_screens(keyboard, world, referrer):
    keys = keyboard(user=referrer)
    keys.go("button", "Refer someone")

    keys.go("button", "Continue")  # with nothing chosen
    expect(keys.page.locator(".govuk-error-summary")).to_be_focused()
    keys.tab_to("link", "Choose what they need help with")
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_label("Online banking")).to_be_focused()
    keys.page.keyboard.press("Space")
    keys.fill("What else should a helper know? (optional)", "The letters are too small")
    keys.unfold("Language and access, if they want to say")
    keys.select("Which language would they rather speak? (optional)", "Polish")
    keys.tick("Large print")
    keys.go("button", "Continue")
    keys.fill("Name (optional)", "Tess Durbeyfield")
    keys.fill("Telephone number", "07700 900789")
    keys.choose("Texts")
    keys.go("button", "Continue")
    keys.choose("They said yes, with me or on the telephone")
    keys.go("button", "Send")

    expect(keys.page.get_by_text("What happens next")).to_be_visible()
    referral = Referral.objects.get(person__name="Tess Durbeyfield")
    assert (referral.sender, referral.receiver) == (world.surgery, world.council)
    assert list(referral.topics.all()) == [world.topic]
    assert referral.person.languages == ["pl"]
    assert referral.person.access_needs == ["large_print"]
    assert referral.person.contact_ways.get().value == "+447700900789"
    assert referral.consent.how == "spoken"


def test_a_coordinator_accepts_chooses_a_helper_and_prints_the_card(keyboard, world, coordinator):
    keys = keyboard(user=coordinator)

    keys.go("link", "Referrals")
    keys.go("link", "Marty South")
    keys.go("button", "Accept")
    keys.go("button", "Find help near them")
    keys.go("link", re.compile("^Choose Giles Winterborne"))
    keys.go("button", "Agree and keep the place")
    keys.go("link", "Back to the referral")
    keys.go("link", re.compile("^Card for"))

    step = Referral.objects.get(pk=world.waiting.pk).route.steps.get()
    assert (step.champion, step.status) == (world.champion, "agreed")
    assert step.session.taken >= 1
    assert step.booking.code in Message.objects.filter(kind="text").latest("pk").body
    card = keys.page.get_by_role("article", name="Card")
    keys.page.emulate_media(media="print")
    expect(card).to_contain_text(step.booking.code)
    expect(card).to_contain_text("For Marty")
    expect(keys.page.locator("header")).to_be_hidden()


def test_a_link_is_made_and_the_champion_records_help_with_it(keyboard, world, coordinator):
    desk = keyboard(user=coordinator)
    desk.go("link", "Champions")
    desk.go("link", "Giles Winterborne")
    desk.go("button", "Links for recording help")
    desk.go("button", "Make a link")
    link = desk.page.locator(".link-address a").get_attribute("href") or ""
    before = HelpRecord.objects.count()

    phone = keyboard(urlsplit(link).path)
    phone.choose("Online banking")
    phone.choose("About 30 minutes")
    phone.choose("Made a start")
    phone.tab_to("radio", "About 30 minutes", back=True)
    phone.page.keyboard.press("ArrowUp")
    phone.go("button", "Send")

    expect(heading(phone)).to_have_text("Thank you. It is recorded.")
    assert HelpRecord.objects.count() == before + 1
    made = HelpRecord.objects.latest("pk")
    assert (made.champion, made.topic) == (world.champion, world.topic)
    assert (made.minutes, made.outcome) == (15, "started")
    assert world.champion.links.count() == 2


def test_a_route_is_closed_with_no_and_why(keyboard, world, coordinator):
    keys = keyboard(user=coordinator)

    keys.go("link", "Referrals")
    keys.go("link", "Open (2)")
    keys.go("link", "Grace Melbury")
    keys.go("button", "Close the route")
    keys.choose("They said no")
    keys.select("If they said no, why? (optional)", "Afraid of scams")
    keys.fill("A note for your own organisation (optional)", "Her son was cheated")
    keys.go("button", re.compile("Close"))

    world.step.route.refresh_from_db()
    world.step.refresh_from_db()
    route = world.step.route
    assert (route.outcome, route.said_no) == ("said_no", "scams")
    assert route.note == "Her son was cheated"
    assert world.step.status == "cancelled"
    assert Message.objects.filter(kind="email", address=world.surgery.email).exists()


def test_a_champion_is_added(keyboard, world, coordinator):
    keys = keyboard(user=coordinator)

    keys.go("link", "Champions")
    keys.go("button", "Add a champion")
    keys.fill("Name, telephone number or postcode", "Bathsheba")
    keys.go("button", "Look")
    keys.go("button", "Add someone new")
    keys.fill("Name", "Bathsheba Everdene")
    keys.fill("Telephone number (optional)", "01632 960 222")
    keys.select("Another language they speak (optional)", "Welsh")
    keys.choose("Workplace")
    keys.select("For which organisation?", "Wessex Council")
    keys.select("Where do they mostly help? (optional)", "Sherton Abbas Library")
    keys.tick("Online banking")
    keys.tick("Tuesday")
    keys.fill(re.compile("^How many referred people"), "4")
    keys.go("button", "Save")

    champion = Champion.objects.get(person__name="Bathsheba Everdene")
    expect(heading(keys)).to_have_text("Bathsheba Everdene")
    assert (champion.network, champion.venue, champion.capacity) == ("workplace", world.venue, 4)
    assert (champion.days, champion.person.languages) == ([Weekday.TUESDAY], ["en", "cy"])
    assert list(champion.topics.all()) == [world.topic]


def test_a_venue_is_added(keyboard, world, coordinator):
    keys = keyboard(user=coordinator)

    keys.go("link", "More")
    keys.go("link", "Venues")
    keys.go("button", "Add a venue")
    keys.fill("What is it called?", "Weatherbury Hall")
    keys.fill("Postcode", "dt9 3nl")
    keys.fill("How do people get there? (optional)", "Bus 31 stops at the church")
    keys.fill("Open on Monday (optional)", "9.00 to 12.30")
    keys.go("button", "Save")

    venue = Venue.objects.get(name="Weatherbury Hall")
    expect(heading(keys)).to_have_text("Weatherbury Hall")
    assert (venue.postcode, venue.opening) == ("DT9 3NL", {"mon": "09:00-12:30"})


def test_a_topic_and_a_service_with_a_weekly_time_are_added(keyboard, world, manager):
    keys = keyboard(user=manager)

    keys.go("link", "More")
    keys.go("link", "Topics")
    keys.go("button", "Add a topic")
    keys.fill("What is help about?", "Bus times")
    keys.tick("It is an online service of the council")
    keys.go("button", "Save")
    keys.go("link", "More")
    keys.go("link", "Services")
    keys.go("button", "Add a service")
    keys.select("Whose service is it?", "Wessex Council")
    keys.fill("What is it called?", "Tea and tablets")
    keys.tick("Bus times")
    keys.go("button", "Save")
    keys.go("button", "Add a weekly time")
    keys.select("Where?", "Sherton Abbas Library")
    keys.choose("Wednesday")
    keys.fill("When does it start?", "2pm")
    keys.fill("When does it end?", "4pm")
    keys.fill("How many people can come?", "6")
    keys.date(str(today().day), str(today().month), str(today().year))
    keys.go("button", "Save")

    topic = Topic.objects.get(name="Bus times")
    service = Service.objects.get(name="Tea and tablets")
    weekly = Schedule.objects.get(service=service)
    expect(keys.page.get_by_text("Wednesdays, 2pm to 4pm", exact=True)).to_be_visible()
    assert topic.is_online_service
    assert list(service.topics.all()) == [topic]
    assert (weekly.venue, weekly.weekday) == (world.venue, Weekday.WEDNESDAY)
    assert (weekly.capacity, weekly.valid_from) == (6, today())


def test_a_file_of_small_areas_is_checked_and_taken_in(keyboard, manager, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    file = tmp_path / "areas.csv"
    file.write_text(SMALL_AREAS)
    keys = keyboard(user=manager)

    keys.go("link", "More")
    keys.go("link", "Load a file")
    keys.go("link", re.compile("[Ss]mall areas"))
    keys.choose_file(re.compile("^Choose the file"), file)
    keys.go("button", "Check this file")
    assert not Area.objects.exists()
    keys.go("button", "Take this file in")

    expect(keys.page.get_by_text("Taken in")).to_be_visible()
    areas = Area.objects.filter(kind="lsoa", council__name="Mid-Wessex")
    assert [area.name for area in areas] == ["Shaston 001A", "Shaston 001B"]
    assert StatisticValue.objects.get(area=areas[0]).value == 1480


def test_need_is_looked_at_and_weighed_otherwise(keyboard, world, coordinator):
    keys = keyboard(user=coordinator)

    keys.go("link", "Need")
    expect(keys.page.get_by_text("These are the standard weights.")).to_be_visible()
    expect(keys.page.locator("svg.map__drawing")).to_be_visible()
    keys.unfold("Change what counts, and how much")
    keys.tab_to("field", re.compile("75"))
    keys.page.keyboard.type("40")
    with keys.new_page():
        keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_text("These are not the standard weights")).to_be_visible()
    assert "=40" in keys.page.url
    keys.tab_to("region", re.compile("^Areas, from the most"))
    keys.page.keyboard.press("ArrowRight")
    keys.go("link", "Wessex 003A")

    expect(heading(keys)).to_have_text("Wessex 003A")
    assert "=40" in keys.page.url


@pytest.mark.parametrize(("place", "style", "fault"), FAULTS)
def test_a_page_on_which_the_keyboard_cannot_be_seen_is_found_out(keyboard, place, style, fault):
    keys = keyboard()
    keys.page.locator(place).evaluate("(thing, style) => thing.style = style", style)

    with pytest.raises(AssertionError, match=fault):
        keys.tab_to("link", "Privacy")


def test_anybody_reads_the_public_figures(keyboard, world):
    helps(60, world.venue, quarter_at(timezone.now()).until - timezone.timedelta(hours=1))
    keys = keyboard()

    keys.go("link", "Figures")
    expect(keys.page.locator("main")).to_contain_text(re.compile(r"60\s+helps"))
    keys.tab_to("region", re.compile("by ward$"))
    keys.tab_to("link", re.compile("^Download “Helps given”"))
    with keys.page.expect_download() as file:
        keys.page.keyboard.press("Enter")

    assert "Sherton,60" in file.value.path().read_text()
    assert reverse("progress_index") in keys.page.url


def test_a_change_is_tried_and_applied(keyboard, world, manager):
    keys = keyboard(f"/planning/planner/{world.council_area.code}/", user=manager)

    keys.select("Week", week_in_words(week_of(today())[0] + timedelta(weeks=1)))
    keys.go("button", "Try a change")
    keys.go("button", "Add a session")
    keys.select("Which service?", f"{world.service}, {world.service.organisation}")
    keys.select("Where?", str(world.venue))
    keys.select("On which day?", "Thursday")
    keys.fill("When does it start?", "2pm")
    keys.fill("When does it end?", "4pm")
    keys.fill("How many people can come?", "8")
    keys.go("button", "Continue")
    keys.go("button", "Apply this as drafts")
    keys.go("button", "Make the drafts")

    expect(keys.page.get_by_text("4 drafts are on the timetable")).to_be_visible()


def test_a_pair_is_decided_on(keyboard, world, coordinator):
    keys = keyboard(world.proposal.get_absolute_url(), user=coordinator)

    keys.go("link", "Choose somebody else for Liddy Smallbury")
    keys.choose("Nobody for now: they go on waiting")
    keys.fill("Why?", "She is away")
    keys.go("button", "Decide")

    expect(keys.page.get_by_text("Left as it is")).to_be_visible()
    world.pair.refresh_from_db()
    assert world.pair.why == "She is away"
