"""A manager tries a change and applies it; a coordinator matches everyone who waits. With script and without."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from inroads.overview.planning.models import Proposal, Scenario
from inroads.programme.referrals.models import Step
from inroads.programme.referrals.tests import factories as make
from inroads.programme.timetable.models import Session
from tests.browser import NARROW, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = pytest.mark.parametrize("js", [True, False], ids=["with script", "without script"])


@SCRIPT
def test_a_change_is_tried_and_applied(open_page, world, manager, js):
    page = open_page(f"/planning/reach/{world.council_area.code}/", user=manager, js=js)
    page.get_by_role("link", name=re.compile("Planner")).click()
    page.get_by_label("Week", exact=True).select_option(index=1)
    page.get_by_role("button", name="Try a change").click()

    page.get_by_role("button", name="Add a session").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Choose a service").first).to_be_visible()
    page.get_by_label("Which service?").select_option(index=1)
    page.get_by_label("Where?").select_option(label=str(world.venue))
    page.get_by_label("On which day?").select_option("Thursday")
    page.get_by_label("When does it start?").fill("2pm")
    page.get_by_label("When does it end?").fill("4pm")
    page.get_by_label("How many people can come?").fill("8")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main")).to_contain_text(f"at {world.venue}, Thursday, 2pm to 4pm, for 8")
    if js:
        assert faults(page) == []

    page.get_by_role("button", name="Apply this as drafts").click()
    page.get_by_label("For how many weeks?").select_option("2 weeks")
    page.get_by_role("button", name="Make the drafts").click()

    expect(page.locator("main")).to_contain_text("2 drafts are on the timetable")
    drafts = Session.objects.filter(status=Session.Status.DRAFT, venue=world.venue)
    page.goto(drafts.order_by("-pk").first().get_absolute_url())
    page.get_by_role("button", name="Put it on the timetable").click()
    expect(page.locator("main")).to_contain_text("The session is on the timetable")
    assert Scenario.objects.get(applied_at__isnull=False).changes.count() == 1


@SCRIPT
def test_everyone_who_waits_is_matched_and_a_person_decides(open_page, world, coordinator, js):
    route = make.accepted(
        make.a_referral(
            world.surgery,
            world.council,
            make.a_person("Fanny Robin", postcode="DT9 4AA"),
            topics=[world.topic],
            sent_at=timezone.now(),
        )
    )
    make.a_postcode()
    page = open_page("/referrals/", user=coordinator, js=js, width=NARROW)
    page.get_by_role("link", name="Match everyone who waits at once").click()
    page.get_by_label("Those in most need first, however long the journeys").check()
    page.get_by_role("button", name="See what these choices would do").click()
    expect(page.get_by_label("Those in most need first, however long the journeys")).to_be_checked()
    page.get_by_role("button", name="Propose who helps whom").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Who could help whom")
    expect(page.get_by_text("that is proved")).to_be_visible()
    if js:
        assert faults(page) == []
    page.get_by_label(re.compile("for Fanny Robin")).check()
    page.get_by_role("button", name="Accept those ticked").click()

    expect(page.locator("main")).to_contain_text("1 place is kept")
    assert route.steps.get().status == Step.Status.AGREED
    assert Proposal.objects.filter(policy="strict").count() == 1
