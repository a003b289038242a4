"""How far the answer hangs on the weights: what each figure does, and between which places an area could stand."""

import pytest

from inroads.foundations.places.models import StatisticValue
from inroads.overview.planning.tests.factories import figures, wessex

NEED = "/planning/need/E06000900/"


@pytest.fixture
def reader(signed_in, coordinator):
    return signed_in(coordinator)


def test_an_area_that_leads_by_every_figure_leads_whatever_the_weights(reader, db):
    wessex()

    rows = reader.get(NEED).context["rows"]

    assert [row.places for row in rows] == ["1", "2", "3"]


@pytest.fixture
def against_each_other(db):
    """Two areas of four change places with the weights."""
    council = wessex(4)
    for key in ("aged75plus", "income_score"):
        figures_of(council, key).delete()
    figures(council, "aged75plus", [100.0, 190.0, 195.0, 200.0])
    figures(council, "income_score", [0.1, 0.6, 0.2, 0.15])
    return council


def figures_of(council, key):
    return StatisticValue.objects.filter(statistic__key=key)


def test_an_area_whose_place_hangs_on_the_weights_says_between_which(reader, against_each_other):
    page = reader.get(NEED)

    unsure = [row for row in page.context["rows"] if " to " in row.places]
    assert unsure
    area = reader.get(unsure[0].url)
    assert f"at place {unsure[0].places} in nine of ten cases" in area.text


def test_the_same_places_come_out_whenever_one_looks(reader, against_each_other):
    first, second = (reader.get(NEED).context["rows"] for _ in range(2))

    assert first == second


def test_each_figure_says_what_it_does_beside_its_weight(reader, against_each_other):
    need = reader.get(NEED).context["need"]

    shares = [float(each["does"].rstrip("%").replace("−", "-")) for each in need.summary]
    assert sum(shares) == pytest.approx(100, abs=0.5)


def test_a_figure_that_is_the_same_everywhere_does_nothing(reader, db):
    council = wessex()
    figures_of(council, "disabled").delete()
    figures(council, "disabled", [200.0] * 3)

    need = reader.get(NEED).context["need"]

    (disabled,) = [each for each in need.summary if each["indicator"].key == "disabled"]
    assert (disabled["does"], disabled["moves"]) == ("0.0%", "0.0 places")


def test_the_only_figure_carries_everything(reader, db):
    wessex()
    only = {
        f"weight-{key}": "0"
        for key in (
            "income_score",
            "adult_low_skills_share",
            "disabled",
            "hh_social_rented",
            "digital_connectivity_indicator",
        )
    }

    need = reader.get(NEED, only).context["need"]

    assert [each["does"] for each in need.summary] == ["100.0%"]
    assert need.summary[0]["moves"] == "nothing is left without it"
