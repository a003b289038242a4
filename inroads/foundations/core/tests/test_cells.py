"""No cell that leaves can be run as a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.core.cells import safe_cell

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "＝1+1",
    "-cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_starts_a_formula_is_escaped(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "value, cell", [(None, ""), (True, "yes"), (-3, -3), ("-3.5", "-3.5"), ("Anne", "Anne")]
)
def test_what_is_harmless_stays(value, cell):
    assert safe_cell(value) == cell


@given(st.text())
def test_no_text_at_all_starts_a_formula_unless_it_is_a_number(text):
    cell = safe_cell(text)

    if cell.strip()[:1] in set("=+-@"):
        float(cell)
