# ruff: noqa: E501 - rows of files are long
"""Files about places come in whole and right, or not at all; twice makes once."""

import json

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.actions import keep_file
from inroads.foundations.exchange.importers import guess, importers
from inroads.foundations.exchange.models import Upload
from inroads.foundations.exchange.reading import opened_table
from inroads.foundations.exchange.tests.factories import a_file, a_sheet, checked
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.places.imports.areas import AreaTable
from inroads.foundations.places.imports.boundaries import Boundaries
from inroads.foundations.places.imports.lookup import AreaLookup
from inroads.foundations.places.imports.postcodes import Postcodes
from inroads.foundations.places.imports.venues import VenueTable
from inroads.foundations.places.models import (
    Area,
    AreaChange,
    Boundary,
    Postcode,
    Statistic,
    StatisticValue,
    Venue,
)
from inroads.foundations.places.tests.factories import an_area

HEAD = "lsoa21cd,lsoa21nm,ward24cd,ward24nm,lad24cd,lad24nm,rgncd,rgnnm,lat,lon,ruc21cd,pop2021,income_score\n"
ONE = "E01020432,Wessex 001A,E05012716,Casterbridge,E06000059,Wessex,E12000009,South West,50.7,-2.4,RSF1,1500,0.1\n"
TWO = "E01020433,Wessex 001B,E05012716,Casterbridge,E06000059,Wessex,E12000009,South West,50.8,-2.5,RSF1,1600,\n"
OTHER = "E01015272,Melchester 1A,E05012651,Close,E06000058,Melchester,E12000009,South West,50.7,-1.8,UN1,1873,0.2\n"
GOOD = HEAD + ONE + TWO + OTHER
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-2.5, 50.6], [-2.5, 50.8], [-2.3, 50.8], [-2.5, 50.6]]],
}

pytestmark = pytest.mark.django_db


def keep(importer, path, **given):
    with opened_table(path) as table, importer.gathered(table, **given) as gathered:
        me = Machine("test")
        return keep_file(gathered, name=path.name, digest="", at=timezone.now(), by=me)


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
    (TWO, "", "E01020433 stands here a second time: line 2 has it too"),
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


# The other kinds of file


def features(*rows):
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in rows]})  # fmt: skip


def test_boundaries_of_small_areas_join_the_areas_that_are_loaded(tmp_path):
    an_area("E01020432", vintage=2011)
    area = an_area("E01020432", vintage=2021)
    path = a_file(
        tmp_path, features(({"lsoa21cd": "E01020432"}, SQUARE), ({"lsoa21cd": "E01020433"}, SQUARE))
    )

    report = keep(Boundaries(), path)
    again = keep(Boundaries(), path)

    assert (report.new, report.left_out, again.unchanged) == (1, 1, 1)
    assert Boundary.objects.get().area == area


def test_wards_come_into_being_with_their_boundaries_once_their_year_is_stated(tmp_path):
    path = a_file(
        tmp_path,
        features(({"wardcd": "E05012716", "wardnm": "Casterbridge", "ladcd": "E06000059"}, SQUARE)),
    )

    with pytest.raises(Refused, match="Say of which year"):
        checked(Boundaries(), path)
    keep(Boundaries({"vintage": 2025}), path)

    ward = Area.objects.get(kind="ward")
    assert (ward.vintage, ward.name, ward.council.code) == (2025, "Casterbridge", "E06000059")


@pytest.mark.parametrize(
    "geometry, reason",
    [
        (None, "no Polygon"),
        ({"type": "Point", "coordinates": [-2, 50]}, "no Polygon"),
        ({"type": "Polygon", "coordinates": []}, "without rings"),
        ({"type": "MultiPolygon", "coordinates": []}, "is empty"),
        (
            {"type": "Polygon", "coordinates": [[[-2.5, 50.6], [-2.5, 50.8], [-2.5, 50.6]]]},
            "fewer than four",
        ),
        (
            {
                "type": "Polygon",
                "coordinates": [[[-2.5, 50.6], [-2.5, 50.8], [-2.3, 50.8], [-2, 50.6]]],
            },
            "not closed",
        ),
        ({"type": "Polygon", "coordinates": [[[400000, 90000]] * 4]}, "no longitude and latitude"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "not made of rings"),
        ({"type": "MultiPolygon", "coordinates": [[5]]}, "not made of rings"),
    ],
)
def test_an_outline_that_is_none_is_reported(tmp_path, geometry, reason):
    an_area("E01020432")
    report = checked(
        Boundaries(), a_file(tmp_path, features(({"lsoa21cd": "E01020432"}, geometry)))
    )

    [fault] = report.faults
    assert (fault["line"], fault["column"]) == (1, "geometry")
    assert reason in fault["reason"]


POSTCODES = "postcode,lad25cd,lat,lon,lsoa21cd,lsoa11cd,wd25cd\ndt11aa,E06000059,50.7,-2.4,E01020432,E01020432,E05012716\n"


