"""Why one area stands where it stands."""

from inroads.foundations.places.models import Area, Postcode, StatisticValue
from inroads.overview.planning.tests.factories import wessex


def area_page(code: str) -> str:
    return f"/planning/need/E06000900/{code}/"


def test_the_page_says_what_lifts_the_area_and_what_holds_it_down(signed_in, coordinator):
    wessex()
    first, last = "E09000000", "E09000002"
    StatisticValue.objects.filter(area__code=last, statistic__key="income_score").update(value=0)

    page = signed_in(coordinator).get(area_page(last))

    assert page.context["up"][0].title == "People aged 75 or over"
    assert [reason.title for reason in page.context["down"]] == ["People on a low income"]
    assert "12.0% here, 11.0% in the middle area of Wessex" in page.text
    assert "Older people are the least likely to use the internet." in page.text
    assert signed_in(coordinator).get(area_page(first)).context["down"]


def test_a_score_that_has_no_unit_is_compared_and_not_shown(signed_in, coordinator):
    wessex(areas=5)
    StatisticValue.objects.exclude(statistic__key="digital_connectivity_indicator").delete()
    client = signed_in(coordinator)

    worst, best = (
        client.get(area_page(code), {"weight-digital_connectivity_indicator": "100"}).context
        for code in ("E09000004", "E09000000")
    )

    said = [
        next(one.beside for one in context["reasons"] if one.title == "Slow broadband")
        for context in (worst, best)
    ]
    assert said == [
        "worse than in 4 of the 4 other areas of Wessex",
        "better than in 4 of the 4 other areas of Wessex",
    ]


def test_what_is_below_nothing_has_a_true_minus(signed_in, coordinator):
    wessex()

    page = signed_in(coordinator).get(area_page("E09000000"))

    assert "−0.50" in page.text
    assert "-0.50" not in page.text


def test_the_bars_add_up_to_the_score(signed_in, coordinator):
    wessex()

    page = signed_in(coordinator).get(area_page("E09000001"))

    assert sum(bar.value for bar in page.context["chart"].bars) == 5
    assert "5.00 out of 10" in page.text
    assert "rank 2 of 3" in page.text


def test_a_middling_area_is_called_close_to_the_middle(signed_in, coordinator):
    wessex()

    assert "close to the middle area" in signed_in(coordinator).get(area_page("E09000001")).text


def test_an_area_without_a_score_says_why(signed_in, coordinator):
    wessex()
    StatisticValue.objects.filter(
        area__code="E09000001", statistic__key__in=["households", "pop2021"]
    ).delete()

    page = signed_in(coordinator).get(area_page("E09000001"))

    assert "only 65% of the weight is known" in page.text
    assert "not published" in page.text
    assert page.context["chart"] is None


def test_an_area_of_another_council_is_not_found_here(signed_in, coordinator):
    wessex()
    wessex(code="E06000901", name="Melchester")

    for code in ("E09010000", "E06000900", "nothing"):
        assert signed_in(coordinator).get(area_page(code)).status_code == 404


def test_a_wrongly_asked_index_leads_back_to_the_standard_one(signed_in, coordinator):
    wessex()

    answer = signed_in(coordinator).get(area_page("E09000001"), {"weight-disabled": "much"})

    assert answer["Location"] == "/planning/need/E06000900/"


def test_one_area_by_itself_is_neither_high_nor_low(signed_in, coordinator):
    wessex(areas=1)

    page = signed_in(coordinator).get(area_page("E09000000"))

    assert "5.00 out of 10" in page.text
    assert Area.objects.filter(kind="lsoa").count() == 1


def test_its_postcodes_are_named(signed_in, coordinator, db):
    wessex()
    area = Area.objects.filter(kind="lsoa").first()
    for number in range(14):
        Postcode.objects.create(postcode=f"DT1 1A{number:X}", lat=50.7, lon=-2.4, small_area=area)

    page = signed_in(coordinator).get(f"/planning/need/E06000900/{area.code}/")

    assert "DT1 1A0, DT1 1A1" in page.text
    assert "and 2 more" in page.text
    assert "All 14 postcodes" in page.text
