"""No cell that leaves can be run as a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from inroads.foundations.exchange.exports import csv_response, safe_cell, xlsx_response

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


def test_a_csv_download_is_marked_as_utf_8_and_safe():
    response = csv_response("helps/../2026", ["Name", "=x"], [["=HYPERLINK()", 5], ["Sŵn", None]])

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows == [["Name", "'=x"], ["'=HYPERLINK()", "5"], ["Sŵn", ""]]
    assert response["Content-Disposition"] == 'attachment; filename="helps-..-2026.csv"'


def test_an_excel_download_holds_text_where_a_formula_was_typed():
    response = xlsx_response("helps", ["Name"], [["=1+1"], ["http://wessex.example"], [5]])

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [["Name"], ["'=1+1"], ["http://wessex.example"], [5.0]]
