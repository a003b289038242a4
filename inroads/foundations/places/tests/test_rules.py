"""Postcodes and distances."""

import math
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inroads.foundations.places.forms import hours_in
from inroads.foundations.places.postcodes import tidy
from inroads.foundations.places.queries import kilometres

SHAPES = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"]
FIRST, SECOND = "ABCDEFGHIJKLMNOPRSTUWYZ", "ABCDEFGHKLMNOPQRSTUVWXY"
UNIT = "ABDEFGHJLNPQRSTUWXYZ"


@st.composite
def postcodes(draw):
    shape = draw(st.sampled_from(SHAPES))
    out = draw(st.sampled_from(FIRST))
    for place, kind in enumerate(shape[1:], start=1):
        letters = SECOND if place == 1 else "ABEHMNPRVWXY" if shape == "AA9A" else "ABCDEFGHJKPSTUW"
        out += draw(st.sampled_from(string.digits if kind == "9" else letters))
    inward = draw(st.sampled_from(string.digits)) + draw(st.sampled_from(UNIT))
    return f"{out} {inward}{draw(st.sampled_from(UNIT))}"


@given(postcodes(), st.integers(0, 4), st.booleans())
def test_a_postcode_is_tidied_however_it_was_typed(postcode, blanks, lower):
    typed = postcode.replace(" ", " " * blanks)
    typed = f"  {typed.lower() if lower else typed} "

    assert tidy(typed) == postcode
    assert tidy(tidy(typed)) == tidy(typed)


@given(st.text(max_size=12))
def test_what_is_tidied_is_always_of_one_form_or_refused(text):
    try:
        tidied = tidy(text)
    except ValueError:
        return
    assert tidied == tidied.upper()
    assert tidied[-4] == " "
    assert 6 <= len(tidied) <= 8


@pytest.mark.parametrize(
    "text",
    ["", "DT1", "DT1 1A", "1DT 1AA", "QQ1 1AA", "DT1 1CC", "DT1 1AA extra", "x" * 10_000_000],
)
def test_what_is_no_postcode_is_refused(text):
    with pytest.raises(ValueError, match="postcode"):
        tidy(text)


points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(points, points)
def test_a_distance_is_the_same_there_and_back_and_never_half_round_the_world(here, there):
    distance = kilometres(*here, *there)

    assert 0 <= distance <= math.pi * 6371.0088 + 1e-6
    assert distance == pytest.approx(kilometres(*there, *here), abs=1e-6)
    assert kilometres(*here, *here) == pytest.approx(0, abs=1e-6)


@given(points, points, points)
def test_no_detour_is_shorter(here, by_way_of, there):
    assume(here != there)

    around = kilometres(*here, *by_way_of) + kilometres(*by_way_of, *there)
    assert kilometres(*here, *there) <= around + 1e-4


@pytest.mark.parametrize(
    "text",
    [
        "9",
        "09:00",
        "17:00-09:00",
        "09:00-25:00",
        "09:00-12:75",
        "09:00-12:00,11:00-13:00",
        "noon to dusk",
    ],
)
def test_hours_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError, match="Enter hours"):
        hours_in(text)
