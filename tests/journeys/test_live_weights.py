"""While weights are changed the map follows; and the map is saved as a picture by the browser itself."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_follows_the_weights_and_keeps_the_cursor_where_it_is(open_page, world, manager):
    page = open_page(f"/planning/need/{world.council_area.code}/", user=manager)
    page.get_by_text("Change what counts, and how much").click()
    weight = page.get_by_label("People on a low income")
    weight.fill("0")

    expect(page.locator("#weights-said")).to_contain_text("follow these weights")
    expect(page.locator("#need-found")).to_contain_text("These are not the standard weights")
    expect(weight).to_be_focused()
    assert "weight-income_score=0" in page.url

    weight.fill("-1")
    expect(page.locator("#weights-said")).to_contain_text("check the weights")


def test_the_map_is_saved_as_a_picture(open_page, world, manager, tmp_path):
    page = open_page(f"/planning/reach/{world.council_area.code}/", user=manager)

    with page.expect_download() as saved:
        page.get_by_role("link", name="as PNG").click()

    saved.value.save_as(tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
