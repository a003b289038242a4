import json
import time
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.design.maps import (
    AreaMap,
    MapArea,
    Spot,
    kept_outline,
    off_the_line,
    outline,
    simplified,
)

coordinates = st.floats(-1000, 1000, allow_nan=False)
lines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=40)


def square(west, south, size=0.1):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def a_map(values, **given):
    shapes = {f"E{i}": square(-2 + i / 10, 50.7) for i in range(len(values))}
    areas = [MapArea(f"E{i}", f"Area {i}", value) for i, value in enumerate(values)]
    about = {"title": "Need", "description": "Need rises eastwards.", "measure": "Need index"}
    return AreaMap(outline=outline(shapes), areas=areas, **{**about, **given})


def svg_of(area_map):
    html = engines["django"].from_string("{% area_map m %}").render({"m": area_map})
    return html, html[html.index("<svg") : html.index("</svg>") + 6]


@given(lines, st.floats(0.01, 200))
def test_no_point_left_out_was_farther_from_the_line_than_the_tolerance(line, tolerance):
    kept = simplified(line, tolerance)

    pieces = list(pairwise(kept))
    assert all(min(off_the_line(p, *piece) for piece in pieces) <= tolerance + 1e-6 for p in line)


@given(lines, st.floats(0.01, 200))
def test_what_is_kept_is_part_of_the_line_in_its_order_with_both_ends(line, tolerance):
    kept = simplified(line, tolerance)

    rest = iter(line)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert all(point in rest for point in kept)


@given(lines)
def test_simplifying_again_changes_nothing(line):
    once = simplified(line, 5)

    assert simplified(once, 5) == once


def test_a_square_of_land_is_drawn_as_high_as_it_is_and_narrower_in_the_north():
    equator, north = (outline({"a": square(0, lat, 1)}) for lat in (-0.5, 59.5))

    assert equator.height == pytest.approx(4000)
    assert north.height == pytest.approx(5000)
    assert north.place(1, 60)[0] == pytest.approx(2500, abs=2)


def test_an_area_too_small_to_see_is_a_dot_and_not_lost():
    drawn = outline({"big": square(0, 50, 10), "small": square(1, 51, 1e-6)})

    assert drawn.paths["small"].endswith("h5v5h-5z")


def test_five_classes_hold_the_same_number_of_areas_and_a_missing_value_has_its_own():
    area_map = a_map([*range(1, 11), None])

    assert [(row["level"], row["text"], row["areas"]) for row in area_map.legend] == [
        (1, "1 to 2", 2),
        (2, "3 to 4", 2),
        (3, "5 to 6", 2),
        (4, "7 to 8", 2),
        (5, "9 to 10", 2),
        (0, "No figure", 1),
    ]


@given(st.lists(st.none() | st.floats(-5, 5), max_size=30))
def test_every_area_is_in_one_class_of_the_key(values):
    area_map = a_map(values)

    assert sum(row["areas"] for row in area_map.legend) == len(values)
    assert all(0 <= area_map.level(value) <= 5 for value in values)


def test_the_same_value_is_in_the_same_class_everywhere():
    assert len({a_map([1, 1, 1, 2, 3]).level(1)}) == 1
    assert [row["text"] for row in a_map([4, 4, 4]).legend] == ["4"]


def test_a_map_has_a_title_a_description_words_on_each_area_and_a_table():
    html, svg = svg_of(a_map([1, None], spots=[Spot("Library", 50.75, -1.9)]))

    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert [e.tag for e in root[:2]] == ["title", "desc"]
    assert [t.text for t in root.findall(".//title")] == [
        "Need",
        "Area 0: 1",
        "Area 1: No figure",
        "Library",
    ]
    assert html.count('<th scope="row"') == 2


def test_names_are_escaped():
    area_map = a_map([1], title="<script>alert(1)</script>")

    assert "<script>" not in svg_of(area_map)[0]


def test_a_county_of_small_areas_weighs_little_and_is_drawn_once():
    path = settings.SHARED / "data/dorset_bcp_lsoa21.geojson"
    if not path.exists():
        pytest.skip("the published data are not here: set INROADS_SHARED")
    features = json.loads(path.read_text())["features"]
    shapes = {f["properties"]["lsoa21cd"]: f["geometry"] for f in features}
    areas = [
        MapArea(
            f["properties"]["lsoa21cd"], f["properties"]["lsoa21nm"], i / 7, url=f"/places/{i}/"
        )
        for i, f in enumerate(features)
    ][:225]
    loads = []
    began = time.process_time()

    for _ in range(2):
        drawn = kept_outline("dorset", lambda: loads.append(1) or shapes)
    seconds = time.process_time() - began
    html, svg = svg_of(AreaMap("Need", "Need.", drawn, areas, "Need index"))

    print(len(svg), len(html), seconds)
    assert len(loads) == 1
    assert len(svg) < 150_000
    assert seconds < 3
