"""Files are read however they are written, and what is odd is said."""

import json
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange import unpacking
from inroads.foundations.exchange.reading import opened_table
from inroads.foundations.exchange.tests.factories import a_file, a_gzip, a_sheet, cells_of, notes_of

TEXT = "name;where\r\nSŵn;Budmouth\r\n“Café”;Shaston\r\n"
ROWS = [{"name": "Sŵn", "where": "Budmouth"}, {"name": "“Café”", "where": "Shaston"}]


@pytest.mark.parametrize(
    "codec, called",
    [
        ("utf-8", "UTF-8,"),
        ("utf-8-sig", "UTF-8 with a mark (BOM)"),
        ("utf-16", "UTF-16,"),
        ("utf-16-le", "UTF-16 without a mark"),
        ("utf-16-be", "UTF-16 without a mark"),
    ],
)
def test_every_unicode_encoding_is_found_and_named(tmp_path, codec, called):
    path = a_file(tmp_path, TEXT.encode(codec))

    assert cells_of(path) == ROWS
    assert called in notes_of(path)


def test_windows_1252_is_found_and_named(tmp_path):
    path = a_file(tmp_path, "name,where\n“Café”,Shaston £5\n".encode("cp1252"))

    assert cells_of(path) == [{"name": "“Café”", "where": "Shaston £5"}]
    assert "Windows-1252" in notes_of(path)


def test_a_letter_far_down_decides_the_encoding(tmp_path):
    path = a_file(tmp_path, b"name\n" + b"plain\n" * 400_000 + b"Caf\xe9\n")

    assert cells_of(path)[-1] == {"name": "Café"}


@pytest.mark.parametrize(
    "separator, called", [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
def test_what_stands_between_the_cells_is_found(tmp_path, separator, called):
    text = f'code{separator}name\nE1{separator}"a, b; c"\n'
    path = a_file(tmp_path, text)

    assert cells_of(path) == [{"code": "E1", "name": "a, b; c"}]
    assert called in notes_of(path)


def test_a_column_without_a_name_is_left_out_and_reported(tmp_path):
    path = a_file(tmp_path, "code,,name\nE1,secret,A\n")

    assert cells_of(path) == [{"code": "E1", "name": "A"}]
    assert "Column 2 has no name" in notes_of(path)


def test_of_two_columns_of_one_name_the_first_is_read_and_that_is_reported(tmp_path):
    path = a_file(tmp_path, "code,pop,POP\nE1,1,2\n")

    assert cells_of(path) == [{"code": "E1", "pop": "1"}]
    assert "Columns 2 and 3 are both called “POP”" in notes_of(path)


def test_titles_above_the_heading_are_passed_over(tmp_path):
    path = a_file(tmp_path, "Census 2021\n\ncode,name,pop\nE1,A,5\n")

    with opened_table(path) as table:
        assert [(row.line, row.cells["pop"]) for row in table.rows()] == [(4, "5")]
        assert "The heading was found on line 3" in " ".join(table.notes)


def test_blank_lines_are_no_rows_and_lines_keep_their_numbers(tmp_path):
    path = a_file(tmp_path, 'code,name\n\nE1,"two\nlines"\n,\nE2,B\n')

    with opened_table(path) as table:
        assert [(row.line, row.cells["code"]) for row in table.rows()] == [(3, "E1"), (6, "E2")]


def test_a_row_cut_short_is_wrong(tmp_path):
    path = a_file(tmp_path, "code,name,pop\nE1,A,5\nE2,B\n")

    with opened_table(path) as table:
        assert [row.wrong for row in table.rows()] == ["", "has 2 cells where the heading has 3"]


def test_the_fullest_sheet_of_an_excel_file_is_read_with_plain_numbers(tmp_path):
    path = a_sheet(tmp_path, [["Notes"]], [["code", "pop"], ["E1", 1873], ["E2", 0.5]])

    assert cells_of(path) == [{"code": "E1", "pop": "1873"}, {"code": "E2", "pop": "0.5"}]
    assert "sheet “Sheet2”" in notes_of(path)


def test_geojson_is_read_feature_by_feature(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[-2, 50], [-2, 51], [-1.5, 51], [-2, 50]]]}
    features = [{"type": "Feature", "properties": {"code": " E1 ", "n": 5.0}, "geometry": square}]
    path = a_file(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}))

    assert cells_of(path) == [{"code": "E1", "n": "5", "geometry": square}]


def test_a_property_that_comes_twice_is_reported(tmp_path):
    text = '{"features":[{"properties":{"code":"E1","code":"E2"},"geometry":null}]}'
    with opened_table(a_file(tmp_path, text)) as table:
        assert [row.wrong for row in table.rows()] == ["has the property “code” twice"]


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "empty"),
        (b"\n\n\n", "nothing in this file"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PAR1....", "Parquet"),
        (b"\xd0\xcf\x11\xe0....", "old Excel"),
        (b"a,b\n\x00\x01\x02,2\n", "no letters"),
        (b"\x1f\x8b\x08\x00broken", "damaged"),
        (b"PK\x03\x04broken", "damaged"),
        (b'{"features": [{"properties": {"a": 1}', "damaged or cut short"),
        (b'{"features": []}', "no features"),
        (b'a,b\n1,"never closed\n' + b"x\n" * 9, "quotation mark"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path, content, told):
    with pytest.raises(Refused, match=told):
        cells_of(a_file(tmp_path, content))


def test_a_gzip_cut_short_is_refused(tmp_path):
    path = a_gzip(tmp_path, b"a,b\n" + b"1,2\n" * 50_000)
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(Refused, match="damaged or cut short"):
        cells_of(path)


def test_a_gzip_bomb_is_refused_in_bounded_memory(tmp_path):
    path = a_gzip(tmp_path, b"a,b\n" + b"0" * 200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="unpacks to more than"):
            cells_of(path)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_an_excel_bomb_is_refused(tmp_path):
    path = a_sheet(tmp_path, [["a" * 32_000]] * 2)
    with zipfile.ZipFile(path, "a", compression=8) as folder:
        folder.writestr("xl/media/bomb.bin", b"0" * 50_000_000)

    with pytest.raises(Refused, match="unpacks to more than"):
        cells_of(path)


def test_a_sheet_that_claims_a_billion_cells_kills_only_its_own_reader(tmp_path):
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")

    with pytest.raises(Refused, match="more than we take in"):
        cells_of(path)


def test_a_zip_that_is_no_excel_file_is_refused(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as folder:
        folder.writestr("a.csv", "a,b")

    with pytest.raises(Refused, match="not an Excel file"):
        cells_of(path)


def test_a_file_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_UPLOAD", 10)

    with pytest.raises(Refused, match="bigger than"):
        cells_of(a_file(tmp_path, "code,name\nE1,A\n"))


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("inroads.foundations.exchange.reading.MAX_ROWS", 3)

    with pytest.raises(Refused, match="more than 3 rows"):
        cells_of(a_file(tmp_path, "code\nE1\nE2\nE3\nE4\n"))


def test_too_many_columns_are_refused(tmp_path):
    with pytest.raises(Refused, match="columns"):
        cells_of(a_file(tmp_path, ",".join(f"c{n}" for n in range(2_500)) + "\n1\n"))
