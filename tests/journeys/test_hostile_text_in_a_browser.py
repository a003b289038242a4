"""In a real browser, no text that somebody typed runs, and no page trips our own policy."""

import pytest

from tests.journeys.test_every_page_for_everyone import SHOWN
from tests.page_table import CAST
from tests.world import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_was_typed_runs(part, hostile_world, open_page, request):
    windows, ran = {}, []
    for row in SHOWN[part::PARTS]:
        reader = next(name for name in CAST if row.promised[name] == "yes")
        if reader not in windows:
            user = None if reader == "nobody" else request.getfixturevalue(reader)
            page = windows[reader] = open_page("/privacy/", user=user)
            page.on("dialog", lambda dialog: ran.append(f"dialog: {dialog.message}"))
            page.on("pageerror", lambda error: ran.append(f"error: {error}"))
            page.on(
                "console", lambda said: ran.append(said.text) if "Policy" in said.text else None
            )
        windows[reader].goto(address(hostile_world, row.name))

    assert ran == []
