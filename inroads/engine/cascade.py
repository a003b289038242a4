"""Whom to ask next, so that most teams have somebody near who knows; and how far it then goes round, and fades."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.checking import amounts, numbers_of, whole_number
from inroads.engine.compiling import COMPILED
from inroads.engine.coverage import Coverage, Ints, coverage_of_pairs, whole_numbers
from inroads.engine.kernels import cascade as compiled
from inroads.engine.plain import cascade as plain
from inroads.engine.scales import Floats
from inroads.engine.siting import Siting, place_sites

loops = compiled if COMPILED else plain


def teams_in_reach(ties: Coverage, team: ArrayLike, n_teams: int) -> Coverage:
    """The teams that have each person within reach: the person's own, and those of the people they have ties with.

    Parameters
    ----------
    ties : Coverage
        The people (``area``) to whom each person (``site``) passes things on; a tie that works both ways is
        there twice.
    team : array_like of int, of shape (n_people,)
        The team of each person, from 0 to ``n_teams - 1``.
    n_teams : int

    Returns
    -------
    Coverage
        The teams (``area``) that each person (``site``) reaches.

    Raises
    ------
    ValueError
        If ties lead to nobody, or there is not one team for each person.

    Examples
    --------
    >>> ties = coverage_of_pairs([0, 1, 1, 2], [1, 0, 2, 1], n_sites=3, n_areas=3)
    >>> teams_in_reach(ties, [0, 0, 1], n_teams=2).areas_of(1)
    array([0, 1], dtype=int32)
    """
    teams = _teams(ties, team, n_teams)
    person = np.arange(ties.n_sites)
    who = np.concatenate([person, np.repeat(person, np.diff(ties.first))])
    return coverage_of_pairs(who, np.concatenate([teams, teams[ties.area]]), ties.n_sites, n_teams)


def choose_champions(
    ties: Coverage,
    team: ArrayLike,
    count: int | None = None,
    *,
    weight: ArrayLike | None = None,
    fixed: ArrayLike = (),
    forbidden: ArrayLike = (),
    cost: ArrayLike | None = None,
    budget: float | None = None,
    most_in_team: ArrayLike | None = None,
    exact: bool | None = None,
    seconds: float = 60.0,
    search: int | None = None,
    rounds: int | None = None,
    rng: np.random.Generator,
) -> Siting:
    """The people to ask, so that most staff are in a team that has a champion in it or one tie away.

    It is ``siting.place_sites`` with people for sites and teams for areas: what is found, how good it must be, and
    every limit are explained there. It says who is within reach, which can be shown and checked; how far anything
    goes round from there is a guess, which ``likely_spread`` makes.

    Parameters
    ----------
    ties : Coverage
        The people (``area``) to whom each person (``site``) passes things on.
    team : array_like of int, of shape (n_people,)
        The team of each person, from 0.
    count : int, optional
        How many may be asked, beside those who are champions already.
    weight : array_like of shape (n_teams,), optional
        How much each team counts; by default the number of people in it.
    fixed : array_like of int, optional
        Those who are champions already.
    forbidden : array_like of int, optional
        Those who must not be asked, or have said no.
    cost : array_like of shape (n_people,), optional
        What asking each would cost: hours that the team can spare, say.
    budget : float, optional
        What those chosen may cost together.
    most_in_team : int or array_like of int, optional
        How many champions one team may have, those included who are already.
    exact, seconds, search, rounds, rng
        As there.

    Returns
    -------
    Siting

    Raises
    ------
    ValueError
        As there, or if ties or teams do not fit together.

    Examples
    --------
    >>> ties = coverage_of_pairs([0, 1, 1, 2], [1, 0, 2, 1], n_sites=4, n_areas=4)
    >>> found = choose_champions(ties, [0, 0, 1, 2], 1, rng=np.random.default_rng(1))
    >>> found.chosen, found.covered, found.proved
    (array([1]), 3.0, True)
    """
    members = whole_numbers(team, "team")
    n_teams = int(members.max(initial=-1)) + 1 if weight is None else len(np.asarray(weight))
    reach = teams_in_reach(ties, members, n_teams)
    return place_sites(
        reach,
        np.bincount(members, minlength=n_teams) if weight is None else weight,
        count,
        fixed=fixed,
        forbidden=forbidden,
        cost=cost,
        budget=budget,
        group=None if most_in_team is None else members,
        most_in_group=most_in_team,
        exact=exact,
        seconds=seconds,
        search=search,
        rounds=rounds,
        rng=rng,
    )


class Spread(NamedTuple):
    """How far something goes round."""

    reached: float  # people, on average over the runs, those included who start
    error: float  # the standard error of that
    chance: Floats  # (n_people,) the share of runs in which each was reached


def likely_spread(
    ties: Coverage,
    chance: ArrayLike,
    start: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    runs: int = 1_000,
    rng: np.random.Generator,
) -> Spread:
    """How many people something reaches from those who start, if each passes it on once (independent cascade).

    Whoever is reached tells each of their ties once; the other takes it up with the chance given, and then tells
    theirs. It is thrown out again and again.

    Parameters
    ----------
    ties : Coverage
        The people (``area``) to whom each person (``site``) passes things on.
    chance : float or array_like of shape (n_people,)
        How likely a person takes up what one tie tells them, from 0 to 1; one for all, or one for each.
    start : array_like of int
        Those who know it from the start.
    weight : array_like of shape (n_people,), optional
        How much each person counts, 1 by default.
    runs : int, default 1000
    rng : numpy.random.Generator

    Returns
    -------
    Spread

    Raises
    ------
    ValueError
        If a chance lies outside 0 to 1, ties lead to nobody, or there are no runs.

    References
    ----------
    Kempe, Kleinberg and Tardos (2003), Maximizing the spread of influence through a social network, KDD, 137-146.

    Examples
    --------
    >>> ties = coverage_of_pairs([0, 1], [1, 2], n_sites=3, n_areas=3)
    >>> likely_spread(ties, 1.0, [0], rng=np.random.default_rng(1)).reached
    3.0
    """
    takes = chances_of(ties, chance)
    starting = numbers_of(start, ties.n_sites, "person")
    worth = amounts(
        np.ones(ties.n_sites) if weight is None else weight, ties.n_sites, "weight", "person"
    )
    reached = np.zeros(whole_number(runs, "number of runs", 1))
    times = np.zeros(ties.n_sites, np.int64)
    loops.spread(ties.first, ties.area, takes, starting, worth, reached, times, rng)
    return Spread(float(reached.mean()), _error(reached), times / len(reached))


class Fading(NamedTuple):
    """How many know something, week by week."""

    knows: Floats  # (weeks + 1,) people, on average over the runs
    error: Floats  # (weeks + 1,) the standard error of that
    chance: Floats  # (n_people,) the share of runs in which each knows it after the last week


def known_over_time(
    ties: Coverage,
    chance: ArrayLike,
    start: ArrayLike,
    weeks: int,
    half_life: float,
    *,
    start_stays: bool = True,
    weight: ArrayLike | None = None,
    runs: int = 200,
    rng: np.random.Generator,
) -> Fading:
    """How many people know something week by week, if it is passed on and forgotten again.

    Every week whoever knows it tells each of their ties, who take it up with the chance given; then half of those
    who know it have forgotten it after each half-life. Who has forgotten can learn it anew.

    Parameters
    ----------
    ties : Coverage
        The people (``area``) to whom each person (``site``) passes things on.
    chance : float or array_like of shape (n_people,)
        How likely a person takes up, in one week, what one tie tells them.
    start : array_like of int
        Those who know it from the start.
    weeks : int
    half_life : float
        Weeks after which half have forgotten; ``inf`` if nobody forgets.
    start_stays : bool, default True
        Whether those who start never forget, since champions are kept up to date.
    weight : array_like of shape (n_people,), optional
        How much each person counts, 1 by default.
    runs : int, default 200
    rng : numpy.random.Generator

    Returns
    -------
    Fading

    Raises
    ------
    ValueError
        If a chance lies outside 0 to 1, a half-life is not more than 0, ties lead to nobody, or there are no runs.

    Examples
    --------
    >>> alone = coverage_of_pairs([], [], n_sites=1, n_areas=1)
    >>> known_over_time(alone, 0.1, [0], weeks=2, half_life=1, rng=np.random.default_rng(1)).knows
    array([1., 1., 1.])
    """
    takes = chances_of(ties, chance)
    starting = numbers_of(start, ties.n_sites, "person")
    worth = amounts(
        np.ones(ties.n_sites) if weight is None else weight, ties.n_sites, "weight", "person"
    )
    half = np.asarray(half_life, dtype=float)
    if half.shape != () or not half > 0:
        raise ValueError("The half-life must be a number of weeks, more than 0")
    stays = np.zeros(ties.n_sites, np.uint8)
    stays[starting] = start_stays
    knowing = np.zeros((whole_number(runs, "number of runs", 1), whole_number(weeks, "weeks") + 1))
    times = np.zeros(ties.n_sites, np.int64)
    forgets = float(1 - 2 ** (-1 / half))
    loops.fade(ties.first, ties.area, takes, starting, stays, forgets, worth, knowing, times, rng)
    errors = np.array([_error(week) for week in knowing.T])
    return Fading(knowing.mean(axis=0), errors, times / len(knowing))


def _teams(ties: Coverage, team: ArrayLike, n_teams: int) -> Ints:
    if ties.n_sites != ties.n_areas:
        raise ValueError("Ties lead from people to the same people")
    teams = whole_numbers(team, "team")
    if teams.shape != (ties.n_sites,):
        raise ValueError("There must be one team for each person")
    if (teams < 0).any() or (teams >= n_teams).any():
        raise ValueError("A person is in none of the teams")
    return teams


def chances_of(ties: Coverage, chance: ArrayLike) -> Floats:
    """The chance of each person, one for all or one each."""
    if ties.n_sites != ties.n_areas:
        raise ValueError("Ties lead from people to the same people")
    given = np.asarray(chance)
    if given.shape == ():
        given = np.full(ties.n_sites, given)
    takes = amounts(given, ties.n_sites, "chance", "person")
    if (takes > 1).any():
        raise ValueError("A chance lies between 0 and 1")
    return takes


def _error(values: Floats) -> float:
    """The standard error of the mean; without end if there is only one value."""
    if len(values) < 2:
        return float("inf")
    return float(values.std(ddof=1) / np.sqrt(len(values)))
