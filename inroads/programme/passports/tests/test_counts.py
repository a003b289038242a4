"""Passports are counted, never listed; a small count is told to nobody who does not run the programme."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from inroads.engine.disclosure import could_be
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.tests.factories import a_venue, queries_of
from inroads.programme.passports.actions import replace_passport
from inroads.programme.passports.queries import counted, without_small
from inroads.programme.passports.tests.factories import a_passport, a_skill, a_stamp

pytestmark = pytest.mark.django_db

OVERVIEW = "/passports/"


def in_the_table(page) -> dict[str, str]:
    """Each line of the tables: what is counted, and the count in words."""
    lines = re.findall(r'<th scope="row"[^>]*>(.*?)</th><td[^>]*>(.*?)</td>', page.text)
    return {name.strip(): count for name, count in lines}


@pytest.fixture
def stamped(venue, skill, other_skill):
    """Eight stamps of one skill here, three of another there, and a passport without any."""
    elsewhere = a_venue(name="Shaston Village Hall")
    for _ in range(8):
        a_stamp(a_passport(), skill, venue=venue)
    for _ in range(3):
        a_stamp(a_passport(), other_skill, venue=elsewhere)
    a_passport()


def test_whoever_runs_the_programme_sees_every_count(coordinator, signed_in, stamped):
    told = in_the_table(signed_in(coordinator).get(OVERVIEW))

    assert told == {
        "Printed": "12",
        "In use: with one stamp or more": "11",
        "Keeping in touch": "8",
        "Staying safe": "3",
        "Knollsea Library": "8",
        "Shaston Village Hall": "3",
    }


@pytest.mark.parametrize("role", ["helper", "referrer", "partner_admin", "stranger", "auditor"])
def test_nobody_else_sees_a_small_one(role, request, signed_in, stamped):
    told = in_the_table(signed_in(request.getfixturevalue(role)).get(OVERVIEW))

    assert (told["Staying safe"], told["Shaston Village Hall"]) == ("fewer than 5", "fewer than 5")
    assert (told["Keeping in touch"], told["Printed"]) == ("8", "12")
    assert told["In use: with one stamp or more"] == "about 10"


def test_one_small_count_is_not_worked_out_from_the_other_table(
    helper, signed_in, venue, skill, other_skill
):
    """Eleven stamps at one venue, eight of one skill: the other skill could only have three."""
    for number in range(11):
        a_stamp(a_passport(), skill if number < 8 else other_skill, venue=venue)

    told = in_the_table(signed_in(helper).get(OVERVIEW))

    assert told["Staying safe"] == "fewer than 5"
    assert "not shown" in (told["Keeping in touch"], told["Knollsea Library"])


@given(stamps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60))
def test_whatever_is_stamped_no_small_count_can_be_worked_out(stamps):
    by_skill = [sum(one == skill for one, _ in stamps) for skill in range(4)]
    by_venue = [sum(one == venue for _, one in stamps) for venue in range(4)]
    counts = by_skill + by_venue

    words = without_small(counts, skills=4)

    shown = [word not in ("not shown", "fewer than 5") for word in words]
    named = "fewer than 5" in words
    lowest, highest = could_be(counts, shown, csr_array([[1] * 4 + [-1] * 4]), knowing=named)
    for count, low, high in zip(counts, lowest, highest, strict=True):
        assert low < high or not 1 <= count <= 4


def test_one_that_was_replaced_is_counted_once(passport, skill, now):
    a_stamp(passport, skill)
    replace_passport(passport, at=now, by=Machine("sample"))

    told = counted(exactly=True)

    assert [count for _, count in told.passports] == ["1", "1"]
    assert [count for _, count in told.by_skill] == ["1"]


def test_a_retired_skill_is_counted_as_long_as_a_passport_has_it(skill):
    a_stamp(a_passport(), a_skill(name="Fax", retired=True))
    a_skill(name="Telex", retired=True)

    assert [str(one) for one, _ in counted(exactly=True).by_skill] == ["Keeping in touch", "Fax"]


def test_no_code_stands_on_the_overview(coordinator, signed_in, passport, skill):
    a_stamp(passport, skill)

    page = signed_in(coordinator).get(OVERVIEW).text

    assert passport.code not in page
    assert str(passport) not in page


def test_before_anything_is_there_the_page_says_how_to_begin(manager, helper, signed_in):
    assert "Begin with the skills" in signed_in(manager).get(OVERVIEW).text
    assert "Begin with the skills" not in signed_in(helper).get(OVERVIEW).text


@pytest.mark.parametrize("role", ["manager", "helper"])
def test_the_overview_costs_the_same_however_much_is_stamped(role, request, signed_in):
    client, costs = signed_in(request.getfixturevalue(role)), []
    for _ in range(2):
        for _ in range(6):
            a_stamp()
        costs.append(queries_of(client, OVERVIEW))

    assert costs[0] == costs[1]
