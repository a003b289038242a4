"""What `inroads places show` prints."""

import io

from django.core.management import call_command

from inroads.foundations.places.management.commands.places_show import in_columns
from inroads.foundations.places.tests.factories import a_council, an_area

LONG = "Bournemouth, Christchurch and Poole"


def test_a_long_name_of_a_council_is_not_cut(db):
    an_area(council=a_council(name=LONG))
    out = io.StringIO()

    call_command("places_show", stdout=out)

    assert LONG + "  " in out.getvalue()


def test_every_column_is_as_wide_as_its_longest_cell():
    lines = in_columns([["Council", "Code", "Wards"], [LONG, "E06000058", "1 (2021)"]])

    assert lines[0] == "  ".join(["Council".ljust(len(LONG)), "Code".ljust(9), "Wards".rjust(8)])
    assert {len(line) for line in lines} == {len(LONG) + 2 + 9 + 2 + 8}
