"""What the map page shows, whom it is for, and how it takes what is typed into its address."""

import pytest

from inroads.foundations.places.models import Area, Boundary, StatisticValue
from inroads.overview.planning.tests.factories import a_council, a_venue, figures, wessex

NEED = "/planning/need/E06000900/"


def test_the_table_runs_from_the_most_need_to_the_least_with_every_part(signed_in, coordinator):
    wessex()

    page = signed_in(coordinator).get(NEED)

    assert page.status_code == 200
    rows = page.context["rows"]
    assert [row.area.name for row in rows] == ["Wessex 003A", "Wessex 002A", "Wessex 001A"]
    assert [row.score for row in rows] == ["10.00", "5.00", "0.00"]
    assert rows[0].parts == ["2.50", "2.00", "2.00", "1.50", "1.00", "1.00"]
    assert rows[0].ward == "Wessex ward"
    assert "Wessex ward" in page.text


def test_sources_licences_years_and_the_frame_stand_under_the_map(signed_in, coordinator):
    wessex()

    text = signed_in(coordinator).get(NEED).text

    assert "Census 2021, Office for National Statistics" in text
    assert "Licence: Open Government Licence v3.0" in text
    assert "the 3 areas of Wessex" in text
    assert "never a target" in text
    assert "never a trend" in text
    assert "These are the standard weights." in text


def test_weights_in_the_address_change_the_index_and_are_made_to_add_up(signed_in, coordinator):
    wessex()

    page = signed_in(coordinator).get(
        NEED, {"weight-aged75plus": "3", "weight-income_score": "1", **nothing_else()}
    )

    assert page.context["need"].weights.tolist() == [0.75, 0.25]
    assert page.context["rows"][0].parts == ["7.50", "2.50"]
    assert "These are not the standard weights" in page.text


def nothing_else() -> dict[str, str]:
    others = [
        "adult_low_skills_share",
        "disabled",
        "hh_social_rented",
        "digital_connectivity_indicator",
    ]
    return {f"weight-{key}": "0" for key in others}


def test_a_figure_with_a_direction_can_be_added_and_its_direction_is_honoured(
    signed_in, coordinator
):
    council = wessex()
    figures(council, "dft_connectivity_score", [90.0, 50.0, 10.0])

    page = signed_in(coordinator).get(NEED, {"weight-dft_connectivity_score": "10"})

    assert page.context["rows"][0].parts[-1] == "0.91"
    assert page.context["rows"][-1].parts[-1] == "0.00"


def test_counts_by_themselves_ranks_and_figures_without_direction_cannot_be_added(
    signed_in, coordinator
):
    council = wessex()
    figures(council, "imd2025_rank", [1.0, 2.0, 3.0])
    figures(council, "income_numerator", [1.0, 2.0, 3.0], unit="persons")
    figures(council, "patients_per_gp", [1.0, 2.0, 3.0], direction="none")

    form = signed_in(coordinator).get(NEED).context["form"]

    assert not [name for name in form.fields if "rank" in name or "pop" in name]
    assert {"weight-income_numerator", "weight-patients_per_gp"}.isdisjoint(form.fields)


def test_scales_can_run_over_all_loaded_areas(signed_in, coordinator):
    wessex()
    wessex(code="E06000901", name="Melchester", areas=5)

    page = signed_in(coordinator).get(NEED, {"scale": "everywhere"})

    assert [row.score for row in page.context["rows"]] == ["5.00", "2.50", "0.00"]
    assert "all 8 areas that are loaded" in page.text
    assert "These are the standard weights." in page.text
    assert "Scores cannot be compared" not in page.text


def test_what_was_asked_stays_in_the_links(signed_in, coordinator):
    wessex()

    page = signed_in(coordinator).get(NEED, {"scale": "everywhere", "weight-disabled": "15"})

    assert page.context["rows"][0].url.endswith("/E09000002/?scale=everywhere")
    assert "/download/?scale=everywhere" in page.text


def test_what_is_not_published_is_said_and_not_guessed(signed_in, coordinator):
    council = wessex()
    last = Area.objects.get(name="Wessex 003A")
    StatisticValue.objects.get(area=last, statistic__key="income_score").delete()

    page = signed_in(coordinator).get(NEED)

    row = page.context["rows"][0]
    assert row.area == last
    assert row.parts[1] == "not published"
    assert (row.score, row.known, row.between) == ("10.00", "80%", "8.00 to 10.00")
    assert "could be 8.00 to 10.00" in page.text
    assert council.name in page.text


def test_an_area_of_which_too_little_is_known_has_no_score_and_comes_last(signed_in, coordinator):
    wessex()
    last = Area.objects.get(name="Wessex 003A")
    StatisticValue.objects.filter(
        area=last, statistic__key__in=["income_score", "pop2021"]
    ).delete()

    page = signed_in(coordinator).get(NEED)

    row = page.context["rows"][-1]
    assert (row.area, row.rank, row.score, row.known) == (last, "–", "Too little published", "55%")
    assert "Too little is published about 1 of 3 areas" in page.text


