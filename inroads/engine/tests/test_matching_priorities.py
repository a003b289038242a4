"""A policy does what its name says, and agreed pairs are kept as far as was asked."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inroads.engine.candidates import Candidates
from inroads.engine.matching import match
from inroads.engine.priorities import (
    POLICIES,
    compare_policies,
    keep_agreed,
    penalties,
    served_by_band,
)
from inroads.engine.tests.matching_instances import (
    all_best,
    candidates_of,
    instances,
    made_up,
    offers_of,
    total_of,
)


def every_matching(found, capacity):
    """All there are, the best or not: with no minutes and no penalties everything costs the same."""
    free = found._replace(minutes=np.zeros_like(found.minutes))
    return all_best(free, capacity, np.zeros(len(found.indptr) - 1, int))[1]


def served_from_the_top(champion, band):
    """How many are served of the neediest band, of the next, and so on."""
    return [int((np.array(champion)[band == each] >= 0).sum()) for each in range(3, -1, -1)]


@st.composite
def banded(draw):
    found, capacity, _ = draw(instances(most_people=5))
    people = len(found.indptr) - 1
    band = draw(st.lists(st.integers(0, 3), min_size=people, max_size=people))
    return found, capacity, np.array(band, int)


@given(banded())
def test_strict_serves_as_many_of_the_neediest_as_can_be_then_of_the_next(given):
    found, capacity, band = given

    champion = match(found, capacity, penalties("strict", band, found)).champion

    matchings = every_matching(found, capacity)
    most = max(served_from_the_top(each, band) for each in matchings)
    assert served_from_the_top(champion, band) == most
    assert (champion >= 0).sum() == max(sum(j >= 0 for j in each) for each in matchings)
    free = np.zeros(len(band), int)
    assert total_of(found, free, champion) == min(
        total_of(found, free, each) for each in matchings if served_from_the_top(each, band) == most
    )


@given(banded(), st.sampled_from(POLICIES))
def test_nobody_is_left_whom_a_neighbour_of_less_need_could_make_way_for_at_no_cost(given, policy):
    found, capacity, band = given
    penalty = penalties(policy, band, found)

    champion = match(found, capacity, penalty).champion

    for person in np.flatnonzero(champion < 0):
        for j, minutes in offers_of(found, person):
            for other in np.flatnonzero(champion == j):
                if band[other] < band[person]:
                    theirs = dict(offers_of(found, other))[j]
                    assert minutes - theirs >= penalty[person] - penalty[other]
                    assert policy != "strict"


@given(banded())
def test_flat_counts_everyone_alike(given):
    found, _, band = given

    assert (penalties("flat", band, found, minutes=77) == 77).all()


def test_the_total_served_hardly_changes_with_the_policy_but_who_is_served_does():
    found, capacity, _, band = made_up(2_000, 100, 8, room=0.9)

    table = compare_policies(found, capacity, band)

    assert set(table) == set(POLICIES)
    total = {policy: served.served.sum() for policy, served in table.items()}
    assert total["strict"] == max(total.values())
    assert max(total.values()) - min(total.values()) <= 20
    neediest = [table[policy].share[-1] for policy in POLICIES]
    assert neediest == sorted(neediest)
    assert neediest[-1] > neediest[0] + 0.05
    least_needy = [table[policy].share[0] for policy in POLICIES]
    assert least_needy == sorted(least_needy, reverse=True)
    for served in table.values():
        assert served.people.sum() == 2_000
        assert (served.in_reach >= served.served).all()


def test_the_table_of_nobody_is_empty():
    nobody = Candidates([0], [], [], n_champions=0)

    assert [len(column) for column in served_by_band([], [], nobody)] == [0] * 5


def test_a_band_that_nobody_is_in_has_no_share():
    found = candidates_of([[0], [0]], [[10], [20]], 1)

    served = served_by_band([0, -1], [0, 2], found)

    assert served.people.tolist() == [1, 0, 1]
    np.testing.assert_array_equal(served.share, [1, np.nan, 0])
    np.testing.assert_array_equal(served.minutes, [10, np.nan, np.nan])


@st.composite
def with_agreements(draw):
    """An instance in which some pairs are agreed, never more with one champion than there is room for."""
    found, capacity, penalty = draw(instances(most_people=5))
    agreed, room = np.full(len(penalty), -1), capacity.copy()
    for person in range(len(penalty)):
        j = draw(st.sampled_from([-1, *(j for j, _ in offers_of(found, person))]))
        if j >= 0 and room[j]:
            agreed[person], room[j] = j, room[j] - 1
    return found, capacity, penalty, agreed


@given(with_agreements(), st.sampled_from(["never", "left", 0, 2, 60]))
def test_whoever_has_an_agreed_champion_is_never_dropped(given, unless):
    found, capacity, penalty, agreed = given

    kept, raised = keep_agreed(found, penalty, agreed, unless=unless)
    champion = match(kept, capacity, raised).champion

    assert (champion[agreed >= 0] >= 0).all()


@given(with_agreements())
def test_agreed_pairs_are_never_parted_if_so_asked(given):
    found, capacity, penalty, agreed = given

    kept, raised = keep_agreed(found, penalty, agreed, unless="never")
    champion = match(kept, capacity, raised).champion

    np.testing.assert_array_equal(champion[agreed >= 0], agreed[agreed >= 0])


@given(with_agreements())
def test_agreed_pairs_are_parted_only_to_serve_somebody_more(given):
    found, capacity, penalty, agreed = given
    assume(
        all(
            minutes <= penalty[i] for i in range(len(penalty)) for _, minutes in offers_of(found, i)
        )
    )

    kept, raised = keep_agreed(found, penalty, agreed, unless="left")
    champion = match(kept, capacity, raised).champion

    def worth(matching):
        helped = np.array(matching, int)
        served = sorted(raised[helped >= 0], reverse=True)
        pairs = int((helped == agreed)[agreed >= 0].sum())
        return served, pairs, -total_of(found, np.zeros(len(agreed), int), helped)

    assert worth(champion) == max(worth(each) for each in every_matching(found, capacity))


@given(with_agreements(), st.integers(0, 6))
def test_a_pair_is_parted_only_if_that_saves_more_than_was_asked(given, unless):
    found, capacity, penalty, agreed = given

    kept, raised = keep_agreed(found, penalty, agreed, unless=unless)
    champion = match(kept, capacity, raised).champion

    def counted(matching):
        parted = sum(agreed[i] >= 0 and j not in (-1, agreed[i]) for i, j in enumerate(matching))
        return total_of(found, raised, matching) + unless * parted

    assert counted(champion) == min(counted(each) for each in every_matching(found, capacity))


def test_an_agreed_champion_who_fits_no_more_is_not_kept_but_the_person_is_not_dropped():
    found = candidates_of([[0], [0]], [[10], [30]], 2)

    for unless in ("never", "left", 60):
        kept, raised = keep_agreed(found, [500, 100], [-1, 1], unless=unless)
        assert match(kept, [1, 1], raised).champion.tolist() == [-1, 0]


def test_if_there_is_no_room_for_all_who_agreed_as_many_as_can_be_are_kept():
    found = candidates_of([[0], [0], [0, 1]], [[5], [6], [7, 50]], 2)

    kept, raised = keep_agreed(found, [100, 100, 100], [0, 0, 0], unless="left")

    champion = match(kept, [1, 1], raised).champion
    assert sorted(champion.tolist()) == [-1, 0, 1]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda found: penalties("fair", [0], found), "flat, by_band or strict"),
        (lambda found: penalties("flat", [-1], found), "below zero"),
        (lambda found: penalties("flat", [0.5], found), "whole number"),
        (lambda found: penalties("flat", [0, 0], found), "one penalty for each"),
        (lambda found: penalties("flat", [0], found, minutes=-1), "below zero"),
        (lambda found: penalties("by_band", [0], found, step_minutes=0.5), "whole number"),
        (lambda found: penalties("by_band", [2**40], found, step_minutes=2**40), "too large"),
        (lambda found: keep_agreed(found, [9], [0], unless=2**31), "too large"),
        (lambda found: keep_agreed(found, [9], [1], unless=60), "not among the champions"),
        (lambda found: keep_agreed(found, [9], [0, 0], unless=60), "for each person"),
        (lambda found: keep_agreed(found, [9], [0], unless=-1), "below zero"),
        (lambda found: keep_agreed(found, [9], [0], unless="often"), "whole number"),
        (lambda found: keep_agreed(found, [9, 9], [0, 0], unless=60), "one penalty for each"),
        (lambda found: served_by_band([0, 0], [0], found), "one champion"),
        (lambda found: served_by_band([1], [0], found), "not among their candidates"),
        (lambda found: served_by_band([0], [np.nan], found), "whole number"),
    ],
)
def test_what_makes_no_policy_is_refused_with_the_reason(call, why):
    with pytest.raises(ValueError, match=why):
        call(Candidates([0, 1], [0], [10], n_champions=1))
