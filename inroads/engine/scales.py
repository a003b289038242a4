"""Published columns brought to one scale, so that a share, a distance and a score can be added up.

Every function takes and returns plain arrays: one row an area, one column an indicator. ``nan`` stands for
a value that was not published; it stays missing, and nothing is put in its place.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Directions = Sequence[bool] | NDArray[np.bool_]


def share(part: ArrayLike, whole: ArrayLike) -> Floats:
    """What part of a whole something is: people aged 75 or over among all people.

    Parameters
    ----------
    part : array_like of shape (n_areas,)
        A count.
    whole : array_like of shape (n_areas,)
        The count that it is a part of.

    Returns
    -------
    ndarray of shape (n_areas,)
        The share. ``nan`` where either count was not published, or where the whole is nothing.
        Slightly above one can happen: published tables are rounded apart from one another.

    Raises
    ------
    ValueError
        If a count is below zero or has no end.

    Examples
    --------
    >>> share([150, 3, np.nan], [600, 0, 500])
    array([0.25,  nan,  nan])
    """
    part, whole = as_numbers(part), as_numbers(whole)
    if (part < 0).any() or (whole < 0).any():
        raise ValueError("A count cannot be below zero")
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def extent(values: ArrayLike) -> tuple[Floats, Floats]:
    """The lowest and the highest published value of each indicator over a frame of areas.

    The frame is the set of areas that a scale is drawn over: those of one council, or of all England.

    Parameters
    ----------
    values : array_like of shape (n_areas, n_indicators)
        The indicators in every area of the frame.

    Returns
    -------
    lowest, highest : ndarrays of shape (n_indicators,)
        ``nan`` for an indicator that is published for no area of the frame.

    Raises
    ------
    ValueError
        If a value is infinite, or the values are not a table.

    Examples
    --------
    >>> extent([[1, 10], [3, np.nan]])
    (array([ 1., 10.]), array([ 3., 10.]))
    """
    table = as_numbers(values, ndim=2)
    seen = ~np.isnan(table)
    lowest = np.where(seen, table, np.inf).min(axis=0, initial=np.inf)
    highest = np.where(seen, table, -np.inf).max(axis=0, initial=-np.inf)
    nowhere = lowest > highest
    return np.where(nowhere, np.nan, lowest), np.where(nowhere, np.nan, highest)


def scale_by_range(
    values: ArrayLike,
    more_is_need: Directions,
    frame: tuple[ArrayLike, ArrayLike] | None = None,
) -> Floats:
    """Each indicator on a scale from 0, the least need in the frame, to 1, the most (min-max).

    The unit of an indicator does not matter, nor where its zero lies; its outliers do.

    Parameters
    ----------
    values : array_like of shape (n_areas, n_indicators)
        The indicators, each in its own unit.
    more_is_need : sequence of bool, of length n_indicators
        Whether a higher value means more need; where it does not, the scale is turned round.
    frame : pair of array_like of shape (n_indicators,), optional
        The ends of each scale, as ``extent`` finds them over a wider frame; without it, over the
        areas given. An area outside the frame falls below 0 or above 1: it is not cut off.

    Returns
    -------
    ndarray of shape (n_areas, n_indicators)
        The scaled indicators. ``nan`` where nothing was published. An indicator that is the same in the
        whole frame tells no two areas apart; it is 0.5 everywhere, so that it moves no area.

    Raises
    ------
    ValueError
        If a value is infinite or the shapes do not agree.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 5.3 (min-max).

    Examples
    --------
    >>> scale_by_range([[10, 1], [20, 2], [30, 5]], [True, False])
    array([[0.  , 1.  ],
           [0.5 , 0.75],
           [1.  , 0.  ]])
    """
    table = as_numbers(values, ndim=2)
    more = one_each(more_is_need, table)
    low, high = (as_numbers(end) for end in (frame or extent(table)))
    if low.shape != more.shape or high.shape != more.shape:
        raise ValueError("The frame needs a lowest and a highest value for each indicator")
    # In halves, so that the distance between two very large numbers still has an end.
    width = high / 2 - low / 2
    same = np.where(np.isnan(table) | np.isnan(width), np.nan, 0.5)
    scaled = np.divide(table / 2 - low / 2, width, out=same, where=width > 0)
    return np.where(more, scaled, 1 - scaled)


def scale_by_rank(values: ArrayLike, more_is_need: Directions) -> Floats:
    """Each indicator as the share of areas with no more need than this one, from 1/n to 1.

    Outliers do not matter, nor does any unit; how far apart two neighbours are does not either. The frame
    is the areas given, for each indicator those where it was published. Equal areas share their mean place.

    Parameters
    ----------
    values : array_like of shape (n_areas, n_indicators)
        The indicators, each in its own unit.
    more_is_need : sequence of bool, of length n_indicators
        Whether a higher value means more need.

    Returns
    -------
    ndarray of shape (n_areas, n_indicators)
        1 for the most need; ``nan`` where nothing was published.

    Raises
    ------
    ValueError
        If a value is infinite or the shapes do not agree.

    References
    ----------
    MHCLG (2025), The English Indices of Deprivation 2025: Technical Report: R is scaled to the range (0, 1].

    Examples
    --------
    >>> scale_by_rank([[10], [20], [20], [90]], [True]).ravel()
    array([0.25 , 0.625, 0.625, 1.   ])
    """
    table = as_numbers(values, ndim=2)
    more = one_each(more_is_need, table)
    scaled = np.full(table.shape, np.nan)
    for column, upwards in enumerate(more):
        seen = ~np.isnan(table[:, column])
        published = table[seen, column] if upwards else -table[seen, column]
        _, place, alike = np.unique(published, return_inverse=True, return_counts=True)
        mean_place = np.cumsum(alike) - (alike - 1) / 2
        scaled[seen, column] = mean_place[place] / max(len(published), 1)
    return scaled


def stretch(ranked: ArrayLike) -> Floats:
    """Ranked indicators stretched so that the areas of most need stand well apart (exponential).

    A high place in one indicator is then not cancelled by a low place in another: the tenth with the
    most need takes up the upper half of the scale.

    Parameters
    ----------
    ranked : array_like
        Shares of areas from ``scale_by_rank``, between 0 and 1.

    Returns
    -------
    ndarray of the same shape
        From 0 to 1; the English indices print a hundred times as much.

    Raises
    ------
    ValueError
        If a value lies outside 0 to 1.

    References
    ----------
    MHCLG (2025), The English Indices of Deprivation 2025: Technical Report: E = -23 ln(1 - R (1 - exp(-100/23))).

    Examples
    --------
    >>> stretch([0, 0.5, 0.9, 1]).round(3)
    array([0.   , 0.156, 0.504, 1.   ])
    """
    ranked = as_numbers(ranked)
    if (ranked < 0).any() or (ranked > 1).any():
        raise ValueError("A rank is stretched from its share of areas, between 0 and 1")
    return -0.23 * np.log1p(ranked * np.expm1(-100 / 23))


def as_numbers(values: ArrayLike, ndim: int | None = None) -> Floats:
    """The values as numbers; missing is allowed, infinite is not."""
    try:
        table = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            "Every value must be a number, or nan where nothing was published"
        ) from error
    if np.isinf(table).any():
        raise ValueError("A value cannot be infinite")
    if ndim is not None and table.ndim != ndim:
        raise ValueError(f"The values must have {ndim} dimensions, one row an area")
    return table


def one_each(more_is_need: Directions, table: Floats) -> NDArray[np.bool_]:
    """One direction for each column."""
    more = np.asarray(more_is_need)
    if more.dtype != bool or more.shape != table.shape[1:]:
        raise ValueError("Each indicator needs True or False for whether more of it is need")
    return more
