"""The table begins with the areas of the most need; all of them are one link away."""

from inroads.overview.planning.tests.factories import wessex

NEED = "/planning/need/E06000900/"


def test_a_long_table_shows_the_first_areas_and_the_way_to_all(signed_in, coordinator):
    wessex(areas=30)
    client = signed_in(coordinator)

    first = client.get(NEED)
    every = client.get(NEED, {"all": "1"})

    assert [len(page.context["rows"]) for page in (first, every)] == [25, 30]
    assert 'href="?all=1#need-table">Show all 30 areas</a>' in first.text
    assert "The 25 areas with the most need" in first.text
    assert f'href="{NEED}#need-table">Show the first 25 areas only</a>' in every.text


def test_the_map_and_the_file_hold_every_area(signed_in, coordinator):
    wessex(areas=30)
    client = signed_in(coordinator)

    page = client.get(NEED)

    assert len(page.context["map"].areas) == 30
    assert len(client.get(f"{NEED}download/").text.strip().splitlines()) == 31


def test_what_was_chosen_to_count_stays_when_all_are_shown(signed_in, coordinator):
    wessex(areas=30)

    page = signed_in(coordinator).get(NEED, {"scale": "everywhere"}).text

    assert 'href="?scale=everywhere&amp;all=1#need-table"' in page


def test_a_short_table_needs_no_such_link(signed_in, coordinator):
    wessex(areas=25)

    page = signed_in(coordinator).get(NEED)

    assert len(page.context["rows"]) == 25
    assert "Every area, from the most need to the least" in page.text
    assert "Show all" not in page.text
