"""Tables leave as files with a safe name, and with safe cells."""

import csv
import io

from inroads.foundations.exchange.exports import csv_response


def test_a_csv_download_is_marked_as_utf_8_and_safe():
    response = csv_response("helps/../2026", ["Name", "=x"], [["=HYPERLINK()", 5], ["Sŵn", None]])

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows == [["Name", "'=x"], ["'=HYPERLINK()", "5"], ["Sŵn", ""]]
    assert response["Content-Disposition"] == 'attachment; filename="helps-..-2026.csv"'