def test_postcodes_know_their_areas_of_the_stated_years(tmp_path):
    an_area("E01020432", vintage=2011)
    small = an_area("E01020432", vintage=2021)
    path = a_file(tmp_path, POSTCODES)

    report = keep(Postcodes(), path)
    again = keep(Postcodes(), path)

    postcode = Postcode.objects.get()
    assert (postcode.pk, postcode.small_area) == ("DT1 1AA", small)
    assert (postcode.ward.vintage, postcode.ward.name) == (2025, "E05012716")
    assert postcode.ward.council == postcode.council
    assert (report.new, again.unchanged) == (1, 1)


def test_a_council_is_one_record_whichever_file_speaks_of_it(tmp_path):
    keep(AreaTable(), a_file(tmp_path, GOOD))
    keep(Postcodes(), a_file(tmp_path, POSTCODES))

    council = Area.objects.get(kind="lad", code="E06000059")
    assert (council.name, council.vintage) == ("Wessex", 2025)
    assert Postcode.objects.get().council == council


def test_a_ward_has_the_name_it_had_in_another_year_until_a_file_tells_its_own(tmp_path):
    keep(AreaTable(), a_file(tmp_path, GOOD))
    keep(Postcodes(), a_file(tmp_path, POSTCODES))

    assert Postcode.objects.get().ward.name == "Casterbridge"


def test_postcodes_whose_areas_are_not_loaded_come_in_without_and_that_is_said(tmp_path):
    report = checked(Postcodes(), a_file(tmp_path, POSTCODES))

    assert "1 of these postcodes lie in small areas of 2021 that are not loaded" in " ".join(
        report.notes
    )


def test_the_postcode_directory_of_the_ons_is_known(tmp_path):
    text = (
        "pcds,doterm,oslaua,osward,lsoa21,lat,long\n"
        "DT1 1AA,,E06000059,E05012716,E01020432,50.7,-2.4\n"
        "DT1 1AB,202001,E06000059,E05012716,E01020432,50.7,-2.4\n"
        "DT1 1AD,,E06000059,E99999999,,99.999999,0\n"
    )
    path = a_file(tmp_path, text)

    with pytest.raises(Refused, match="Say of which year the wards are"):
        checked(Postcodes(), path)
    report = keep(Postcodes({"vintage": 2025}), path)

    assert (report.new, report.left_out) == (1, 2)


def test_a_change_of_areas_is_kept_where_both_are_loaded(tmp_path):
    an_area("E01020399", vintage=2011)
    an_area("E01034372", vintage=2021)
    path = a_file(
        tmp_path,
        "lsoa11cd,lsoa21cd,change,lad22cd\nE01020399,E01034372,S,E06000059\nE01020399,E01034373,S,E06000059\n",
    )

    report = keep(AreaLookup(), path)

    assert (report.new, report.left_out) == (1, 1)
    assert AreaChange.objects.get().change == "S"
    assert keep(AreaLookup(), path).unchanged == 1


def test_a_plain_sheet_of_venues_comes_in_and_leaves_what_staff_wrote(tmp_path):
    text = "Name,Address,Postcode,Phone,Monday\nCorn Exchange,High East St,dt1 1aa,01632 960001,9.00 to 12:30\n"
    path = a_file(tmp_path, text)
    keep(VenueTable(), path)
    Venue.objects.update(travel="Bus 31", access="Ramp")

    report = keep(VenueTable(), a_file(tmp_path, text.replace("960001", "960002")))

    venue = Venue.objects.get()
    assert (report.changed, venue.phone, venue.travel, venue.access) == (
        1,
        "01632 960002",
        "Bus 31",
        "Ramp",
    )
    assert venue.opening == {"mon": "09:00-12:30"}
    assert keep(VenueTable(), path).unchanged == 1


def test_a_bad_time_of_opening_is_reported(tmp_path):
    report = checked(
        VenueTable(), a_file(tmp_path, "name,postcode,mon_staffed\nHall,DT1 1AA,noon\n")
    )

    assert report.faults == [
        {
            "line": 2,
            "column": "mon_staffed",
            "reason": "“noon” is not a time like 09:00-12:30,13:30-17:00",
        }
    ]


@pytest.mark.parametrize(
    "text, key",
    [
        (GOOD, "areas"),
        (POSTCODES, "postcodes"),
        ("name,postcode\nHall,DT1 1AA\n", "venues"),
        ("lsoa11cd,lsoa21cd,change\nE01020399,E01034372,S\n", "lookup"),
        (features(({"lsoa21cd": "E01020432"}, SQUARE)), "boundaries"),
    ],
)
def test_the_kind_of_a_file_is_found_from_its_columns(tmp_path, text, key):
    with opened_table(a_file(tmp_path, text)) as table:
        assert guess(table) is importers()[key]


def test_a_file_of_no_known_kind_is_refused(tmp_path):
    with (
        opened_table(a_file(tmp_path, "colour,size\nred,5\n")) as table,
        pytest.raises(Refused, match="not clear"),
    ):
        guess(table)


@pytest.mark.parametrize("key", ["areas", "boundaries", "postcodes", "venues", "lookup"])
def test_a_file_without_the_columns_is_refused_in_a_sentence(tmp_path, key):
    with pytest.raises(Refused):
        checked(importers()[key](), a_file(tmp_path, "colour,size\nred,5\n"))