def test_what_is_missing_from_the_standard_index_is_named(signed_in, coordinator):
    council = a_council()
    figures(council, "income_score", [0.1, 0.2, 0.3])
    figures(council, "aged75plus", [1.0, 2.0, 3.0])

    page = signed_in(coordinator).get(NEED)

    assert "People aged 75 or over" in str(page.context["missing"])
    assert "left out: People aged 75 or over" in page.text
    assert page.context["rows"][0].score == "10.00"


def test_a_council_without_figures_says_so(signed_in, coordinator):
    a_council()

    page = signed_in(coordinator).get(NEED)

    assert page.status_code == 200
    assert "no figures about them are" in page.text


def test_without_boundaries_there_is_a_table_and_no_map(signed_in, coordinator):
    wessex()
    Boundary.objects.all().delete()

    page = signed_in(coordinator).get(NEED)

    assert "there is a table but no map" in page.text
    assert len(page.context["rows"]) == 3


def test_the_map_is_drawn_again_when_a_boundary_changes(signed_in, coordinator):
    wessex()
    client = signed_in(coordinator)
    before = client.get(NEED).context["map"].outline.paths["E09000000"]

    boundary = Boundary.objects.get(area__code="E09000000")
    boundary.geometry["coordinates"][0].insert(1, [-2.4951, 50.6903])
    boundary.save()

    assert client.get(NEED).context["map"].outline.paths["E09000000"] != before


def test_places_where_help_happens_stand_on_the_map(signed_in, coordinator):
    council = wessex()
    a_venue(council)
    a_venue(council, name="Shut Hall", is_open=False)

    page = signed_in(coordinator).get(NEED)

    assert [spot.name for spot in page.context["map"].spots] == ["Knollsea Library"]


@pytest.mark.parametrize(
    "typed",
    ["much", "", "nan", "inf", "-inf", "1e308", "-1", "1e999", "<script>", "０x", "9" * 5000],
)
def test_a_weight_that_cannot_be_used_is_told_and_never_breaks(signed_in, coordinator, typed):
    wessex()

    for address in (NEED, NEED + "download/", NEED + "E09000001/"):
        page = signed_in(coordinator).get(address, {"weight-aged75plus": typed})
        assert page.status_code in (302, 422)

    page = signed_in(coordinator).get(NEED, {"weight-aged75plus": typed})
    assert "Enter a number from 0 to 1000 for “People aged 75 or over”" in page.text
    assert "<script>" not in page.text
    assert page.context["need"] is None


@pytest.mark.parametrize("typed", ["0.0001", "1e-320", "-0", " 7 ", "1e2"])
def test_any_number_in_range_is_taken(signed_in, coordinator, typed):
    wessex()

    page = signed_in(coordinator).get(NEED, {"weight-aged75plus": typed})

    assert page.status_code == 200
    assert page.context["need"].weights.sum() == pytest.approx(1)


def test_weights_that_are_all_nothing_are_told(signed_in, coordinator):
    wessex()
    nothing = {"weight-aged75plus": "0", "weight-income_score": "0", **nothing_else()}

    page = signed_in(coordinator).get(NEED, nothing)

    assert page.status_code == 422
    assert "Give at least one figure a weight of more than 0" in page.text


def test_a_frame_that_is_none_is_told(signed_in, coordinator):
    wessex()

    page = signed_in(coordinator).get(NEED, {"scale": "moon"})

    assert page.status_code == 422
    assert "Choose which areas to compare with" in page.text


def test_ten_thousand_parameters_are_refused_and_not_read(signed_in, coordinator):
    wessex()
    many = "&".join(f"weight-{number}=1" for number in range(10_000))

    assert signed_in(coordinator).get(f"{NEED}?{many}").status_code == 400


def test_a_parameter_that_is_no_figure_is_ignored(signed_in, coordinator):
    wessex()

    page = signed_in(coordinator).get(NEED, {"weight-nothing": "9", "page": "x", "code": "E1"})

    assert page.status_code == 200
    assert page.context["form"].is_standard


@pytest.mark.parametrize("code", ["E06000999", "nowhere", "0"])
def test_an_unknown_council_is_not_found(signed_in, coordinator, code):
    wessex()

    for address in (f"/planning/need/{code}/", f"/planning/need/{code}/download/"):
        assert signed_in(coordinator).get(address).status_code == 404


def test_names_from_a_file_are_shown_as_text(signed_in, coordinator):
    council = wessex()
    Area.objects.filter(name="Wessex 003A").update(name="<img src=x onerror=alert(1)>")
    Area.objects.filter(name="Wessex ward").update(name="<svg onload=alert(2)>")
    a_venue(council, name="<script>alert(3)</script>")

    client = signed_in(coordinator)
    for page in (client.get(NEED), client.get(NEED + "E09000002/")):
        assert "<img" not in page.text
        assert "<svg onload" not in page.text
        assert "<script>alert" not in page.text
        assert "&lt;img src=x" in page.text


def test_two_vintages_are_never_joined_and_the_newest_is_shown(signed_in, coordinator):
    council = wessex()
    old = Area.objects.create(
        kind="lsoa", vintage=2011, code="E09000000", name="Old", council=council
    )

    page = signed_in(coordinator).get(NEED)

    assert old not in [row.area for row in page.context["rows"]]
    assert len(page.context["rows"]) == 3
