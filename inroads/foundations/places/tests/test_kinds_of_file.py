# ruff: noqa: E501 - rows of files are long
"""Boundaries, postcodes, changes and venues come in from the files they are published in."""

import json

import pytest

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.importers import guess, importers
from inroads.foundations.exchange.reading import opened_table
from inroads.foundations.exchange.tests.factories import a_file, checked, keep
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
    Venue,
)
from inroads.foundations.places.tests.factories import GOOD, an_area

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-2.5, 50.6], [-2.5, 50.8], [-2.3, 50.8], [-2.5, 50.6]]],
}

pytestmark = pytest.mark.django_db


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


PARISHES = (
    (
        "pcds,lad25cd,lsoa21cd,wd25cd,parncp24cd,parncp24nm,lat,long\n"
        "DT1 1AA,E06000059,E01020432,E05012716,E04003363,Mellstock,50.7,-2.4\n"
        "DT1 1AB,E06000059,E01020432,E05012716,E43000001,“Budmouth, unparished”,50.7,-2.4\n"
        "DT1 1AD,E06000059,E01020432,E05012716,E99999999,,50.7,-2.4\n"
    )
    .replace("“", '"')
    .replace("”", '"')
)


def test_postcodes_tell_the_parishes_they_lie_in(tmp_path):
    path = a_file(tmp_path, PARISHES)

    report = keep(Postcodes(), path)

    found = {each.pk: each.parish for each in Postcode.objects.select_related("parish__council")}
    assert {code: parish and parish.name for code, parish in found.items()} == {
        "DT1 1AA": "Mellstock",
        "DT1 1AB": "Budmouth, unparished",
        "DT1 1AD": None,
    }
    mellstock = found["DT1 1AA"]
    assert (mellstock.kind, mellstock.vintage, mellstock.council.code) == ("par", 2024, "E06000059")
    assert (report.new, keep(Postcodes(), path).unchanged) == (3, 3)


def test_a_file_that_tells_no_parishes_leaves_those_that_are_known(tmp_path):
    keep(Postcodes(), a_file(tmp_path, PARISHES))
    silent = (
        "pcds,lad25cd,lsoa21cd,wd25cd,lat,long\nDT1 1AA,E06000059,E01020432,E05012716,50.8,-2.4\n"
    )

    report = keep(Postcodes(), a_file(tmp_path, silent))

    postcode = Postcode.objects.get(pk="DT1 1AA")
    assert (report.changed, postcode.lat, postcode.parish.name) == (1, 50.8, "Mellstock")


def test_the_directory_s_column_of_parishes_is_of_the_year_of_its_wards(tmp_path):
    text = "pcds,oslaua,osward,parish,lat,long\nDT1 1AA,E06000059,E05012716,E04003363,50.7,-2.4\n"
    path = a_file(tmp_path, text)

    keep(Postcodes({"vintage": 2025}), path)

    parish = Postcode.objects.get().parish
    assert (parish.vintage, parish.name) == (2025, "E04003363")


def test_parishes_without_a_year_are_refused(tmp_path):
    path = a_file(tmp_path, "pcds,parish,lat,long\nDT1 1AA,E04003363,50.7,-2.4\n")

    with pytest.raises(Refused, match="Say of which year the parishes are"):
        checked(Postcodes(), path)


def test_boundaries_give_parishes_their_names_and_outlines(tmp_path):
    keep(Postcodes(), a_file(tmp_path, PARISHES.replace("parncp24nm", "left out")))
    told = {"PAR24CD": "E04003363", "PAR24NM": "Mellstock"}

    keep(Boundaries(), a_file(tmp_path, features((told, SQUARE)), "parishes.geojson"))

    parish = Area.objects.get(code="E04003363")
    assert (parish.name, parish.boundary.geometry) == ("Mellstock", SQUARE)


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
