"""`inroads places import` in the words of the shell."""

from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command

from inroads.foundations.exchange.tests.factories import a_file
from inroads.foundations.places.models import Area, AreaKind

pytestmark = pytest.mark.django_db

AREAS = (
    "lsoa21cd,lsoa21nm,lad24cd\nE01020432,Wessex 001A,E06000059\nE01020433,Wessex 001B,E06000058\n"
    "E01020434,Wessex 001C,E06000053\n"
)


@pytest.fixture
def said(capsys):
    """Takes files in; what was said on both streams."""

    def run(*words):
        with suppress(CommandError):
            call_command("places_import", *map(str, words))
        told = capsys.readouterr()
        return told.out + told.err

    return run


def test_a_council_swallows_no_file_and_may_be_said_twice(tmp_path, said):
    file = a_file(tmp_path, AREAS)

    said("--council", "E06000059", "--council", "E06000053", file)

    small = Area.objects.filter(kind=AreaKind.LSOA)
    assert set(small.values_list("name", flat=True)) == {"Wessex 001A", "Wessex 001C"}


def test_what_is_here_already_is_said_once(tmp_path, said):
    file = a_file(tmp_path, AREAS)

    assert "  Taken in: 3 new, 0 changed.\n" in said(file)
    again = said(file)
    assert "  Everything is here already.\n" in again
    assert "Taken in" not in again


def test_columns_that_are_not_needed_are_named(tmp_path, said):
    text = "name,postcode,colour of the door\nThe Pure Drop,DT1 1AA,blue\n"

    assert "  Left out, as nothing here needs them: colour of the door.\n" in said(
        a_file(tmp_path, text), "--as", "venues"
    )


def test_a_table_of_areas_names_what_it_leaves_out_and_how_to_take_it_in(tmp_path, said):
    text = "lsoa21cd,lsoa21nm,lad24cd,msoa21cd,fridges\nE01020432,A,E06000059,E02000001,7\n"

    told = said(a_file(tmp_path, text))

    assert "  Left out, as nothing here needs them: msoa21cd.\n" in told
    assert (
        "  Left out, as they are not known: fridges. Say who published them to take them in."
        ' In this command: --source "Who published them"\n'
    ) in told


def test_a_file_that_does_not_tell_its_year_names_the_option(tmp_path, said):
    told = said(a_file(tmp_path, "lsoacd,lsoanm,lad24cd\nE01020432,A,E06000059\n"))

    assert "the heading does not tell. In this command: --vintage YEAR\n" in told
