# ruff: noqa: E501 - rows of files are long
"""Files about places come in whole and right, or not at all; twice makes once."""

import pytest

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.models import Upload
from inroads.foundations.exchange.tests.factories import a_file, a_sheet, checked, keep
from inroads.foundations.history.models import Event
from inroads.foundations.places.imports.areas import AreaTable
from inroads.foundations.places.models import (
    Area,
    AreaChange,
    Boundary,
    Postcode,
    Statistic,
    StatisticValue,
    Venue,
)
from inroads.foundations.places.tests.factories import GOOD, HEAD, ONE, TWO, an_area

pytestmark = pytest.mark.django_db


def everything():
    """Every value of every table about places, without row numbers."""
    return [
        list(Area.objects.order_by("kind", "vintage", "code").values_list("kind", "vintage", "code", "name", "lat", "parent__code", "council__code")),
        list(StatisticValue.objects.order_by("area__code", "statistic__key").values_list("area__code", "statistic__key", "value")),
        list(Statistic.objects.order_by("key").values_list("key", "title", "source", "direction", "area_vintage")),
        list(Boundary.objects.order_by("area__code").values_list("area__code", "geometry")),
        list(Postcode.objects.order_by("pk").values()),
        list(Venue.objects.order_by("source_key").values()),
        list(AreaChange.objects.order_by("pk").values_list("before__code", "after__code", "change")),
    ]  # fmt: skip


def test_a_table_of_areas_brings_areas_what_they_lie_in_and_their_statistics(tmp_path):
    report = keep(AreaTable(), a_file(tmp_path, GOOD))

    area = Area.objects.get(code="E01020432")
    assert (report.new, report.wrong) == (3, 0)
    assert (area.vintage, area.name, area.lat, area.rural_urban) == (
        2021,
        "Wessex 001A",
        50.7,
        "RSF1",
    )
    assert (area.parent.kind, area.parent.vintage, area.parent.name) == (
        "ward",
        2024,
        "Casterbridge",
    )
    assert (area.council.code, area.council.vintage) == ("E06000059", 2024)
    assert area.council.parent.name == "South West"
    share = Statistic.objects.get(key="income_score")
    assert (share.unit, share.direction, share.year, share.area_vintage) == (
        "share",
        "more",
        2025,
        2021,
    )
    assert {value.statistic.key: value.value for value in area.statistics.all()} == {
        "pop2021": 1500,
        "income_score": 0.1,
    }


def test_what_was_not_published_is_no_value(tmp_path):
    keep(AreaTable(), a_file(tmp_path, GOOD.replace("1600", "[c]")))

    assert not StatisticValue.objects.filter(area__code="E01020433").exists()


def test_the_same_file_twice_changes_nothing(tmp_path):
    path = a_file(tmp_path, GOOD)
    keep(AreaTable(), path)
    before = everything()

    report = keep(AreaTable(), path)

    assert (report.new, report.changed, report.unchanged) == (0, 0, 3)
    assert everything() == before


def test_a_corrected_file_changes_what_it_corrects_and_forgets_what_it_withdraws(tmp_path):
    keep(AreaTable(), a_file(tmp_path, GOOD))

    report = keep(
        AreaTable(), a_file(tmp_path, GOOD.replace("1500,0.1", "1501,").replace("001B", "001C"))
    )

    assert (report.new, report.changed, report.unchanged) == (0, 2, 1)
    assert list(Area.objects.get(code="E01020432").statistics.values_list("value", flat=True)) == [
        1501
    ]
    assert Area.objects.get(code="E01020433").name == "Wessex 001C"


def test_only_the_councils_asked_for_come_in(tmp_path):
    report = keep(AreaTable({"councils": ["E06000058"]}), a_file(tmp_path, GOOD))

    assert (report.new, report.left_out) == (1, 2)
    assert list(Area.objects.filter(kind="lad").values_list("code", flat=True)) == ["E06000058"]


def test_the_headings_of_the_ministry_are_known(tmp_path):
    path = a_sheet(
        tmp_path,
        [["Notes"]],
        [
            [
                "LSOA code (2021)",
                "LSOA name (2021)",
                "Local Authority District code (2024)",
                "Local Authority District name (2024)",
                "Index of Multiple Deprivation (IMD) Score",
                "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
                "Income Score (rate)",
                "Education, Skills and Training Decile (where 1 is most deprived 10% of LSOAs)",
            ],
            ["E01020432", "Wessex 001A", "E06000059", "Wessex", 21.5, 9000, 0.12, 3],
        ],
    )

    keep(AreaTable(), path)

    kept = dict(StatisticValue.objects.values_list("statistic__key", "value"))
    assert kept == {
        "imd2025_score": 21.5,
        "imd2025_rank": 9000,
        "income_score": 0.12,
        "education_decile": 3,
    }


BAD_ROWS = [
    (
        ONE.replace("E01020432", "E0102043"),
        "lsoa21cd",
        "“E0102043” is not the code of a small area",
    ),
    (ONE.replace("E01020432", ""), "lsoa21cd", "is empty"),
    (ONE.replace("Wessex 001A", ""), "lsoa21nm", "is empty"),
    (ONE.replace("E06000059", "Dorset"), "lad24cd", "“Dorset” is not the code of a council"),
    (ONE.replace("1500", "many"), "pop2021", "“many” is not a number"),
    (ONE.replace("1500", "-3"), "pop2021", "-3 cannot be right: it is below 0"),
    (ONE.replace(",0.1\n", ",12\n"), "income_score", "12 cannot be right: it is above 1"),
    (ONE.replace("1500", "inf"), "pop2021", "“inf” is not a number"),
    (ONE.replace("50.7,-2.4", "-2.4,50.7"), "lat", "-2.4 is no latitude"),
    (ONE.replace("50.7,-2.4", "50.7,"), "lon", "is empty, but the other half"),
    (ONE.replace("Wessex 001A", "x" * 500), "lsoa21nm", "longer than 120 letters"),
    (TWO, "", "E01020433 is in the file twice, on lines 2 and 3"),
    (ONE.replace(",0.1\n", "\n"), "", "has 12 cells where the heading has 13"),
]


