"""An answer is kept from the page that shows it; long work is watched as it goes on, and stopped."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from inroads.overview.planning.actions import begin_work, keep_part
from inroads.overview.planning.answering import need
from inroads.overview.planning.answering.method import chance
from inroads.overview.planning.models import Question, Run
from inroads.overview.planning.tasks import work_out
from inroads.overview.planning.tests.factories import a_run
from tests.browser import NARROW, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("js", [True, False], ids=["with script", "without script"])
def test_what_a_page_shows_is_kept_and_worked_out_again(open_page, world, coordinator, js):
    page = open_page(f"/planning/reach/{world.council_area.code}/", user=coordinator, js=js)
    page.get_by_label("How people travel").select_option("On foot")
    page.get_by_role("button", name="Show reach").click()
    page.get_by_role("button", name="Keep this answer").click()

    expect(page).to_have_url(re.compile("/planning/kept/[^/]+/$"))
    expect(page.locator("dl")).to_contain_text("On foot")

    page.get_by_role("button", name="Work it out again").click()
    expect(page.get_by_text("The same comes out:")).to_be_visible()

    page.get_by_role("link", name="Remove this answer").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).to_contain_text("was removed")


def test_long_work_says_how_far_it_is_until_its_answer_stands_there(open_page, world, manager):
    run = a_run(
        world.council_area, manager, world.council, question=Question.NEED, worked_out=False
    )
    page = open_page(run.get_absolute_url(), user=manager, width=NARROW)
    expect(page.get_by_text(f"0 of {need.PARTS} parts")).to_be_visible()

    now = timezone.now()
    begin_work(run, at=now, by=manager)
    keep_part(run, 0, need.part(run.inputs, 0, chance(run.seed, 0)), at=now, by=manager)
    expect(page.get_by_text(f"1 of {need.PARTS} parts")).to_be_visible()
    assert faults(page) == []

    Run.objects.update(status=Run.Status.WAITING)
    work_out.func(run.pk)
    expect(page.locator("#answer-table")).to_be_visible()
