"""The way to a council's map when several are loaded."""

import pytest

from inroads.overview.planning.tests.factories import a_council, wessex

COUNCILS = "/planning/need/"


def test_the_only_council_is_shown_at_once(signed_in, coordinator):
    wessex()

    answer = signed_in(coordinator).get(COUNCILS)

    assert answer["Location"] == "/planning/need/E06000900/"


def test_several_councils_are_listed_and_found_by_name(signed_in, coordinator):
    a_council("E06000900", "Wessex")
    a_council("E06000901", "Melchester")
    client = signed_in(coordinator)

    assert "Melchester" in client.get(COUNCILS).text
    found = client.get(COUNCILS, {"name": "wess"}).text
    assert "Wessex</a>" in found
    assert "Melchester" not in found
    assert "has “zz” in its name" in client.get(COUNCILS, {"name": "zz"}).text


def test_nothing_loaded_is_said(signed_in, coordinator):
    assert "No council’s areas are loaded yet" in signed_in(coordinator).get(COUNCILS).text


@pytest.mark.parametrize("typed", ["2", "99", "x", "-1", "1" * 400])
def test_the_list_is_paged(signed_in, coordinator, typed):
    for number in range(27):
        a_council(f"E060009{number:02}", f"Council {number:02}", areas=1)

    answer = signed_in(coordinator).get(COUNCILS, {"page": typed})

    assert answer.status_code == 200
    assert answer.context["page"].paginator.num_pages == 2


def test_a_very_long_name_is_told(signed_in, coordinator):
    assert signed_in(coordinator).get(COUNCILS, {"name": "x" * 5000}).status_code == 422
