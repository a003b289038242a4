"""Tables that leave as files, with no cell that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from inroads.foundations.core.cells import safe_cell

CSV_TYPE = "text/csv; charset=utf-8"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The table as CSV, every cell made safe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV file to download; it starts with a mark (BOM) by which Excel knows that it is UTF-8."""
    return download(f"{name}.csv", CSV_TYPE, ("\ufeff" + csv_text(header, rows)).encode())


def download(name: str, kind: str, content: bytes) -> HttpResponse:
    """Content to be saved under a name that is safe in a header and on any disk."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "file"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
