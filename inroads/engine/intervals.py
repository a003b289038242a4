"""How sure a figure is: the interval beside a share, a rate, or a difference of two shares.

An interval speaks of chance alone: how far the figure of such a sample, or of so few events, may lie from what it would
be in the long run. It knows nothing of who did not answer, or of what was not counted. A figure that was counted in
full and is meant as what happened needs none.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from inroads.engine.scales import Floats


class Interval(NamedTuple):
    """A figure and the two ends of its interval; ``nan`` where there is no figure."""

    value: Floats
    low: Floats
    high: Floats


def share_interval(count: ArrayLike, total: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """A share of people and its interval (Wilson's score interval).

    It lies between 0 and 1, is never of no width, and holds the true share about as often as it says even for few
    answers, which the usual formula, the share give or take two standard errors, does not.

    Parameters
    ----------
    count : array_like
        How many said yes: whole numbers.
    total : array_like
        How many were asked and answered.
    confidence : float, default 0.95

    Returns
    -------
    Interval
        Where nobody answered there is no share, and nothing is known of it: ``nan``, 0 and 1.

    Raises
    ------
    ValueError
        If a count is no whole number, is below zero, or is more than its total.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22, 209-212.

    Examples
    --------
    >>> share, low, high = share_interval([81, 0], [263, 20])
    >>> share.round(4), low.round(4), high.round(4)
    (array([0.308, 0.   ]), array([0.2553, 0.    ]), array([0.3662, 0.1611]))
    """
    yes, asked = _parts(count, total)
    z = _quantile(confidence)
    some = asked > 0
    n = np.where(some, asked, 1.0)
    share = yes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Interval(
        value=np.where(some, share, np.nan),
        low=np.where(some & (yes > 0), np.clip(middle - half, 0, 1), 0.0),
        high=np.where(some & (yes < asked), np.clip(middle + half, 0, 1), 1.0),
    )


def difference_interval(
    count: ArrayLike,
    total: ArrayLike,
    count_before: ArrayLike,
    total_before: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Interval:
    """By how much a share differs from another of other people, and the interval (Newcombe's hybrid score).

    For two waves of a survey answered by different people, or whose answers cannot be paired. If most people answered
    both, the interval is wider than it need be.

    Parameters
    ----------
    count, total : array_like
        How many said yes, of how many who answered: now, or here.
    count_before, total_before : array_like
        The same before, or elsewhere.
    confidence : float, default 0.95

    Returns
    -------
    Interval
        Share less share before, from -1 to 1. ``nan``, -1 and 1 where nobody answered one of the two.

    Raises
    ------
    ValueError
        As ``share_interval``.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of eleven
    methods, Statistics in Medicine 17, 873-890: method 10.

    Examples
    --------
    >>> difference, low, high = difference_interval(56, 70, 48, 80)
    >>> float(difference.round(4)), float(low.round(4)), float(high.round(4))
    (0.2, 0.0524, 0.3339)
    """
    now = share_interval(count, total, confidence=confidence)
    then = share_interval(count_before, total_before, confidence=confidence)
    difference = now.value - then.value
    known = ~np.isnan(difference)
    below = np.sqrt((now.value - now.low) ** 2 + (then.high - then.value) ** 2)
    above = np.sqrt((now.high - now.value) ** 2 + (then.value - then.low) ** 2)
    return Interval(
        value=difference,
        low=np.where(known, np.maximum(difference - below, -1.0), -1.0),
        high=np.where(known, np.minimum(difference + above, 1.0), 1.0),
    )


def rate_interval(count: ArrayLike, exposure: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """How often something happens and its interval (exact, from Poisson's law).

    Parameters
    ----------
    count : array_like
        How often it happened: whole numbers.
    exposure : array_like
        In how many sessions, weeks, or thousand people it could have.
    confidence : float, default 0.95

    Returns
    -------
    Interval
        Per unit of exposure. Where there was no exposure there is no rate: ``nan``, 0 and ``inf``.

    Raises
    ------
    ValueError
        If a count is no whole number or below zero; if the exposure is, or if something happened without any.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437-442.

    Examples
    --------
    >>> rate, low, high = rate_interval([0, 5, 10], [1, 1, 2])
    >>> rate, low.round(3), high.round(3)
    (array([0., 5., 5.]), array([0.   , 1.623, 2.398]), array([ 3.689, 11.668,  9.195]))
    """
    times, seen = np.broadcast_arrays(_whole(count), _numbers(exposure, "An exposure"))
    tail = _tail(confidence)
    if ((seen == 0) & (times > 0)).any():
        raise ValueError("Nothing can have happened without an exposure")
    some = seen > 0
    divisor = np.where(some, seen, 1.0)
    low = np.where(times > 0, gammaincinv(np.maximum(times, 1), tail), 0.0)
    return Interval(
        value=np.where(some, times / divisor, np.nan),
        low=np.where(some, low / divisor, 0.0),
        high=np.where(some, gammaincinv(times + 1, 1 - tail) / divisor, np.inf),
    )


def standardised_rate_interval(
    counts: ArrayLike, exposures: ArrayLike, weights: ArrayLike, *, confidence: float = 0.95
) -> Interval:
    """One rate out of the rates of several groups, weighed as a standard population, and its interval (gamma).

    So that a place with many old people can be compared with one with few. With one group it is ``rate_interval``.

    Parameters
    ----------
    counts : array_like of shape (..., n_groups)
        How often it happened in each group.
    exposures : array_like of shape (..., n_groups)
        The people of each group, above zero.
    weights : array_like of shape (n_groups,)
        The share of each group in the standard population; made to add up to one.
    confidence : float, default 0.95

    Returns
    -------
    Interval
        Of shape (...,).

    Raises
    ------
    ValueError
        As ``rate_interval``, or if a group that counts has no exposure.

    References
    ----------
    Fay and Feuer (1997), Confidence intervals for directly standardized rates: a method based on the gamma
    distribution, Statistics in Medicine 16, 791-801.

    Examples
    --------
    >>> rate, low, high = standardised_rate_interval([4, 9], [2, 3], [0.4, 0.6])
    >>> float(rate.round(3)), float(low.round(3)), float(high.round(3))
    (2.6, 1.384, 4.446)
    """
    times, seen = _whole(counts), _numbers(exposures, "An exposure")
    shares = _numbers(weights, "A weight")
    tail = _tail(confidence)
    if shares.ndim != 1 or not shares.any() or times.shape[-1:] != shares.shape:
        raise ValueError("Each group needs one count, one exposure and one weight")
    if seen.shape[-1:] != shares.shape:
        raise ValueError("Each group needs one count, one exposure and one weight")
    if (seen[..., shares > 0] == 0).any():
        raise ValueError("A group that counts needs an exposure")
    counted = shares > 0
    each = shares[counted] / shares.sum() / seen[..., counted]
    times = times[..., counted]
    rate, variance = (times * each).sum(axis=-1), (times * each**2).sum(axis=-1)
    largest = each.max(axis=-1)
    some = rate > 0
    spread = np.where(some, variance, 1.0)
    low = (
        gammaincinv(np.where(some, rate**2, 1.0) / spread, tail)
        * spread
        / np.where(some, rate, 1.0)
    )
    wider, further = variance + largest**2, rate + largest
    high = gammaincinv(further**2 / wider, 1 - tail) * wider / further
    return Interval(value=rate, low=np.where(some, low, 0.0), high=high)


def _parts(count: ArrayLike, total: ArrayLike) -> tuple[Floats, Floats]:
    part, whole = np.broadcast_arrays(_whole(count), _whole(total))
    if (part > whole).any():
        raise ValueError("A part cannot be more than its whole")
    return part, whole


def _whole(values: ArrayLike) -> Floats:
    numbers = _numbers(values, "A count")
    if (numbers != np.floor(numbers)).any():
        raise ValueError("A count must be a whole number")
    return numbers


def _numbers(values: ArrayLike, what: str) -> Floats:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} must be a number") from error
    if not np.isfinite(numbers).all():
        raise ValueError(f"{what} must be a number")
    if (numbers < 0).any():
        raise ValueError(f"{what} cannot be below zero")
    return numbers


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("The confidence lies between 0 and 1")
    return (1 - confidence) / 2


def _quantile(confidence: float) -> float:
    return float(ndtri(1 - _tail(confidence)))
