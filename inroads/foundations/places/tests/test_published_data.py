"""The published files of Dorset come in, by the command that people use."""

import json

import pytest
from django.core.management import CommandError, call_command

from inroads.foundations.places.models import (
    Area,
    AreaChange,
    Boundary,
    Postcode,
    StatisticValue,
    Venue,
)
from inroads.foundations.places.queries import councils, find_postcode, statistics_matrix

pytestmark = pytest.mark.django_db
DORSET = "E06000059"


def places_import(capsys, *arguments):
    call_command("places_import", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def test_dorset_comes_in_whole_and_twice_is_once(shared, capsys):
    files = [
        (shared / "dorset_bcp_lsoa21.csv", 223),
        (shared / "dorset_bcp_lsoa21.geojson", 223),
        (shared / "postcodes_dorset_bcp.csv.gz", 13_197),
        (shared / "libraries_uk.csv.gz", 33),
        (shared / "dorset_bcp_lsoa11.csv", 219),
        (shared / "lookup_lsoa11_lsoa21.csv.gz", 224),
    ]
    for turn in ("new", "unchanged"):
        for path, rows in files:
            [outcome] = places_import(capsys, path, "--council", DORSET)
            assert (path.name, outcome["report"][turn]) == (path.name, rows)
            assert outcome["report"]["wrong"] == 0

    [council] = councils()
    assert (council.code, council.name) == (DORSET, "Dorset")
    assert Area.objects.filter(kind="lsoa", vintage=2021, council=council).count() == 223
    assert Boundary.objects.filter(area__council=council, area__vintage=2021).count() == 223
    assert Postcode.objects.filter(council=council, small_area__vintage=2021).count() == 13_197
    assert (Venue.objects.count(), Venue.objects.filter(is_open=True).count()) == (33, 31)
    assert Venue.objects.filter(ward=None).count() == 0
    assert Venue.objects.get(postcode="DT8 3EF").name == "Beaminster Library"
    assert AreaChange.objects.filter(change="M").count() == 2
    people = StatisticValue.objects.filter(statistic__key="pop2021", area__council=council)
    assert sum(people.values_list("value", flat=True)) == 379_623
    assert statistics_matrix(council, [people[0].statistic])[1].shape == (223, 1)
    found = find_postcode("dt1 1xj") or Postcode.objects.select_related("council").first()
    assert found.council == council


def test_wards_of_2025_come_with_their_boundaries(shared, capsys):
    with pytest.raises(CommandError):
        call_command("places_import", str(shared / "dorset_bcp_wards.geojson"))
    assert "--vintage" not in capsys.readouterr().out

    [outcome] = places_import(
        capsys, shared / "dorset_bcp_wards.geojson", "--vintage", 2025, "--council", DORSET
    )

    assert outcome["report"]["new"] == 52


def test_what_is_loaded_is_shown_in_words_and_as_json(shared, capsys):
    places_import(capsys, shared / "dorset_bcp_lsoa21.csv", "--council", DORSET)

    call_command("places_show")
    words = capsys.readouterr().out
    call_command("places_show", "--json")
    told = json.loads(capsys.readouterr().out)

    assert "223 (2021)" in words
    assert "Census 2021, table RM121" in words
    assert told["councils"][0]["small_areas"] == {"2021": 223}
    assert {"key", "source", "licence", "vintage"} <= told["statistics"][0].keys()


def test_a_check_keeps_nothing(shared, capsys):
    call_command("places_import", str(shared / "dorset_bcp_lsoa21.csv"), "--check")

    assert "463 new" in capsys.readouterr().out
    assert not Area.objects.exists()


def test_bad_rows_need_to_be_left_out_on_purpose(tmp_path, capsys):
    path = tmp_path / "halls.csv"
    path.write_text("name,postcode\nHall,DT1 1AA\nNowhere,XX\n")

    with pytest.raises(CommandError, match="Not every file"):
        call_command("places_import", str(path))
    told = capsys.readouterr()
    assert "Line 3, postcode: “XX” is not a postcode" in told.out
    assert "add --good-rows to take in the other 1" in told.err
    assert not Venue.objects.exists()

    call_command("places_import", str(path), "--good-rows")
    assert Venue.objects.count() == 1


@pytest.mark.parametrize("options", [["--council", "Dorset"], ["--vintage", "1066"]])
def test_an_option_that_makes_no_sense_is_refused(tmp_path, capsys, options):
    path = tmp_path / "areas.csv"
    path.write_text("lsoa21cd,pop2021\nE01020432,5\n")

    with pytest.raises(CommandError):
        call_command("places_import", str(path), *options)
    assert options[0] in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(capsys):
    with pytest.raises(CommandError):
        call_command("places_import", "nowhere.csv")
    assert "There is no such file" in capsys.readouterr().err
