"""How far the answer depends on the weights: what moves the ranks, how sure a rank is, and why an area is high.

``scaled`` is a table of one row an area and one column an indicator, each from 0, the least need, to 1, the most;
``nan`` stands for what was not published. Areas stand in the order of their codes.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inroads.engine.compiling import COMPILED
from inroads.engine.kernels import sensitivity as compiled
from inroads.engine.need import ranks, sum_to_one, weighted_need
from inroads.engine.plain import sensitivity as plain
from inroads.engine.scales import Floats, as_numbers
from inroads.engine.spreading import Spread, blocks, serially

# A weight of one fifth then strays by about 0.056: two draws in three lie between 0.14 and 0.26.
CONCENTRATION = 50.0
DRAWS_IN_A_PIECE = 128
MOST_NUMBERS = 500_000_000


class EffectiveWeights(NamedTuple):
    """What each indicator does, beside the weight that it was given."""

    given: Floats  # (n_indicators,) the weights, adding up to one
    variance: Floats  # (n_indicators,) its part in how far scores differ; adds up to one
    places: Floats  # (n_indicators,) how many places an area moves on average when it is left out


def effective_weights(
    scaled: ArrayLike, weights: ArrayLike, *, enough_known: float = 0.75
) -> EffectiveWeights:
    """How much each indicator moves the scores and the ranks.

    An indicator that differs little between areas, or goes with none of the others, does less than its weight
    says; the part of one that goes against the others can lie below zero.

    Parameters
    ----------
    scaled : array_like of shape (n_areas, n_indicators)
    weights : array_like of shape (n_indicators,)
    enough_known : float, default 0.75
        As ``weighted_need``.

    Returns
    -------
    EffectiveWeights
        ``variance`` is 0 throughout where all areas score alike. ``places`` is ``nan`` for an indicator
        that carries the whole weight: without it there is no index.

    Raises
    ------
    ValueError
        As ``weighted_need``.

    References
    ----------
    Shorrocks (1982), Inequality decomposition by factor components, Econometrica 50(1), 193-211: ``variance``.
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 7: ``places``.

    Examples
    --------
    >>> found = effective_weights([[0, 0.5], [0.4, 0.6], [0.5, 0.3], [1, 0.4]], [1, 1])
    >>> found.given, found.variance.round(2), found.places
    (array([0.5, 0.5]), array([ 1.04, -0.04]), array([1.5, 0.5]))
    """
    need = weighted_need(scaled, weights, enough_known=enough_known)
    shares = sum_to_one(weights)
    scored = ~np.isnan(need.score)
    variance = np.zeros(len(shares))
    if scored.any():
        away = need.score[scored] - need.score[scored].mean()
        if (abs(away) > 1e-9).any():
            variance = away @ np.nan_to_num(need.contributions[scored]) / (away @ away)
    places = np.full(len(shares), np.nan)
    for k in range(len(shares)):
        rest = np.where(np.arange(len(shares)) == k, 0.0, shares)
        if rest.any():
            without = weighted_need(scaled, rest, enough_known=enough_known).score
            both = scored & ~np.isnan(without)
            if both.any():
                places[k] = abs(ranks(without[both]) - ranks(need.score[both])).mean()
    return EffectiveWeights(shares, variance, places)


def drawn_weights(
    weights: ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 1000,
    concentration: float = CONCENTRATION,
) -> Floats:
    """Weights that others might have chosen: drawn at random around those given (Dirichlet).

    Parameters
    ----------
    weights : array_like of shape (n_indicators,)
        Their mean. A weight of nothing stays nothing.
    rng : numpy.random.Generator
    draws : int, default 1000
    concentration : float, default 50
        How close they stay: a weight w has the standard deviation sqrt(w (1 - w) / (concentration + 1)).

    Returns
    -------
    ndarray of shape (draws, n_indicators)
        Each row adds up to one.

    Raises
    ------
    ValueError
        If the weights cannot be used, or there are too few draws or too many numbers to draw.

    References
    ----------
    Lahdelma and Salminen (2001), SMAA-2: stochastic multicriteria acceptability analysis for group decision making,
    Operations Research 49(3), 444-454.

    Examples
    --------
    >>> drawn_weights([2, 1, 0], np.random.default_rng(1), draws=2).round(2)
    array([[0.66, 0.34, 0.  ],
           [0.73, 0.27, 0.  ]])
    """
    shares = sum_to_one(weights)
    if draws < 1:
        raise ValueError("There must be at least one draw")
    if not (np.isfinite(concentration) and concentration > 0):
        raise ValueError("The concentration of draws must be a number above zero")
    if draws * len(shares) > MOST_NUMBERS:
        raise ValueError("So many draws of so many weights do not fit: ask for fewer")
    drawn = np.zeros((draws, len(shares)))
    some = shares > 0
    drawn[:, some] = rng.dirichlet(shares[some] * concentration, size=draws)
    return drawn


def most_need_probability(
    scaled: ArrayLike,
    weights: ArrayLike,
    drawn: ArrayLike,
    *,
    most: float = 0.1,
    enough_known: float = 0.75,
    spread: Spread = serially,
) -> Floats:
    """How often each area is in the tenth with the most need when the weights are drawn again and again.

    Of n areas n/10, rounded down, are in the tenth, in every draw. Scores that agree to nine decimals are equal,
    and of equals those come first that stand first: so the answer hangs neither on rounding nor on chance.

    Parameters
    ----------
    scaled : array_like of shape (n_areas, n_indicators)
    weights : array_like of shape (n_indicators,)
        Those that were chosen; they decide which areas are scored at all.
    drawn : array_like of shape (draws, n_indicators)
        From ``drawn_weights``.
    most : float, default 0.1
        The part of the areas that is asked about.
    enough_known : float, default 0.75
        As ``weighted_need``.
    spread : Spread, default serially
        Where to work, as in ``inroads.engine.spreading``; the answer is the same everywhere.

    Returns
    -------
    ndarray of shape (n_areas,)
        0 to 1; ``nan`` for an area without a score. A draw that gives no weight to anything published about an
        area puts it last.

    Raises
    ------
    ValueError
        If weights or values cannot be used, or the shapes do not agree.

    References
    ----------
    Lahdelma and Salminen (2001), SMAA-2, Operations Research 49(3), 444-454: rank acceptability.

    Examples
    --------
    >>> scaled = [[1, 0.4], [0.9, 0.6], [0, 0], [0.1, 0.2]]
    >>> most_need_probability(scaled, [1, 1], [[0.5, 0.5], [0.9, 0.1], [0.8, 0.2]], most=0.25)
    array([0.66666667, 0.33333333, 0.        , 0.        ])
    """
    table, shares, scored = _scored(scaled, weights, enough_known)
    rows = _rows(drawn, len(shares))
    if not 0 < most <= 1:
        raise ValueError("The part of the areas that is asked about lies above 0, up to 1")
    probability = np.where(scored, 0.0, np.nan)
    kept = table[scored]
    wanted = int(np.floor(len(kept) * most + 1e-9))
    if wanted == 0:
        return probability
    missing = np.isnan(kept)
    filled = np.ascontiguousarray(np.where(missing, 0.0, kept).T)
    first = np.concatenate([[0], np.cumsum(missing.sum(axis=1))]).astype(np.int64)
    which = np.nonzero(missing)[1].astype(np.int64)
    pieces = (
        (filled, rows[block], first, which, wanted) for block in blocks(len(rows), DRAWS_IN_A_PIECE)
    )
    times = np.zeros(len(kept), np.int64)
    for counted in spread(_times_in_top, pieces):
        times += counted
    probability[scored] = times / len(rows)
    return probability


def _times_in_top(piece: tuple) -> NDArray[np.int32]:
    """How often each area is among the highest in some of the draws."""
    table, drawn, first, missing, wanted = piece
    times = np.zeros(table.shape[1], np.int32)
    count = compiled.times_in_top if COMPILED else plain.times_in_top
    count(table, drawn, first, missing, table.min(axis=1), table.max(axis=1), wanted, times)
    return times


class RankIntervals(NamedTuple):
    """Between which places each area stands in most draws; ``nan`` for an area without a score."""

    lowest: Floats  # (n_areas,) the better end: 1 is the most need
    middle: Floats  # (n_areas,) half the draws put it here or before
    highest: Floats  # (n_areas,)


def rank_intervals(
    scaled: ArrayLike,
    weights: ArrayLike,
    drawn: ArrayLike,
    *,
    confidence: float = 0.9,
    enough_known: float = 0.75,
) -> RankIntervals:
    """Between which places each area stands in nine of ten draws of the weights.

    Parameters
    ----------
    scaled, weights, drawn, enough_known
        As ``most_need_probability``.
    confidence : float, default 0.9
        The part of the draws that the interval holds: as many lie below it as above.

    Returns
    -------
    RankIntervals
        Whole numbers. Equal areas share the better place, as in ``ranks``.

    Raises
    ------
    ValueError
        As ``most_need_probability``; or if draws times areas come to more than fits.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality
    assessment of composite indicators, Journal of the Royal Statistical Society A 168(2), 307-323.

    Examples
    --------
    >>> scaled = [[1, 0.4], [0.9, 0.6], [0, 0], [0.1, 0.2]]
    >>> rank_intervals(scaled, [1, 1], [[0.5, 0.5], [0.9, 0.1], [0.8, 0.2]])
    RankIntervals(lowest=array([1., 1., 4., 3.]), middle=array([1., 2., 4., 3.]),
                  highest=array([2., 2., 4., 3.]))
    """
    table, shares, scored = _scored(scaled, weights, enough_known)
    rows = _rows(drawn, len(shares))
    if not 0 < confidence < 1:
        raise ValueError("The confidence lies between 0 and 1")
    kept = table[scored]
    if len(rows) * len(kept) > MOST_NUMBERS:
        raise ValueError("So many draws for so many areas do not fit: ask for fewer draws")
    missing = np.isnan(kept)
    filled = np.ascontiguousarray(np.where(missing, 0.0, kept).T)
    some = np.flatnonzero(missing.any(axis=1))
    places = np.empty((len(kept), len(rows)), np.int32)
    for draw, drawn_shares in enumerate(rows):
        score = np.zeros(len(kept))
        for share, column in zip(drawn_shares, filled, strict=True):
            score += share * column
        known = 1 - missing[some] @ drawn_shares
        score[some] = np.where(known > 1e-12, score[some] / np.maximum(known, 1e-12), -1.0)
        places[:, draw] = ranks(score)
    places.sort(axis=1)
    tail = (1 - confidence) / 2
    found = []
    for part in (tail, 0.5, 1 - tail):
        ends = np.full(len(table), np.nan)
        ends[scored] = places[:, max(int(np.ceil(part * len(rows) - 1e-9)), 1) - 1]
        found.append(ends)
    return RankIntervals(*found)


class Reasons(NamedTuple):
    """Why areas score above or below the mean, indicator by indicator."""

    excess: Floats  # (n_areas, n_indicators) points above the mean; nan where nothing was published
    score: Floats  # (n_areas,)
    mean: Floats  # (n_areas,) what an area at the mean in all that was published about this one would score


def reasons(
    scaled: ArrayLike,
    weights: ArrayLike,
    *,
    frame_mean: ArrayLike | None = None,
    top: float = 10.0,
    enough_known: float = 0.75,
) -> Reasons:
    """Why an area is high: what each indicator adds beyond what it adds in an area at the mean.

    Parameters
    ----------
    scaled : array_like of shape (n_areas, n_indicators)
    weights : array_like of shape (n_indicators,)
    frame_mean : array_like of shape (n_indicators,), optional
        The mean of each scaled indicator over the frame; without it, over the areas given.
    top : float, default 10
    enough_known : float, default 0.75
        As ``weighted_need``.

    Returns
    -------
    Reasons
        A row of ``excess`` adds up to ``score - mean``.

    Raises
    ------
    ValueError
        As ``weighted_need``, or if the frame has another shape.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 1.8 (back to the details).

    Examples
    --------
    >>> found = reasons([[1, 0.5], [0, 0.5]], [3, 1])
    >>> found.excess
    array([[ 3.75,  0.  ],
           [-3.75,  0.  ]])
    """
    need = weighted_need(scaled, weights, top=top, enough_known=enough_known)
    table, shares = as_numbers(scaled, ndim=2), sum_to_one(weights)
    if frame_mean is None:
        seen = ~np.isnan(table)
        total = np.where(seen, table, 0.0).sum(axis=0)
        means = np.divide(
            total, seen.sum(axis=0), out=np.zeros(len(shares)), where=seen.any(axis=0)
        )
    else:
        means = as_numbers(frame_mean, ndim=1)
        if means.shape != shares.shape or np.isnan(means).any():
            raise ValueError("The frame needs one mean for each indicator")
    scored = ~np.isnan(need.score)
    divisor = np.where(scored, need.known, np.nan)
    at_mean = np.where(np.isnan(table), np.nan, means * shares * top) / divisor[:, None]
    return Reasons(
        excess=need.contributions - at_mean,
        score=need.score,
        mean=np.where(scored, np.nansum(at_mean, axis=1), np.nan),
    )


def _scored(
    scaled: ArrayLike, weights: ArrayLike, enough_known: float
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The table, the weights as shares, and which areas have a score by them."""
    table, shares = as_numbers(scaled, ndim=2), sum_to_one(weights)
    if (abs(table) > 1e6).any():
        raise ValueError("A scaled value lies near 0 to 1")
    need = weighted_need(table, shares, enough_known=enough_known)
    return table, shares, ~np.isnan(need.score)


def _rows(drawn: ArrayLike, n_indicators: int) -> Floats:
    """Draws that each add up to one."""
    rows = as_numbers(drawn, ndim=2)
    if not len(rows) or rows.shape[1] != n_indicators:
        raise ValueError(
            "Each draw needs one weight for each indicator, and there must be one draw"
        )
    if np.isnan(rows).any() or (rows < 0).any() or not np.allclose(rows.sum(axis=1), 1, atol=1e-9):
        raise ValueError("The weights of a draw are not below zero and add up to one")
    return np.ascontiguousarray(rows)