@pytest.mark.parametrize("row, column, reason", BAD_ROWS)
def test_a_bad_row_is_reported_with_line_column_and_reason_and_nothing_is_kept(
    tmp_path, row, column, reason
):
    path = a_file(tmp_path, HEAD + TWO + row)

    report = checked(AreaTable(), path)
    with pytest.raises(Refused, match="1 row is wrong, so nothing was taken in"):
        keep(AreaTable(), path)

    [fault] = report.faults
    assert (fault["line"], fault["column"]) == (3, column)
    assert reason in fault["reason"]
    assert not Area.objects.exists()
    assert not Statistic.objects.exists()
    assert not Upload.objects.exists()


def test_the_good_rows_are_kept_if_that_was_chosen(tmp_path):
    report = keep(AreaTable(), a_file(tmp_path, HEAD + "nonsense\n" + ONE), good_rows_only=True)

    assert (report.new, report.wrong) == (1, 1)
    assert Area.objects.filter(kind="lsoa").count() == 1


def test_no_more_than_a_hundred_faults_are_listed_but_all_are_counted(tmp_path):
    report = checked(AreaTable(), a_file(tmp_path, HEAD + ONE.replace("1500", "many") * 150))

    assert (report.wrong, len(report.faults)) == (150, 100)


def test_what_is_taken_in_stands_in_the_history(tmp_path):
    keep(AreaTable(), a_file(tmp_path, GOOD))

    assert {"places.areas_kept", "exchange.upload_kept"} <= set(
        Event.objects.values_list("verb", flat=True)
    )


# Two vintages are never joined by code


@pytest.mark.parametrize("column", ["imd2019_score", "c11_no_quals", "pop2019"])
def test_figures_of_2011_are_not_joined_to_areas_of_2021(tmp_path, column):
    path = a_file(tmp_path, f"lsoa21cd,{column}\nE01020432,5\n")

    with pytest.raises(Refused, match="cannot be joined by code"):
        checked(AreaTable(), path)


def test_a_table_that_names_areas_of_two_years_is_refused(tmp_path):
    with pytest.raises(Refused, match="2011 and 2021 side by side"):
        checked(AreaTable(), a_file(tmp_path, "lsoa11cd,lsoa21cd,pop2021\nE01020432,E01020432,5\n"))


def test_the_year_of_the_areas_is_never_guessed(tmp_path):
    path = a_file(tmp_path, "LSOA code,pop2021\nE01020432,5\n")

    with pytest.raises(Refused, match="Say of which year") as refusal:
        checked(AreaTable(), path)
    assert refusal.value.field == "vintage"


def test_a_year_that_contradicts_the_heading_is_refused(tmp_path):
    with pytest.raises(Refused, match="areas of 2021, not of 2011"):
        checked(AreaTable({"vintage": 2011}), a_file(tmp_path, GOOD))


def test_a_code_of_the_other_year_is_a_fault(tmp_path):
    an_area("E01034372", vintage=2021)
    an_area("E01020399", vintage=2011)

    report = checked(
        AreaTable({"vintage": 2011}),
        a_file(tmp_path, "LSOA code,gp_km\nE01034372,5\nE01020399,2\n"),
    )

    assert [fault["reason"] for fault in report.faults] == [
        "E01034372 is a small area of 2021, not one of 2011"
    ]
    assert report.changed == 1


def test_figures_alone_are_added_to_the_areas_that_are_loaded(tmp_path):
    an_area("E01020432", vintage=2021, name="Wessex 001A")

    report = keep(
        AreaTable(),
        a_file(tmp_path, "lsoa21cd,imd_score,crime_score\nE01020432,5,-1\nE01020433,6,1\n"),
    )

    assert (report.changed, report.left_out) == (1, 1)
    assert Area.objects.get().name == "Wessex 001A"
    assert dict(StatisticValue.objects.values_list("statistic__key", "value")) == {
        "imd2025_score": 5,
        "crime_score": -1,
    }


# Columns that are not known


def test_an_unknown_column_is_reported_and_left_out(tmp_path):
    text = "lsoa21cd,lsoa21nm,lad24cd,smart_fridges,remark\nE01020432,A,E06000059,7,cold\n"

    report = keep(AreaTable(), a_file(tmp_path, text))

    assert "as they are not known: smart_fridges." in " ".join(report.notes)
    assert "as they hold no numbers: remark." in " ".join(report.notes)
    assert not Statistic.objects.exists()


def test_an_unknown_column_comes_in_with_the_source_that_was_named(tmp_path):
    text = "lsoa21cd,lsoa21nm,lad24cd,Smart fridges\nE01020432,A,E06000059,7\n"

    keep(AreaTable({"source": "Wessex survey 2026"}), a_file(tmp_path, text))

    statistic = Statistic.objects.get()
    assert (statistic.key, statistic.source, statistic.direction) == (
        "smart-fridges",
        "Wessex survey 2026",
        "none",
    )
