from xml.etree import ElementTree

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.design.charts import Bar, BarChart, LineChart, Point, RunChart, ticks

ABOUT = {"title": "Helps", "description": "Helps rose.", "unit": "helps"}


def points(*values):
    return [Point(f"week {i}", value) for i, value in enumerate(values)]


def drawn(tag, chart):
    html = engines["django"].from_string("{% " + tag + " chart %}").render({"chart": chart})
    return html, ElementTree.fromstring(
        html[html.index("<svg") : html.rindex("</svg>") + 6].split("<ul")[0]
    )


@pytest.mark.parametrize(
    ("tag", "chart"),
    [
        (
            "bar_chart",
            BarChart(**ABOUT, bars=[Bar("Banking", 412), Bar("Schools", None, "1 to 4, hidden")]),
        ),
        ("line_chart", LineChart(**ABOUT, points=[Point("May", 54, 51, 57), Point("June", None)])),
        ("run_chart", RunChart(**ABOUT, points=points(1, 2, 3))),
        ("bar_chart", BarChart(**ABOUT)),
        ("line_chart", LineChart(**ABOUT)),
        ("run_chart", RunChart(**ABOUT)),
        ("run_chart", RunChart(**ABOUT, points=points(None))),
    ],
)
def test_every_chart_has_a_title_a_description_and_a_table(tag, chart):
    html, svg = drawn(tag, chart)

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{svg[0].get('id')} {svg[1].get('id')}"
    assert (svg[0].tag, svg[0].text, svg[1].tag) == ("title", "Helps", "desc")
    assert svg[1].text.startswith("Helps rose.")
    assert html.count('<th scope="row"') == len(chart.rows)


def test_a_hidden_value_has_words_and_no_bar():
    html, svg = drawn("bar_chart", BarChart(**ABOUT, bars=[Bar("Schools", None, "1 to 4, hidden")]))

    assert "1 to 4, hidden" in html
    assert not svg.findall(".//rect[@class='chart__bar']")


def test_the_longest_bar_is_as_wide_as_the_chart():
    chart = BarChart(**ABOUT, bars=[Bar("a", 50), Bar("b", 200), Bar("c", 0)])

    assert [row["share"] for row in chart.rows] == [25, 100, 0]


def test_a_line_breaks_where_a_figure_is_missing():
    chart = LineChart(**ABOUT, points=points(1, 2, None, 3))

    assert [len(line.split()) for line in chart.lines] == [2, 1]


def test_the_band_lies_around_the_line():
    both = [Point("May", 54, 51, 57), Point("June", 60, 55, 65)]
    chart = LineChart("Online", "Rising.", unit="%", points=both)

    assert chart.y(57) < chart.y(54) < chart.y(51)
    assert chart.rows[0]["band"] == "51% to 57%"
    assert len(chart.bands) == 1


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_the_scale_holds_every_value_on_few_lines(low, span):
    scale = ticks(low, low + span)

    hair = 1e-6 * max(abs(low), span, 1)
    assert scale[0] <= low + hair
    assert scale[-1] >= low + span - hair
    assert 2 <= len(scale) <= 8


def test_six_points_on_one_side_of_the_middle_are_a_shift():
    chart = RunChart(**ABOUT, points=points(1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8))

    assert [(a, b, side) for a, b, side in chart.shifts] == [(0, 5, "below"), (6, 11, "above")]
    assert chart.middle == 5


def test_five_points_are_not_a_shift():
    chart = RunChart(**ABOUT, points=points(1, 9, 9, 9, 9, 9, 1, 1, 1, 1))

    assert chart.shifts == []
    assert "nothing more than chance" in chart.shift_words[0]


def test_points_on_the_middle_neither_count_nor_break_a_shift():
    chart = RunChart(**ABOUT, points=points(1, 1, 1, 5, 1, 1, 1, 5, 9, 9, 9, 9, 9, 9))

    assert chart.middle == 5
    assert [(a, b) for a, b, _ in chart.shifts] == [(0, 6), (8, 13)]


def test_the_median_can_be_that_of_the_time_before():
    chart = RunChart(**ABOUT, points=points(1, 2, 3, 9, 9, 9, 9, 9, 9), baseline=3)

    assert chart.middle == 2
    assert [(a, b, side) for a, b, side in chart.shifts] == [(2, 8, "above")]


@given(st.lists(st.none() | st.integers(0, 9), max_size=40))
def test_every_shift_is_at_least_six_points_on_one_side(values):
    chart = RunChart(**ABOUT, points=points(*values))

    for first, last, side in chart.shifts:
        inside = [v for v in values[first : last + 1] if v not in (None, chart.middle)]
        assert len(inside) >= 6
        assert {("above" if v > chart.middle else "below") for v in inside} == {side}


def test_labels_are_few_and_hold_both_ends():
    chart = LineChart(**ABOUT, points=points(*range(52)))

    assert [label["text"] for label in chart.labels] == ["week 0", "week 17", "week 34", "week 51"]


def test_a_chart_beside_its_table_leads_there_and_does_not_show_it_again():
    html, _ = drawn("bar_chart", BarChart(**ABOUT, bars=[Bar("Banking", 412)], table="helps-table"))

    assert 'href="#helps-table"' in html
    assert "<table" not in html
