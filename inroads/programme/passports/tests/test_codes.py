"""A code that was keyed wrongly is noticed before anything is looked up."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.core.models import PLAIN_LETTERS
from inroads.programme.passports.codes import (
    LENGTH,
    WEIGHTS,
    in_halves,
    new_code,
    reads_right,
    tidied,
    with_check,
)

CODES = st.text(PLAIN_LETTERS, min_size=LENGTH - 1, max_size=LENGTH - 1).map(with_check)


@given(code=CODES)
def test_a_code_of_ours_reads_right(code):
    assert reads_right(code)
    assert tidied(in_halves(code)) == code


@given(code=CODES)
def test_any_one_wrong_character_is_noticed(code):
    for place in range(LENGTH):
        for letter in set(PLAIN_LETTERS) - {code[place]}:
            assert not reads_right(code[:place] + letter + code[place + 1 :])


@given(code=CODES)
def test_any_two_neighbours_that_changed_places_are_noticed(code):
    for place in range(LENGTH - 1):
        one, two = code[place : place + 2]
        swapped = code[:place] + two + one + code[place + 2 :]
        assert reads_right(swapped) is (one == two)


@given(code=CODES, place=st.integers(0, LENGTH - 1))
def test_a_character_left_out_or_keyed_twice_is_noticed(code, place):
    assert not reads_right(code[:place] + code[place + 1 :])
    assert not reads_right(code[:place] + code[place] + code[place:])


def test_the_weights_can_do_what_is_said_of_them():
    assert len(WEIGHTS) == LENGTH
    assert all(weight % 5 for weight in WEIGHTS)
    assert all((two - one) % 5 for one, two in pairwise(WEIGHTS))
    assert len(set(PLAIN_LETTERS)) == 25


def test_codes_are_random_and_none_can_be_mistaken_for_another():
    codes = {new_code() for _ in range(500)}

    assert len(codes) == 500
    assert all(re.fullmatch(r"[ACDEFGHJKMNPQRTUVWXY34679]{8}", code) for code in codes)


@pytest.mark.parametrize(
    "typed",
    ["k7qf3m9v", "K7QF 3M9V", " k7qf-3m9v\t", "K7QF–3M9V", "k 7 q f - 3 m 9 v", "K7QF.3M9V"],
)
def test_a_code_is_read_however_it_was_typed(typed):
    assert tidied(typed) == "K7QF3M9V"
    assert reads_right(tidied(typed))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_is_not(typed):
    assert reads_right(tidied(typed)) in (True, False)
