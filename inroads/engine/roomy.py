"""Where to open places that have only so much room, so that ways are shortest for all together."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, eye_array, hstack, kron

from inroads.engine.checking import Ints, amounts, whole_number
from inroads.engine.scales import Floats
from inroads.engine.solver import Rows, cheapest


class RoomyMedians(NamedTuple):
    """Sites to open, who goes to which, and how much shorter ways could be at most."""

    chosen: Ints  # rising
    site: Ints  # (n_areas,) the open site that each area goes to
    total: float  # the length of all ways together
    bound: float  # no choice that keeps the room has a smaller total
    gap: float  # the share by which the bound lies below
    proved: bool  # whether nothing is better


def place_with_room(
    length: ArrayLike,
    need: ArrayLike,
    room: ArrayLike,
    count: int,
    *,
    nodes: int | None = None,
) -> RoomyMedians:
    """The sites to open, and the one that each whole area goes to, where sites have room (capacitated p-median).

    A whole-number programme, answered by branch and bound. It holds a value for every way from an area to a site,
    so it suits a county's towns rather than a country's small areas.

    Parameters
    ----------
    length : array_like of shape (n_areas, n_sites)
        What it counts if an area goes to a site, in minutes or metres: times the people, if they are to count.
    need : array_like of shape (n_areas,)
        How much room each area takes; it goes to one site as a whole.
    room : array_like of shape (n_sites,)
        How much each site has, in the same unit.
    count : int
        How many sites may be opened.
    nodes : int, optional
        Stop after so many branches, with the gap that is left then.

    Returns
    -------
    RoomyMedians

    Raises
    ------
    ValueError
        If a number cannot be meant, not all fit into any sites that may be opened, or none that hold them are
        found within the branches allowed.

    References
    ----------
    Osman and Christofides (1994), Capacitated clustering problems by hybrid simulated annealing and tabu search,
    International Transactions in Operational Research 1(3), 317-336.

    Examples
    --------
    Both areas are nearest to site 0, which has room for one of them.

    >>> place_with_room([[1, 5], [2, 3]], need=[1, 1], room=[1, 1], count=2).site
    array([0, 1])
    """
    ways = np.asarray(length)
    if ways.ndim != 2 or not ways.size:
        raise ValueError(
            "There must be one length for each area and site, and one of each at least"
        )
    n_areas, n_sites = ways.shape
    ways = amounts(ways.ravel(), ways.size, "length", "way").reshape(ways.shape)
    takes = amounts(need, n_areas, "need", "area")
    has = amounts(room, n_sites, "room", "site")
    most = min(whole_number(count, "number of places", 1), n_sites)
    if takes.sum() > np.sort(has)[n_sites - most :].sum():
        raise ValueError("Not all fit into so few sites: allow more of them, or more room")

    found = cheapest(
        np.concatenate([np.zeros(n_sites), ways.ravel()]),
        _kept(takes, has, most),
        np.ones(n_sites + ways.size, bool),
        nodes=nodes,
    )
    if found.values is None:
        reason = "No choice of sites holds all" if found.proved else "None was found that holds all"
        raise ValueError(f"{reason}: allow more sites, or more room")
    site = found.values[n_sites:].reshape(ways.shape).argmax(axis=1).astype(np.int64)
    # The solver keeps its sums only nearly: what it hands back is added up again.
    over = np.bincount(site, takes, n_sites) > has * (1 + 1e-9)
    if over.any() or len(np.unique(site)) > most:
        raise ValueError(
            "Needs and room lie too far apart to be added up exactly: use larger units"
        )
    total = float(ways[np.arange(n_areas), site].sum())
    bound = min(max(_proved_least(ways, found.bound), 0.0), total)
    return RoomyMedians(
        chosen=np.unique(site),
        site=site,
        total=total,
        bound=bound,
        gap=1 - bound / total if total else 0.0,
        proved=bool(found.proved or bound >= total),
    )


def _kept(takes: Floats, has: Floats, most: int) -> list[Rows]:
    """What must hold: so many sites, one for each area, only open ones, and none beyond its room."""
    n_areas, n_sites = len(takes), len(has)
    areas, sites = eye_array(n_areas), eye_array(n_sites)
    opened = csr_array(np.ones((1, n_sites)))
    none, each = np.zeros((1, n_areas * n_sites)), np.ones((n_areas, 1))
    closed = csr_array((n_areas, n_sites))
    going = kron(areas, np.ones((1, n_sites)))
    return [
        Rows(csr_array(hstack([opened, csr_array(none)])), 0, most),
        Rows(csr_array(hstack([closed, going])), 1, 1),
        Rows(csr_array(hstack([-kron(each, sites), eye_array(n_areas * n_sites)])), -np.inf, 0),
        Rows(
            csr_array(hstack([-sites.multiply(has[:, None]), kron(takes[None, :], sites)])),
            -np.inf,
            0,
        ),
    ]


def _proved_least(ways: Floats, bound: float) -> float:
    """The bound, raised to the next whole number where every way is whole."""
    if np.isfinite(bound) and (ways == np.floor(ways)).all():
        return float(np.ceil(bound - 1e-6))
    return bound
