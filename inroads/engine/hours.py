"""Matching where champions give hours and people need different numbers of them, so that places are not alike."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from inroads.engine.candidates import Candidates, Whole
from inroads.engine.matching import UNSERVED, checked
from inroads.engine.scales import as_numbers


class HoursMatch(NamedTuple):
    """A champion for each person within everyone's hours, and what is known of how good the whole is."""

    champion: Whole  # (n_people,) row of the champion, -1 unserved
    cost: int  # minutes of all who are served and penalties of all who are not
    lower_bound: int  # nothing costs less
    gap: float  # how far the cost may lie above the least possible, as a share of it; 0 if proved the best


def match_hours(
    found: Candidates,
    hours_needed: ArrayLike,
    hours_given: ArrayLike,
    penalty: ArrayLike,
    *,
    gap: float = 0.0,
    seconds: float = 60.0,
) -> HoursMatch:
    """Match people with champions within the hours that each champion gives (generalised assignment).

    Hours make the problem hard in a way that places do not, so it is solved by branch and bound for so many
    seconds at most, and the answer says how far from the best it may be. Some hundreds of people are
    matched exactly; for thousands, count places and use ``match``.

    Parameters
    ----------
    found : Candidates
        Who may be matched with whom, and the minutes.
    hours_needed : array_like of shape (n_pairs,) or (n_people,)
        Hours that each pair, or each person whoever helps them, takes up.
    hours_given : array_like of shape (n_champions,)
        Hours that each champion has.
    penalty : array_like of shape (n_people,)
        Minutes that leaving this person unserved counts for.
    gap : float, default 0
        Stop as soon as the answer is proved to lie no more than this share above the best.
    seconds : float, default 60
        Stop then in any case. An answer that was stopped by the clock may differ from run to run; its bound holds.

    Returns
    -------
    HoursMatch

    Raises
    ------
    ValueError
        If a number is missing, infinite or negative, or the shapes do not agree.

    References
    ----------
    Ross and Soland (1975), A branch and bound algorithm for the generalized assignment problem.
    Huangfu and Hall (2018), the HiGHS solver.

    Examples
    --------
    >>> found = Candidates([0, 2, 4, 6], [0, 1] * 3, [5, 9, 6, 7, 8, 30], n_champions=2)
    >>> match_hours(found, [2, 2, 1], [3, 2], [100, 100, 100])
    HoursMatch(champion=array([0, 1, 0]), cost=20, lower_bound=20, gap=0.0)
    """
    (indptr, indices, minutes), _, left_out = checked(
        found, np.zeros(found.n_champions, np.int64), penalty
    )
    given = _hours(hours_given, "Hours given")
    needed = _hours(hours_needed, "Hours needed")
    person = np.repeat(np.arange(len(left_out)), np.diff(indptr))
    if needed.shape == left_out.shape and needed.shape != indices.shape:
        needed = needed[person]
    if needed.shape != indices.shape:
        raise ValueError("Hours are needed for each person, or for each pair")
    if given.shape != (found.n_champions,):
        raise ValueError("There must be hours for each champion, none being 0")
    if not 0 <= gap < np.inf or not seconds > 0:
        raise ValueError("The gap cannot be below zero, and some time is needed")

    # A pair that is no better than leaving the person unserved, or takes more hours than there are, is none.
    useful = np.flatnonzero((minutes < left_out[person]) & (needed <= given[indices]))
    if not len(useful):
        total = int(left_out.sum())
        return HoursMatch(np.full(len(left_out), UNSERVED), total, total, 0.0)
    column = np.arange(len(useful))
    once = csr_array((np.ones(len(useful)), (person[useful], column)))
    used = csr_array((needed[useful], (indices[useful], column)))
    solved = milp(
        (minutes - left_out[person])[useful].astype(float),
        integrality=np.ones(len(useful)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(
            vstack([once, used]), ub=np.append(np.ones(once.shape[0]), given[: used.shape[0]])
        ),
        options={"mip_rel_gap": gap, "time_limit": seconds},
    )
    champion = np.full(len(left_out), UNSERVED)
    bound = solved.mip_dual_bound
    if solved.x is not None:
        chosen = useful[solved.x > 0.5]
        champion[person[chosen]] = indices[chosen]
        _refuse_what_breaks_a_rule(person[chosen], indices[chosen], needed[chosen], given)
    theirs = champion[person] == indices
    cost = int(minutes[theirs].sum(dtype=np.int64) + left_out[champion < 0].sum())
    lower = 0 if bound is None else int(left_out.sum()) + int(np.ceil(bound - 1e-6))
    lower = min(max(lower, 0), cost)
    return HoursMatch(champion, cost, lower, _share(cost, lower))


def _hours(hours: ArrayLike, what: str):
    numbers = as_numbers(hours, ndim=1)
    if np.isnan(numbers).any() or (numbers < 0).any():
        raise ValueError(f"{what} must be a number, not below zero")
    return numbers


def _refuse_what_breaks_a_rule(person, champion, needed, given) -> None:
    """A solver allows itself a little; we allow it no more than rounding."""
    used = np.bincount(champion, weights=needed, minlength=len(given))
    if len(np.unique(person)) < len(person) or (used > given * (1 + 1e-6) + 1e-6).any():
        raise ArithmeticError("The solver broke a rule; this is a fault of the engine")


def _share(cost: int, lower: int) -> float:
    if cost == lower:
        return 0.0
    return (cost - lower) / lower if lower else float("inf")
