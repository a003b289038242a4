"""Whether help can be reached: the nearest, what lies within reach, and how far it goes round (floating catchments).

Ways from areas to sites are ``distances`` (places on a map or on the globe, in metres) or ``journeys`` (a sparse
table, in minutes); every function takes either, and its limits are in their unit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.distances import Catchments as OfPlaces
from inroads.engine.distances import Distances
from inroads.engine.journeys import Catchments as OfJourneys
from inroads.engine.journeys import Journeys, Nearest
from inroads.engine.scales import Floats

Ways = Distances | Journeys

# Zones of less than 10, 20 and 30 minutes: a curve of Gauss that has all but ended at 30.
LUO_AND_QI = (1.0, 0.68, 0.22)


class Access(NamedTuple):
    """What each area can reach, per person in need; and how that came about.

    What is shared out is what there is: ``(demand * access).sum()`` equals the supply of all sites that
    anybody in need can reach.
    """

    access: Floats  # (n_areas,) supply for each person in need; 0 where there is none in reach
    share: Floats  # (n_sites,) supply of the site for each person in need within reach of it; 0 if nobody is
    load: Floats  # (n_sites,) people in need within reach, each counted by the weight of the way


def nearest(ways: Ways) -> Nearest:
    """The nearest site to each area, and how far it is.

    Parameters
    ----------
    ways : Distances or Journeys

    Returns
    -------
    Nearest
        Of sites equally near, the first in the list; ``-1`` and ``inf`` where none can be reached.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> nearest(journeys_from_table([[5, 3], [np.inf, np.inf]]))
    Nearest(site=array([ 1, -1]), length=array([ 3., inf]))
    """
    return ways.nearest()


def reachable(ways: Ways, limit: float) -> Journeys:
    """Every pair of an area and a site that lies within the limit.

    It holds 12 bytes a pair. To know only how much there is within reach ask ``within_reach_of_areas``,
    which holds none.

    Parameters
    ----------
    ways : Distances or Journeys
    limit : float
        Longest way that counts, in their unit.

    Returns
    -------
    Journeys

    Raises
    ------
    ValueError
        If the limit is below zero or no number.

    Examples
    --------
    >>> from inroads.engine.distances import distances
    >>> near = reachable(distances([[0, 0], [0, 900]], [[0, 1000], [0, 0]]), limit=500)
    >>> near.first, near.site, near.length
    (array([0, 1, 2]), array([1, 0], dtype=int32), array([  0., 100.]))
    """
    return ways.reachable(float(_zones([limit], [1.0])[0][0]))


def within_reach_of_areas(
    supply: ArrayLike, ways: Ways, limit: float, *, threads: int = 1
) -> Floats:
    """How much each area has within reach, however many others want it (cumulative opportunities).

    Parameters
    ----------
    supply : array_like of shape (n_sites,)
        Places, hours, or 1 for each site to count sites.
    ways : Distances or Journeys
    limit : float
        Longest way that counts, in their unit.
    threads : int, default 1
        The answer is the same for any number.

    Returns
    -------
    ndarray of shape (n_areas,)

    Raises
    ------
    ValueError
        If an amount is below zero or no number, or the shapes do not agree.

    References
    ----------
    Wachs and Kumagai (1973), Physical accessibility as a social indicator, Socio-Economic Planning Sciences 7(5).

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> within_reach_of_areas([10, 4], journeys_from_table([[5, 90], [20, 10]]), limit=30)
    array([10., 14.])
    """
    amounts = _amounts(supply, ways.n_sites, "supply", "site")
    return _catchments(ways, [limit], [1.0], threads).at_areas(amounts)


def within_reach_of_sites(
    demand: ArrayLike, ways: Ways, limit: float, *, threads: int = 1
) -> Floats:
    """How many people each site has within reach. As ``within_reach_of_areas``, seen from the other side.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> within_reach_of_sites([60, 40], journeys_from_table([[5, 90], [20, 10]]), limit=30)
    array([100.,  40.])
    """
    amounts = _amounts(demand, ways.n_areas, "demand", "area")
    return _catchments(ways, [limit], [1.0], threads).at_sites(amounts)


def two_step_floating_catchment(
    demand: ArrayLike, supply: ArrayLike, ways: Ways, catchment: float, *, threads: int = 1
) -> Access:
    """Supply that each area can reach, per person in need (2SFCA).

    Each site's supply is shared equally among all the people within reach of it; each area then adds up its
    share of every site that it can reach.

    Parameters
    ----------
    demand : array_like of shape (n_areas,)
        People in need.
    supply : array_like of shape (n_sites,)
        Places or hours a week.
    ways : Distances or Journeys
    catchment : float
        Longest way that counts as within reach, in their unit; the limit itself counts.
    threads : int, default 1
        The answer is the same, bit for bit, for any number.

    Returns
    -------
    Access

    Raises
    ------
    ValueError
        If an amount or the catchment is below zero or no number, or the shapes do not agree.

    References
    ----------
    Luo and Wang (2003), Measures of spatial accessibility to health care in a GIS environment, Environment and
    Planning B 30(6), 865-884.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> minutes = journeys_from_table([[5, 90], [20, 10]])
    >>> two_step_floating_catchment([60, 40], [10, 4], minutes, catchment=30).access
    array([0.1, 0.2])
    """
    return enhanced_two_step_floating_catchment(
        demand, supply, ways, [catchment], [1.0], threads=threads
    )


def enhanced_two_step_floating_catchment(
    demand: ArrayLike,
    supply: ArrayLike,
    ways: Ways,
    breaks: ArrayLike,
    weights: ArrayLike = LUO_AND_QI,
    *,
    threads: int = 1,
) -> Access:
    """Supply that each area can reach, per person in need, where the near counts more (E2SFCA).

    As ``two_step_floating_catchment``, but a way counts by the weight of the zone that it ends in, both when
    the people about a site are counted and when an area adds up its shares.

    Parameters
    ----------
    demand, supply, ways, threads
        As there.
    breaks : array_like of shape (n_zones,)
        The longest way of each zone, rising, in the unit of the ways; the limit itself counts.
    weights : array_like of shape (n_zones,), default (1, 0.68, 0.22)
        How much a way in each zone counts: from 0 to 1, never rising.

    Returns
    -------
    Access

    Raises
    ------
    ValueError
        As there, or if the breaks do not rise or the weights do not fall.

    References
    ----------
    Luo and Qi (2009), An enhanced two-step floating catchment area (E2SFCA) method, Health & Place 15(4), 1100-1107.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> minutes = journeys_from_table([[5, 90], [20, 10]])
    >>> found = enhanced_two_step_floating_catchment([60, 40], [10, 4], minutes, [10, 20, 30])
    >>> found.access.round(4), found.load
    (array([0.1147, 0.178 ]), array([87.2, 40. ]))
    """
    people = _amounts(demand, ways.n_areas, "demand", "area")
    places = _amounts(supply, ways.n_sites, "supply", "site")
    near = _catchments(ways, breaks, weights, threads)
    load = near.at_sites(people)
    share = np.divide(places, load, out=np.zeros(len(places)), where=load > 0)
    return Access(access=near.at_areas(share), share=share, load=load)


def three_step_floating_catchment(
    demand: ArrayLike,
    supply: ArrayLike,
    ways: Ways,
    breaks: ArrayLike,
    weights: ArrayLike = LUO_AND_QI,
    *,
    threads: int = 1,
) -> Access:
    """Supply that each area can reach, per person in need, if people divide among the sites near them (3SFCA).

    E2SFCA counts a person in full at every site in reach, and so sees too many people where sites are many.
    Here each person is first divided among the sites in reach by their weights.

    Parameters
    ----------
    demand, supply, ways, breaks, weights, threads
        As ``enhanced_two_step_floating_catchment``.

    Returns
    -------
    Access

    Raises
    ------
    ValueError
        As there.

    References
    ----------
    Wan, Zou and Sternberg (2012), A three-step floating catchment area method for analyzing spatial access to
    health services, International Journal of Geographical Information Science 26(6), 1073-1089.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> minutes = journeys_from_table([[5, 90], [20, 10]])
    >>> three_step_floating_catchment([60, 40], [10, 4], minutes, [10, 20, 30]).access.round(4)
    array([0.1408, 0.1388])
    """
    people = _amounts(demand, ways.n_areas, "demand", "area")
    places = _amounts(supply, ways.n_sites, "supply", "site")
    near = _catchments(ways, breaks, weights, threads)
    choice = near.at_areas(np.ones(len(places)))
    parted = np.divide(1.0, choice, out=np.zeros(len(people)), where=choice > 0)
    # The share of a person who chooses a site is its weight among theirs; counted by that weight once more.
    twice = near.squared()
    load = twice.at_sites(people * parted)
    share = np.divide(places, load, out=np.zeros(len(places)), where=load > 0)
    return Access(access=parted * twice.at_areas(share), share=share, load=load)


def _catchments(
    ways: Ways, breaks: ArrayLike, weights: ArrayLike, threads: int
) -> OfPlaces | OfJourneys:
    if threads < 1:
        raise ValueError("There must be at least one thread")
    return ways.catchments(*_zones(breaks, weights), threads)


def _amounts(values: ArrayLike, count: int, what: str, each: str) -> Floats:
    try:
        amounts = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"The {what} of each {each} must be a number") from error
    if amounts.shape != (count,):
        raise ValueError(f"There must be one {what} for each {each}")
    if not np.isfinite(amounts).all():
        raise ValueError(f"The {what} of each {each} must be a number")
    if (amounts < 0).any():
        raise ValueError(
            f"The {what} of an {each} cannot be below zero".replace("an site", "a site")
        )
    return amounts


def _zones(breaks: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    try:
        ends, counts = np.asarray(breaks, dtype=float), np.asarray(weights, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("The limits of reach must be numbers") from error
    if ends.ndim != 1 or not len(ends) or ends.shape != counts.shape:
        raise ValueError("Each zone of reach needs one limit and one weight")
    if not (np.isfinite(ends).all() and np.isfinite(counts).all()):
        raise ValueError("The limits of reach must be numbers")
    if (ends < 0).any() or (np.diff(ends) <= 0).any():
        raise ValueError("The limits of reach must rise, and none be below zero")
    if (counts < 0).any() or (counts > 1).any() or (np.diff(counts) > 0).any():
        raise ValueError("The weights of the zones lie between 0 and 1 and never rise")
    return ends, counts
