"""The table as a file that a spreadsheet reads and never runs."""

import csv
import io

from inroads.foundations.places.models import Area, StatisticValue
from inroads.overview.planning.tests.factories import wessex

DOWNLOAD = "/planning/need/E06000900/download/"


def read(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_values_weights_and_points_that_add_up(signed_in, coordinator):
    wessex()

    rows = read(signed_in(coordinator).get(DOWNLOAD))

    assert [row["area"] for row in rows] == ["Wessex 003A", "Wessex 002A", "Wessex 001A"]
    points = [float(value) for name, value in rows[1].items() if name.endswith("_points")]
    weights = [float(value) for name, value in rows[1].items() if name.endswith("_weight")]
    assert sum(points) == float(rows[1]["score"]) == 5
    assert sum(weights) == 1
    assert rows[0]["aged75plus_value"] == "0.12"


def test_what_is_not_published_is_an_empty_cell(signed_in, coordinator):
    wessex()
    StatisticValue.objects.get(area__code="E09000000", statistic__key="income_score").delete()

    row = read(signed_in(coordinator).get(DOWNLOAD))[-1]

    assert (row["income_score_value"], row["income_score_points"], row["known"]) == ("", "", "0.8")


def test_no_cell_starts_a_formula(signed_in, coordinator):
    wessex()
    Area.objects.filter(code="E09000002").update(name="=HYPERLINK(1)")
    Area.objects.filter(kind="ward").update(name="@SUM(1)")

    row = read(signed_in(coordinator).get(DOWNLOAD))[0]

    assert (row["area"], row["ward"]) == ("'=HYPERLINK(1)", "'@SUM(1)")


def test_the_name_of_the_file_is_safe_in_a_header(signed_in, coordinator):
    wessex(name='Wes"sex\r\nX: y')

    answer = signed_in(coordinator).get(DOWNLOAD)

    assert answer["Content-Disposition"] == 'attachment; filename="need-Wes-sex-X-y.csv"'
