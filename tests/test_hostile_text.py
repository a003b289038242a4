"""Whatever somebody typed is shown as text: on every page, on cards, in letters, in files."""

import csv
import io

import pytest

from tests.page_table import CAST, TABLE, rows
from tests.world import address

READABLE = [
    row for row in rows(TABLE.read_text()) if row.method == "GET" and "yes" in row.promised.values()
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("row", READABLE, ids=lambda row: row.name)
def test_no_text_becomes_script_or_formula(row, hostile_world, signed_in, request):
    reader = next(name for name in CAST if row.promised[name] == "yes")
    user = None if reader == "nobody" else request.getfixturevalue(reader)

    answer = signed_in(user).get(address(hostile_world, row.name))

    content = b"".join(answer) if answer.streaming else answer.content
    kind = answer["Content-Type"].split(";")[0]
    if kind == "text/html":
        assert b"<script>x" not in content
        assert b"'\"" not in content
    elif kind == "text/csv":
        cells = [
            cell for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in line
        ]
        assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == []


def test_the_script_does_reach_the_pages(hostile_world, signed_in, coordinator):
    page = signed_in(coordinator).get(address(hostile_world, "referrals_show")).content

    assert b"&lt;script&gt;x" in page
