"""A figure that is published about older areas only is carried over by the look-up, as far as that is honest."""

import pytest

from inroads.foundations.places.models import Area, AreaChange, AreaKind, StatisticValue
from inroads.overview.planning.tests.factories import a_statistic, wessex

NEED = "/planning/need/E06000900/"
Change = AreaChange.Change


@pytest.fixture
def looked_up(db):
    """Three areas of 2021: the first as it was, the second a part of one that was split, the third merged from two."""
    council = wessex()
    figure = a_statistic(
        "old_score", area_vintage=2011, title="Old score", unit="score", direction="more"
    )
    after = list(Area.objects.filter(kind=AreaKind.LSOA, vintage=2021).order_by("code"))
    how = [Change.UNCHANGED, Change.SPLIT, Change.MERGED, Change.MERGED]
    for number, (change, area) in enumerate(zip(how, [*after, after[-1]], strict=True)):
        before = Area.objects.create(
            kind=AreaKind.LSOA, vintage=2011, code=f"E0200000{number}", name=f"Old {number}"
        )
        StatisticValue.objects.create(statistic=figure, area=before, value=number + 1.0)
        AreaChange.objects.create(before=before, after=area, change=change)
    return council


def parts_on(client, **asked) -> dict[str, str]:
    """What the figure adds in each area, in words."""
    page = client.get(NEED, {"weight-old_score": "10", "all": "1"} | asked)
    assert page.status_code == 200, page.text
    keys = [one.key for one in page.context["need"].indicators]
    return {row.area.name: row.parts[keys.index("old_score")] for row in page.context["rows"]}


def test_an_area_that_stayed_the_same_keeps_its_value_and_a_part_of_one_that_was_split_has_none(
    signed_in, coordinator, looked_up
):
    parts = parts_on(signed_in(coordinator))

    assert parts["Wessex 001A"] != "not published"
    assert parts["Wessex 002A"] == "not published"
    assert parts["Wessex 003A"] == "not published"  # a score cannot be added up


def test_the_page_says_that_it_was_carried_over(signed_in, coordinator, looked_up):
    page = signed_in(coordinator).get(NEED, {"weight-old_score": "10"})

    assert "2011, carried over to those of 2021" in page.text


def test_it_can_stand_alone_on_the_areas_of_today(signed_in, coordinator, looked_up):
    others = {
        f"weight-{key}": "0"
        for key in (
            "aged75plus", "income_score", "adult_low_skills_share", "disabled",
            "hh_social_rented", "digital_connectivity_indicator",
        )
    }  # fmt: skip

    page = signed_in(coordinator).get(NEED, {"weight-old_score": "10"} | others)

    scores = {row.area.name: row.score for row in page.context["rows"]}
    assert set(scores) == {"Wessex 001A", "Wessex 002A", "Wessex 003A"}
    assert scores["Wessex 002A"] == scores["Wessex 003A"] == "Too little published"


def test_without_a_look_up_it_is_not_offered(signed_in, coordinator, looked_up):
    AreaChange.objects.all().delete()

    page = signed_in(coordinator).get(NEED)

    assert "Old score" not in page.text


def test_a_figure_about_the_areas_of_today_comes_before_an_older_one(
    signed_in, coordinator, looked_up
):
    a_statistic("aged75plus", area_vintage=2011)
    older = a_statistic("old_score", area_vintage=2021, title="New score", direction="more")

    need = signed_in(coordinator).get(NEED, {"weight-old_score": "10"}).context["need"]

    assert older in [one.statistic for one in need.indicators]
