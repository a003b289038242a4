"""What counts as a number in a cell of a published table."""

import pytest

from inroads.foundations.exchange.importers import Wrong
from inroads.foundations.places.imports.cells import number


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12", 12), ("-0.5", -0.5), ("+3", 3), (".5", 0.5), ("1e3", 1000), ("1,234.5", 1234.5)],
)
def test_a_number_is_read_as_publishers_write_it(written, meant):
    assert number(written, "value") == meant


@pytest.mark.parametrize("written", ["", "NaN", "[c]", "n/a"])
def test_where_no_figure_was_published_there_is_none(written):
    assert number(written, "value") is None


@pytest.mark.parametrize(
    "written", ["1_000", "١٢", "１２", "inf", "1e999", "12,34", "0x10", "1 000"]
)
def test_what_only_a_program_takes_for_a_number_is_reported(written):
    with pytest.raises(Wrong, match="is not a number"):
        number(written, "value")
