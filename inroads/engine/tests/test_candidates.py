"""Who is listed breaks no rule, and who is not listed breaks one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.engine import candidates as module
from inroads.engine.candidates import Champions, People, along_a_curve, candidates, fit
from inroads.engine.kernels import candidates as compiled
from inroads.engine.plain import candidates as plain

SETS = ("topics", "languages", "days", "checks")


@st.composite
def meetings(draw, most_people=6, most_champions=8):
    """People and champions, agreed ones and barred pairs, with places that coincide now and then."""
    people, champions = draw(st.integers(0, most_people)), draw(st.integers(0, most_champions))
    step = st.integers(-3, 3).map(lambda number: number * 400.0)
    limits = st.sampled_from([0, 3, 8, 12.5, np.inf])

    def side(rows):
        return {
            "xy": np.array([[draw(step), draw(step)] for _ in range(rows)]).reshape(rows, 2),
            "limit_minutes": [draw(limits) for _ in range(rows)],
        }

    ours, theirs = side(people), side(champions)
    ours["metres_per_minute"] = [draw(st.sampled_from([100, 160, 333.3])) for _ in range(people)]
    for name in SETS:
        if draw(st.booleans()):
            size = draw(st.integers(0, 3))
            for each, rows, usual in ((ours, people, name in SETS[1:3]), (theirs, champions, True)):
                flags = [[draw(st.booleans()) or usual for _ in range(size)] for _ in range(rows)]
                each[name] = np.array(flags, bool).reshape(rows, size)
    agreed = [draw(st.integers(-1, champions - 1)) for _ in range(people)]
    pairs = st.tuples(st.integers(0, people - 1), st.integers(0, champions - 1))
    barred = draw(st.lists(pairs, max_size=4)) if people and champions else []
    return People(**ours), Champions(**theirs), np.array(agreed, int), barred


def lists_of(found):
    return [
        list(zip(found.minutes[low:high].tolist(), found.indices[low:high].tolist(), strict=True))
        for low, high in zip(found.indptr[:-1], found.indptr[1:], strict=True)
    ]


@given(meetings())
def test_a_champion_is_listed_exactly_if_no_rule_is_against_it(given):
    people, champions, _, barred = given

    found = candidates(people, champions, barred=barred)

    for person, listed in enumerate(lists_of(found)):
        fits = [fit(people, champions, person, j, barred=barred) for j in range(len(champions.xy))]
        assert listed == sorted(
            (each.minutes, j) for j, each in enumerate(fits) if not each.against
        )
        assert len(found.unlisted) == len(people.xy)
        assert not found.unlisted.any()


@given(meetings(), st.integers(1, 4))
def test_the_nearest_are_listed_and_the_agreed_champion_always(given, most):
    people, champions, agreed, barred = given
    whole = lists_of(candidates(people, champions, barred=barred))

    found = candidates(people, champions, most=most, agreed=agreed, barred=barred)

    for person, listed in enumerate(lists_of(found)):
        all_of_them = whole[person]
        kept = [each for each in all_of_them if each[1] == agreed[person]]
        others = [each for each in all_of_them if each not in kept]
        nearest = sorted(kept + others[: most - len(kept)])
        assert listed == nearest
        assert found.unlisted[person] == len(all_of_them) - len(listed)


@given(meetings(), st.sampled_from([None, 1, 3]))
def test_the_compiled_search_lists_what_its_plain_twin_lists(given, most):
    people, champions, agreed, barred = given
    answers = []

    for made_by in (compiled, plain):
        module.loops, before = made_by, module.loops
        try:
            answers.append(candidates(people, champions, most=most, agreed=agreed, barred=barred))
        finally:
            module.loops = before

    for ours, theirs in zip(answers[0][:5], answers[1][:5], strict=True):
        np.testing.assert_array_equal(ours, theirs)


@given(meetings(), st.randoms(use_true_random=False))
def test_the_order_of_champions_does_not_change_who_is_listed(given, random):
    people, champions, _, _ = given
    order = np.arange(len(champions.xy))
    random.shuffle(order)

    turned = Champions(*(None if part is None else np.asarray(part)[order] for part in champions))
    before, after = candidates(people, champions), candidates(people, turned)

    for ours, theirs in zip(lists_of(before), lists_of(after), strict=True):
        assert ours == sorted((minutes, order[j]) for minutes, j in theirs)


@given(meetings(), st.integers(-10, 10), st.integers(-10, 10))
def test_moving_the_whole_map_changes_nothing(given, east, north):
    people, champions, _, _ = given
    shift = np.array([east, north]) * 1024.0

    before = candidates(people, champions)
    after = candidates(
        people._replace(xy=people.xy + shift), champions._replace(xy=champions.xy + shift)
    )

    assert lists_of(before) == lists_of(after)


def crowd(people, champions, seed):
    rng = np.random.default_rng(seed)
    return (
        People(
            rng.normal(0, 9_000, (people, 2)),
            rng.choice([5, 20, np.inf], people),
            rng.choice([80, 400], people),
            topics=rng.random((people, 70)) < 0.01,
            languages=rng.random((people, 3)) < 0.6,
        ),
        Champions(
            rng.normal(0, 9_000, (champions, 2)),
            rng.choice([10, 30, 90], champions),
            topics=rng.random((champions, 70)) < 0.9,
            languages=rng.random((champions, 3)) < 0.6,
        ),
    )


@pytest.mark.parametrize("most", [None, 5])
def test_a_crowd_searched_in_pieces_is_listed_as_in_one(monkeypatch, most):
    people, champions = crowd(400, 60, 1)
    whole = candidates(people, champions, most=most)

    monkeypatch.setattr(module, "KEYS_AT_ONCE", 100)
    pieces = candidates(people, champions, most=most)

    assert len(whole.indices) > 400
    assert lists_of(whole) == lists_of(pieces)
    for person in range(0, 400, 40):
        for minutes, j in lists_of(whole)[person]:
            each = fit(people, champions, person, j)
            assert (each.minutes, each.against) == (minutes, ())


def test_each_person_may_have_a_list_of_their_own_length():
    people, champions = crowd(50, 30, 2)
    most = np.random.default_rng(3).integers(1, 9, 50)

    found = candidates(people, champions, most=most)

    whole = lists_of(candidates(people, champions))
    assert lists_of(found) == [
        row[:length] for row, length in zip(whole, most.tolist(), strict=True)
    ]


def test_a_limit_is_never_exceeded_by_rounding():
    champions = Champions([[0, 0]], [np.inf])
    minutes = [
        candidates(People([[metres, 0]], [10], 100), champions).minutes.tolist()
        for metres in (0, 1, 100, 999.99, 1000, 1000.01)
    ]

    assert minutes == [[0], [1], [1], [10], [10], []]


def test_either_of_the_two_may_limit_the_journey():
    person = People([[0, 0]], [30], 100)

    assert fit(person, Champions([[0, 2_500]], [20]), 0, 0).against == ("too_far_for_champion",)
    assert fit(person, Champions([[0, 3_500]], [90]), 0, 0).against == ("too_far_for_person",)
    assert fit(person, Champions([[0, 2_500]], [25]), 0, 0).against == ()


def test_a_pair_that_does_not_fit_is_told_every_reason():
    people = People(
        [[0, 0]], [5], 100,
        topics=[[True, True, False]], languages=[[True, False]], days=[[True, False]], checks=[True],
    )  # fmt: skip
    champions = Champions(
        [[0, 900]], [5],
        topics=[[True, False, True]], languages=[[False, True]], days=[[True, True]], checks=[False],
    )  # fmt: skip

    why_not = fit(people, champions, 0, 0, barred=[[0, 0]])

    assert why_not.against == (
        "too_far_for_person", "too_far_for_champion", "topic", "check", "language", "barred",
    )  # fmt: skip
    assert (why_not.topics_missing.tolist(), why_not.checks_missing.tolist()) == ([1], [0])
    assert (why_not.languages_shared.tolist(), why_not.days_shared.tolist()) == ([], [0])


def test_sets_written_as_bits_are_read_like_tables():
    table = People([[0, 0]] * 2, np.inf, 100, languages=[[True, False, True], [False, True, False]])
    bits = table._replace(languages=[5, 2])
    champions = Champions([[0, 0]] * 3, np.inf, languages=np.eye(3, dtype=bool))

    found = candidates(bits, champions._replace(languages=[1, 2, 4]))

    assert lists_of(found) == lists_of(candidates(table, champions)) == [[(0, 0), (0, 2)], [(0, 1)]]


def test_everyone_in_one_place_and_nobody_anywhere_are_no_trouble():
    together = candidates(People([[7, 7]] * 3, 0, 100), Champions([[7, 7]] * 2, 0))

    assert lists_of(together) == [[(0, 0), (0, 1)]] * 3
    assert candidates(People([], [], 100), Champions([[0, 0]], 5)).indptr.tolist() == [0]
    assert candidates(People([[0, 0]], 5, 100), Champions([], [])).indptr.tolist() == [0, 0]


def test_a_champion_at_the_other_end_of_the_world_is_found_by_whoever_goes_any_distance():
    people = People([[0, 0], [5, 5]], [np.inf, 60], 500)
    champions = Champions([[0, 1], [9e7, 9e7], [3, 3]], np.inf)

    assert [len(row) for row in lists_of(candidates(people, champions))] == [3, 2]


def test_neighbours_follow_one_another_along_the_curve():
    rng = np.random.default_rng(1)
    at = rng.random((5_000, 2))

    order = along_a_curve(at)

    assert sorted(order) == list(range(5_000))
    along, given = (np.hypot(*np.diff(each, axis=0).T).mean() for each in (at[order], at))
    assert along < given / 15
    assert along_a_curve([]).tolist() == []
    assert along_a_curve([[3, 3]] * 3).tolist() == [0, 1, 2]


FINE = (
    {"xy": [[0, 0]], "limit_minutes": [9], "metres_per_minute": 100},
    {"xy": [[0, 0]], "limit_minutes": [9]},
)


@pytest.mark.parametrize(
    ("ours", "theirs", "asked", "why"),
    [
        ({"xy": [[np.nan, 0]]}, {}, {}, "known in metres"),
        ({"xy": [[0, np.inf]]}, {}, {}, "known in metres"),
        ({"xy": [[0, 0, 0]]}, {}, {}, "two numbers"),
        ({}, {"xy": [0, 0]}, {}, "two numbers"),
        ({"limit_minutes": [-1]}, {}, {}, "not below zero"),
        ({"limit_minutes": [np.nan]}, {}, {}, "must be a number"),
        ({}, {"limit_minutes": [1, 2]}, {}, "for each row"),
        ({"metres_per_minute": 0}, {}, {}, "more than no metres"),
        ({"metres_per_minute": np.inf}, {}, {}, "has an end"),
        ({"metres_per_minute": [1, 1]}, {}, {}, "for each row"),
        ({"topics": [[True]]}, {}, {}, "topics are given for one side only"),
        ({}, {"checks": [[True]]}, {}, "checks are given for one side only"),
        ({"days": [[True]]}, {"days": [[True, True]]}, {}, "not the same list"),
        ({"days": [[True]]}, {"days": [1]}, {}, "not the same list"),
        ({"days": [[1]]}, {"days": [[1]]}, {}, "True and False"),
        ({"days": [0.5]}, {"days": [0.5]}, {}, "True and False"),
        ({"days": [-1]}, {"days": [1]}, {}, "below zero"),
        ({"days": [[True], [True]]}, {"days": [[True]]}, {}, "one row each"),
        ({}, {}, {"most": 0}, "At least one champion"),
        ({}, {}, {"most": 1.5}, "At least one champion"),
        ({}, {}, {"most": [1, 1]}, "At least one champion"),
        ({}, {}, {"agreed": [1]}, "not among the champions"),
        ({}, {}, {"agreed": [-2]}, "not among the champions"),
        ({}, {}, {"agreed": [0.0]}, "row number"),
        ({}, {}, {"agreed": [0, 0]}, "for each person"),
        ({}, {}, {"barred": [[0, 1]]}, "not among"),
        ({}, {}, {"barred": [[-1, 0]]}, "not among"),
        ({}, {}, {"barred": [0, 0]}, "row number"),
        ({}, {}, {"barred": [[0.0, 0.0]]}, "row number"),
    ],
)  # fmt: skip
def test_what_cannot_be_searched_is_refused_with_the_reason(ours, theirs, asked, why):
    with pytest.raises(ValueError, match=why):
        candidates(People(**FINE[0] | ours), Champions(**FINE[1] | theirs), **asked)


@pytest.mark.parametrize(("person", "champion"), [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_nobody_is_told_about_someone_who_does_not_exist(person, champion):
    with pytest.raises(ValueError, match="no such"):
        fit(People(**FINE[0]), Champions(**FINE[1]), person, champion)
