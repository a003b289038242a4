"""Every page, by day and by night, wide and narrow: axe finds nothing, and nothing hangs over the edge."""

import pytest

from tests.browser import NARROWEST, faults, wider_than_the_window
from tests.page_table import CAST, TABLE, rows
from tests.world import address

PAGES = [
    row for row in rows(TABLE.read_text()) if row.method == "GET" and "yes" in row.promised.values()
]
# Files, and a part that a page fetches into itself.
FILES = (
    "_csv", "_export", "_json", "_download", "_picture", "_kept", "_healthz", "_robots", "security_txt",
    "_worker", "_manifest", "_near", "_calendar",
)  # fmt: skip
SHOWN = [row for row in PAGES if not row.name.endswith(FILES) or row.name == "people_export"]
PARTS = 4

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("width", "light"), [(1280, "light"), (NARROWEST, "dark")], ids=str)
def test_every_page_can_be_read_by_everyone(part, width, light, world, open_page, request):
    windows, found = {}, {}
    for row in SHOWN[part::PARTS]:
        reader = next(name for name in CAST if row.promised[name] == "yes")
        if reader not in windows:
            user = None if reader == "nobody" else request.getfixturevalue(reader)
            windows[reader] = open_page("/privacy/", user=user, width=width, color_scheme=light)
        page = windows[reader]
        page.goto(address(world, row.name))
        wrong = faults(page)
        if wider_than_the_window(page):
            wrong.append("wider than the window")
        if wrong:
            found[row.name] = wrong

    assert found == {}
