"""How long a journey takes by car, on foot or by bus, judged by the straight line; and places on the globe."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.scales import Floats

# The radius of a globe with the volume of the Earth, in metres.
EARTH = 6_371_008.8


class Travel(NamedTuple):
    """A way of travelling: how fast it goes, how much the road winds, and what a journey takes besides."""

    kmh: float  # mean speed from door to door, without `extra_minutes`
    road_factor: float  # length of the road over the length of the straight line, 1 or more
    extra_minutes: float = 0.0  # parking, or walking to the stop and waiting there


# Judgements, to be replaced by what is known of a place. 1.4 is what Ballou et al. measured between English
# towns; footpaths wind less. 4.8 km/h is the pace that Transport for London plans with.
CAR = Travel(kmh=40, road_factor=1.4, extra_minutes=5)
FOOT = Travel(kmh=4.8, road_factor=1.3)
BUS = Travel(kmh=20, road_factor=1.4, extra_minutes=15)


def minutes_for(metres: ArrayLike, travel: Travel) -> Floats:
    """How long it takes to travel between two places so far apart in a straight line.

    Parameters
    ----------
    metres : array_like
        Straight-line distance; ``inf`` where there is no way.
    travel : Travel

    Returns
    -------
    ndarray of the same shape
        Minutes from door to door. No distance at all takes no time: nobody fetches the car for it.

    Raises
    ------
    ValueError
        If a distance is below zero or no number, or the way of travelling is impossible.

    References
    ----------
    Ballou, Rahardja and Sakai (2002), Selected country circuity factors for road travel distance estimation,
    Transportation Research Part A 36(9), 843-848.

    Examples
    --------
    >>> minutes_for([0, 1000, 10_000], CAR)
    array([ 0. ,  7.1, 26. ])
    """
    _check(travel)
    metres = _lengths(metres, "A distance")
    by_road = metres * (travel.road_factor * 60 / 1000 / travel.kmh)
    return np.where(metres > 0, by_road + travel.extra_minutes, 0.0)


def metres_within(minutes: ArrayLike, travel: Travel) -> Floats:
    """How far in a straight line one gets in so many minutes: the opposite of ``minutes_for``.

    Parameters
    ----------
    minutes : array_like
        Longest journey; 0 or more.
    travel : Travel

    Returns
    -------
    ndarray of the same shape
        Metres; 0 where the minutes do not even reach beyond what every journey takes besides.

    Raises
    ------
    ValueError
        If a time is below zero or no number, or the way of travelling is impossible.

    Examples
    --------
    >>> metres_within([5, 30], CAR).round()
    array([    0., 11905.])
    """
    _check(travel)
    moving = np.maximum(_lengths(minutes, "A time") - travel.extra_minutes, 0.0)
    return moving / (travel.road_factor * 60 / 1000 / travel.kmh)


def on_the_globe(latitude: ArrayLike, longitude: ArrayLike) -> Floats:
    """Places as points in space, so that the straight line through the Earth tells the way along its surface.

    A circle on the surface is where a ball about its centre cuts the globe: the chord is 2 r sin(d / 2r).
    So whatever finds neighbours by straight lines finds them by great circles too, exactly.

    Parameters
    ----------
    latitude, longitude : array_like of shape (n,)
        Degrees (WGS 84).

    Returns
    -------
    ndarray of shape (n, 3)
        Metres from the centre of a globe of radius 6,371,008.8 m.

    Raises
    ------
    ValueError
        If a place has no coordinates, or they lie on no globe.

    References
    ----------
    Moritz (2000), Geodetic Reference System 1980, Journal of Geodesy 74, 128-133: the mean radius.

    Examples
    --------
    >>> on_the_globe([0, 90], [0, 0]).round()
    array([[6371009.,       0.,       0.],
           [      0.,       0., 6371009.]])
    """
    try:
        north = np.asarray(latitude, dtype=float)
        east = np.asarray(longitude, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("A latitude or longitude must be a number") from error
    if north.ndim != 1 or north.shape != east.shape:
        raise ValueError("Each place needs one latitude and one longitude")
    if not (np.isfinite(north).all() and np.isfinite(east).all()):
        raise ValueError("A place without coordinates must be left out first")
    if (abs(north) > 90).any() or (abs(east) > 360).any():
        raise ValueError("A latitude lies between -90 and 90 degrees, a longitude within 360")
    north, east = np.radians(north), np.radians(east)
    across = EARTH * np.cos(north)
    return np.column_stack([across * np.cos(east), across * np.sin(east), EARTH * np.sin(north)])


def _lengths(values: ArrayLike, what: str) -> Floats:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} must be a number") from error
    if np.isnan(numbers).any():
        raise ValueError(f"{what} must be a number")
    if (numbers < 0).any():
        raise ValueError(f"{what} cannot be below zero")
    return numbers


def _check(travel: Travel) -> None:
    if not np.isfinite(travel).all() or travel.kmh <= 0:
        raise ValueError("A speed must be a number above zero")
    if travel.road_factor < 1:
        raise ValueError("No road is shorter than the straight line: a road factor is 1 or more")
    if travel.extra_minutes < 0:
        raise ValueError("What a journey takes besides cannot be below zero minutes")
