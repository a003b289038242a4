"""What was asked, looked at before anything is worked out: a number that cannot be meant is refused in words."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inroads.engine.scales import Floats

Ints = NDArray[np.int64]


def amounts(values: ArrayLike, count: int, what: str, each: str) -> Floats:
    """One amount for each thing, 0 or more.

    Parameters
    ----------
    values : array_like of shape (count,)
    count : int
    what, each : str
        What the amounts are of, and what there is one for, as the refusal says it.

    Returns
    -------
    ndarray of float, of shape (count,)

    Raises
    ------
    ValueError
        If one is missing, no number, below zero or without end, or if they have no sum.

    Examples
    --------
    >>> amounts([3, -1], 2, "people", "area")
    Traceback (most recent call last):
    ...
    ValueError: The people of each area cannot be below zero
    """
    try:
        given = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"The {what} of each {each} must be a number") from error
    if given.shape != (count,):
        raise ValueError(f"There must be one number of {what} for each {each}")
    if not np.isfinite(given).all():
        raise ValueError(f"The {what} of each {each} must be a number")
    if (given < 0).any():
        raise ValueError(f"The {what} of each {each} cannot be below zero")
    with np.errstate(over="ignore"):
        if not np.isfinite(given.sum()):
            raise ValueError(f"The {what} of all cannot be added up: use a larger unit")
    return given


def numbers_of(values: ArrayLike, count: int, what: str) -> Ints:
    """Which ones are meant: their numbers from 0, rising, each once.

    Examples
    --------
    >>> numbers_of([4, 0, 4], 5, "site")
    array([0, 4])
    >>> numbers_of([5], 5, "site")
    Traceback (most recent call last):
    ...
    ValueError: There is no site 5: they are numbered from 0 to 4
    """
    given = np.asarray(values)
    if given.size == 0:
        return np.zeros(0, np.int64)
    if given.ndim != 1 or given.dtype.kind not in "iu":
        raise ValueError(f"A {what} is named by its number, a whole one")
    strange = given[(given < 0) | (given >= count)]
    if len(strange):
        raise ValueError(
            f"There is no {what} {strange[0]}: they are numbered from 0 to {count - 1}"
        )
    return np.unique(given).astype(np.int64)


def counted(people: ArrayLike, priority: ArrayLike | None, n_areas: int) -> Floats:
    """The people of each area, each counted by the priority of the area.

    Examples
    --------
    >>> counted([10, 20], [1, 2], 2)
    array([10., 40.])
    """
    worth = amounts(people, n_areas, "people", "area")
    if priority is None:
        return worth
    with np.errstate(over="ignore"):
        worth = worth * amounts(priority, n_areas, "priority", "area")
    return amounts(worth, n_areas, "counted people", "area")


def open_and_barred(fixed: ArrayLike, forbidden: ArrayLike, n_sites: int) -> tuple[Ints, Ints]:
    """The sites that are open anyway, and those that must not open.

    Examples
    --------
    >>> open_and_barred([2], [2], 5)
    Traceback (most recent call last):
    ...
    ValueError: Site 2 is both fixed and forbidden
    """
    stays = numbers_of(fixed, n_sites, "site")
    never = numbers_of(forbidden, n_sites, "site")
    both = np.intersect1d(stays, never)
    if len(both):
        raise ValueError(f"Site {both[0]} is both fixed and forbidden")
    return stays, never


def the_others(count: int, *some: Ints) -> Ints:
    """The numbers up to a count that are in none of these lists.

    Examples
    --------
    >>> the_others(5, np.array([1]), np.array([3, 1]))
    array([0, 2, 4])
    """
    left = np.ones(count, bool)
    for numbers in some:
        left[numbers] = False
    return np.flatnonzero(left)


def whole_number(value: object, what: str, least: int = 0) -> int:
    """A whole number that is not too small.

    Examples
    --------
    >>> whole_number(2.5, "number of places")
    Traceback (most recent call last):
    ...
    ValueError: The number of places must be a whole number, 0 or more
    """
    number = np.asarray(value)
    if number.shape != () or number.dtype.kind not in "iuf" or not number == np.floor(number):
        raise ValueError(f"The {what} must be a whole number, {least} or more")
    if not np.isfinite(number) or number < least:
        raise ValueError(f"The {what} must be a whole number, {least} or more")
    return int(number)
