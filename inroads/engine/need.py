"""How much need each area has, from published indicators: a weighted mean of scaled columns.

Every function takes and returns plain arrays: one row an area, one column an indicator. ``nan`` stands for
a value that was not published; it stays missing, and nothing is put in its place.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.scales import Directions, Floats, as_numbers, scale_by_range

# Scores that agree to this many decimals are equal: the order of a sum must not part two areas.
DECIMALS = 9


def sum_to_one(weights: ArrayLike) -> Floats:
    """Weights made to add up to one, each keeping its proportion to the others.

    Whatever is given, the answer adds up to one or there is no answer: a weight that is no number, is
    below zero, or has no end is refused, and so are weights that are all zero.

    Parameters
    ----------
    weights : array_like of shape (n_indicators,)
        How much each indicator counts, in any unit: 2 and 1, or 66.7 and 33.3.

    Returns
    -------
    ndarray of shape (n_indicators,)
        Shares of one.

    Raises
    ------
    ValueError
        If the weights cannot be used; the message says why.

    Examples
    --------
    >>> sum_to_one([2, 1, 1, 0])
    array([0.5 , 0.25, 0.25, 0.  ])
    >>> sum_to_one([1, -1])
    Traceback (most recent call last):
    ...
    ValueError: A weight cannot be below zero
    """
    try:
        given = np.asarray(weights, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("A weight must be a number") from error
    if given.ndim != 1:
        raise ValueError("Weights are one number for each indicator")
    if not np.isfinite(given).all():
        raise ValueError("A weight must be a number")
    if (given < 0).any():
        raise ValueError("A weight cannot be below zero")
    if not given.any():
        raise ValueError("At least one weight must be more than zero")
    # By the largest first, so that the sum of very large weights still has an end.
    given = given / given.max()
    return given / given.sum()


class NeedIndex(NamedTuple):
    """The need of each area, and what it is made of; ``nan`` where an area has no score.

    ``contributions[i]`` adds up to ``score[i]``. Had everything been published, the score would lie between
    ``lowest`` and ``highest``, which meet in the score where ``known`` is 1.
    """

    score: Floats  # (n_areas,) from 0 to `top`
    contributions: Floats  # (n_areas, n_indicators) nan where nothing was published
    known: Floats  # (n_areas,) the share of the weight whose indicators were published
    lowest: Floats  # (n_areas,) the score if every missing indicator showed the least need
    highest: Floats  # (n_areas,) the score if every missing indicator showed the most need
    rank: Floats  # (n_areas,) 1 is the most need
    decile: Floats  # (n_areas,) 1 is the tenth of areas with the most need


def need_index(
    values: ArrayLike,
    weights: ArrayLike,
    more_is_need: Directions,
    *,
    frame: tuple[ArrayLike, ArrayLike] | None = None,
    top: float = 10.0,
    enough_known: float = 0.75,
) -> NeedIndex:
    """The need of each area: indicators scaled by their range over the frame, then their weighted mean.

    It is ``weighted_need(scale_by_range(values, more_is_need, frame), weights)``; shapes, errors and the
    rule for what was not published are those of the two. The English demography component of the Digital
    Exclusion Risk Index comes out of it to 1e-9.

    References
    ----------
    Greater Manchester Combined Authority (2022), Digital Exclusion Risk Index, version 1.6.

    Examples
    --------
    >>> need_index([[10, 9], [20, 5], [30, 1]], [1, 1], [True, False]).score
    array([ 0.,  5., 10.])
    """
    scaled = scale_by_range(values, more_is_need, frame)
    return weighted_need(scaled, weights, top=top, enough_known=enough_known)


def weighted_need(
    scaled: ArrayLike,
    weights: ArrayLike,
    *,
    top: float = 10.0,
    enough_known: float = 0.75,
) -> NeedIndex:
    """The weighted mean of indicators that are already on one scale from 0 to 1.

    An area is scored from what was published about it, by the weights of those indicators alone made to
    add up to one again; but only if they carry at least ``enough_known`` of the whole weight. Otherwise it
    has no score. Either way ``known`` says how much of the weight there was, and ``lowest`` and
    ``highest`` how far the missing part could have moved the score.

    Parameters
    ----------
    scaled : array_like of shape (n_areas, n_indicators)
        Scaled indicators, 1 the most need, ``nan`` where nothing was published.
    weights : array_like of shape (n_indicators,)
        How much each counts; made to add up to one by ``sum_to_one``.
    top : float, default 10
        The score of an area with the most need in every indicator.
    enough_known : float, default 0.75
        The least share of the weight that must have been published for an area to be scored, 0 to 1.

    Returns
    -------
    NeedIndex

    Raises
    ------
    ValueError
        If the weights cannot be used, a value is infinite, or the shapes do not agree.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 6.2 (linear aggregation).

    Examples
    --------
    >>> need = weighted_need([[1, 0.5], [0.2, np.nan]], [3, 1])
    >>> need.score
    array([8.75, 2.  ])
    >>> need.contributions
    array([[7.5 , 1.25],
           [2.  ,  nan]])
    >>> need.known, need.lowest, need.highest
    (array([1.  , 0.75]), array([8.75, 1.5 ]), array([8.75, 4.  ]))
    """
    table = as_numbers(scaled, ndim=2)
    shares = sum_to_one(weights)
    if shares.shape != table.shape[1:]:
        raise ValueError("There must be one weight for each indicator")
    missing = np.isnan(table)
    # Taken from one, so that an area with nothing missing is known to exactly 1.
    known = np.where((missing | (shares == 0)).all(axis=1), 0.0, 1 - missing @ shares)
    weighted = table * shares * top
    lowest = np.nansum(weighted, axis=1)
    scored = (known > 0) & (known >= enough_known - 1e-12)
    divisor = np.where(scored, known, np.nan)
    contributions = weighted / divisor[:, None]
    score = np.where(scored, np.nansum(contributions, axis=1), np.nan)
    return NeedIndex(
        score=score,
        contributions=contributions,
        known=known,
        lowest=lowest,
        highest=lowest + (1 - known) * top,
        rank=(rank := ranks(score)),
        decile=deciles(rank),
    )


def ranks(score: ArrayLike) -> Floats:
    """The place of each area by need: 1 is the most; equal areas share the better place, as in a race.

    Scores are equal if they agree to nine decimals. An area without a score has no place (``nan``).

    Parameters
    ----------
    score : array_like of shape (n_areas,)

    Returns
    -------
    ndarray of shape (n_areas,)
        Whole numbers from 1 to the number of areas with a score.

    Examples
    --------
    >>> ranks([2.5, 7, 7, np.nan, 1])
    array([ 3.,  1.,  1., nan,  4.])
    """
    score = as_numbers(score, ndim=1)
    seen = ~np.isnan(score)
    rank = np.full(score.shape, np.nan)
    falling = -score[seen].round(DECIMALS)
    _, place, alike = np.unique(falling, return_inverse=True, return_counts=True)
    rank[seen] = (np.cumsum(alike) - alike + 1)[place]
    return rank


def deciles(rank: ArrayLike) -> Floats:
    """The tenth of areas that each area falls in: 1 is the tenth with the most need.

    Area ``r`` of ``n`` falls in tenth ``ceil(10 r / n)``, as in the English indices; equal areas share a rank
    and so never fall in two tenths, and tenths can then differ in size.

    Parameters
    ----------
    rank : array_like of shape (n_areas,)
        From ``ranks``.

    Returns
    -------
    ndarray of shape (n_areas,)
        1 to 10, ``nan`` for an area without a rank.

    Examples
    --------
    >>> deciles([1, 2, 3, 4, np.nan])
    array([ 3.,  5.,  8., 10., nan])
    """
    rank = as_numbers(rank, ndim=1)
    ranked = int((~np.isnan(rank)).sum())
    return np.ceil(rank * 10 / max(ranked, 1))
